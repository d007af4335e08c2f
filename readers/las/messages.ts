import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a point cloud of LAS, LAZ or COPC. */
export const lasMessage = messageTable({
  cut: {
    zh: '{file}：应为完整的 LAS（{what}），现有 {got} 字节：文件不完整',
    en: '{file}: expected a whole LAS ({what}), got {got} bytes: the file is cut',
  },
  format: {
    zh: '{file}：点格式应为 0–3 或 6–8（不含波形），现为 {got}；可用 pdal translate --writers.las.dataformat_id=3 转换',
    en: '{file}: expected point format 0 to 3 or 6 to 8 (without waves), got {got}; pdal translate --writers.las.dataformat_id=3 converts it',
  },
  many: {
    zh: '{file}：至多 {most} 个点，现为 {got} 个；可用 pdal translate -f sample 抽稀或分幅',
    en: '{file}: expected at most {most} points, got {got}; pdal translate -f sample thins them',
  },
  empty: { zh: '{file}：没有点', en: '{file}: expected points, got none' },
  laz: {
    zh: '{file}：LAZ 在第 {point} 个点处无法解压（{reason}）',
    en: '{file}: expected whole LAZ, got none behind point {point} ({reason})',
  },
  crs: {
    zh: '{file}：点云没有写明坐标系；用 --crs 或配方中的 crs 指定，例如 --crs EPSG:4548',
    en: '{file}: expected a coordinate system, got none; --crs (in a recipe crs) names it, as --crs EPSG:4548',
  },
  'plane-unit': {
    zh: '{file}：文件注明坐标单位为 {unitM} m，而 {crs} 的单位为 {ownM} m；请用 --crs 指定所用坐标系',
    en: '{file}: expected coordinates in the unit of {crs} ({ownM} m), got a unit of {unitM} m in the keys; --crs names the system that is meant',
  },
  far: {
    zh: '{file}：点云范围应不超过 {most} km，现为 {got} km：坐标系 {crs} 是否正确？',
    en: '{file}: expected points within {most} km of each other, got {got} km: is {crs} its system?',
  },
  place: {
    zh: '{file}：以 {crs} 不能换算为经纬度（{x}, {y}）',
    en: '{file}: expected coordinates of {crs}, got {x}, {y}',
  },
});
