import type { LandUseClass } from './land-use.ts';

/** Columns that tell what a building is used for, as this project, OpenStreetMap and offices name them; the first that a layer has counts. */
export const USE_COLUMNS = ['use', 'building', 'usage', 'function', 'type'] as const;

/** OpenStreetMap's word for a building of unknown use. */
export const UNKNOWN_USE = /^(yes|)$/i;

/** In this order: what a mixed name says first counts. */
const USES: readonly (readonly [RegExp, LandUseClass])[] = [
  [/商住|shop-house/i, 'commercial'],
  [
    /residential|apartment|\bhouse\b|housing|detached|terrace|bungalow|dormitory|village-house|lane-house|courtyard|住宅|居住|民居|宿舍|公寓|农房|四合院|院落|高层住宅/i,
    'residential',
  ],
  [/warehouse|storage|depot|仓库|仓储|物流/i, 'storage'],
  [/factory|industr|manufact|workshop|works\b|厂房|工业|车间/i, 'industrial'],
  [/substation|utility|transformer|water_tower|sewage|变电|市政|泵站|供电|供热/i, 'utility'],
  [/station|metro|railway|transport|parking|garage|train|地铁|车站|停车|交通/i, 'transport'],
  [
    /school|university|college|kindergarten|hospital|clinic|government|civic|public|police|fire|museum|library|culture|stadium|sports|church|teaching|heritage|exhibition|community|学校|医院|政府|机关|公安|消防|文化|体育|教学|博物|社区|政务|文物|会展/i,
    'public',
  ],
  [/retail|commercial|shop|office|hotel|mall|market|supermarket|商|办公|宾馆|酒店|写字楼|市场/i, 'commercial'],
  [/farm|barn|greenhouse|stable|agricult|农业|大棚|畜/i, 'farmland'],
];

/**
 * The class of use of a building, by the words that its data have for it (a value and what a legend says of it); null: they tell
 * none. This project's own reading of OpenStreetMap's values and of Chinese surveys: 待核.
 */
export const buildingUseClass = (words: string): LandUseClass | null =>
  USES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
