import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a shapefile. */
export const shapefileMessage = messageTable({
  'no-shp': {
    zh: '{file}：压缩包里没有 .shp 文件',
    en: '{file}: expected a .shp in the archive, got none',
  },
  'shp-file': {
    zh: '{file}：应为 .shp（文件代码 9994），现为其他内容',
    en: '{file}: expected a .shp (file code 9994), got other bytes',
  },
  'shp-record': {
    zh: '{file}：第 {record} 条记录（第 {at} 字节）：应为{expected}，现为 {got}',
    en: '{file}: record {record} at byte {at}: expected {expected}, got {got}',
  },
  dbf: {
    zh: '{file}：.dbf 的{part}应为{expected}，现为 {got}',
    en: '{file}: {part} of a .dbf: expected {expected}, got {got}',
  },
});
