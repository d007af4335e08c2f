import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, isInRing, middleAtLevel } from '../../model/geo/plane/ring.ts';
import { PART_OF } from './building-columns.ts';
import type { Stated } from './stated.ts';

/**
 * Buildings of OpenStreetMap that are mapped in parts (wiki, "Simple 3D Buildings"): an outline tagged `building`, and areas in it tagged
 * `building:part`, each with a height and a base of its own. A part is an object of its own here, whose value `part_of` names its building.
 */
const PART_KEY = 'building:part';

/** Tells what the tags of a building and of its parts mean to a recipe (wiki, "Simple 3D Buildings"). */
export const OSM_BUILDING_FIELDS = {
  height: 'height',
  levels: 'building:levels',
  baseHeight: 'min_height',
  baseLevels: 'building:min_level',
  roofHeight: 'roof:height',
  roofLevels: 'roof:levels',
  roofShape: 'roof:shape',
  partOf: PART_OF,
} as const;

/** Tags of buildings that scale, shift or refer to something, and what becomes of each. */
export const OSM_BUILDING_STATED: Stated = [
  ['height, min_height, roof:height', 'unit', 'converted', 'not-a-number'],
  ['building:levels, roof:levels', 'scale', 'height-by-storeys', 'height-missing'],
  ['building:min_level', 'shift', 'converted', 'base-unread'],
  ['roof:shape', 'reference', 'converted', 'roof-flat'],
  ['building:part', 'reference', 'converted', 'part-height', 'parts-uncovered'],
];

type Tags = readonly (readonly [string, string])[];

const isTagged = (tags: Tags, key: string): boolean => {
  const value = tags.find(([name]) => name === key)?.[1];
  return value !== undefined && value !== 'no';
};

/** Whether an area is a part of a building and no building itself. */
export const isBuildingPart = (tags: Tags): boolean => isTagged(tags, PART_KEY) && !isTagged(tags, 'building');

/** An area with its places. */
interface PlacedArea {
  id: string;
  /** Part → ring → place; rings are closed. */
  parts: readonly (readonly (readonly Point[])[])[];
}

/** Squares by which an outline is found, degrees: some 200 m. */
const SQUARE_DEG = 0.002;

/** The building of each part, by the ids of both: that of its relation, else the least outline around it. */
export function homesOfParts(
  parts: readonly PlacedArea[],
  buildings: readonly PlacedArea[],
  related: ReadonlyMap<string, string>,
): Map<string, string> {
  const squares = new Map<string, PlacedArea[]>();
  for (const building of parts.length > 0 ? buildings : []) {
    const [west, south, east, north] = boxOf(building.parts.flatMap(([outer]) => outer));
    for (let x = squareOf(west); x <= squareOf(east); x++)
      for (let y = squareOf(south); y <= squareOf(north); y++) {
        const key = `${x} ${y}`;
        const known = squares.get(key);
        if (known) known.push(building);
        else squares.set(key, [building]);
      }
  }
  const homes = new Map<string, string>();
  for (const part of parts) {
    const ring = part.parts[0]?.[0] ?? [];
    const at = placeIn(ring);
    const around = at ? (squares.get(`${squareOf(at[0])} ${squareOf(at[1])}`) ?? []) : [];
    const holding = at ? around.filter((building) => holdsPlace(building, at)) : [];
    const home = related.get(part.id) ?? least(holding)?.id;
    if (home !== undefined) homes.set(part.id, home);
  }
  return homes;
}

const squareOf = (deg: number): number => Math.floor(deg / SQUARE_DEG);

/** A place inside a ring. */
function placeIn(ring: readonly Point[]): Point | null {
  if (ring.length < 4) return null;
  const [x0, y0] = ring[0];
  // About its first corner: products of whole degrees would cost the digits that a house has.
  const [x, y] = centroidOf(ring.slice(0, -1).map(([px, py]): Point => [px - x0, py - y0]));
  const middle: Point = [x0 + x, y0 + y];
  if (isInRing(ring, ...middle)) return middle;
  const [, south, , north] = boxOf(ring);
  return middleAtLevel(ring, (south + north) / 2);
}

const holdsPlace = ({ parts }: PlacedArea, at: Point): boolean =>
  parts.some((rings) => rings.filter((ring) => isInRing(ring, ...at)).length % 2 === 1);

function least(areas: readonly PlacedArea[]): PlacedArea | undefined {
  const sizeOf = ({ parts }: PlacedArea) => {
    const [west, south, east, north] = boxOf(parts.flatMap(([outer]) => outer));
    return (east - west) * (north - south);
  };
  return [...areas].sort((a, b) => sizeOf(a) - sizeOf(b))[0];
}
