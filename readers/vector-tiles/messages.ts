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
    zh: '{file}：这些瓦片是图片（{got}），不是要素：请作为底图写入配方的 baseMaps（kind: tiles，file: {file}）',
    en: '{file}: expected tiles of features, got pictures ({got}): they are a base map, named in "baseMaps" of a recipe (kind: tiles, file: {file})',
  },
  features: {
    zh: '{file}：底图的瓦片应为图片（PNG、JPEG、WebP），现为要素：请作为图层写入配方的 layers',
    en: '{file}: expected tiles of pictures (PNG, JPEG, WebP) for a base map, got features: they make a layer, named in "layers" of a recipe',
  },
  'picture-type': {
    zh: '{file}：{tile} 应为 PNG、JPEG 或 WebP 图片，现以 {got} 开头',
    en: '{file}: {tile}: expected a picture (PNG, JPEG, WebP), got bytes that begin with {got}',
  },
  'no-pictures': {
    zh: '{file}：没有一个图块',
    en: '{file}: expected pictures, got none',
  },
  'picture-level': {
    zh: '{file}：底图至多 {most} 级，现有 {got} 级的图块',
    en: '{file}: expected levels up to {most} of a base map, got tiles of level {got}',
  },
  'picture-archive': {
    zh: '{file}：底图的图块应在 MBTiles 或 PMTiles 3 文件中，现为别的文件；GeoTIFF 请用 kind: photo',
    en: '{file}: expected an archive of pictures (MBTiles, PMTiles 3), got another file; a GeoTIFF is named by kind: photo',
  },
  'many-pictures': {
    zh: '{file}：各级合计至多 {most} 个图块或 1 GB，现为更多；请先裁剪：gdal_translate -projwin W N E S {file} part.mbtiles',
    en: '{file}: expected at most {most} tiles of all levels, or 1 GB, got more; cut it first: gdal_translate -projwin W N E S {file} part.mbtiles',
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
