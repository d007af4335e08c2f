import { type Grid, parseGrid } from '../../model/city/grid.ts';
import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import type { SurfaceId } from '../../model/questions/outdoor-heat.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { HeatScene } from './heat-scene.ts';
import { surfaceNumber, surfaceOfClass } from './surfaces.ts';

/** What a city says of its ground: a raster of classes, or areas of layers, a layer after the other. */
export type GroundCover =
  | { kind: 'grid'; grid: Grid; bytes: Uint8Array }
  | { kind: 'layers'; areas: readonly { surface: number; cornersM: Float64Array }[] };

/** Surfaces of areas by the group of their layer, in the order in which they are drawn: streets lie over water on bridges. */
const GROUP_SURFACES: readonly (readonly [group: LayerInfo['group'], surface: SurfaceId])[] = [
  ['green', 'grass'],
  ['water', 'water'],
  ['road', 'asphalt'],
];
/** Numbers of a triangle: three corners of east and north. */
const TRIANGLE = 6;

/** Reads the city's raster of land cover, else the areas of its green, water and roads; null: it has neither. */
export async function readGroundCover(files: CityFiles): Promise<GroundCover | null> {
  const { grids, layers } = files.manifest;
  const grid = grids === null ? null : parseGrid(await files.readJson(grids), grids);
  if (grids !== null && grid?.landCover)
    return { kind: 'grid', grid, bytes: await files.read(grids.replace(/[^/]*$/, grid.landCover.file)) };
  const areas: { surface: number; cornersM: Float64Array }[] = [];
  for (const [group, surface] of GROUP_SURFACES)
    for (const layer of layers) {
      if (layer.group !== group || layer.state !== 'existing' || !isAreaLayer(layer)) continue;
      areas.push({ surface: surfaceNumber(surface), cornersM: await cornersOf(files, layer) });
    }
  return areas.length === 0 ? null : { kind: 'layers', areas };
}

async function cornersOf(files: CityFiles, layer: LayerInfo): Promise<Float64Array> {
  const areas = await openAreas(layer, (path) => files.read(path));
  const corners: number[] = [];
  for (let row = 0; row < layer.count; row++)
    for (const triangle of areas.triangles(row)) for (const [x, y] of triangle) corners.push(x, y);
  return Float64Array.from(corners);
}

/** Puts a city's cover on a scene; tells which cells have one. */
export function addCover(scene: HeatScene, cover: GroundCover | null): Uint8Array {
  const isKnown = new Uint8Array(scene.columns * scene.rows);
  if (cover?.kind === 'grid') addClasses(scene, cover.grid, cover.bytes, isKnown);
  else if (cover) for (const { surface, cornersM } of cover.areas) addTriangles(scene, cornersM, surface, isKnown);
  return isKnown;
}

function addClasses(scene: HeatScene, grid: Grid, bytes: Uint8Array, isKnown: Uint8Array): void {
  const { westM, southM, cellM, columns, rows, surface } = scene;
  const byClass = grid.classes.map((one) => surfaceNumber(surfaceOfClass(one)));
  for (let row = 0; row < rows; row++) {
    const from = Math.floor((southM + (row + 0.5) * cellM - grid.southM) / grid.cellM);
    if (from < 0 || from >= grid.rows) continue;
    for (let column = 0; column < columns; column++) {
      const at = Math.floor((westM + (column + 0.5) * cellM - grid.westM) / grid.cellM);
      const number = at >= 0 && at < grid.columns ? byClass[bytes[from * grid.columns + at]] : undefined;
      if (number === undefined) continue;
      surface[row * columns + column] = number;
      isKnown[row * columns + column] = 1;
    }
  }
}

/** Cells whose middle lies in a triangle. */
function addTriangles(scene: HeatScene, cornersM: Float64Array, number: number, isKnown: Uint8Array): void {
  const { westM, southM, cellM, columns, rows, surface } = scene;
  for (let k = 0; k < cornersM.length; k += TRIANGLE) {
    const [ax, ay, bx, by, cx, cy] = cornersM.subarray(k, k + TRIANGLE);
    const toColumn = Math.min(columns - 1, Math.floor((Math.max(ax, bx, cx) - westM) / cellM));
    const toRow = Math.min(rows - 1, Math.floor((Math.max(ay, by, cy) - southM) / cellM));
    const fromColumn = Math.max(0, Math.floor((Math.min(ax, bx, cx) - westM) / cellM));
    for (let row = Math.max(0, Math.floor((Math.min(ay, by, cy) - southM) / cellM)); row <= toRow; row++)
      for (let column = fromColumn; column <= toColumn; column++) {
        const x = westM + (column + 0.5) * cellM;
        const y = southM + (row + 0.5) * cellM;
        const one = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        const two = (cx - bx) * (y - by) - (cy - by) * (x - bx);
        const three = (ax - cx) * (y - cy) - (ay - cy) * (x - cx);
        const isIn = (one >= 0 && two >= 0 && three >= 0) || (one <= 0 && two <= 0 && three <= 0);
        if (!isIn) continue;
        surface[row * columns + column] = number;
        isKnown[row * columns + column] = 1;
      }
  }
}
