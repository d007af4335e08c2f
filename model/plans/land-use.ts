import type { Text } from '../text/text.ts';

/** Systems of land-use codes that plans come in. None of the official texts was read here: all are 待核. */
export const CODE_SYSTEMS = {
  'mnr-2023': {
    zh: '国土空间调查、规划、用途管制用地用海分类指南（2023，待核）',
    en: 'Land and sea use classification (MNR 2023, unverified)',
  },
  'gb50137-2011': {
    zh: 'GB 50137-2011 城市用地分类与规划建设用地标准（待核）',
    en: 'GB 50137-2011 urban land use (unverified)',
  },
  'gbt21010-2017': {
    zh: 'GB/T 21010-2017 土地利用现状分类（待核）',
    en: 'GB/T 21010-2017 current land use (unverified)',
  },
  'xplanung-specific': {
    zh: 'XPlanung 建筑用地具体类型（德国，待核）',
    en: 'XPlanung, besondere Art der baulichen Nutzung (Germany, unverified)',
  },
  'xplanung-general': {
    zh: 'XPlanung 建筑用地总体类型（德国，待核）',
    en: 'XPlanung, allgemeine Art der baulichen Nutzung (Germany, unverified)',
  },
  'cnig-zone': {
    zh: 'CNIG 城市规划分区 TYPEZONE（法国，待核）',
    en: 'CNIG, type of zone of a PLU, TYPEZONE (France, unverified)',
  },
  'cnig-use': {
    zh: 'CNIG 分区主导用途 DESTDOMI（法国，待核）',
    en: 'CNIG, dominant use of a zone, DESTDOMI (France, unverified)',
  },
  'plateau-zone': {
    zh: 'PLATEAU 用途地域（日本，待核）',
    en: 'PLATEAU, use districts (Japan, unverified)',
  },
  'plateau-land-use': {
    zh: 'PLATEAU 土地利用现状（日本，待核）',
    en: 'PLATEAU, surveyed land use (Japan, unverified)',
  },
  /** Whatever else: the program's crosswalk has no row of it, a planner's own may. */
  unlisted: {
    zh: '其他分类的代码（不对照，除非自带对照表）',
    en: 'Codes of another system (no class, unless by a crosswalk of one’s own)',
  },
} as const satisfies Record<string, Text>;

/** A system of land-use codes. */
export type CodeSystem = keyof typeof CODE_SYSTEMS;

/** Uses that codes of different systems are compared by. */
export const LAND_USE_CLASSES = {
  residential: { zh: '居住', en: 'residential' },
  public: { zh: '公共管理与服务', en: 'public services' },
  commercial: { zh: '商业服务业', en: 'commercial' },
  industrial: { zh: '工业', en: 'industrial' },
  storage: { zh: '仓储物流', en: 'storage' },
  transport: { zh: '交通', en: 'transport' },
  utility: { zh: '公用设施', en: 'utilities' },
  green: { zh: '绿地与开敞空间', en: 'green and open space' },
  special: { zh: '特殊', en: 'special' },
  farmland: { zh: '耕地', en: 'farmland' },
  orchard: { zh: '园地', en: 'orchard' },
  forest: { zh: '林地', en: 'forest' },
  grass: { zh: '草地', en: 'grassland' },
  wetland: { zh: '湿地', en: 'wetland' },
  water: { zh: '水域', en: 'water' },
  mining: { zh: '采矿', en: 'mining' },
  reserve: { zh: '留白', en: 'reserve' },
  other: { zh: '其他', en: 'other' },
} as const satisfies Record<string, Text>;

/** A use that codes of all systems fall into. */
export type LandUseClass = keyof typeof LAND_USE_CLASSES;
