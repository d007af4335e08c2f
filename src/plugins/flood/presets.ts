import { defaultFloodForm, type FloodForm, type FloodSite } from './slice.ts';

export type FloodPreset = 'live' | 'storm' | 'breach';

const STORM_YEARS = 100;
const STORM_H = 2;

/** The rivers as they stand, every work whole: what a question begins from. */
const PRESENT = {
  riverYears: null,
  riverFromH: 0,
  riverByGauge: false,
  breaches: [],
  walls: [],
  works: [],
  gauges: [],
  opened: null,
  maximaEveryS: undefined,
  pumpsOff: false,
  failedSupplies: [],
  blockedInletsRatio: 0,
  blockedInlets: {},
} satisfies Partial<FloodForm>;

/** What each question changes in the form, or null where the city has not what it asks for. Area, cells and scheme stay. */
export function presetOf(preset: FloodPreset, site: FloodSite): Partial<FloodForm> | null {
  if (preset === 'live') return PRESENT;
  if (preset === 'storm') {
    const years = site.stormYears?.findLast((each) => each <= STORM_YEARS);
    return years === undefined ? null : { ...PRESENT, rain: { kind: 'design', years, hours: STORM_H }, endH: 3 };
  }
  if (site.breaches.length === 0) return null;
  const { area, rain, riverYears, riverFromH, breaches, endH } = defaultFloodForm(site);
  return { ...PRESENT, area, rain, riverYears, riverFromH, breaches, scheme: 'second', endH };
}
