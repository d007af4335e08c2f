import { messageTable } from '../../model/text/message.ts';

/** What is wrong with vector tiles. */
export const tilesMessage = messageTable({
  broken: {
    zh: '{file}：{what}：瓦片数据不完整',
    en: '{file}: {what}: expected whole tiles, got "{reason}"',
  },
  version: {
    zh: '{file}：应为 PMTiles 3，现为 {got}；可用 pmtiles convert 转换',
    en: '{file}: expected PMTiles 3, got {got}; pmtiles convert turns it into one',
  },
  pictures: {
    zh: '{file}：这些瓦片是图片（{got}），不是要素：请作为底图，在配方的 baseMaps 中写其地址',
    en: '{file}: expected tiles of features, got pictures ({got}): they are a base map, named by its address in "baseMaps" of a recipe',
  },
  'mbtiles-pictures': {
    zh: '{file}：这些瓦片是图片（{got}），不是要素：请转为 GeoTIFF 作底图：gdal_translate {file} picture.tif，并写入配方的 baseMaps',
    en: '{file}: expected tiles of features (pbf), got pictures ({got}): as a base map, gdal_translate {file} picture.tif, and name that in "baseMaps" of a recipe',
  },
  'mbtiles-many': {
    zh: '{file}：最细一级至多读 {most} 个瓦片或 1 GB，现为更多；请先降级或裁剪：ogr2ogr -spat W S E N part.gpkg {file}',
    en: '{file}: expected at most {most} tiles of the finest level, or 1 GB, got more; cut it first: ogr2ogr -spat W S E N part.gpkg {file}',
  },
  packing: {
    zh: '{file}：瓦片应不压缩或为 gzip，现为 {got}；请先转换：tile-join -o plain.pmtiles {file}',
    en: '{file}: expected tiles as they are or in gzip, got {got}; convert it first: tile-join -o plain.pmtiles {file}',
  },
  many: {
    zh: '{file}：最细一级至多 {most} 个瓦片，现为更多；请先裁剪：pmtiles extract {file} part.pmtiles --bbox=W,S,E,N',
    en: '{file}: expected at most {most} tiles of the finest level, got more; cut it first: pmtiles extract {file} part.pmtiles --bbox=W,S,E,N',
  },
  place: {
    zh: '{file}：单个瓦片不带位置：文件名应为“级-列-行.mvt”，如 14-13140-6510.mvt',
    en: '{file}: expected the name of a single tile to say where it lies, level-column-row.mvt as in 14-13140-6510.mvt, got none',
  },
});
