import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a LandXML file. */
export const landXmlMessage = messageTable({
  xml: { zh: '{file}:{line}：{reason}', en: '{file}:{line}: expected LandXML, got "{reason}"' },
  numbers: {
    zh: '{file}：{what}：应为“北 东 高”的数字，现为“{got}”',
    en: '{file}: {what}: expected numbers, north before east, got "{got}"',
  },
  'only-surfaces': {
    zh: '{file}：只有地表三角网（{names}），没有可作图层的对象；请管理员作为地形加入：shapan bake … --terrain {file}',
    en: '{file}: expected pipes, alignments, parcels or points, got surfaces only ({names}); the administrator adds it as terrain: shapan bake … --terrain {file}',
  },
  'no-surface': {
    zh: '{file}：没有三角网地表，不能作为地形',
    en: '{file}: expected a surface of triangles, got none',
  },
  surfaces: {
    zh: '{file}：有 {count} 个地表（{names}），看不出哪一个是现状：请只导出一个',
    en: '{file}: expected one surface, or one called existing, got {count} ({names}): export the one that is meant',
  },
  'surface-extent': {
    zh: '{file}：地表 {name} 跨度 {got} m，最多 {most} m；请核对角点坐标和长度单位',
    en: '{file}: surface {name}: expected at most {most} m across, got {got}: look at its corners and the linear unit',
  },
  crs: {
    zh: '{file}：没有坐标系（CoordinateSystem epsgCode）；请用 --terrain-crs EPSG:… 指定',
    en: '{file}: expected a CoordinateSystem with an epsgCode, got none; --terrain-crs EPSG:… names it',
  },
});
