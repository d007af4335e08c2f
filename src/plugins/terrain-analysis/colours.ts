import type { TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';
import type { ColourStop } from '../../view/colour-stop.ts';

/** Steeper is further from the ground's own colour. */
const SLOPE_TOKENS = ['seq-1', 'seq-2', 'seq-3', 'seq-4', 'seq-5', 'seq-6', 'seq-7'];
/** From north, clockwise; the order of the look keeps neighbours apart. */
const ASPECT_TOKENS = ['cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'cat-6', 'cat-7', 'cat-8'];
const LEAST = -1e20;

/** Depths that part cut and fill, metres; within the innermost the ground stays as it is. */
const DEPTH_BREAKS = [-2, -0.5, -0.05, 0.05, 0.5, 2] as const;
const DEPTH_TOKENS = ['div-1', 'div-2', 'div-3', 'div-4', 'div-5', 'div-6', 'div-7'];

/** A class of the picture, with its limits. */
interface TerrainColour {
  token: string;
  from: number;
  to: number;
}

/** The classes of a result in the order of its table. */
export function coloursOf(result: TerrainResult): TerrainColour[] {
  if (result.kind === 'slope')
    return result.classes.map(({ fromDeg, toDeg }, i) => ({ token: SLOPE_TOKENS[i], from: fromDeg, to: toDeg }));
  if (result.kind === 'aspect')
    return result.classes.map(({ fromDeg, toDeg }, i) => ({ token: ASPECT_TOKENS[i], from: fromDeg, to: toDeg }));
  if (result.kind !== 'earthwork') return [];
  const limits = [LEAST, ...DEPTH_BREAKS, -LEAST];
  return DEPTH_TOKENS.map((token, i) => ({ token, from: limits[i], to: limits[i + 1] }));
}

/** The same as a sheet takes them. Bearings lie on it turned by half a class, so that north is in one piece. */
export function stopsOf(result: TerrainResult): ColourStop[] {
  const colours = coloursOf(result);
  if (result.kind !== 'aspect') return colours.map(({ token, from }) => ({ token, from }));
  return colours.map(({ token }, i) => ({ token, from: (i * 360) / colours.length }));
}

/** Bearings turned as `stopsOf` wants them; other values as they are. */
export function sheetValues(result: TerrainResult, values: Float32Array): Float32Array {
  if (result.kind !== 'aspect') return values;
  const half = 180 / result.classes.length;
  return values.map((bearing) => (bearing < 0 ? bearing : (bearing + half) % 360));
}
