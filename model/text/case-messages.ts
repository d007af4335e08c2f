import { messageTable } from './message.ts';

/** What can be wrong with a file that a person wrote or chose, whatever its subject: the place, what was expected, what came. */
export const caseMessage = messageTable({
  'file-missing': {
    zh: '{file}：找不到文件 {path}',
    en: '{file}: expected a file, got none at {path}',
  },
  'file-large': {
    zh: '{file}：至多 {most} 字节，现为 {got} 字节',
    en: '{file}: expected at most {most} bytes, got {got}',
  },
  'file-long': {
    zh: '{file}：至多 {most} 个字符，现为 {got} 个',
    en: '{file}: expected at most {most} characters, got {got}',
  },
  'not-json': {
    zh: '{file}：不是有效的 JSON（{reason}）',
    en: '{file}: expected JSON, got {reason}',
  },
  'no-input': {
    zh: '{file}：{place}：没有类别为 {kinds} 的输入“{got}”',
    en: '{file}: {place}: expected the id of an input ({kinds}), got "{got}"',
  },
  missing: {
    zh: '{file}：{place}：缺少这一项',
    en: '{file}: {place}: expected {asked}, got undefined',
  },
  'unknown-key': {
    zh: '{file}：{place}：不能有这一项',
    en: '{file}: {place}: expected nothing of this name, got {got}',
  },
  range: {
    zh: '{file}：{place}：应为 {least} 至 {most}，现为 {got}',
    en: '{file}: {place}: expected {least} to {most}, got {got}',
  },
  number: { zh: '{file}：{place}：应为数字，现为 {got}', en: '{file}: {place}: expected a number, got {got}' },
  whole: { zh: '{file}：{place}：应为整数，现为 {got}', en: '{file}: {place}: expected a whole number, got {got}' },
  few: {
    zh: '{file}：{place}：至少 {least} 项，现为 {got}',
    en: '{file}: {place}: expected {least} or more, got {got}',
  },
  many: {
    zh: '{file}：{place}：长度至多 {most}，现为 {got}',
    en: '{file}: {place}: expected at most {most}, got {got}',
  },
  pattern: {
    zh: '{file}：{place}：应为 {asked}，现为 {got}',
    en: '{file}: {place}: expected {asked}, got {got}',
  },
  text: { zh: '{file}：{place}：应为文字，现为 {got}', en: '{file}: {place}: expected text, got {got}' },
  flag: {
    zh: '{file}：{place}：应为 true 或 false，现为 {got}',
    en: '{file}: {place}: expected true or false, got {got}',
  },
  list: { zh: '{file}：{place}：应为列表 […]，现为 {got}', en: '{file}: {place}: expected a list […], got {got}' },
  object: { zh: '{file}：{place}：应为对象 {…}，现为 {got}', en: '{file}: {place}: expected an object {…}, got {got}' },
  word: { zh: '{file}：{place}：应为 {asked}，现为 {got}', en: '{file}: {place}: expected {asked}, got {got}' },
  more: { zh: '{file}：另有 {more} 处', en: '{file}: {more} more' },
});
