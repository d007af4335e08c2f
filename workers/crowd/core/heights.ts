import type { Grid, Walkable } from '../../../model/city/grid.ts';
import { type RasterPlace, rasterAt } from '../../../model/city/raster.ts';
import { decksOf, slopeOf } from '../../shared/decks.ts';
import type { FrameBox, Level } from './crowd.ts';

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
