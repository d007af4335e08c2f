import { cellAt } from '../core/terrain.ts';
import type { GroundPlace } from './ground.ts';

/** Where a line passes between the middles of two neighbouring cells. */
export interface Face {
  face: 'east' | 'north';
  /** The one to the west or south of it; `step` cells on is the other. */
  cell: number;
  step: number;
  /** Height of the line there. */
  crestM: number;
  /** Along the line from its first point. */
  alongM: number;
  /** What of the line the face stands for. */
  lengthM: number;
}

/**
 * Parts of a cell by which a line is moved; one through middles of cells would else be to the left of a row and to the right of a column,
 * and leak.
 */
const NUDGE_EAST = 1e-6;
const NUDGE_NORTH = 0.618e-6;

/**
 * The faces that a line with heights runs over, in its order. A face belongs to it when the line crosses the way from middle to
 * middle of its two cells: whoever walks from cell to cell crosses a closed line somewhere, so no water slips through the steps of
 * a diagonal. The faces of a diagonal are longer than the line, by up to √2; `lengthM` shares the line out among them.
 */
export function facesUnder(ground: GroundPlace, line: readonly (readonly [number, number, number])[]): Face[] {
  const found = new Map<string, Face>();
  let beforeM = 0;
  for (let k = 1; k < line.length; k++) {
    const crossings = segmentFaces(ground, line[k - 1], line[k], beforeM);
    for (const face of crossings) {
      const key = `${face.face}${face.cell}`;
      const known = found.get(key);
      if (known) known.crestM = Math.max(known.crestM, face.crestM);
      else found.set(key, face);
    }
    beforeM += Math.hypot(line[k][0] - line[k - 1][0], line[k][1] - line[k - 1][1]);
  }
  const faces = [...found.values()].sort((a, b) => a.alongM - b.alongM);
  for (const [i, face] of faces.entries()) {
    const fromM = i > 0 ? (faces[i - 1].alongM + face.alongM) / 2 : 0;
    const toM = i + 1 < faces.length ? (faces[i + 1].alongM + face.alongM) / 2 : beforeM;
    face.lengthM = toM - fromM;
  }
  return faces;
}

function segmentFaces(
  { terrain, westM, southM }: GroundPlace,
  [eastA, northA, crestA]: readonly [number, number, number],
  [eastB, northB, crestB]: readonly [number, number, number],
  beforeM: number,
): Face[] {
  const { cellM, columns, rows, stride } = terrain;
  const column = (eastM: number) => (eastM - westM) / cellM - 0.5 + NUDGE_EAST;
  const row = (northM: number) => (northM - southM) / cellM - 0.5 + NUDGE_NORTH;
  const xA = column(eastA);
  const yA = row(northA);
  const xB = column(eastB);
  const yB = row(northB);
  const lengthM = Math.hypot(eastB - eastA, northB - northA);
  const faces: Face[] = [];
  const add = (face: 'east' | 'north', cell: number, part: number) =>
    faces.push({
      face,
      cell,
      step: face === 'east' ? 1 : stride,
      crestM: crestA + part * (crestB - crestA),
      alongM: beforeM + part * lengthM,
      lengthM: 0,
    });
  for (let y = Math.max(0, Math.ceil(Math.min(yA, yB))); y < Math.max(yA, yB) && y < rows; y++) {
    const part = (y - yA) / (yB - yA);
    const x = Math.floor(xA + part * (xB - xA));
    if (x >= 0 && x + 1 < columns) add('east', cellAt(terrain, x, y), part);
  }
  for (let x = Math.max(0, Math.ceil(Math.min(xA, xB))); x < Math.max(xA, xB) && x < columns; x++) {
    const part = (x - xA) / (xB - xA);
    const y = Math.floor(yA + part * (yB - yA));
    if (y >= 0 && y + 1 < rows) add('north', cellAt(terrain, x, y), part);
  }
  return faces.sort((a, b) => a.alongM - b.alongM);
}

/** Cells that a line runs through, with the length of it in each; a line of no length is in one. */
export function cellsUnder(
  { terrain, westM, southM }: GroundPlace,
  from: readonly [number, number],
  to: readonly [number, number],
): { cell: number; lengthM: number }[] {
  const { cellM, columns, rows, blocked } = terrain;
  const xA = (from[0] - westM) / cellM;
  const yA = (from[1] - southM) / cellM;
  const xB = (to[0] - westM) / cellM;
  const yB = (to[1] - southM) / cellM;
  const cuts = [0, 1, ...wholeBetween(xA, xB), ...wholeBetween(yA, yB)].sort((a, b) => a - b);
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const cells: { cell: number; lengthM: number }[] = [];
  for (let k = 1; k < cuts.length; k++) {
    if (cuts[k] === cuts[k - 1]) continue;
    const middle = (cuts[k] + cuts[k - 1]) / 2;
    const column = Math.floor(xA + middle * (xB - xA));
    const row = Math.floor(yA + middle * (yB - yA));
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
    const cell = cellAt(terrain, column, row);
    if (blocked[cell] === 0) cells.push({ cell, lengthM: lengthM > 0 ? (cuts[k] - cuts[k - 1]) * lengthM : cellM });
  }
  return cells;
}

/** Parts of the way from a to b at which whole numbers lie. */
function wholeBetween(a: number, b: number): number[] {
  const parts: number[] = [];
  for (let n = Math.floor(Math.min(a, b)) + 1; n < Math.max(a, b); n++) parts.push((n - a) / (b - a));
  return parts;
}
