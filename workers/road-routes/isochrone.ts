import type { RasterPlace } from '../../model/city/raster.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { RoadGraph } from '../shared/road-graph.ts';
import type { VehicleRouter } from '../shared/router.ts';
import type { WayPlace } from '../shared/way-index.ts';

/** Cells of the area around roads, m; how far from the road a place belongs to it; points of a road so far apart. */
const CELL_M = 20;
const BESIDE_M = 100;
const STEP_M = 8;

/** Cells that no road passes near. */
export const NO_ROAD = 255;

/** How long a vehicle takes to the nearest road of each cell. */
export interface ReachRaster extends RasterPlace {
  /** Index of the first limit that is kept; `limits.length`: later than all of them, or never; NO_ROAD. */
  classes: Uint8Array<ArrayBuffer>;
}

/** When a point of a segment, at a share of its length, is reached from a place, whose own segment counts both ways. */
function reachedMs(router: VehicleRouter, entries: Int32Array, from: WayPlace, segment: number, share: number): number {
  let ms = NO_WAY_MS;
  for (const [node, part] of [
    [2 * segment, share],
    [2 * segment + 1, 1 - share],
  ]) {
    const travel = router.travelMs(node);
    if (travel >= NO_WAY_MS) continue;
    if (entries[node] < NO_WAY_MS) ms = Math.min(ms, entries[node] + travel * part);
    const ahead = (node & 1) === 0 ? share - from.share : from.share - share;
    if (segment === from.segment && ahead >= 0) ms = Math.min(ms, travel * ahead);
  }
  return ms;
}

/** Cells about a network that lie beside a road. */
function reachPlace({ network }: RoadGraph): RasterPlace {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of network.segments)
    for (const [x, y] of points) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  const westM = Math.floor((box[0] - BESIDE_M) / CELL_M) * CELL_M;
  const southM = Math.floor((box[1] - BESIDE_M) / CELL_M) * CELL_M;
  return {
    westM,
    southM,
    cellM: CELL_M,
    columns: Math.max(2, Math.ceil((box[2] + BESIDE_M - westM) / CELL_M)),
    rows: Math.max(2, Math.ceil((box[3] + BESIDE_M - southM) / CELL_M)),
  };
}

/** For each cell within 100 m of a road the segment that is nearest to its middle, and where along it; from points 8 m apart. */
export interface NearestRoads extends RasterPlace {
  /** −1: none. */
  segment: Int32Array;
  share: Float32Array;
}

/** Which road each cell beside one belongs to: whoever lives there waits at that road, open or closed. */
export function nearestRoads(graph: RoadGraph): NearestRoads {
  const place = reachPlace(graph);
  const { westM, southM, columns, rows } = place;
  const squareM2 = new Float32Array(columns * rows).fill(BESIDE_M * BESIDE_M);
  const segment = new Int32Array(columns * rows).fill(-1);
  const share = new Float32Array(columns * rows);
  for (const [i, { points }] of graph.network.segments.entries()) {
    const lengthM = graph.lengthM[i];
    let passedM = 0;
    for (let k = 1; k < points.length; k++) {
      const [ax, ay] = points[k - 1];
      const [bx, by] = points[k];
      const pieceM = Math.hypot(bx - ax, by - ay);
      const steps = Math.max(1, Math.ceil(pieceM / STEP_M));
      for (let step = 0; step <= steps; step++) {
        const t = step / steps;
        const x = ax + t * (bx - ax);
        const y = ay + t * (by - ay);
        const along = lengthM > 0 ? Math.min(1, (passedM + t * pieceM) / lengthM) : 0;
        const lastRow = Math.min(rows - 1, Math.floor((y + BESIDE_M - southM) / CELL_M));
        const lastColumn = Math.min(columns - 1, Math.floor((x + BESIDE_M - westM) / CELL_M));
        for (let row = Math.max(0, Math.floor((y - BESIDE_M - southM) / CELL_M)); row <= lastRow; row++)
          for (let column = Math.max(0, Math.floor((x - BESIDE_M - westM) / CELL_M)); column <= lastColumn; column++) {
            const dx = westM + (column + 0.5) * CELL_M - x;
            const dy = southM + (row + 0.5) * CELL_M - y;
            const cell = row * columns + column;
            if (dx * dx + dy * dy >= squareM2[cell]) continue;
            squareM2[cell] = dx * dx + dy * dy;
            segment[cell] = i;
            share[cell] = along;
          }
      }
      passedM += pieceM;
    }
  }
  return { ...place, segment, share };
}

/** Classes of cells by the first limit within which the vehicle comes to their road. */
export function reachRaster(
  { segment, share, ...place }: NearestRoads,
  router: VehicleRouter,
  from: WayPlace,
  limitsMs: readonly number[],
): ReachRaster {
  const entries = router.entries(from);
  const classes = new Uint8Array(segment.length).fill(NO_ROAD);
  for (let cell = 0; cell < segment.length; cell++) {
    if (segment[cell] < 0) continue;
    const ms = reachedMs(router, entries, from, segment[cell], share[cell]);
    const limit = limitsMs.findIndex((each) => ms <= each);
    classes[cell] = limit < 0 ? limitsMs.length : limit;
  }
  return { ...place, classes };
}

/** Class of the cell that holds a point. */
export function classAt(
  { westM, southM, cellM, columns, rows, classes }: ReachRaster,
  [x, y]: readonly [number, number],
): number {
  const column = Math.floor((x - westM) / cellM);
  const row = Math.floor((y - southM) / cellM);
  return column >= 0 && row >= 0 && column < columns && row < rows ? classes[row * columns + column] : NO_ROAD;
}
