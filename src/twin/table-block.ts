import type { Manifest, View } from '../../model/city/manifest.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';

/** The square of the city that stands on the table: its middle in the city's frame, and its side. */
export interface TableBlock {
  readonly eastM: number;
  readonly northM: number;
  readonly sizeM: number;
}

/** Sides of a block: below the least a table shows one house, above the most a street is thinner than a pixel. */
export const MIN_BLOCK_M = 500;
export const MAX_BLOCK_M = 4000;
/** A city's first block, where the city is as large. */
const DEFAULT_BLOCK_M = 2000;
/** A block is a round number of metres, so that ticks of 100 m meet its corners. */
export const ROUND_M = 100;
/** A view that is flatter than this looks at nothing that could be put on a table. */
const FLATTEST_DEG = -8;

/** Where the middle of a view meets the level of the city's ground, metres in the city's frame; of a flat view at most 6 km ahead. */
export function lookedAt({ origin }: Pick<Manifest, 'origin'>, view: View): Pick<TableBlock, 'eastM' | 'northM'> {
  const [eastM, northM, upM] = enuFromLonLat(origin, view);
  const pitchRad = Math.min(FLATTEST_DEG, view.pitchDeg) * RAD_PER_DEG;
  const aheadM = Math.min(6000, Math.max(0, upM) / Math.tan(-pitchRad));
  const headingRad = view.headingDeg * RAD_PER_DEG;
  return { eastM: eastM + aheadM * Math.sin(headingRad), northM: northM + aheadM * Math.cos(headingRad) };
}

/** The block about what a view looks at. */
export const blockOfView = (city: Manifest, view: View, sizeM = usualSizeM(city)): TableBlock =>
  fitted(city, { ...lookedAt(city, view), sizeM });

/** The block that a city shows before somebody chose one: what its home view looks at. */
export const homeBlock = (city: Manifest): TableBlock => blockOfView(city, city.home);

/** A wished block as it can be: of an allowed size, and within the city's extent as far as that is large enough. */
export function fitted({ extentM }: Pick<Manifest, 'extentM'>, { eastM, northM, sizeM }: TableBlock): TableBlock {
  const [west, south, east, north] = extentM;
  const side = Math.round(Math.min(MAX_BLOCK_M, Math.max(MIN_BLOCK_M, sizeM)) / ROUND_M) * ROUND_M;
  return {
    eastM: Math.round(within(eastM, west + side / 2, east - side / 2)),
    northM: Math.round(within(northM, south + side / 2, north - side / 2)),
    sizeM: side,
  };
}

/** Whether a place stands on the block. */
export function isOnBlock({ eastM, northM, sizeM }: TableBlock, east: number, north: number): boolean {
  return Math.abs(east - eastM) <= sizeM / 2 && Math.abs(north - northM) <= sizeM / 2;
}

function usualSizeM({ extentM: [west, south, east, north] }: Pick<Manifest, 'extentM'>): number {
  return Math.min(DEFAULT_BLOCK_M, east - west, north - south);
}

/** In the middle where there is no room to choose. */
function within(value: number, low: number, high: number): number {
  return low > high ? (low + high) / 2 : Math.min(high, Math.max(low, value));
}
