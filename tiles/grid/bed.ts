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
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let j = row * points; j < (row + 1) * points; j++) {
        const from = along.node[j] * wide;
        const fv = along.share[j];
        for (let i = column * points; i < (column + 1) * points; i++) {
          const at = from + across.node[i];
          const fu = across.share[i];
          const south = z[at] + (z[at + 1] - z[at]) * fu;
          const north = z[at + wide] + (z[at + wide + 1] - z[at + wide]) * fu;
          sum += south + (north - south) * fv;
        }
      }
      bed[row * columns + column] = Math.round((sum / points ** 2) * STEPS_PER_M) / STEPS_PER_M;
    }
  return bed;
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
