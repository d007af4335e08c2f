import type { WordTable } from '../../../model/text/words.ts';

type ServiceWords = typeof serviceWords;

declare module '../../kit/words.ts' {
  interface PageWords extends ServiceWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const serviceWords = {
  'service.title': { zh: '步行服务圈', en: 'Service areas' },
  'service.answers': { zh: '几分钟走到学校', en: 'minutes to school' },
  'service.about': {
    zh: '沿道路与步道步行到最近设施要几分钟、15 分钟内覆盖多少居民、各设施承担多少。速度随坡度变化（Tobler 1993），平地 5.04 km/h。',
    en: 'Minutes on foot along streets and footways to the nearest facility, residents within 15 minutes, and the load of each facility. Speed depends on slope (Tobler 1993), 5.04 km/h on level ground.',
  },
  'service.layer': { zh: '图层 · 属性', en: 'Layer · attribute' },
  'service.facility': { zh: '设施', en: 'Facility' },
  'service.choose': { zh: '请选择', en: 'choose one' },
  'service.option': { zh: '{name}（{amount}）', en: '{name} ({amount})' },
  'service.direction': { zh: '方向', en: 'Direction' },
  'service.to': { zh: '居民走到设施', en: 'people to facility' },
  'service.from': { zh: '从设施走到居民', en: 'facility to people' },
  'service.wait': { zh: '过大路口等待', en: 'Wait at major junctions' },
  'service.assumed': { zh: '假设', en: 'assumed' },
  'service.waitWhy': {
    zh: '经过与快速路、主干路、次干路或三级路相接的路口各等这么久，请按当地信号填写。',
    en: 'Each junction with an expressway, primary, secondary or tertiary road costs this much; enter the local signal time.',
  },
  'service.demand': { zh: '每位居民的需求', en: 'Demand per resident' },
  'service.noRoads': {
    zh: '本城没有道路网。请管理员给这座城市加入道路图层。',
    en: 'This city has no road network. Ask the administrator to add a layer of roads to it.',
  },
  'service.flat': {
    zh: '本城没有实测地面，不计坡度。请管理员加入高程数据。',
    en: 'This city has no measured ground, so slopes are not counted. Ask the administrator to add elevation data.',
  },
  'service.noResidents': { zh: '本城的建筑没有居民数，只统计建筑与面积。', en: 'The buildings of this city have no number of residents: only buildings and areas are counted.' },
  'service.run': { zh: '计算', en: 'Compute' },
  'service.minutes': { zh: '分钟', en: 'Minutes' },
  'service.residents': { zh: '居民', en: 'Residents' },
  'service.share': { zh: '占比（%）', en: 'Share (%)' },
  'service.area': { zh: '面积（公顷）', en: 'Area (ha)' },
  'service.unreached': {
    zh: '{buildings} 栋建筑（居民 {residents} 人）步行到不了任何设施，或 200 m 内没有路。',
    en: '{buildings} buildings ({residents} residents) reach no facility on foot, or have no road within 200 m.',
  },
  'service.asked': { zh: '需求', en: 'Demand' },
  'service.capacity': { zh: '容量', en: 'Capacity' },
  'service.load': { zh: '负荷（%）', en: 'Load (%)' },
  'service.noCapacity': { zh: '数据源没有这些设施的容量，负荷无法判定。', en: 'The data give no capacity for these facilities: the load cannot be computed.' },
  'service.how': {
    zh: '建筑按中心点到最近道路再沿路计时，居民计入时间最近的设施；地图栅格 {cell} m 按同一规则。',
    en: 'Each building counts from its centre straight to the nearest road and along it; its residents go to the facility nearest in time. Map cells of {cell} m by the same rule.',
  },
  'service.between': { zh: '、', en: ', ' },
  'service.closed': {
    zh: '{count} 段道路全封，步行绕开（{by}）；只封一个方向或占部分车道的照常通过。',
    en: 'Walks go round {count} closed road sections ({by}); those closed one way or narrowed are walked along.',
    one: 'Walks go round {count} closed road section ({by}); those closed one way or narrowed are walked along.',
  },
  'service.closedOneWay': {
    zh: '{by}只封一个方向，步行照常通过。',
    en: '{by}: closed one way only, people on foot still get through.',
  },
  'service.roadsChanged': { zh: '计算之后道路封闭有变，请重新计算。', en: 'Road closures have changed since: compute again.' },
  'service.given': { zh: '已指定', en: 'given' },
  'service.givenPeople': { zh: '居民数取自指定的人口图层“{layer}”。', en: 'Residents are those of "{layer}", which was given as the population.' },
  'service.guessedColumn': { zh: '列为猜测', en: 'column guessed' },
  'service.usedPeople': {
    zh: '人口：“{layer}”的“{column}”列，共 {residents} 人（指定的数据优先于推断）。',
    en: 'Population: column "{column}" of "{layer}", {residents} people in all (given data win over inferred).',
  },
  'service.usedWhere': {
    zh: '其中 {housed} 人计入建筑（面上的人口按住宅建筑面积分摊），{unhoused} 人计在点上或面上。',
    en: '{housed} are counted in buildings (those of areas by floor area of dwellings), {unhoused} at points or evenly in their areas.',
  },
  'service.usedAreas': {
    zh: '{count} 个有居民的面内没有住宅。',
    en: '{count} areas with people hold no dwelling.',
    one: '{count} area with people holds no dwelling.',
  },
  'service.usedOutside': { zh: '{outside} 人在城市范围之外，未计。', en: '{outside} people outside the city’s extent are left out.' },
  'service.usedBlank': {
    zh: '{blank} 行没有数值、{negative} 行为负数，按 0 计。',
    en: '{blank} rows without a number and {negative} below 0 count as none.',
  },
  'service.usedFacilities': { zh: '设施：指定的图层“{layer}”。', en: 'Facilities: "{layer}", which was given that role.' },
  'service.rolesChanged': { zh: '计算之后数据角色有变，请重新计算。', en: 'Roles of data have changed since: compute again.' },
  'service.legend': { zh: '步行时间（分钟）', en: 'Minutes on foot' },
} as const satisfies WordTable;
