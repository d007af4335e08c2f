import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a GeoJSON file, and with single features of it. */
export const geoJsonMessage = messageTable({
  'no-feature': {
    zh: '{file}：第 {line} 行：要素集合是空的，至少应有一个要素',
    en: '{file}:{line}: expected one feature or more, got a collection of none',
  },
  empty: { zh: '{file}：应为 GeoJSON，现为空文件', en: '{file}: expected GeoJSON, got an empty file' },
  'not-geojson': {
    zh: '{file}：第 {line} 行：应为 FeatureCollection，或每行一个 Feature，现为 {what}',
    en: '{file}:{line}: expected a FeatureCollection or Features, one a line, got {what}',
  },
  'not-features': {
    zh: '{file}：第 {line} 行：应为 FeatureCollection，或每行一个 Feature，现为 {got}',
    en: '{file}:{line}: expected a FeatureCollection or Features, one a line, got {got}',
  },
  crs: {
    zh: '{file}：第 {line} 行：crs：应为 {"properties": {"name": …}}，现为 {got}',
    en: '{file}:{line}: crs: expected {"properties": {"name": …}}, got {got}',
  },
  cut: { zh: '{at}：JSON 不完整，文件提前结束', en: '{at}: expected the rest of the JSON, got the end of the file' },
  'feature-large': {
    zh: '{file}：第 {line} 行：单个要素至多 {most} 字节',
    en: '{file}:{line}: expected a feature of at most {most} bytes, got more',
  },
  syntax: {
    zh: '{file}：第 {line} 行：应为 {expected}，现为 {got}',
    en: '{file}:{line}: expected {expected}, got {got}',
  },
  escapes: {
    zh: '{file}：第 {line} 行：字符串的转义不正确，现为 {got}',
    en: '{file}:{line}: expected a string with valid escapes, got {got}',
  },
  deep: {
    zh: '{file}：第 {line} 行：嵌套至多 {most} 层',
    en: '{file}:{line}: expected nesting of at most {most}, got deeper',
  },
  drawing: { zh: '{file}：{at}：应为{expected}，现为 {got}', en: '{file}: {at}: expected {expected}, got {got}' },
  'many-corners': {
    zh: '{file}：角点至多 {most} 个，现已超出',
    en: '{file}: expected at most {most} corners, got more',
  },
  json: { zh: '{file}：不是完整的 JSON（{reason}）', en: '{file}: expected whole JSON, got {reason}' },
});
