import type { ElevationRaster } from '../model.ts';

/** Cells of a worker's raster in the city's plane: cell (column, row) covers west + column·cell … + cell from the south-west. */
export interface GridFrame {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
}

/** Whole steps of 2 mm: finer digits are noise that no compression removes. */
const STEPS_PER_M = 512;

/**
 * Mean bare-ground elevation of each cell: of n × n points, n so that none of the raster's nodes is passed over. The
 * mean keeps the storage of a basin right; a wall narrower than a cell loses height in it and is a scenario's edge, not
 * this raster's.
 */
export function bedElevation(frame: GridFrame, raster: ElevationRaster): Float32Array {
  const { columns, rows, cellM, westM, southM } = frame;
  const { elevationM: z, columns: wide, rows: high } = raster;
  const points = Math.min(Math.max(Math.ceil(cellM / raster.cellM), 1), 16);
  const across = nodesAlong(columns, points, cellM, westM - raster.westM, raster.cellM, wide);
  const along = nodesAlong(rows, points, cellM, southM - raster.southM, raster.cellM, high);
  const bed = new Float32Array(columns * rows);
  /** The mean of the raster over the lines of a row of cells, node by node. */
  const level = new Float64Array(wide);
  const scale = STEPS_PER_M / points ** 2;
  for (let row = 0; row < rows; row++) {
    level.fill(0);
    for (let j = row * points; j < (row + 1) * points; j++) addBetween(level, z, along.node[j] * wide, along.share[j]);
    for (let column = 0, i = 0; column < columns; column++) {
      let sum = 0;
      for (const end = i + points; i < end; i++) {
        const node = across.node[i];
        sum += level[node] + (level[node + 1] - level[node]) * across.share[i];
      }
      bed[row * columns + column] = Math.round(sum * scale) / STEPS_PER_M;
    }
  }
  return bed;
}

/** Adds to each node what lies between its row of the raster, which begins at a place, and the next. */
function addBetween(level: Float64Array, z: Float32Array, from: number, share: number): void {
  const wide = level.length;
  for (let node = 0; node < wide; node++) {
    const south = z[from + node];
    level[node] += south + (z[from + wide + node] - south) * share;
  }
}

/** The raster's node before each point along one axis, and how far the point is on to the next; the edge holds outside. */
function nodesAlong(cells: number, points: number, cellM: number, offsetM: number, nodeM: number, nodes: number) {
  const node = new Uint32Array(cells * points);
  const share = new Float64Array(cells * points);
  for (let k = 0; k < node.length; k++) {
    const place = Math.min(Math.max((offsetM + ((k + 0.5) / points) * cellM) / nodeM, 0), nodes - 1);
    node[k] = Math.min(Math.floor(place), nodes - 2);
    share[k] = place - node[k];
  }
  return { node, share };
}
