import { LEVEE_FOOT_M } from '../../../../../model/city/flood-works.ts';
import type { GlbMesh } from '../../../../view/globe/layers/glb.ts';
import type { FloodGap, FloodPlace } from '../../slice.ts';

/** The ground is sampled so far apart across the levee: its crest of 4 m shows. */
const ACROSS_M = 2;
const STATIONS = (2 * LEVEE_FOOT_M) / ACROSS_M + 1;

/** Where the ground is needed for a gap: across the levee along both of its ends, first `from`'s, from the left foot to the right one. */
export function gapPlaces({ from, to }: Pick<FloodGap, 'from' | 'to'>): FloodPlace[] {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const left: FloodPlace = [-(to[1] - from[1]) / lengthM, (to[0] - from[0]) / lengthM];
  return [from, to].flatMap((end) =>
    Array.from({ length: STATIONS }, (_, k): FloodPlace => {
      const off = LEVEE_FOOT_M - k * ACROSS_M;
      return [end[0] + off * left[0], end[1] + off * left[1]];
    }),
  );
}

/** The gap as a ring of places: what of the drawn levee goes. */
export function gapRing(places: readonly FloodPlace[]): FloodPlace[] {
  return [...places.slice(0, STATIONS), ...places.slice(STATIONS).reverse()];
}

/**
 * What is left of the levee in a gap: a floor at the sill, or the ground where that is lower, and the levee's own cross-section at both
 * ends, facing the gap. Heights are ups of the city's frame.
 */
export function gapMesh(places: readonly FloodPlace[], groundUpM: readonly number[], sillUpM: number): GlbMesh {
  const floorUpM = groundUpM.map((upM) => Math.min(upM, sillUpM));
  const [cornerEast, cornerNorth] = places[0];
  const cornerUp = Math.min(...floorUpM);
  const along = unit(places[0], places[STATIONS]);
  const positions: number[] = [];
  const normals: number[] = [];
  const index: number[] = [];
  // In glTF's axes: east, up, −north.
  const vertex = ([east, north]: FloodPlace, upM: number, [ne, nn, nu]: readonly number[]): number => {
    positions.push(east - cornerEast, upM - cornerUp, -(north - cornerNorth));
    normals.push(ne, nu, -nn);
    return positions.length / 3 - 1;
  };
  const strip = (pairs: readonly (readonly [number, number])[]) => {
    for (let k = 1; k < pairs.length; k++) {
      const [a, b] = pairs[k - 1];
      const [c, d] = pairs[k];
      index.push(a, b, c, b, d, c);
    }
  };
  const stations = Array.from({ length: STATIONS }, (_, k) => k);
  for (const [first, sign] of [
    [0, 1],
    [STATIONS, -1],
  ]) {
    const facing = [sign * along[0], sign * along[1], 0];
    strip(
      stations.map((k) => [
        vertex(places[first + k], groundUpM[first + k], facing),
        vertex(places[first + k], floorUpM[first + k], facing),
      ]),
    );
  }
  const up = [0, 0, 1];
  strip(
    stations.map((k) => [vertex(places[k], floorUpM[k], up), vertex(places[STATIONS + k], floorUpM[STATIONS + k], up)]),
  );
  const positionM = Float32Array.from(positions);
  const bound = (of: (...values: number[]) => number) =>
    [0, 1, 2].map((axis) => of(...positions.filter((_, i) => i % 3 === axis)));
  return {
    positionM,
    normal: Float32Array.from(normals),
    index: Uint32Array.from(index),
    cornerM: [cornerEast, cornerUp, -cornerNorth],
    low: bound(Math.min),
    high: bound(Math.max),
  };
}

function unit([e0, n0]: FloodPlace, [e1, n1]: FloodPlace): [number, number] {
  const lengthM = Math.hypot(e1 - e0, n1 - n0) || 1;
  return [(e1 - e0) / lengthM, (n1 - n0) / lengthM];
}
