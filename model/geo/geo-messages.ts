import { messageTable } from '../text/message.ts';

/** What names no coordinate system and no unit. */
export const geoMessage = messageTable({
  'unknown-unit': {
    zh: '应为 mm、m3/s、Cel 这样的 UCUM 单位代码，现为 {code}（不认识 {part}）',
    en: 'expected a UCUM code such as mm, m3/s or Cel, got {code} ({part} is not known)',
  },
  'other-unit': {
    zh: '单位：应为同一类量的两个单位，现为 {from} 和 {to}',
    en: 'unit: expected two units of one kind, got {from} and {to}',
  },
  'crs-name': {
    zh: '{where}：坐标系应写作 EPSG:4547 或 +proj 字符串，现为 {got}',
    en: '{where}: expected a system as EPSG:4547 or a +proj string, got {got}',
  },
  'crs-code': {
    zh: '{where}：坐标系表中没有 EPSG:{named}（高程、地心坐标系及无法准确换算的代码不收）；可改用平面或经纬度坐标系的代码，或直接写出它的 +proj 字符串',
    en: '{where}: expected an EPSG code of the table (none is vertical, geocentric or computed inexactly), got EPSG:{named}; another code of the plane or of degrees works, and so does its +proj string',
  },
  'crs-projection': {
    zh: '{where}：无法解析投影 {got}',
    en: '{where}: expected a projection proj4 knows, got {got} ({reason})',
  },
});
