import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a CityJSON file. */
export const cityJsonMessage = messageTable({
  version: {
    zh: '{file}：version：应为 1.0、1.1 或 2.0，现为 {got}',
    en: '{file}: version: expected 1.0, 1.1 or 2.0, got {got}',
  },
  transform: {
    zh: '{file}：transform：scale 和 translate 应各为三个数，现为 {got}',
    en: '{file}: transform: expected scale and translate of three numbers, got {got}',
  },
  'vertex-index': {
    zh: '{where}：boundaries：顶点序号应小于 {vertexCount}，现为 {got}',
    en: '{where}: boundaries: expected a vertex index below {vertexCount}, got {got}',
  },
  empty: { zh: '{file}：应为 CityJSON，现为空文件', en: '{file}: expected CityJSON, got an empty file' },
  large: {
    zh: '{file}：CityJSON 至多 {most} 字节，现为 {got} 字节；更大的请用 CityJSONSeq',
    en: '{file}: expected at most {most} bytes of CityJSON, got {got}; CityJSONSeq has no limit',
  },
  type: { zh: '{file}：type：应为 "CityJSON"，现为 {got}', en: '{file}: type: expected "CityJSON", got {got}' },
  'no-crs': {
    zh: '{file}：metadata.referenceSystem：没有坐标系；请用 --crs EPSG:… 指定',
    en: '{file}: metadata.referenceSystem: expected a coordinate system, got none; --crs EPSG:… names it',
  },
  json: {
    zh: '{file}：第 {line} 行：不是完整的 JSON（{reason}）',
    en: '{file}:{line}: expected whole JSON, got {reason}',
  },
  'line-object': { zh: '{file}：第 {line} 行：应为对象', en: '{file}:{line}: expected an object, got another value' },
  deep: {
    zh: '{file}：第 {line} 行：嵌套至多 {most} 层',
    en: '{file}:{line}: expected nesting of at most {most}, got deeper',
  },
  'line-objects': {
    zh: '{file}：第 {line} 行：CityObjects：应为对象',
    en: '{file}:{line}: CityObjects: expected an object, got another value',
  },
  degrees: {
    zh: '{file}：vertices：坐标系 {name} 以米为单位，而坐标 ({value}, {value2}) 在 ±180、±90 以内，像是经纬度',
    en: '{file}: vertices: expected metres in {name}, got numbers within ±180, ±90 that look like degrees ({value}, {value2})',
  },
  'children-cycle': {
    zh: '{file}#{id}：children：应为树形，现有循环或超过 {most} 层',
    en: '{file}#{id}: children: expected a tree, got a cycle or more than {most} levels',
  },
  'no-objects': {
    zh: '{file}：CityObjects：没有类型为 {expected} 的对象，有 {got}；--kind 可选别的图层种类（area 接受任何类型）',
    en: '{file}: CityObjects: expected {expected}, got none of that type but {got}; --kind area takes every type',
  },
  'boundaries-kind': {
    zh: '{where}：boundaries：应为{what}，现为 {got}',
    en: '{where}: boundaries: expected {what}, got {got}',
  },
  'vertices-list': { zh: '{where}：vertices：应为列表', en: '{where}: vertices: expected an array, got another value' },
});
