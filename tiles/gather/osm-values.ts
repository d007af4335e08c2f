import type { Text } from '../../model/city/manifest.ts';

type Words = Readonly<Record<string, Text>>;

const words = (rows: readonly (readonly [value: string, zh: string, en: string])[]): Record<string, Text> =>
  Object.fromEntries(rows.map(([value, zh, en]) => [value, { zh, en }]));

/** What OpenStreetMap calls the classes of roads, in words; a value that is not listed stands as it is. */
export const HIGHWAYS: Words = words([
  ['motorway', '高速公路', 'Motorway'],
  ['motorway_link', '高速公路匝道', 'Motorway link'],
  ['trunk', '快速路', 'Trunk road'],
  ['trunk_link', '快速路匝道', 'Trunk link'],
  ['primary', '主干路', 'Primary road'],
  ['primary_link', '主干路连接道', 'Primary link'],
  ['secondary', '次干路', 'Secondary road'],
  ['secondary_link', '次干路连接道', 'Secondary link'],
  ['tertiary', '三级路', 'Tertiary road'],
  ['tertiary_link', '三级路连接道', 'Tertiary link'],
  ['unclassified', '其他道路', 'Minor road'],
  ['residential', '居住区道路', 'Residential street'],
  ['living_street', '生活街道', 'Living street'],
  ['service', '内部通道', 'Service road'],
  ['pedestrian', '步行街', 'Pedestrian street'],
  ['footway', '人行道', 'Footway'],
  ['path', '小径', 'Path'],
  ['cycleway', '自行车道', 'Cycleway'],
  ['steps', '台阶', 'Steps'],
  ['track', '机耕道', 'Track'],
  ['bridleway', '马道', 'Bridleway'],
]);

/** What land is used for, and what covers it. */
export const GROUND_USES: Words = words([
  ['residential', '居住用地', 'Residential'],
  ['commercial', '商务用地', 'Commercial'],
  ['retail', '商业用地', 'Retail'],
  ['industrial', '工业用地', 'Industrial'],
  ['farmyard', '农家院落', 'Farmyard'],
  ['garages', '车库用地', 'Garages'],
  ['depot', '场站用地', 'Depot'],
  ['port', '港口用地', 'Port'],
  ['railway', '铁路用地', 'Railway land'],
  ['farmland', '耕地', 'Farmland'],
  ['farm', '耕地', 'Farmland'],
  ['orchard', '果园', 'Orchard'],
  ['vineyard', '葡萄园', 'Vineyard'],
  ['plant_nursery', '苗圃', 'Plant nursery'],
  ['park', '公园', 'Park'],
  ['garden', '花园', 'Garden'],
  ['golf_course', '高尔夫球场', 'Golf course'],
  ['nature_reserve', '自然保护地', 'Nature reserve'],
  ['playground', '儿童游乐场', 'Playground'],
  ['pitch', '运动场', 'Sports pitch'],
  ['grass', '草地', 'Grass'],
  ['meadow', '草甸', 'Meadow'],
  ['recreation_ground', '游憩场地', 'Recreation ground'],
  ['village_green', '村镇绿地', 'Village green'],
  ['cemetery', '墓地', 'Cemetery'],
  ['allotments', '市民菜园', 'Allotments'],
  ['scrub', '灌丛', 'Scrub'],
  ['grassland', '草原', 'Grassland'],
  ['heath', '荒原', 'Heath'],
  ['forest', '林地', 'Forest'],
  ['wood', '树林', 'Wood'],
]);

/** Uses of buildings. */
export const BUILDINGS: Words = words([
  ['yes', '未分类', 'Not classed'],
  ['residential', '住宅', 'Residential'],
  ['apartments', '公寓', 'Flats'],
  ['house', '独立住宅', 'House'],
  ['detached', '独栋住宅', 'Detached house'],
  ['semidetached_house', '半独栋住宅', 'Semi-detached house'],
  ['terrace', '联排住宅', 'Terrace'],
  ['bungalow', '平房', 'Bungalow'],
  ['dormitory', '宿舍', 'Dormitory'],
  ['farm', '农舍', 'Farmhouse'],
  ['farm_auxiliary', '农用房', 'Farm building'],
  ['barn', '谷仓', 'Barn'],
  ['commercial', '商业', 'Commercial'],
  ['office', '办公', 'Office'],
  ['retail', '零售', 'Retail'],
  ['supermarket', '超市', 'Supermarket'],
  ['hotel', '酒店', 'Hotel'],
  ['industrial', '工业', 'Industrial'],
  ['warehouse', '仓库', 'Warehouse'],
  ['garage', '车库', 'Garage'],
  ['garages', '车库', 'Garages'],
  ['shed', '棚屋', 'Shed'],
  ['hut', '小屋', 'Hut'],
  ['roof', '顶棚', 'Roof'],
  ['hangar', '机库', 'Hangar'],
  ['greenhouse', '温室', 'Greenhouse'],
  ['school', '学校', 'School'],
  ['kindergarten', '幼儿园', 'Kindergarten'],
  ['university', '大学', 'University'],
  ['hospital', '医院', 'Hospital'],
  ['church', '教堂', 'Church'],
  ['chapel', '小教堂', 'Chapel'],
  ['civic', '公共建筑', 'Civic building'],
  ['public', '公共建筑', 'Public building'],
  ['government', '政府', 'Government'],
  ['train_station', '火车站', 'Railway station'],
  ['stadium', '体育场', 'Stadium'],
]);

/** Kinds of railways. */
export const RAILWAYS: Words = words([
  ['rail', '铁路', 'Railway'],
  ['light_rail', '轻轨', 'Light rail'],
  ['tram', '有轨电车', 'Tram'],
  ['subway', '地铁', 'Subway'],
  ['narrow_gauge', '窄轨铁路', 'Narrow gauge'],
  ['monorail', '单轨', 'Monorail'],
  ['funicular', '缆索铁路', 'Funicular'],
]);

/** Kinds of waterways. */
export const WATERWAYS: Words = words([
  ['river', '河流', 'River'],
  ['canal', '运河', 'Canal'],
  ['stream', '溪流', 'Stream'],
  ['drain', '排水渠', 'Drain'],
  ['ditch', '沟渠', 'Ditch'],
]);
