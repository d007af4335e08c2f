import type { Text } from '../text/text.ts';
import type { MessageValue, ValuesFor, WordTable } from '../text/words.ts';
import { sayWord } from '../text/words.ts';

/** Words of cards and of their report, which the page and the hub write alike. */
const BOARD_WORDS = {
  title: { zh: '驾驶舱', en: 'Board of vitals' },
  hour: { zh: '近 1 小时', en: 'Last hour' },
  day: { zh: '近 1 天', en: 'Last day' },
  week: { zh: '近 7 天', en: 'Last week' },
  span: { zh: '走势', en: 'Trend' },
  cards: { zh: '卡片', en: 'Cards' },
  index: { zh: '城市智能指数', en: 'City intelligence index' },
  mean: { zh: '平均', en: 'mean' },
  least: { zh: '最低', en: 'least' },
  most: { zh: '最高', en: 'most' },
  sum: { zh: '合计', en: 'sum' },
  median: { zh: '中位数', en: 'median' },
  count: { zh: '数量', en: 'count' },
  warned: { zh: '达到预警值的测站', en: 'stations at their warning' },
  amount: { zh: '时段累计', en: 'sum over the span' },
  open: { zh: '在办案件', en: 'Open cases' },
  late: { zh: '超时案件', en: 'Late cases' },
  inTime: { zh: '未超时的在办案件', en: 'Open cases in time' },
  alarmsOf: { zh: '未确认告警（{level}及以上）', en: 'Alarms not acknowledged, priority {level} or graver' },
  least1: { zh: 'Ⅰ级', en: 'I' },
  least2: { zh: 'Ⅱ级', en: 'II' },
  least3: { zh: 'Ⅲ级', en: 'III' },
  least4: { zh: 'Ⅳ级', en: 'IV' },
  published: { zh: '公布的指数', en: 'as published' },
  own: { zh: '孪生自评', en: 'the twin’s own' },
  attributeOf: { zh: '{layer} · {attribute} · {figure}', en: '{layer} · {attribute} · {figure}' },
  name: { zh: '名称', en: 'Name' },
  now: { zh: '现值', en: 'Now' },
  unit: { zh: '单位', en: 'Unit' },
  targetFrom: { zh: '目标下限', en: 'Target from' },
  targetTo: { zh: '目标上限', en: 'Target to' },
  state: { zh: '状态', en: 'State' },
  someOf: { zh: '{name}（符合条件）', en: '{name} by conditions' },
  all: { zh: '且', en: 'and' },
  any: { zh: '或', en: 'or' },
  contains: { zh: '含', en: 'contains' },
  begins: { zh: '开头为', en: 'begins with' },
  filled: { zh: '有值', en: 'is filled' },
  empty: { zh: '无值', en: 'is empty' },
  run_closedRoads: { zh: '推演 · 中断道路', en: 'Run · roads closed' },
  run_roadClosure: { zh: '推演 · 道路中断时长', en: 'Run · time that roads are closed' },
  run_wetResidents: { zh: '推演 · 进水楼层居民', en: 'Run · residents on flooded storeys' },
  run_wetDwellings: { zh: '推演 · 进水住户', en: 'Run · flooded dwellings' },
  run_wetEntrances: { zh: '推演 · 进水出入口', en: 'Run · flooded entrances' },
  run_deepest: { zh: '推演 · 最大水深', en: 'Run · deepest water' },
  run_ponded: { zh: '推演 · 积水量', en: 'Run · ponded water' },
  run_people: { zh: '推演 · 人数', en: 'Run · people' },
  run_left: { zh: '推演 · 已离开', en: 'Run · people who left' },
  run_jammed: { zh: '推演 · 拥堵人数', en: 'Run · people in a jam' },
  run_waded: { zh: '推演 · 涉水人数', en: 'Run · people who waded' },
  run_clearance95: { zh: '推演 · 95% 离开用时', en: 'Run · 95% left after' },
  run_clearance100: { zh: '推演 · 全部离开用时', en: 'Run · all left after' },
  emptyAreas: { zh: '另有 {count} 个分区没有', en: '{count} more areas have none', one: '{count} more area has none' },
  on: { zh: '在目标内', en: 'on target' },
  off: { zh: '不在目标内', en: 'off target' },
  noTarget: { zh: '未设目标', en: 'no target' },
  area: { zh: '分区', en: 'Area' },
  outside: { zh: '另有 {count} 项不在任何分区内', en: '{count} more lie in none of them' },
  otherAreas: { zh: '另有 {count} 个分区未列', en: '{count} more areas are not listed' },
  someStreams: { zh: '走势取 {of} 路中的 {streams} 路', en: 'trend of {streams} of {of} streams' },
  onlyOnPage: { zh: '只在页面上有', en: 'only on the page' },
  onlyOnPageNote: {
    zh: '“只在页面上有”的卡片，服务端不掌握其数字，请在页面上查看。',
    en: 'Cards “only on the page” have figures that the hub does not know; see them on the page.',
  },
  notThen: { zh: '补做，当时的数字未知', en: 'made late: not known of then' },
  dayReport: { zh: '驾驶舱日报', en: 'Board of vitals, report of the day' },
  weekReport: { zh: '驾驶舱周报', en: 'Board of vitals, report of the week' },
  city: { zh: '城市', en: 'City' },
  fictional: { zh: '虚构城市', en: 'fictional' },
  revision: { zh: '看板', en: 'Board' },
  revisionBy: { zh: '第 {revision} 版，{who} 共享', en: 'revision {revision}, shared by {who}' },
  covers: { zh: '时段（整小时）', en: 'Covers (whole hours)' },
  due: { zh: '应出时间', en: 'Due' },
  made: { zh: '制作时间', en: 'Made' },
  madeLate: { zh: '{time}（补做）', en: '{time} (late)' },
  zone: { zh: '时区', en: 'Time zone' },
  facts: { zh: '概况', en: 'Facts' },
  alarmsNow: {
    zh: '传感器现值为应出时间前最后的有效读数；告警和案件为制作时的数字。',
    en: 'Sensors: the last readings that still counted when the report was due; alarms and cases: as they stood when it was made.',
  },
} as const satisfies WordTable;

type BoardWords = typeof BOARD_WORDS;

/** Says a word of boards in a language. */
export type SayBoard = <Key extends keyof BoardWords>(key: Key, ...values: ValuesFor<BoardWords[Key]>) => string;

/** The words of boards in a language. */
export const boardWordsIn =
  (language: keyof Text): SayBoard =>
  (key, ...[values]) =>
    sayWord(BOARD_WORDS[key], (values ?? {}) as Readonly<Record<string, MessageValue>>, language);
