import { type Crosswalk, parseCrosswalk } from './crosswalk.ts';
import type { CodeSystem, LandUseClass } from './land-use.ts';

/**
 * Codes of each system by the class that they belong to: a code stands for all that go on from it as its system does (`landUseClass`),
 * except where a longer one is here too. Uses of the sea (18 to 22 and 24 of 2023) have the class of what is done there, fishery and other
 * sea that of water; wetlands are those of the annex of GB/T 21010.
 */
const CODES: Readonly<Partial<Record<CodeSystem, Partial<Record<LandUseClass, string>>>>> = {
  'mnr-2023': {
    farmland: '01 06',
    orchard: '02',
    forest: '03',
    grass: '04',
    wetland: '05',
    residential: '07',
    public: '08',
    commercial: '09',
    industrial: '10 19',
    mining: '1002 1003',
    storage: '11',
    transport: '12 20',
    utility: '13',
    green: '14 21',
    special: '15 22',
    reserve: '16',
    water: '17 18 24',
    other: '23',
  },
  'gb50137-2011': {
    residential: 'R H13 H14',
    public: 'A',
    commercial: 'B',
    industrial: 'M',
    storage: 'W',
    transport: 'S H2',
    utility: 'U H3',
    green: 'G',
    special: 'H4',
    mining: 'H5',
    water: 'E1',
    farmland: 'E2',
    other: 'E9 H1 H9',
  },
  'gbt21010-2017': {
    farmland: '01',
    orchard: '02',
    forest: '03',
    grass: '04',
    commercial: '05',
    industrial: '06',
    mining: '0602 0603',
    storage: '0604',
    residential: '07',
    public: '08',
    utility: '0809',
    green: '0810',
    special: '09',
    transport: '10',
    water: '11',
    wetland: '0303 0304 0306 0402 1105 1106 1108',
    other: '12',
  },
};

/** Version 2 of this project's own reading of the three systems, none of whose texts was read at its source: 待核. A planner may bring another. */
export const BASE_CROSSWALK: Crosswalk = parseCrosswalk(
  {
    format: 1,
    name: { zh: '用地代码对照表（自拟，待核）', en: 'Crosswalk of land-use codes (own reading, unverified)' },
    edition: '2',
    rows: Object.entries(CODES).flatMap(([system, classes]) =>
      Object.entries(classes)
        .flatMap(([name, codes]) => codes.split(' ').map((code) => ({ system, code, class: name })))
        .sort((one, other) => (one.code < other.code ? -1 : 1)),
    ),
  },
  'base-crosswalk.ts',
);
