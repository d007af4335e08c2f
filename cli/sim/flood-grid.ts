import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import { heightUnitM, planeUnitM } from '../../model/geo/height-unit.ts';
import { caseMessage } from '../../model/text/case-messages.ts';
import { southUp } from '../../readers/esri-grid/esri-grid.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { type DemTile, readDem } from '../../tiles/read/dem.ts';
import { cliMessage } from '../messages.ts';
import { whileReading } from '../reader-watch.ts';

/** A frame of metres that lies nowhere: the reader asks for a system. */
const NOWHERE = '+proj=tmerc +lat_0=0 +lon_0=0 +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs';

/** Reads, and remembers what was read. */
export class Files {
  private readonly sum = createHash('sha256');

  bytes(path: string): Buffer {
    if (!existsSync(path)) throw new ScenarioError(caseMessage('file-missing', { file: basename(path), path }));
    const bytes = readFileSync(path);
    this.sum.update(`${basename(path)} ${bytes.length}\n`).update(bytes);
    return bytes;
  }

  text(path: string): string {
    return this.bytes(path).toString('utf8');
  }

  hash(): string {
    return this.sum.digest('hex');
  }
}

/** A DEM turned over: row-major from the south-west. */
export interface SouthUp {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  crs: DemTile['crs'] | null;
  values: Float32Array;
  /** Values that no elevation has, which are NaN among `values`, by their place there: the first of them. */
  beyond: Map<number, number>;
}

/** A scenario may come from anybody: what it names lies beside it, and no other file of whoever plays it is read, or told of in an error. */
export function siblingPath(folder: string, name: string): string {
  const path = resolve(folder, name);
  const way = relative(resolve(folder), path);
  if (way.startsWith('..') || isAbsolute(way) || isAbsolute(name))
    throw new ScenarioError(cliMessage('file-outside', { place: 'file', got: name }));
  return path;
}

/**
 * Reads a grid of a case. `wanted` is the unit of its values, as UCUM writes it, into which those of the file come; null for coefficients, whose
 * units have no one name.
 */
export async function readGrid(
  name: string,
  crs: string | undefined,
  files: Files,
  folder: string,
  wanted: string | null = 'm',
): Promise<SouthUp> {
  const path = siblingPath(folder, name);
  files.bytes(path);
  const assumedCrs = /\.(asc|txt)$/i.test(name) ? NOWHERE : undefined;
  const beside = new Set<string>();
  const onSibling = (sibling: string): void => void beside.add(sibling);
  const tile = await whileReading(path, () => readDem(path, { crs, assumedCrs, wanted, onSibling }));
  // What they say, as the system, is of the case as the grid is.
  for (const sibling of beside) files.bytes(sibling);
  const { columns, rows, stepX, stepY, x0, y0 } = tile;
  if (tile.crs.geographic) throw new ScenarioError(cliMessage('grid-degrees', { file: name, crs: tile.crs.name }));
  const unitM = heightUnitM(tile.crs, planeUnitM(tile.crs, x0, y0));
  if (unitM !== 1) throw new ScenarioError(cliMessage('grid-feet', { file: name, crs: tile.crs.name, unitM }));
  if (Math.abs(stepX - stepY) > 1e-6 * stepX)
    throw new ScenarioError(cliMessage('grid-oblong', { file: name, stepX, stepY }));
  const values = southUp(tile.elevationM, columns, rows);
  const southM = y0 - (rows - 0.5) * stepY;
  return {
    columns,
    rows,
    cellM: stepX,
    westM: x0 - stepX / 2,
    southM,
    values,
    beyond: new Map(
      [...tile.beyond].map(([i, value]) => [(rows - 1 - Math.floor(i / columns)) * columns + (i % columns), value]),
    ),
    crs: tile.crs.name === NOWHERE ? null : tile.crs,
  };
}
