import { type Crosswalk, parseCrosswalk } from './crosswalk.ts';
import type { CodeSystem, LandUseClass } from './land-use.ts';

/**
 * Codes of each system by the class that they belong to: a code stands for all that go on from it as its system does (`landUseClass`),
 * except where a longer one is here too. Uses of the sea (18 to 22 and 24 of 2023) have the class of what is done there, fishery and other
 * sea that of water; wetlands are those of the annex of GB/T 21010.
 *
 * A code without a row has no one use, and stays open. In XPlanung these are the mixed and special areas (a Dorfgebiet, 1400, lies in a mixed
 * area, 2000, in all 47 cases of the land-use plan of Grasleben) and the general 3000, which holds trade and industry. In a French plan U and
 * AU are for all that is built, and N is natural or wooded. Of PLATEAU's districts (list Common_districtsAndZonesType) 14 and above are laid
 * over a use and say none; of its land uses (Common_landUseType) the other natural land, farm buildings and vacant land are open.
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
  'xplanung-specific': {
    residential: '1000 1100 1200 1300',
    commercial: '1600 1700',
    industrial: '1800',
  },
  'xplanung-general': {
    residential: '1000',
  },
  'cnig-zone': {
    farmland: 'A',
  },
  'cnig-use': {
    residential: '01',
    public: '05',
    farmland: '07',
    mining: '10',
  },
  'plateau-zone': {
    residential: '1 2 3 4 5 6 7 8',
    commercial: '9 10',
    industrial: '11 12 13',
  },
  'plateau-land-use': {
    farmland: '201 202 260 2021',
    orchard: '2022',
    grass: '2023',
    forest: '203',
    water: '204 2041 2042 2043 2044 2045 2046',
    wetland: '2053',
    residential: '211 2111 2112 2113 2114 2115',
    commercial: '212 2121 2122 2123 2124',
    industrial: '213',
    public: '214 2141 2142',
    utility: '2143',
    transport: '215 216 262 2151 2152',
    green: '217 2171 2172',
    special: '218 2174',
  },
};

/** Edition 3 of this project's own reading of the systems, none of whose texts was read at its source: 待核. A planner may bring another. */
export const BASE_CROSSWALK: Crosswalk = parseCrosswalk(
  {
    format: 1,
    name: { zh: '用地代码对照表（自拟，待核）', en: 'Crosswalk of land-use codes (own reading, unverified)' },
    edition: '3',
    rows: Object.entries(CODES).flatMap(([system, classes]) =>
      Object.entries(classes)
        .flatMap(([name, codes]) => codes.split(' ').map((code) => ({ system, code, class: name })))
        .sort((one, other) => (one.code < other.code ? -1 : 1)),
    ),
  },
  'base-crosswalk.ts',
);
