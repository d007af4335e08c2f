import Flatbush from 'flatbush';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { GROUND_SURFACE } from '../grid/building-mask.ts';
import type { LayerInput, PolygonGeometry, SurfaceGeometry } from '../model.ts';
import type { BoundsXY } from '../plane/bounds.ts';
import type { Point } from '../plane/line.ts';
import { boundsOf, isInside } from '../plane/polygon.ts';

/** What begins higher than this is walked under. */
const HEADROOM_M = 2.2;

/** Outlines of the houses that stand on the ground, found by where they are. */
export interface HouseWalls {
  /** Rings whose box meets this one, anticlockwise, metres east and north. */
  near(box: BoundsXY): Point[][];
  /** In a house. */
  isBuilt(at: Point): boolean;
}

export function houseWalls(layers: readonly LayerInput[], origin: LonLat): HouseWalls {
  const rings = layers
    .filter(({ kind, state }) => kind === 'building' && state !== 'planned')
    .flatMap(({ features: { geometry } }) =>
      geometry.kind === 'polygon'
        ? footprints(geometry, origin)
        : geometry.kind === 'surface'
          ? groundSurfaces(geometry, origin)
          : [],
    );
  if (rings.length === 0) return { near: () => [], isBuilt: () => false };
  const index = new Flatbush(rings.length);
  for (const ring of rings) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  const near = ({ minX, minY, maxX, maxY }: BoundsXY): Point[][] =>
    index
      .search(minX, minY, maxX, maxY)
      .sort((a, b) => a - b)
      .map((i) => rings[i]);
  return {
    near,
    isBuilt: ([x, y]) => near({ minX: x, minY: y, maxX: x, maxY: y }).some((ring) => isInside(ring, x, y)),
  };
}

function footprints(geometry: PolygonGeometry, origin: LonLat): Point[][] {
  const { partRing, ringVertex, lonLatDeg, partBaseM } = geometry;
  const out: Point[][] = [];
  for (let part = 0; part < partRing.length - 1; part++)
    if (!((partBaseM?.[part] ?? 0) > HEADROOM_M))
      out.push(ringOf(lonLatDeg, ringVertex[partRing[part]], ringVertex[partRing[part] + 1], origin));
  return out;
}

function groundSurfaces(geometry: SurfaceGeometry, origin: LonLat): Point[][] {
  const { surfaceRing, ringVertex, lonLatDeg, surfaceClass } = geometry;
  const out: Point[][] = [];
  for (let surface = 0; surface < surfaceClass.length; surface++)
    if (surfaceClass[surface] === GROUND_SURFACE)
      out.push(ringOf(lonLatDeg, ringVertex[surfaceRing[surface]], ringVertex[surfaceRing[surface] + 1], origin));
  return out;
}

const ringOf = (lonLatDeg: Float64Array, from: number, to: number, origin: LonLat): Point[] =>
  Array.from({ length: to - from }, (_, k): Point => {
    const [lonDeg, latDeg] = lonLatDeg.subarray(2 * (from + k), 2 * (from + k) + 2);
    const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    return [x, y];
  });
