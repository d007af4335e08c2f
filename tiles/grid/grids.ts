import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cutCells, packCuts } from '../../model/city/cut-cells.ts';
import { type Grid, parseGrid } from '../../model/city/grid.ts';
import type { CityInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { writeCompressed } from '../tileset/precompress.ts';
import { bedElevation, type GridFrame } from './bed.ts';
import { buildingMask, buildingOutlines } from './building-mask.ts';
import { gridClass, resampleCover } from './land-cover.ts';

/** Of the demo city: 2,000 × 1,500 cells, which a flood core steps in real time. */
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
export async function bakeGrids(
  input: Pick<CityInput, 'origin' | 'datum' | 'extentM' | 'elevation' | 'landCover' | 'layers'>,
  ground: Ground,
  folder: string,
  cellM?: number,
): Promise<string> {
  const frame = gridFrame(input.extentM, cellM);
  const bed = input.elevation
    ? bedElevation(frame, input.elevation)
    : new Float32Array(frame.columns * frame.rows).fill(ground.originElevationM);
  const mask = buildingMask(frame, input.layers, ground);
  const cuts = cutCells(frame, buildingOutlines(input.layers, ground));
  const cover = input.landCover && resampleCover(frame, input.landCover);
  let minM = Number.POSITIVE_INFINITY;
  let maxM = Number.NEGATIVE_INFINITY;
  for (const z of bed) {
    if (z < minM) minM = z;
    if (z > maxM) maxM = z;
  }
  let blocked = 0;
  for (const cell of mask) blocked += cell;
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
  const root = join(folder, 'grid');
  mkdirSync(root, { recursive: true });
  writeCompressed(join(root, 'bed.bin'), new Uint8Array(bed.buffer));
  writeCompressed(join(root, 'building-mask.bin'), mask);
  writeCompressed(join(root, 'building-cuts.bin'), packCuts(cuts));
  if (cover) writeCompressed(join(root, 'land-cover.bin'), cover);
  writeCompressed(join(root, 'grid.json'), Buffer.from(JSON.stringify(parseGrid(grid))));
  return 'grid/grid.json';
}
