import type { Text } from '../text/text.ts';

/** Systems of land-use codes that plans come in. None of their official texts was read here: all are 待核. */
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

/**
 * The crosswalk: a code belongs to the class of its longest prefix here. Version 1 of this project's own reading; a city or a case may
 * bring another.
 */
const CROSSWALK: Readonly<Record<CodeSystem, Readonly<Record<string, LandUseClass>>>> = {
  'mnr-2023': {
    '01': 'farmland',
    '02': 'orchard',
    '03': 'forest',
    '04': 'grass',
    '05': 'wetland',
    '06': 'farmland',
    '07': 'residential',
    '08': 'public',
    '09': 'commercial',
    '10': 'industrial',
    '1002': 'mining',
    '1003': 'mining',
    '11': 'storage',
    '12': 'transport',
    '13': 'utility',
    '14': 'green',
    '15': 'special',
    '16': 'reserve',
    '17': 'water',
    '23': 'other',
  },
  'gb50137-2011': {
    R: 'residential',
    A: 'public',
    B: 'commercial',
    M: 'industrial',
    W: 'storage',
    S: 'transport',
    U: 'utility',
    G: 'green',
    H2: 'transport',
    H3: 'utility',
    H4: 'special',
    H5: 'mining',
    E1: 'water',
    E2: 'farmland',
    E9: 'other',
  },
  'gbt21010-2017': {
    '01': 'farmland',
    '02': 'orchard',
    '03': 'forest',
    '04': 'grass',
    '05': 'commercial',
    '06': 'industrial',
    '0602': 'mining',
    '0603': 'mining',
    '0604': 'storage',
    '07': 'residential',
    '08': 'public',
    '0809': 'utility',
    '0810': 'green',
    '09': 'special',
    '10': 'transport',
    '11': 'water',
    '1106': 'wetland',
    '12': 'other',
  },
};

/** The class of a code; null: no code, or none that the crosswalk has. */
export function landUseClass(system: CodeSystem, code: string | null): LandUseClass | null {
  if (code === null) return null;
  const table = CROSSWALK[system];
  for (let length = code.length; length > 0; length--) {
    const prefix = code.slice(0, length);
    if (Object.hasOwn(table, prefix)) return table[prefix];
  }
  return null;
}
