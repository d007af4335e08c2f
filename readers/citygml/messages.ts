import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a CityGML file. */
export const cityGmlMessage = messageTable({
  xml: {
    zh: '{file}：第 {line} 行：CityGML 的 XML 有误（{reason}）',
    en: '{file}:{line}: expected whole XML of CityGML, got {reason}',
  },
  root: {
    zh: '{file}：根元素应为 CityGML 的 CityModel，现为 {got}',
    en: '{file}: expected CityModel of CityGML, got {got}',
  },
  'large-object': {
    zh: '{file}：第 {line} 行：一个城市对象至多 {most} 个元素；请把它分开',
    en: '{file}:{line}: expected at most {most} elements in one city object, got more',
  },
  'no-crs': {
    zh: '{file}：srsName：没有坐标系；请用 --crs EPSG:… 指定',
    en: '{file}: srsName: expected a coordinate system, got none; --crs EPSG:… names it',
  },
  'no-objects': {
    zh: '{file}：没有城市对象（cityObjectMember）',
    en: '{file}: expected city objects (cityObjectMember), got none',
  },
  'two-crs': {
    zh: '{file}：srsName：应只有一个坐标系，现为 {first} 和 {second}；请用 --crs EPSG:… 指定',
    en: '{file}: srsName: expected one coordinate system, got {first} and {second}; --crs EPSG:… names it',
  },
});
