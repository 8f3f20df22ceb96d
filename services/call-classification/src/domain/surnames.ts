/**
 * Family names that a name said without announcement is known by: the commonest of the mainland's registers
 * (Ministry of Public Security, yearly national name report) and the compound ones still in use. A family name that is
 * not here is not found; left out are rare ones that are mostly other words in a call (车, 路, 左, 单, 向, 于, 应, 强, 焦).
 */
const SINGLE =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢' +
  '姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常' +
  '汤康易乔赖文洪尤倪颜邢岳齐葛伍施樊兰祝温俞柳季翟申章鲁欧殷詹庞聂柯包耿管阮童梅凌裴焉冉涂丘霍甘鲍' +
  '屈安牛关纪辛靳宁柴蒲丛卞苗褚卓戚娄傅冀舒蓝宫闵解巫滕邝蔺景仇蒙佟房桂栾匡饶鞠诸邬隋古党尚麦' +
  '柏商米盛卫牟虞谷卜储晏岑';
export const COMPOUND_SURNAMES =
  '欧阳 司马 上官 诸葛 皇甫 尉迟 令狐 慕容 司徒 东方 独孤 长孙 宇文 轩辕 夏侯 端木 公孙 南宫 西门 呼延 澹台 闻人 濮阳 淳于 单于 申屠 太史 第五'.split(
    ' ',
  );
export const SINGLE_SURNAMES: readonly string[] = [...SINGLE];
