const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');
const letters = (text: string): string[] => [...text];

export const CITY_NAME = { zh: '澜湾市', en: 'Lanwan' } as const;

/** Names of main roads, as Chinese cities have them: the republic, provinces and cities, virtues, the place itself. */
export const MAIN_ROADS = words(`
  解放 中山 人民 建设 和平 胜利 迎宾 世纪 文化 科学 体育 延安 红旗 新华 民主 光明 东风 五一 青年 劳动 友谊 团结 振兴
  复兴 兴业 创业 鼓楼 府前 望海 观澜 听涛 朝阳 长江 黄河 珠江 淮河 钱江 太湖 黄山 泰山 衡山 庐山 天目 雁荡 武夷
  北京 杭州 南京 苏州 福州 厦门 广州 青岛 济南 大连 天津 武汉 成都 昆明 西安 洛阳 徐州 合肥 南昌 长沙 桂林 贵阳 兰州 太原
  沈阳 长春 江苏 安徽 福建 山东 河北 湖北 湖南 四川 云南 广西 金融 会展 学府 科技 港城 临港 通港 环湖 江南 江北 海晏 宁海
  锦江 锦绣 百丈 甬江 丹霞 丽泽 凤凰 麒麟 龙腾 鹤鸣 银河 星海 海天 天河 蓝海 碧海 金海 瀛洲 沧海 琴海 海景 海滨 海港 渔港
  民安 民生 民族 爱国 自由 平安 幸福 健康 和谐 富强 文明 进步 前进 跃进 东方 西湖 南苑 北苑 中兴 大庆 工业 纺织 造船 机场 站前
  虹桥 惠风 清风 明月 春晖 秋水 夏荷 冬青 飞云 流云 彩虹 晨曦 朝晖 晚霞 北斗 启明 长庚 天枢 玉衡 开阳 瑶光 紫微 文曲 奎星`);

/** Two letters make the name of a smaller street. */
export const STREET_FIRST = letters(
  '文武德仁义礼智信安康福寿祥瑞金银玉珠翠碧青紫白云霞星月天泰永兴隆昌盛丰富华荣春秋海江湖溪泉潮渔帆沙松竹梅兰菊荷桂枫柳桃杏榕樟石铁镜砚书琴棋画茶盐米布花龙凤鹤鹿鹭雁莺燕南东西北',
);
export const STREET_SECOND = letters(
  '安宁和平顺昌盛隆兴旺泰康园苑亭台阁桥井塘湾浦港岭山峰林泉溪源庆祥瑞华明辉光阳池潭洲渡埠坊街门前后里',
);

export const COMPOUND_FIRST = words(`
  锦绣 阳光 金域 翡翠 碧海 蓝湾 星海 观澜 御景 东方 世纪 国际 时代 水岸 云锦 香榭 枫丹 紫荆 海棠 玉兰 丁香 桂花 银杏 梧桐
  凤凰 麒麟 鸿运 祥和 康乐 幸福 安居 宜家 书香 学府 翰林 状元 文澜 听涛 望海 海韵 海语 海悦 潮起 渔歌 帆影 湖畔 云山 山水
  江南 江畔 滨江 临江 江景 中央 都市 新天地 绿洲 绿野 春江 秋月 明珠 珍珠 琥珀 钻石 铂金 金色 银河 星辰 晨光 朝阳 南苑 北苑
  东港 西塘 红枫 白鹭 青松 翠竹 兰亭 芳草 百合 牡丹 莲花 荷塘 柳浪 杏林 桃源 梅园 菊苑 丽景 华庭 名门 尚品 天玺 天悦`);
export const COMPOUND_LAST: readonly (readonly [string, string])[] = [
  ['花园', 'Garden'],
  ['家园', 'Homes'],
  ['小区', 'Residential Quarter'],
  ['新村', 'New Village'],
  ['苑', 'Court'],
  ['雅苑', 'Elegant Court'],
  ['公寓', 'Apartments'],
  ['华府', 'Mansions'],
  ['名邸', 'Residence'],
  ['城', 'City'],
  ['湾', 'Bay'],
  ['里', 'Li'],
];

export const VILLAGE_FAMILIES = letters(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
);
export const VILLAGE_LAST = words('家村 家塘 家岙 家漕 家桥 家埠 家湾 家畈 家埭 家山 家洋 家渡');

export const BUSINESS = words(`
  宏远 鼎盛 恒通 汇金 中汇 银海 华联 永信 联创 远洋 海纳 嘉禾 广宇 天成 富源 万和 信达 环球 金茂 东海 蓝海 鸿基 三江 四海 五洲
  瑞丰 协和 同济 明德 博雅 佳和 顺达 昌茂 兴隆 泰和 裕丰 德隆 聚贤 海德 长城 长荣 新世界 澜海 湾港 海丰 港务 船务 通商`);
export const INDUSTRIES: readonly (readonly [string, string])[] = [
  ['机械厂', 'Machinery Works'],
  ['纺织厂', 'Textile Mill'],
  ['化工厂', 'Chemical Plant'],
  ['电子厂', 'Electronics Factory'],
  ['食品厂', 'Food Factory'],
  ['水产加工厂', 'Seafood Processing Plant'],
  ['船舶修造厂', 'Shipyard'],
  ['汽配厂', 'Auto Parts Factory'],
  ['物流园', 'Logistics Park'],
  ['冷链仓储中心', 'Cold Store'],
  ['印染厂', 'Dyeing Works'],
  ['塑料制品厂', 'Plastics Factory'],
  ['油品储运站', 'Oil Depot'],
];
export const SHOPS: readonly (readonly [string, string])[] = [
  ['大药房', 'Pharmacy'],
  ['海鲜酒楼', 'Seafood Restaurant'],
  ['超市', 'Supermarket'],
  ['加油站', 'Filling Station'],
  ['健身中心', 'Fitness Centre'],
  ['网咖', 'Internet Cafe'],
  ['KTV', 'KTV'],
  ['银行支行', 'Bank Branch'],
  ['面馆', 'Noodle House'],
  ['停车场', 'Car Park'],
  ['快递驿站', 'Parcel Station'],
  ['幼儿园', 'Kindergarten'],
];
