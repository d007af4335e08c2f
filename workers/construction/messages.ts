import { messageTable } from '../../model/text/message.ts';

/** What cannot be reviewed of a schedule, its spaces, its site and its what-ifs. */
export const constructionMessage = messageTable({
  'rules-large': { zh: '{file}：至多 {most} 个字符', en: '{file}: expected at most {most} characters' },
  'rules-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON, got {reason}' },
  'many-links': {
    zh: '逻辑关系至多 {most} 条（汇总任务的关系按其中每个工序计算）',
    en: "expected at most {most} links, a summary's counted for each activity in it",
  },
  'no-activities': { zh: '{file}：没有工序', en: '{file}: expected activities, got none' },
  'over-capacity': {
    zh: '{name}：工序 {value}：资源 {value2} 至多 {most}，现需要 {scaledDemand}',
    en: '{name}: activity {value}: expected at most {most} of resource {value2}, got {scaledDemand}',
  },
  circle: {
    zh: '{name}：逻辑关系有循环，涉及工序 {value}',
    en: '{name}: expected logic without a circle, got one among activities {value}',
  },
  'no-plan': { zh: '请先打开进度计划', en: 'review: expected a plan to be open, got none' },
  'space-file': { zh: '空间：缺少文件 {name}', en: 'space: expected the file {name}, got none' },
  'space-neither': { zh: '空间：请给出算例或建筑信息模型', en: 'space: expected a case or a model, got neither' },
  'site-days': { zh: '工地：至多 {most} 天，现为 {got} 天', en: 'site: expected at most {most} days, got {got}' },
  'site-task': {
    zh: '工地：{place}：没有代码或编号为“{code}”的工序',
    en: 'site: {place}: expected a task\'s code or id, got "{code}"',
  },
  'space-task': {
    zh: '空间：{place}：没有代码或编号为“{name}”的工序',
    en: 'space: {place}: expected a task\'s code or id, got "{name}"',
  },
  'space-date': {
    zh: '空间：{place}：日期应写作 2026-11-20，现为“{text}”',
    en: 'space: {place}: expected a date like 2026-11-20, got "{text}"',
  },
  'many-bodies': {
    zh: '空间：长方体和管道至多 {most} 个，现为 {got} 个',
    en: 'space: expected at most {most} boxes and tubes, got {got}',
  },
  'body-twice': { zh: '空间：编号“{id}”重复', en: 'space: expected each id once, got "{id}" again' },
  'body-range': {
    zh: '空间：{id}：各轴上 min 应小于 max，现为 {got} … {value}',
    en: 'space: {id}: expected min below max on each axis, got {got} … {value}',
  },
  'space-columns': { zh: '{file}：缺少列 {value}', en: '{file}: expected columns {value}, got none' },
  'space-rows': { zh: '{file}：至多 {most} 行，现为 {got} 行', en: '{file}: expected at most {most} rows, got {got}' },
  'space-number': {
    zh: '{file}：第 {row} 行：{column}：应为数字，现为“{got}”',
    en: '{file}: row {row}: {column}: expected a number, got "{got}"',
  },
  'rates-nothing': {
    zh: '{id}：rates：没有代码以“{codes}”开头的工序',
    en: '{id}: rates: expected activities whose code begins "{codes}", got none',
  },
  'links-task': {
    zh: '{id}：links：没有代码或编号为“{got}”的工序',
    en: '{id}: links: expected a task\'s code or id, got "{got}"',
  },
  choice: {
    zh: '{place}：只能是 {expected}，现为“{wanted}”',
    en: '{place}: expected one of {expected}, got "{wanted}"',
  },
  'no-go-days': {
    zh: '{id}：noGo：至多 {most} 天，现为 {got} 天',
    en: '{id}: noGo: expected at most {most} days, got {got}',
  },
  cycle: { zh: '逻辑关系有循环：{codes}', en: 'expected logic without a circle, got {codes}' },
  'p6-lag-calendar': {
    zh: '{count} 个时距改按文件的时距日历计算，而非各自的日历',
    en: "{count} lags run on the file's lag calendar, not on their own",
  },
  'p6-constraints': {
    zh: '{code}：P6 至多两条约束，舍去 {count} 条',
    en: '{code}: {count} constraints beyond two left out',
  },
  'p6-summary': { zh: '{code}：汇总任务的资源未写出', en: "{code}: a summary's resources left out" },
});
