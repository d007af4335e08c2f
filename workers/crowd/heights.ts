import type { Grid, Walkable } from '../../model/city/grid.ts';
import { type RasterPlace, rasterAt } from '../../model/city/raster.ts';
import type { FrameBox, Level, Place } from './crowd.ts';
import { boxOf, isInside, type Polygon } from './polygon.ts';

/** Elevation above the city's datum of who stands at a place of a level, metres. */
export type HeightAt = (level: number, xM: number, yM: number) => number;

/** The ground about a run, cut out of the city's bed, with a cell's margin. */
export function groundAround(
  { westM, southM, cellM, columns, rows }: Grid,
  bedElevationM: Float32Array,
  box: FrameBox,
): RasterPlace & { elevationM: Float32Array } {
  const within = (value: number, most: number) => Math.min(most - 2, Math.max(0, value));
  const sideM = box.unitM * 65535;
  const column = within(Math.floor((box.westM - westM) / cellM) - 1, columns);
  const row = within(Math.floor((box.southM - southM) / cellM) - 1, rows);
  const wide = Math.min(columns - column, Math.ceil(sideM / cellM) + 3);
  const high = Math.min(rows - row, Math.ceil(sideM / cellM) + 3);
  const elevationM = new Float32Array(wide * high);
  for (let r = 0; r < high; r++)
    elevationM.set(bedElevationM.subarray((row + r) * columns + column, (row + r) * columns + column + wide), r * wide);
  return { westM: westM + column * cellM, southM: southM + row * cellM, cellM, columns: wide, rows: high, elevationM };
}

/** Floors of the city that are the ground itself lie on the bed, its bridges over it, others level; its stairs rise from foot to head. */
export function cityHeights(
  levels: readonly Level[],
  walkable: Walkable,
  grid: Grid,
  bedElevationM: Float32Array,
): HeightAt {
  const known = levels.map(({ id, elevationM }): ((xM: number, yM: number) => number) => {
    const floor = walkable.levels.find((level) => level.id === id);
    if (floor?.elevationM === null) {
      const bedAt = (xM: number, yM: number) => rasterAt(grid, bedElevationM, xM, yM);
      const decks = decksOf(walkable, id, bedAt);
      return (xM, yM) => {
        const bedM = bedAt(xM, yM);
        return Math.max(bedM, decks.find(({ isOn }) => isOn(xM, yM))?.heightAt(xM, yM) ?? bedM);
      };
    }
    const stair = walkable.stairs.find((one) => one.id === id);
    if (!stair) return () => elevationM;
    return slopeOf(stair.foot, stair.head);
  });
  return (level, xM, yM) => known[level](xM, yM);
}

/** Elevation of who stands on a bridge of the ground, above what may flow below it; null: beside all bridges. */
export function overGround(
  walkable: Walkable,
  grid: Grid,
  bedElevationM: Float32Array,
): (xM: number, yM: number) => number | null {
  const bedAt = (xM: number, yM: number) => rasterAt(grid, bedElevationM, xM, yM);
  const decks = walkable.levels
    .filter(({ elevationM }) => elevationM === null)
    .flatMap(({ id }) => decksOf(walkable, id, bedAt));
  return (xM, yM) => decks.find(({ isOn }) => isOn(xM, yM))?.heightAt(xM, yM) ?? null;
}

interface Deck {
  isOn(xM: number, yM: number): boolean;
  heightAt(xM: number, yM: number): number;
}

/**
 * Bridges run straight between their two farthest doors, which lie on the banks: walkable areas tell no height, and what a deck rises
 * between its ends is left out.
 */
function decksOf({ areas, doors }: Walkable, level: string, bedAt: (xM: number, yM: number) => number): Deck[] {
  return areas.flatMap((area): Deck[] => {
    if (area.level !== level || area.kind !== 'bridge') return [];
    const ends = doors
      .filter(({ from, to }) => from === area.id || to === area.id)
      .map(({ a, b }): Place => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    const [first, ...rest] = ends;
    if (rest.length === 0) return [];
    const farM = (end: Place) => Math.hypot(end[0] - first[0], end[1] - first[1]);
    const last = rest.reduce((far, end) => (farM(end) > farM(far) ? end : far));
    if (farM(last) === 0) return [];
    const { outer, holes } = area as Polygon & typeof area;
    const { westM, southM, eastM, northM } = boxOf(outer);
    return [
      {
        isOn: (xM, yM) =>
          xM >= westM && xM <= eastM && yM >= southM && yM <= northM && isInside({ outer, holes }, xM, yM),
        heightAt: slopeOf([...first, bedAt(...first)], [...last, bedAt(...last)]),
      },
    ];
  });
}

/** From one place to another, level beyond them. */
function slopeOf(foot: readonly number[], head: readonly number[]): (xM: number, yM: number) => number {
  const dx = head[0] - foot[0];
  const dy = head[1] - foot[1];
  const lengthM2 = dx * dx + dy * dy;
  return (xM, yM) => {
    const part = Math.min(1, Math.max(0, ((xM - foot[0]) * dx + (yM - foot[1]) * dy) / lengthM2));
    return foot[2] + part * (head[2] - foot[2]);
  };
}
