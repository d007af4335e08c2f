/** Row-major from the south-west; cell (column, row) covers west + column·cell … + cell, south + row·cell … + cell. */
export interface RasterPlace {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
}

/** A value at a place, straight between the middles of four cells; beyond the raster that of its edge. Two cells a side or more. */
export function rasterAt(place: RasterPlace, values: Float32Array, eastM: number, northM: number): number {
  const { westM, southM, cellM, columns, rows } = place;
  const u = Math.min(columns - 1, Math.max(0, (eastM - westM) / cellM - 0.5));
  const v = Math.min(rows - 1, Math.max(0, (northM - southM) / cellM - 0.5));
  const column = Math.min(columns - 2, Math.floor(u));
  const row = Math.min(rows - 2, Math.floor(v));
  const at = row * columns + column;
  const east = u - column;
  const north = v - row;
  const south = values[at] * (1 - east) + values[at + 1] * east;
  return south * (1 - north) + (values[at + columns] * (1 - east) + values[at + columns + 1] * east) * north;
}
