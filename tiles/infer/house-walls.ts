import Flatbush from 'flatbush';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { buildingOutlines } from '../grid/building-mask.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';

/** Outlines of what shuts water and people out, found by where they are. */
export interface HouseWalls {
  /** Outer rings whose box meets this one, metres east and north. */
  near(box: BoundsXY): readonly (readonly Point[])[];
  /** All of them. */
  rings: readonly (readonly Point[])[];
  /** In a house. */
  isBuilt(at: Point): boolean;
}

/** Worked out when it is first asked: a city without streets and pipes needs none. */
export function houseWalls(layers: readonly LayerInput[], ground: Ground): HouseWalls {
  let known: HouseWalls | undefined;
  const walls = () => {
    known ??= wallsOf(layers, ground);
    return known;
  };
  return {
    near: (box) => walls().near(box),
    get rings() {
      return walls().rings;
    },
    isBuilt: (at) => walls().isBuilt(at),
  };
}

/** A court inside a house counts as house: nobody walks there from the street. */
function wallsOf(layers: readonly LayerInput[], ground: Ground): HouseWalls {
  const rings = buildingOutlines(layers, ground).flatMap((outline): (readonly Point[])[] => outline.slice(0, 1));
  if (rings.length === 0) return { near: () => [], rings, isBuilt: () => false };
  const index = new Flatbush(rings.length);
  for (const ring of rings) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  const near = ({ minX, minY, maxX, maxY }: BoundsXY): (readonly Point[])[] =>
    index
      .search(minX, minY, maxX, maxY)
      .sort((a, b) => a - b)
      .map((i) => rings[i]);
  return {
    near,
    rings,
    isBuilt: ([x, y]) => near({ minX: x, minY: y, maxX: x, maxY: y }).some((ring) => isInRing(ring, x, y)),
  };
}
