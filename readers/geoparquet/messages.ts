import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a GeoParquet file. */
export const geoParquetMessage = messageTable({
  broken: { zh: '{file}：不是完整的 Parquet 文件', en: '{file}: expected a whole Parquet file, got "{reason}"' },
  'no-geometry': {
    zh: '{file}：没有几何列（GeoParquet 的 "geo" 元数据）；列有：{names}',
    en: '{file}: expected a column of geometry ("geo" in its metadata), got none; it has {names}',
  },
  encoding: {
    zh: '{file}：几何列应为 WKB 编码，现为 {got}；可用 ogr2ogr -f GPKG city.gpkg 转换',
    en: '{file}: expected geometry as WKB, got {got}; ogr2ogr -f GPKG city.gpkg converts it',
  },
  'many-rows': { zh: '{file}：至多 {most} 行，现为 {got} 行', en: '{file}: expected at most {most} rows, got {got}' },
});
