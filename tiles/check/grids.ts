import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CITY_FACTS } from '../../model/city/facts.ts';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { type Grid, GridError, parseDrainNetwork, parseGrid, parseWalkable } from '../../model/city/grid.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { parseTracks } from '../../model/tracks/track-network.ts';
import type { Findings } from './findings.ts';

/** Bed extremes are written as JSON numbers of float32 values. */
const EXTREME_TOLERANCE_M = 1e-3;

/** What the numerical workers read: rasters of the stated size and range, networks without loose ends. */
export function checkGrids(folder: string, { grids, origin, datum }: Manifest, findings: Findings): void {
  parseWith(folder, 'drain-network.json', parseDrainNetwork, findings);
  parseWith(folder, 'walkable.json', parseWalkable, findings);
  parseWith(folder, 'flood-works.json', parseFloodWorks, findings);
  parseWith(folder, CITY_FACTS.tracks.file, parseTracks, findings);
  if (grids === null) return;
  if (!existsSync(join(folder, grids))) {
    findings.add('file-missing', grids, 'manifest.json grids', 'a file', 'none');
    return;
  }
  const grid = parseWith(folder, grids, parseGrid, findings);
  if (!grid) return;
  const same = (['lonDeg', 'latDeg', 'heightM'] as const).every((key) => grid.origin[key] === origin[key]);
  if (!same) findings.add('grid-frame', grids, 'origin', JSON.stringify(origin), JSON.stringify(grid.origin));
  if (grid.datum.geoidUndulationM !== datum.geoidUndulationM)
    findings.add('grid-frame', grids, 'datum', JSON.stringify(datum), JSON.stringify(grid.datum));
  const base = dirname(grids);
  checkBed(folder, `${base}/${grid.bed.file}`, grid, findings);
  checkMask(folder, `${base}/${grid.buildingMask.file}`, grid, findings);
  if (grid.buildingCuts) readCells(folder, `${base}/${grid.buildingCuts.file}`, grid, 3, findings);
  if (grid.landCover) checkCover(folder, `${base}/${grid.landCover.file}`, grid, findings);
}

function parseWith<T>(
  folder: string,
  file: string,
  parse: (json: unknown, file: string) => T,
  findings: Findings,
): T | null {
  const path = join(folder, file);
  if (!existsSync(path)) return null;
  try {
    return parse(JSON.parse(readFileSync(path, 'utf8')), file);
  } catch (error) {
    if (!(error instanceof GridError || error instanceof SyntaxError)) throw error;
    findings.add('grid', file, '', 'a file as src/city/grid.ts has it', error.message);
    return null;
  }
}

function readCells(
  folder: string,
  file: string,
  grid: Grid,
  bytesPerCell: number,
  findings: Findings,
): Uint8Array | null {
  const path = join(folder, file);
  if (!existsSync(path)) {
    findings.add('file-missing', file, 'grid.json', 'a file', 'none');
    return null;
  }
  const bytes = Uint8Array.from(readFileSync(path));
  const size = grid.columns * grid.rows * bytesPerCell;
  if (bytes.length === size) return bytes;
  findings.add('file-size', file, '', `${size} bytes, ${grid.columns} × ${grid.rows} cells`, bytes.length);
  return null;
}

function checkBed(folder: string, file: string, grid: Grid, findings: Findings): void {
  const bytes = readCells(folder, file, grid, 4, findings);
  if (!bytes) return;
  let low = Infinity;
  let high = -Infinity;
  const bed = new Float32Array(bytes.buffer);
  for (let i = 0; i < bed.length; i++) {
    if (!Number.isFinite(bed[i])) {
      findings.add('grid-bed', file, `cell ${i}`, 'an elevation', bed[i]);
      return;
    }
    low = Math.min(low, bed[i]);
    high = Math.max(high, bed[i]);
  }
  const { minM, maxM } = grid.bed;
  if (Math.abs(low - minM) > EXTREME_TOLERANCE_M || Math.abs(high - maxM) > EXTREME_TOLERANCE_M)
    findings.add('grid-bed', file, '', `${minM} to ${maxM} m`, `${low} to ${high} m`);
}

function checkMask(folder: string, file: string, grid: Grid, findings: Findings): void {
  const mask = readCells(folder, file, grid, 1, findings);
  if (!mask) return;
  let cells = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] > 1) {
      findings.add('grid-mask', file, `cell ${i}`, '0 or 1', mask[i]);
      return;
    }
    cells += mask[i];
  }
  if (cells !== grid.buildingMask.cells) findings.add('grid-mask', file, '', `${grid.buildingMask.cells} cells`, cells);
}

function checkCover(folder: string, file: string, grid: Grid, findings: Findings): void {
  const cover = readCells(folder, file, grid, 1, findings);
  const i = cover?.findIndex((cell) => cell !== 255 && cell >= grid.classes.length) ?? -1;
  if (cover && i >= 0)
    findings.add('grid-cover', file, `cell ${i}`, `a class below ${grid.classes.length} or 255`, cover[i]);
}
