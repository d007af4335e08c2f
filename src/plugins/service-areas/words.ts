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
  'service.legend': { zh: '步行时间（分钟）', en: 'Minutes on foot' },
} as const satisfies WordTable;
