import { messageTable } from '../text/message.ts';

/** What is wrong with a message of a source of readings. */
export const feedMessage = messageTable({
  'message-large': {
    zh: '消息至多 {most} 字节，现为 {got} 字节',
    en: 'message: expected at most {most} bytes, got {got}',
  },
  'message-utf8': { zh: '消息不是 UTF-8 文本', en: 'expected UTF-8, got other bytes' },
  'message-json': { zh: '消息应为 JSON，现为 {got}', en: 'message: expected JSON, got {got}' },
  'result-number': { zh: '观测值应为数字，现为 {got}', en: 'result: expected a number, got {got}' },
  'time-zone': {
    zh: '{place}：应为带时区的 ISO 时刻，现为 {got}',
    en: '{place}: expected an ISO time with its zone, got {got}',
  },
  'bad-act': {
    zh: '告警操作的 {place} 不符合要求，现为 {got}',
    en: 'act: {place}: expected {expected}, got {got}',
  },
  'stream-line': {
    zh: '第 {line} 行：应写作“对方名称 = 本城数据流”，现为“{got}”',
    en: 'line {line}: expected theirs = ours, got "{got}"',
  },
  'message-object': { zh: '消息应为对象，现为 {got}', en: 'message: expected an object, got {got}' },
});
