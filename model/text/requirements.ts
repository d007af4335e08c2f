import type { Text } from './text.ts';
import { sayWord, type ValuesFor, type WordTable } from './words.ts';

/** Requirements of schemas' rules, each a part of the sentence "expected …, got …". */
const requirementWords = {
  address: { zh: '网址', en: 'an address' },
  another: { zh: '其他值', en: 'another value' },
  atMost: { zh: '至多 {most}', en: 'at most {most}' },
  between: { zh: '{least} 至 {most}', en: '{least} to {most}' },
  box: { zh: '从西南到东北的范围', en: 'a box from south-west to north-east' },
  chezyC: { zh: '1 至 1000 的谢才系数，或 {"file": …}', en: 'a Chezy C of 1 to 1000 or {"file": …}' },
  date: { zh: '2026-06-07 这样的日期', en: 'a date like 2026-06-07' },
  eachOnce: { zh: '互不重复的编号', en: 'ids of which each is there once' },
  encoding: { zh: 'gb18030 这样的编码名称', en: 'an encoding as gb18030' },
  enoughPoints: { zh: '足够画出其形状的点', en: 'points enough for its form' },
  entityType: { zh: '实体类型', en: 'the type of the entities' },
  featureCrs: { zh: 'CRS84、EPSG:4326、EPSG:4490 或 EPSG:3857', en: 'CRS84, EPSG:4326, EPSG:4490 or EPSG:3857' },
  fields: { zh: '数据流、时刻和数值所在的字段', en: 'where stream, time and value stand' },
  fieldsOfTopic: {
    zh: '写了主题过滤，还须写明时刻和数值所在的字段',
    en: 'with a filter of topics also where time and value stand',
  },
  freeTopic: { zh: '不以 {roots} 开头的主题', en: 'a topic that does not begin with {roots}' },
  host: { zh: '主机名或 IP 地址', en: 'a host by its plain name or number' },
  hour: { zh: '2026-06-07T14 这样的小时', en: 'an hour like 2026-06-07T14' },
  hours: { zh: '小时数', en: 'hours' },
  id: { zh: '由字母、数字和 . _ - 组成的编号，至多 64 个字符', en: 'letters, digits, . _ - (64 at most)' },
  kind: {
    zh: '由字母、数字和 . _ - 组成的名称，或表示任意类型的 *',
    en: 'a name of letters, digits, . _ -, or * for any kind',
  },
  labelName: { zh: '名称', en: 'a name' },
  layerOrKind: { zh: '图层（layer）与类型（kind）二者取一', en: 'Either a layer or a kind' },
  layerOrKindOnce: {
    zh: '图层（layer）与类型（kind）二者取一；method、breaks、values 至多取一',
    en: 'Either a layer or a kind; one of method, breaks and values at most',
  },
  level: { zh: '一个水位或一个过程', en: 'a level or a series' },
  levelOfEachTime: { zh: '与水位数目相同的时刻', en: 'as many times as levels' },
  limits: {
    zh: '由小到大的分界值，单位同属性',
    en: 'Limits between classes of a number, from low to high, in the unit of the attribute',
  },
  localTime: { zh: '06:30 这样的当地时间', en: 'a local time as 06:30' },
  manningN: { zh: '0.001 至 1 的曼宁糙率，或 {"file": …}', en: 'a Manning n of 0.001 to 1 or {"file": …}' },
  oneOf: { zh: '{list} 之一', en: 'one of {list}' },
  orMore: { zh: '至少 {least}', en: '{least} or more' },
  path: { zh: '以点相连的名称', en: 'a path of names with dots between' },
  plainId: { zh: '字母、数字、- 和 _', en: 'letters, digits, - and _' },
  year: { zh: '1900 至 2199 的年份', en: 'a year from 1900 to 2199' },
  span: { zh: '一天，或“起/止”', en: 'a day, or from/to' },
  rising: { zh: '递增的数值', en: 'rising numbers' },
  scheme: {
    zh: 'MQTT 用 ws 或 wss 开头的网址，其他用 http 或 https',
    en: 'an address of the kind: ws, wss for MQTT, else http, https',
  },
  sensorId: {
    zh: '字母、数字和 . _ -，以字母或数字开头，至多 64 个字符',
    en: 'letters, digits, . _ - (64 at most), the first a letter or digit',
  },
  shareOfEachHour: { zh: '每个小时一个比例', en: 'a share for every hour' },
  shelf: { zh: '至多八小时的搁置', en: 'a shelf of at most eight hours' },
  slug: { zh: '小写字母、数字和 -', en: 'lower-case letters, digits and dashes' },
  smallId: { zh: '小写字母、数字和 -，至多 {most} 个字符', en: 'small letters, digits and - ({most} at most)' },
  stars: { zh: '两边各一个 *，或都没有', en: 'one * in both or in none' },
  steps: { zh: '不重复、不等待自身的步骤', en: 'each step once, no step that waits for itself' },
  stretch: { zh: '0-850 这样的米数', en: 'metres as 0-850' },
  template: { zh: '含有 {parts} 的模板', en: 'a template with {parts}' },
  threeDepths: { zh: '至少三个雨量', en: 'at least three depths' },
  timeSpans: { zh: '08:00-12:00 这样的时段', en: 'times like 08:00-12:00' },
  topic: { zh: '不含 +、#、空格和空层级的 MQTT 主题', en: 'an MQTT topic without +, #, spaces or empty levels' },
  unit: { zh: 'UCUM 单位，如 mm、m、Cel、m3/s', en: 'a UCUM unit, such as mm, m, Cel, m3/s' },
  unitDischarge: { zh: '一个单宽流量或一个过程', en: 'a unit discharge or a series' },
  value: { zh: '{type} 类型的值', en: 'a value of type {type}' },
  webAddress: { zh: 'https://host/path 这样的网址', en: 'an address as https://host/path' },
  wholeRows: { zh: '整行的高程', en: 'whole rows of elevations' },
  withoutPassword: { zh: '不含密码的网址', en: 'an address without a password' },
  years: { zh: '年数', en: 'years' },
  country: { zh: 'CN 这样的两位国家代码', en: 'a country by its two letters, as CN' },
  zone: { zh: 'Asia/Shanghai 这样的 IANA 时区', en: 'an IANA time zone as Asia/Shanghai' },
  zonedTime: {
    zh: '带时区的时刻，如 2026-07-21T15:30:00+08:00',
    en: 'a time with its zone, as 2026-07-21T15:30:00+08:00',
  },
} as const satisfies WordTable;

type Requirements = typeof requirementWords;

/** Both languages of what is required by the message that a schema carries; those with values are added when a schema is made with them. */
const requirements = new Map<string, Text>(Object.values(requirementWords).map((word) => [word.en, word]));

/** The message of a schema's rule. It is the English sentence: whoever shows an issue of valibot as it stands shows a sentence and no key. */
export function requirement<Key extends keyof Requirements>(
  key: Key,
  ...[values]: ValuesFor<Requirements[Key]>
): string {
  const word = requirementWords[key];
  const text = { zh: sayWord(word, values ?? {}, 'zh'), en: sayWord(word, values ?? {}, 'en') };
  requirements.set(text.en, text);
  return text.en;
}

/** Both languages of the message of a schema's rule; null: it is one of valibot's own. */
export const requirementOf = (message: string): Text | null => requirements.get(message) ?? null;
