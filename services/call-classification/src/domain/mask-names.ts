import { COMPOUND_SURNAMES, SINGLE_SURNAMES } from './surnames.ts';

const alternatives = (words: string): string => words.split(' ').join('|');

/** Ordinary words that begin with a family name's character; taken from the calls of the corpus. */
const NO_NAMES = alternatives(
  '高烧 高热 高血 高处 高空 高速 高中 高压 高架 高铁 高坠 高位 高高 高龄 黄疸 黄色 黄金 黄线 白色 白天 白酒 白粉 白沫 白白 金属 金色 马上 马路 马桶 方便 方向 方才 万一 万元 ' +
    '万块 石头 石子 江边 江里 江上 田里 田埂 田地 林子 林场 林地 雷击 雷电 雷劈 毛病 毛巾 常常 常年 常见 曾经 武器 钱包 钱财 钱款 钱都 钱全 房子 房间 房里 房东 房顶 房屋 房门 ' +
    '管道 管子 龙头 包里 包裹 包被 孔里 温度 应该 单位 单元 单车 单独 单子 关门 关在 关机 关节 安全 安静 安装 商店 商场 商铺 米饭 夏天 牛奶 柴火 柴油 叶子 范围 洪水 文化 顾客 ' +
    '卫生 党员 祝你 程序 程度 任何 任务 严重 周围 周末 周边 周岁 孙子 孙女 胡同 胡乱 胡说 何时 何况 谢谢 许多 苏醒 陆续 付钱 付款 施工 凌晨 景区 康复 易燃 易爆 石油 石块 强行 ' +
    '强奸 强迫 强制 古城 古镇 汤锅 童车 焦味 解放 辛苦 车里 车上 车子 车祸 车门 段时 齐全 欧洲 常规 向我 向他 向她 向前 向着 向北 向南 向东 向西 于是 左手 左腿 左脚 左边 左侧 ' +
    '左眼 左臂 左胸 左肩 左半 左右 路上 路过 路边 路口 路面 路人 路灯 江水 江心 梅雨 鲁莽 杨梅 杨树 柳树 向阳 强壮 宁愿 尚未 尚有 乔装 申请 洪峰 余震 余火 季节 章程 甘蔗 屈服 ' +
    '沈阳 上海 石家 金华 温州 苏州 徐州 郑州 兰州 柳州 常州 万州 吴江 江苏 江西 江南 江北 江宁 马蜂 马群 马陷 马踢 马跑 马拉 牛角 牛踩 牛顶 牛圈 牛鼻 牛心 牛赶 戴口 戴头 戴手 ' +
    '金店 金项 金手 金链 金戒 金子 房梁 房笆 房盖 房后 房一 房客 房老 汤扑 汤圆 汤洒 温升 白烟 白泥 白卫 黄烟 黄绿 黄泥 蓝灯 蓝色 蓝货 高呼 高渗 高原 高三 高年 宫外 宫口 齐腰 ' +
    '凌汛 雷管 钱追 钱转 钱被 关掉 关阀 关屋 商业 管坝 管理 包落 包拉 卫工 安居 安保 安眠 储藏 康定 石灰 米面 龙卷 童医 常营 万六',
);
/** What follows a name and is none of it. */
const NO_GIVEN = '被在把他她它打摔说了的是着过和跟给要拿从到往让我你这那个们呢啊吗吧不没就还也都又很太,';
const NO_SECOND = `${NO_GIVEN}向有来去正晕昏倒受死伤流喝吃吐跌掉走跑喊叫住出骑对与及里上下前后家今现刚已快突疼痛持用捅砍发抽快喘烧淹卡撞压先女同`;
const HAN = '\\u3400-\\u9fff';
const FAMILY = `(?:${COMPOUND_SURNAMES.join('|')}|[${SINGLE_SURNAMES.join('')}])`;
/** Family name and one or two characters; with a title also none. */
const GIVEN = `(?:(?![${NO_GIVEN}])[${HAN}])(?:(?![${NO_SECOND}])[${HAN}])?`;
const NAME = `(?!${NO_NAMES})${FAMILY}${GIVEN}`;

const ROLES = alternatives(
  '我是 我叫 名叫 叫做 叫 姓 患者 病人 伤者 伤员 死者 逝者 户主 房主 业主 租客 房东 老公 老婆 丈夫 妻子 爱人 对象 男友 女友 男朋友 女朋友 前夫 前妻 ' +
    '儿子 女儿 闺女 姑娘 孙子 孙女 外孙 我爸 我妈 爸爸 妈妈 父亲 母亲 我哥 我弟 我姐 我妹 哥哥 弟弟 姐姐 妹妹 爷爷 奶奶 外公 外婆 姥姥 姥爷 舅舅 叔叔 ' +
    '姑姑 阿姨 婆婆 公公 岳父 岳母 邻居 同事 朋友 同学 室友 老板 工友 司机 老师 学生 嫌疑人 小偷 报警人 联系人 当事人 受害人 老人 孩子 男孩 女孩 先生 女士',
);
const TITLES = alternatives(
  '先生 女士 小姐 太太 师傅 医生 大夫 老师 阿姨 大爷 大妈 大叔 大哥 大姐 叔叔 奶奶 爷爷 经理 老板 警官 同志',
);
/** After a bare name a sentence goes on with one of these. */
const GOES_ON = alternatives(
  '被 在 把 他 她 打 摔 和 跟 与 说 要 拿 从 到 往 让 不 没 受 昏 晕 倒 掉 跌 死 流 吐 发 抽 跑 走 就 是 也 都 正 刚 已 出 骑 开 住 去 来 快 突然 给 用 持 捅 ' +
    '砍 喝 吃 的 了 又 还 疼 痛 喘 烧 淹 卡 撞 压 家 有',
);
const AFTER_ROLE = new RegExp(`((?:${ROLES})(?:名?叫|是|名字叫|姓名)?[,:、 ]?)${NAME}`, 'g');
const BEFORE_TITLE = new RegExp(`(?!${NO_NAMES})${FAMILY}(?:[${HAN}]{1,2}?)?(?=${TITLES})`, 'g');

const STARTS = `(?<=^|[,.;:!?。、…\\s"“”'（(]|\\](?:和|跟|与|把|被|打|砍|捅)|被|把|跟|和)`;
const BARE = new RegExp(`${STARTS}${NAME}(?=${GOES_ON}|[,、。!?]|$)`, 'gm');

/** Names said in English: a first and a last name, each with a capital. */
const WORD_EN = "[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*";
/** Words of places and of institutions: a pair before or with one of them is the place's name. */
const PLACES_EN =
  'Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Way|Highway|Hwy|Square|Park|School|' +
  'Hospital|Station|Mall|Market|Hotel|Inn|Bridge|Building|House|Center|Centre|County|City|Church|Department|Bus|River|' +
  'Lake|Beach|Airport|University|College|Library|Store|Fire|Police|Ambulance|Apartments?|Apts|Unit|Row|Terrace|Crescent|' +
  'Close|Grove|Gardens?|Plaza|Point|Ridge|Creek|Hills?|Bay|View|Nagar|Lu|Jie|Jalan|Lorong|Blk|Tower|Towers|Club|' +
  'Elementary|Primary|Parade|Mews|Cottage|Colony|Village|Quay|Trail|Farm|Junction|Circle|Camp';
const NO_FIRST_EN =
  'Near|Opposite|Outside|Between|Behind|Beneath|Below|Above|Off|From|Corner|The|My|Is|It|He|She|They|We|You|And|But|There|' +
  'Please|Help|Hi|Hello|Old|Upper|Lower|New|North|South|East|West|January|February|March|April|May|June|July|August|' +
  'September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
const PAIR_EN = new RegExp(
  `\\b(?!(?:${NO_FIRST_EN}|${PLACES_EN})\\b)${WORD_EN} (?:[A-Z]\\. )?(?!(?:${PLACES_EN})\\b)${WORD_EN}\\b(?! (?:${PLACES_EN})\\b)`,
  'g',
);
const ROLES_EN =
  'husband|wife|son|daughter|patient|victim|mother|father|mom|mum|dad|brother|sister|baby|uncle|aunt|grandma|grandpa|' +
  'grandmother|grandfather|cousin|nephew|niece|neighbou?r|friend|boyfriend|girlfriend|fianc[eé]e?|partner|roommate|' +
  'coworker|co-worker|colleague|boss|teacher|driver|landlord|tenant|suspect';
const CALLED_EN = "(?:['’]s name is|['’]s name['’]s| is called| is named| named| called| is|,|:)?";
const EITHER_CASE = ROLES_EN.replace(/\b[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
const AFTER_ROLE_EN = new RegExp(`\\b((?:${EITHER_CASE})${CALLED_EN} )${WORD_EN}(?: ${WORD_EN})?`, 'g');
const ANNOUNCED_EN = new RegExp(
  `\\b((?:[Mm]y name is|[Tt]his is|[Mm]r\\.?|[Mm]rs\\.?|[Mm]s\\.?|[Mm]iss) )${WORD_EN}(?: ${WORD_EN})?`,
  'g',
);

/**
 * Takes out names that nothing announces: a common Chinese family name with one or two characters after a word for a
 * person, before a title, or where a sentence begins and goes on as after a name; in English names with capitals, first
 * and last, or after a word for a person. A rare family name, one in the middle of unpunctuated words and English
 * without capitals are not found; a word that only looks like a name may go too.
 */
export function maskBareNames(text: string, by: string): string {
  let masked = text.replace(AFTER_ROLE, `$1${by}`).replace(BEFORE_TITLE, by);
  // The second round finds the name joined to the first one.
  for (let round = 0; round < 2; round++) masked = masked.replace(BARE, by);
  return masked.replace(AFTER_ROLE_EN, `$1${by}`).replace(ANNOUNCED_EN, `$1${by}`).replace(PAIR_EN, by);
}
