import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a table or a recording of readings. */
export const readingsMessage = messageTable({
  parquet: { zh: '读数表：不是有效的 Parquet 文件', en: 'table: expected Parquet: {reason}' },
  'recording-kind': {
    zh: '录制文件：应为 MCAP、Parquet 或 UTF-8、GB 18030 编码的 CSV',
    en: 'recording: expected MCAP, Parquet or CSV in UTF-8 or GB 18030',
  },
  'recording-columns': {
    zh: '录制文件：应为完整的 MCAP 文件，或含 {value} 列的表；现有的列：{value2}',
    en: 'recording: expected a finished MCAP file, or a table with a column {value}; got the columns {value2}',
  },
  'stream-name': {
    zh: '读数表：第 {line} 行：缺少数据流名称',
    en: 'table: line {line}: expected the name of a stream',
  },
  'many-rows': { zh: '读数表：至多 {most} 行，现为 {rows} 行', en: 'table: expected at most {most} rows, got {rows}' },
  'csv-head': { zh: '读数表：应为带表头的 CSV', en: 'table: expected CSV with a head{reason}' },
});
