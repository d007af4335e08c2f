import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a CAP message, or what of it is not used. */
export const capMessage = messageTable({
  size: {
    zh: '{file}：CAP 消息至多 {most} KiB，现为 {got} KiB',
    en: '{file}: expected at most {most} KiB, got {got} KiB',
  },
  doctype: {
    zh: '{file}：CAP 消息不得含 DOCTYPE 或 ENTITY 声明',
    en: '{file}: expected a CAP message without DOCTYPE or ENTITY, got one',
  },
  xml: {
    zh: '{file}：第 {line} 行：不是完整的 XML：{reason}',
    en: '{file}: line {line}: expected whole XML, got {reason}',
  },
  levels: { zh: '{file}：XML 嵌套过深或过大：{reason}', en: '{file}: expected at most {most} levels: {reason}' },
  root: {
    zh: '{file}：根元素应为 CAP 1.2 的 <alert>（{namespace}），现为 {got}',
    en: '{file}: expected <alert> of CAP 1.2 ({namespace}), got {got}',
  },
  missing: { zh: '{file}：{place}：缺少 <{name}>', en: '{file}: {place}: expected <{name}>, got none' },
  word: {
    zh: '{file}：{place}：应为 {expected}，现为“{got}”',
    en: '{file}: {place}: expected {expected}, got "{got}"',
  },
  time: {
    zh: '{file}：{place}：应为带时区的时间（如 2026-07-18T20:05:00+08:00），现为“{got}”',
    en: '{file}: {place}: expected a time with its zone (2026-07-18T20:05:00+08:00), got "{got}"',
  },
  long: { zh: '{file}：{place}：至多 {most} 个字符', en: '{file}: {place}: expected at most {most} characters' },
  many: { zh: '{file}：{place}：至多 {most} 个', en: '{file}: {place}: expected at most {most} of them, got {got}' },
  polygon: {
    zh: '{file}：{place}：多边形应为至少四个“纬度,经度”，首尾相同，现为“{got}”',
    en: '{file}: {place}: expected a polygon of four or more "latitude,longitude", the last as the first, got "{got}"',
  },
  circle: {
    zh: '{file}：{place}：圆应为“纬度,经度 半径km”，现为“{got}”',
    en: '{file}: {place}: expected a circle "latitude,longitude radius-km", got "{got}"',
  },
  swapped: {
    zh: '{file}：{place}：纬度 {got} 超出 ±90：CAP 的坐标为“纬度,经度”，此处像是写反了',
    en: '{file}: {place}: expected a latitude within ±90, got {got}: CAP writes "latitude,longitude", these look exchanged',
  },
  degrees: {
    zh: '{file}：{place}：应为 WGS 84 度，现为“{got}”',
    en: '{file}: {place}: expected degrees of WGS 84, got "{got}"',
  },
  'no-info': {
    zh: '{file}：没有 <info>：消息中没有事件内容',
    en: '{file}: expected <info>, got none: the message tells no event',
  },
  ack: {
    zh: '{file}：msgType 为“{got}”：不是预警、更新或取消，不能建立事件',
    en: '{file}: expected an Alert, Update or Cancel, got msgType "{got}"',
  },
});
