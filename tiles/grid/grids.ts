import { type Grid, parseGrid } from '../../model/city/grid.ts';
import type { CityInput } from '../model.ts';
import { digestOf } from '../reuse/digest.ts';
import type { FormerBake } from '../reuse/former-bake.ts';
import type { Ground } from '../shape/ground.ts';
import { bedElevation, type GridFrame } from './bed.ts';
import { buildingFootprints } from './building-mask.ts';
import { houseCells } from './house-cells.ts';
import { gridClass, resampleCover } from './land-cover.ts';

/** Cell of the demo city, which has 2,000 × 1,500 of them; a flood core steps these in real time. */
const DEFAULT_CELL_M = 4;
/** Larger cities get larger cells: one Float32 raster stays at 16 MiB. */
const MAX_CELLS = 4 * 2 ** 20;

/** The cells over a city's extent: `cellM` or, where that would be too many, the next whole metre that is not. */
export function gridFrame([west, south, east, north]: CityInput['extentM'], cellM = DEFAULT_CELL_M): GridFrame {
  const frame = (cell: number) => ({
    westM: west,
    southM: south,
    cellM: cell,
    columns: Math.max(1, Math.round((east - west) / cell)),
    rows: Math.max(1, Math.round((north - south) / cell)),
  });
  let made = frame(cellM);
  while (made.columns * made.rows > MAX_CELLS) made = frame(Math.floor(made.cellM) + 1);
  return made;
}

/**
 * Writes `grid/` for the workers: bed, building mask and cuts, land cover, and grid.json that tells what they are. The ground
 * of a city without elevation is flat, and the grid says so: people walk on it as they do, of water runs say what it is worth.
 */
export function bakeGrids(
  input: Pick<CityInput, 'origin' | 'datum' | 'extentM' | 'elevation' | 'landCover' | 'layers'>,
  ground: Ground,
  reuse: FormerBake,
  cellM?: number,
): string {
  const frame = gridFrame(input.extentM, cellM);
  const { minM, maxM } = writeBed(frame, input, ground, reuse);
  const { mask, cuts } = houseCells(frame, buildingFootprints(input.layers, ground), reuse);
  const cover = input.landCover && resampleCover(frame, input.landCover);
  let blocked = 0;
  for (let i = 0; i < mask.length; i++) blocked += mask[i];
  const grid: Grid = {
    format: 1,
    datum: { ...input.datum },
    origin: { ...input.origin },
    ...frame,
    bed: { file: 'bed.bin', minM, maxM },
    ...(input.elevation ? {} : { flat: true }),
    buildingMask: { file: 'building-mask.bin', cells: blocked },
    buildingCuts: { file: 'building-cuts.bin' },
    landCover: cover ? { file: 'land-cover.bin', unknown: 255 } : null,
    classes: input.landCover ? input.landCover.classes.map(gridClass) : [],
  };
  reuse.write('grid/building-mask.bin', mask);
  reuse.write('grid/building-cuts.bin', cuts);
  if (cover) reuse.write('grid/land-cover.bin', cover);
  reuse.write('grid/grid.json', Buffer.from(JSON.stringify(parseGrid(grid))));
  return 'grid/grid.json';
}

interface BedRange {
  minM: number;
  maxM: number;
}

const BED = 'grid/bed.bin';

/** The bed is the land's alone. */
function writeBed(
  frame: GridFrame,
  { elevation }: Pick<CityInput, 'elevation'>,
  { originElevationM }: Ground,
  reuse: FormerBake,
): BedRange {
  const name = 'grid/bed';
  const key = digestOf(frame, elevation ?? originElevationM);
  const known = reuse.take<BedRange>(name, key);
  if (known) return known;
  const bed = elevation
    ? bedElevation(frame, elevation)
    : new Float32Array(frame.columns * frame.rows).fill(originElevationM);
  const range = { minM: Number.POSITIVE_INFINITY, maxM: Number.NEGATIVE_INFINITY };
  for (const z of bed) {
    if (z < range.minM) range.minM = z;
    if (z > range.maxM) range.maxM = z;
  }
  reuse.write(BED, new Uint8Array(bed.buffer));
  reuse.keepCompressed(name, key, range, BED);
  return range;
}
