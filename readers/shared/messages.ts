import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a file that a reader cannot use: the place in it, what was expected and what came. */
export const readerMessage = messageTable({
  'dxf-line': {
    zh: '{file}：第 {line} 行：应为{expected}，现为 {got}',
    en: '{file}: line {line}: expected {expected}, got {got}',
  },
  'dxf-file': { zh: '{file}：应为{expected}，现为 {got}', en: '{file}: expected {expected}, got {got}' },
  'grid-crs': {
    zh: '{file}：ASCII 栅格不带坐标系；请用 --terrain-crs EPSG:… 指定',
    en: '{file}: expected a coordinate system (an ASCII grid names none), got none; --terrain-crs EPSG:… names it',
  },
  'tiff-values': {
    zh: '{file}：应有 {expected} 个值，现为 {got} 个',
    en: '{file}: expected {expected} values, got {got}',
  },
  'tiff-large': {
    zh: '{file}：解压后至多 {most} 字节，现为 {got} 字节',
    en: '{file}: expected at most {most} bytes after decompression, got {got}',
  },
  'tiff-tiles': {
    zh: '{file}：这么大的文件至多有 {most} 个条带或瓦片，现为 {got} 个',
    en: '{file}: expected at most {most} strips or tiles in a file of its size, got {got}',
  },
  'tiff-rows': {
    zh: '{file}：行与列之间应有步长，现为 {stepX}, {stepY}',
    en: '{file}: expected steps from column to column and from row to row, got {stepX}, {stepY}',
  },
  'tiff-turned': {
    zh: '{file}：行列应与坐标轴平行，现转了 {turnDeg}°（或有错切）；可用 gdalwarp {file} north-up.tif 转正',
    en: '{file}: expected rows and columns along the axes of the system, got them turned by {turnDeg}° or sheared; gdalwarp {file} north-up.tif lays them straight',
  },
  'tiff-place': {
    zh: '{file}：GeoTIFF 应有像元大小和一个控制点，或变换矩阵，或旁边的 .tfw 文件，现有 {got} 个控制点；可用 gdalwarp {file} placed.tif 转换',
    en: '{file}: expected the size of a cell with a tie point, a matrix, or a .tfw beside it, got {got} tie points; gdalwarp {file} placed.tif lays it out',
  },
  'tiff-predictor': {
    zh: '{file}：高字节在前的文件不支持预测压缩；可用 gdal_translate -co ENDIANNESS=LITTLE {file} plain.tif 转换',
    en: '{file}: expected no predictor in a file with the high byte first, got one; gdal_translate -co ENDIANNESS=LITTLE {file} plain.tif converts it',
  },
  'tiff-linear-unit': {
    zh: '{file}：GeoTIFF 的键指明 EPSG:{code}（单位 {ownM} m），又指明坐标单位为 {unitM} m；请用 --terrain-crs EPSG:… 指定所用坐标系',
    en: '{file}: expected coordinates in the unit of EPSG:{code} ({ownM} m), got a unit of {unitM} m in the keys; --terrain-crs EPSG:… names the system that is meant',
  },
  tiff: { zh: '{file}：不是完整的 GeoTIFF 文件', en: '{file}: expected a whole GeoTIFF, got "{reason}"' },
  'tiff-crs': {
    zh: '{file}：GeoTIFF 中没有坐标系；请用 --terrain-crs EPSG:… 指定',
    en: '{file}: expected a coordinate system in the GeoTIFF keys, got none; --terrain-crs EPSG:… names it',
  },
  'tiff-picture': {
    zh: '{file}：地形应为单波段的高程栅格，现为 {bands} 个波段的影像（{kind}）；影像的颜色不是高程',
    en: '{file}: expected elevations in one band, got a picture of {bands} bands ({kind}): its colours are no heights',
  },
  'gtfs-table': {
    zh: '{file}：GTFS 应含 {name}，压缩包中没有',
    en: '{file}: expected {name} of GTFS in the archive, got none',
  },
  'photo-bits': {
    zh: '{file}：影像每个波段应为 8 位，现为 {got} 位；可用 gdal_translate -ot Byte -scale 转换',
    en: '{file}: expected a photograph of 8 bits a band, got {got}; gdal_translate -ot Byte -scale converts it',
  },
  'tiff-lossy': {
    zh: '{file}：高程应为无损压缩（LZW、Deflate、ZSTD 等），现为有损的 JPEG：每个值都可能偏差数米',
    en: '{file}: expected heights without loss (LZW, Deflate, ZSTD or none), got JPEG: each value may be metres off',
  },
  'osm-empty': { zh: '{file}：应为 OSM .pbf，现为空文件', en: '{file}: expected an OSM .pbf, got an empty file' },
  'osm-protobuf': {
    zh: '{file}：{what}：protobuf 字段不完整',
    en: '{file}: {what}: expected whole protobuf fields, got "{reason}"',
  },
  'osm-other': {
    zh: '{file}：不是 OpenStreetMap 的 .pbf（缺少 blob 头）；同样以 .pbf 结尾的还有 Geobuf 和矢量瓦片：geobuf2json {file} > {file}.geojson 可把 Geobuf 转为 GeoJSON，矢量瓦片可用 --format vector-tiles',
    en: '{file}: expected an OSM .pbf, got bytes without a blob header; Geobuf and vector tiles have the same ending: geobuf2json {file} > {file}.geojson converts the one, --format vector-tiles reads the other',
  },
  'osm-header': {
    zh: '{file}：{where}：数据块头至多 {most} 字节，现为 {headerSize} 字节',
    en: '{file}: {where}: expected a blob header of at most {most} bytes, got {headerSize}',
  },
  'osm-blob': {
    zh: '{file}：{where}：数据块至多 {most} 字节，现为 {got} 字节',
    en: '{file}: {where}: expected a blob of at most {most} bytes, got {got}',
  },
  'osm-first': {
    zh: '{file}：{where}：第一个数据块应为 "OSMHeader"，现为 {got}',
    en: '{file}: {where}: expected a blob "OSMHeader" first, got {got}',
  },
  cut: {
    zh: '{file}：第 {at} 字节：还应有 {expected} 字节，只有 {got} 字节：文件不完整',
    en: '{file}: byte {at}: expected {expected} more bytes, got {got}: the file is cut',
  },
  'osm-compression': {
    zh: '{file}：{where}：只支持未压缩或 zlib 压缩的数据块（不支持 lzma、lz4、zstd）',
    en: '{file}: {where}: expected a raw or zlib blob, got another compression (lzma, lz4, zstd are not read)',
  },
  'osm-feature': {
    zh: '{file}：required_features：只支持 {known}，现为“{feature}”',
    en: '{file}: required_features: expected {known}, got "{feature}"',
  },
  large: {
    zh: '{name}：至多 {limit} 字节，现为 {size} 字节',
    en: '{name}: expected at most {limit} bytes, got {size}',
  },
  gzip: {
    zh: '{name}：解压后第 {at} 字节：gzip 数据不完整或已损坏',
    en: '{name}: byte {at} after decompression: expected a whole gzip stream, got "{what}"',
  },
  'inflated-large': {
    zh: '{name}：解压后至多 {maxBytes} 字节，现已超出',
    en: '{name}: expected at most {maxBytes} bytes after decompression, got more',
  },
  inflate: {
    zh: '{name}：解压后第 {size} 字节：{format} 数据不完整或已损坏',
    en: '{name}: byte {size} after decompression: expected a whole {format} stream, got "{what}"',
  },
  'encoding-unknown': {
    zh: '{file}：文字既不是 UTF-8，也不像 GB 18030；请用 --encoding 指明，如 big5、shift_jis、windows-1252',
    en: '{file}: expected text in UTF-8, got bytes that are neither that nor GB 18030; --encoding names it, as big5, shift_jis or windows-1252',
  },
  'encoding-name': {
    zh: '{file}：编码应写作 gb18030、big5、shift_jis 这样的名称，现为 {got}',
    en: '{file}: expected an encoding as gb18030, big5 or shift_jis, got {got}',
  },
  'no-polygon': { zh: '{file}：没有多边形', en: '{file}: expected a polygon, got none' },
  wkt: {
    zh: '{file}：第 {at} 个字符：应为 {expected}，现为“{got}”',
    en: '{file}: at character {at}: expected {expected}, got "{got}"',
  },
  'ring-short': {
    zh: '{place}：环至少要有三个角点，现为 {got} 个',
    en: '{place}: expected a ring of three corners or more, got {got}',
  },
  'ring-missing': { zh: '{place}：缺少环', en: '{place}: expected a ring, got none' },
  'tiff-empty': { zh: '{name}：应为 GeoTIFF，现为空文件', en: '{name}: expected a GeoTIFF, got an empty file' },
  'osm-xml': {
    zh: '{file}:{line}：OpenStreetMap XML 有误（{reason}）',
    en: '{file}:{line}: expected XML of OpenStreetMap, got {reason}',
  },
  'files-crs': {
    zh: '{file} 与 {other}：一个图层的各文件应为同一坐标系，现为 {crs} 和 {otherCrs}；请分成两个图层',
    en: '{file} and {other}: expected one coordinate system in all files of a layer, got {crs} and {otherCrs}; make two layers of them',
  },
  'model-space': {
    zh: '{file}：坐标在其坐标系零点附近（{width} × {height} m），是模型坐标而不是地图坐标；请说明零点在哪里，如 --crs "+proj=tmerc +lat_0=39.9 +lon_0=116.4 +ellps=WGS84 +units=m"',
    en: '{file}: expected map coordinates, got {width} × {height} m about the zero point of the system, those of a model; say where that point lies, as --crs "+proj=tmerc +lat_0=52.5 +lon_0=13.4 +ellps=WGS84 +units=m"',
  },
  'xml-encoding': {
    zh: '{file}：第 {at} 字节之前：文字不是有效的 {label}；请用 --encoding 指明编码',
    en: '{file}: before byte {at}: expected text in {label}, got bytes that are not; --encoding names another',
  },
  'overpass-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON of Overpass, got {reason}' },
  'osm-key': {
    zh: '{name}：需要 OpenStreetMap 的键（配方中的 "osm"）',
    en: '{name}: expected a key of OpenStreetMap ("osm" in a recipe), got none',
  },
  'city-path': {
    zh: '{path}：应在城市的文件夹之内，现为 {href}',
    en: '{path}: expected a path below the city, got {href}',
  },
  'city-status': { zh: '{path}：读取失败（HTTP {got}）', en: '{path}: expected 200, got {got}' },
  'city-large': {
    zh: '{path}：至多 {maxBytes} 字节，现已超出',
    en: '{path}: expected {maxBytes} bytes or fewer, got more',
  },
  zip: { zh: '{file}：zip 压缩包不完整或已损坏', en: '{file}: expected a whole zip archive, got "{reason}"' },
  'zip-large': {
    zh: '{file}：解压后应不超过 1 GB、2 万个文件且压缩比正常，现在 {name} 处超出',
    en: '{file}: expected an archive of at most 1 GB and 20,000 files after unpacking, each packed as data is, got more at {name}',
  },
  'zip-locked': {
    zh: '{place}：压缩包有密码；请解压后再导入',
    en: '{place}: expected an archive without a password, got one with; unpack it first',
  },
  'table-several': {
    zh: '{file}：含 {count} 个图层，请用 --table（配方中的 "table"）指定其一：{names}',
    en: '{file}: expected the name of a layer (--table, "table" in a recipe), got none; the file has {count}: {names}',
  },
  'table-missing': {
    zh: '{file}：没有名为 {got} 的图层；有：{names}',
    en: '{file}: expected a layer that the file has ({names}), got {got}',
  },
  xml: { zh: '{file}:{line}：XML 有误（{reason}）', en: '{file}:{line}: expected well-formed XML, got {reason}' },
  'place-columns': {
    zh: '{file}：找不到坐标列；请用 --x-field 与 --y-field 或 --wkt-field（配方中的 fields.x、fields.y、fields.wkt）指定；列有：{names}',
    en: '{file}: expected columns of coordinates under a usual name, got {names}; --x-field and --y-field, or --wkt-field, name them (fields.x, fields.y, fields.wkt in a recipe)',
  },
  'place-column': {
    zh: '{file}：没有名为 {got} 的列；有：{names}',
    en: '{file}: expected a column that the table has ({names}), got {got}',
  },
  csv: { zh: '{file}:{line}：表格的引号不完整', en: '{file}:{line}: expected rows with whole quotes, got {reason}' },
  'many-rows': { zh: '{file}：至多 {most} 行，现已超出', en: '{file}: expected at most {most} rows, got more' },
  xlsx: { zh: '{file}：不是完整的 XLSX 工作簿', en: '{file}: expected a whole workbook, got "{reason}"' },
  topojson: { zh: '{file}：不是完整的 TopoJSON（{reason}）', en: '{file}: expected whole TopoJSON, got {reason}' },
});
