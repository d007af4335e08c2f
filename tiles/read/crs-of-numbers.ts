import { type Problems, ReadError } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import { MAX_LON_DEG } from './dateline.ts';

/** What is taken where nothing says otherwise. */
export const WGS84 = 'EPSG:4326';

/** Where the zones of China's systems lie: eastings with the number of the zone before them. */
const ZONES: readonly (readonly [least: number, most: number, first: number, zone: number])[] = [
  [13e6, 24e6, 4491, 13],
  [25e6, 46e6, 4513, 25],
];
const MAX_NORTHING_M = 6e6;

/**
 * The system that the numbers of a file without one show: easting with a zone before it is CGCS2000 of that zone, which is said. Degrees are
 * left to what is usual. Metres that tell no zone fit several places on Earth, so that nothing is guessed: `isStated` formats end there.
 */
export function crsOfNumbers(raw: RawFeatures, isStated: boolean, problems: Problems): string | null {
  const { xy } = raw;
  if (xy.length < 2) return null;
  const [x, y] = xy;
  if (Math.abs(x) <= MAX_LON_DEG && Math.abs(y) <= 90) return null;
  const zones = ZONES.find(([least, most]) => x >= least && x < most && y > 0 && y < MAX_NORTHING_M);
  const code = zones ? zones[2] + Math.floor(x / 1e6) - zones[3] : null;
  if (zones && code !== null && Math.floor(x / 1e6) < zones[3] + (zones[3] === 25 ? 21 : 11)) {
    problems.report(
      'crs-by-numbers',
      () =>
        `${raw.file}: expected a system of the coordinates, got none; ${Math.round(x)} begins with the number of a zone, so EPSG:${code} (CGCS2000) is taken; --crs names another`,
    );
    return `EPSG:${code}`;
  }
  if (isStated) throw new ReadError(bakeMessage('no-crs-metres', { file: raw.file, x, y }));
  return null;
}
