/* Tiles carry what lies a little beyond their edges too: what is cut off here stands in the neighbour. Coordinates x and y in turn. */

/** A closed ring within a square from zero (Sutherland and Hodgman); empty where nothing is left. */
export function clipRing(ring: readonly number[], side: number): number[] {
  if (isInside(ring, side)) return [...ring];
  let open = ring.slice(0, -2);
  for (const axis of [0, 1] as const) {
    open = cut(open, axis, 0, 1);
    open = cut(open, axis, side, -1);
  }
  return open.length < 6 ? [] : [...open, open[0], open[1]];
}

const isInside = (line: readonly number[], side: number): boolean => line.every((value) => value >= 0 && value <= side);

/** Returns the part of an open ring that lies on one side of a line across an axis: `sign` times what is beyond it. */
function cut(ring: readonly number[], axis: 0 | 1, edge: number, sign: 1 | -1): number[] {
  const kept: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const before = i === 0 ? ring.length - 2 : i - 2;
    const from = sign * (ring[before + axis] - edge);
    const to = sign * (ring[i + axis] - edge);
    if (from >= 0 !== to >= 0) {
      const part = from / (from - to);
      const crossing = [
        ring[before] + part * (ring[i] - ring[before]),
        ring[before + 1] + part * (ring[i + 1] - ring[before + 1]),
      ];
      // To the last bit, so that the neighbour's piece runs along the same line.
      crossing[axis] = edge;
      kept.push(...crossing);
    }
    if (to >= 0) kept.push(ring[i], ring[i + 1]);
  }
  return kept;
}

/** The pieces of a line within a square from zero (Liang and Barsky, side by side). */
export function clipLine(line: readonly number[], side: number): number[][] {
  if (isInside(line, side)) return [[...line]];
  const pieces: number[][] = [];
  let piece: number[] = [];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x, y, toX, toY] = line.slice(i, i + 4);
    const span = spanInside(x, y, toX - x, toY - y, side);
    if (!span) continue;
    const [from, to] = span;
    if (piece.length === 0 || from > 0) {
      piece = [x + from * (toX - x), y + from * (toY - y)];
      pieces.push(piece);
    }
    piece.push(x + to * (toX - x), y + to * (toY - y));
    if (to < 1) piece = [];
  }
  return pieces.filter((one) => one.length > 2);
}

/** From which part of a way to which it runs inside; null where it does not. */
function spanInside(x: number, y: number, dx: number, dy: number, side: number): [from: number, to: number] | null {
  let from = 0;
  let to = 1;
  for (const [step, room] of [
    [-dx, x],
    [dx, side - x],
    [-dy, y],
    [dy, side - y],
  ]) {
    if (step === 0 && room < 0) return null;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to ? [from, to] : null;
}
