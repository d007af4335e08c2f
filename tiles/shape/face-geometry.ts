import { SLENDER_SIZE } from '../../model/city/slender.ts';
import type { SurfaceGeometry } from '../model.ts';
import type { Face, Xyz } from './solid.ts';

/** Where each of some parts begins, and where the last one ends. */
export function offsetsOf(lengths: readonly number[]): Uint32Array {
  const out = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) out[i + 1] = out[i] + lengths[i];
  return out;
}

function slenderOf(faces: readonly Face[]): Pick<SurfaceGeometry, 'slender'> {
  if (!faces.some(({ slender }) => slender)) return {};
  const solid = Array<number>(SLENDER_SIZE).fill(0);
  return { slender: Float32Array.from(faces.flatMap(({ ring, slender }) => slender ?? ring.flatMap(() => solid))) };
}

/** Colours of tiles are linear. */
const linearByte = (part: number): number => Math.round(255 * part ** 2.2);

function coloursOf(faces: readonly Face[]): Pick<SurfaceGeometry, 'surfaceRgb'> {
  if (!faces.some(({ rgb }) => rgb)) return {};
  return { surfaceRgb: Uint8Array.from(faces.flatMap(({ rgb }) => (rgb ?? [1, 1, 1]).map(linearByte))) };
}

/** Solids made of faces, each row one object; `lonLatOf` tells degrees, a pair a vertex. */
export function surfaceGeometry(
  rows: readonly { faces: readonly Face[] }[],
  lonLatOf: (vertices: readonly Xyz[]) => Float64Array,
): SurfaceGeometry {
  const faces = rows.flatMap((row) => row.faces);
  const vertices = faces.flatMap((face) => face.ring);
  return {
    kind: 'surface',
    featureSurface: offsetsOf(rows.map((row) => row.faces.length)),
    surfaceRing: Uint32Array.from({ length: faces.length + 1 }, (_, i) => i),
    ringVertex: offsetsOf(faces.map((face) => face.ring.length)),
    lonLatDeg: lonLatOf(vertices),
    elevationM: Float32Array.from(vertices, (v) => v[2]),
    surfaceClass: Uint8Array.from(faces, (face) => face.surfaceClass),
    ...slenderOf(faces),
    ...coloursOf(faces),
  };
}
