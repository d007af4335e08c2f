/** Steps by which two tiles may round one crossing of their edge apart from each other. */
const ROUNDED_STEPS = 1.5;

/** Where a piece begins or ends on an edge of tiles. */
interface BorderEnd {
  line: number;
  /** Along the edge. */
  at: number;
}

/**
 * Pieces of one feature's lines out of tiles that lie side by side, x and y in turn, as the lines that they were: where one ends on a
 * tile's edge and just one begins there, they go on as one, so that a street keeps its direction. A crossing stays as a point of the line.
 * Where more than two meet within what tiles round to, the pieces stay. `side`: of a tile.
 */
export function joinLines(lines: readonly (readonly number[])[], side: number): number[][] {
  const starts = borderEnds(lines, side, (line) => [line[0], line[1]]);
  const ends = borderEnds(lines, side, (line) => [line[line.length - 2], line[line.length - 1]]);
  const next = new Map<number, number>();
  const follows = new Set<number>();
  for (const [border, here] of ends)
    for (const end of here) {
      const start = onlyOneNear(starts.get(border) ?? [], end);
      if (!start || follows.has(start.line) || next.has(end.line)) continue;
      if (onlyOneNear(here, start)?.line !== end.line) continue;
      next.set(end.line, start.line);
      follows.add(start.line);
    }
  return chains(lines.length, next, follows).map((chain) => strung(chain.map((index) => lines[index])));
}

function borderEnds(
  lines: readonly (readonly number[])[],
  side: number,
  endOf: (line: readonly number[]) => readonly [x: number, y: number],
): Map<string, BorderEnd[]> {
  const borders = new Map<string, BorderEnd[]>();
  for (const [line, points] of lines.entries()) {
    const end = endOf(points);
    for (const axis of [0, 1] as const) {
      if (end[axis] % side !== 0) continue;
      const name = `${axis} ${end[axis]}`;
      const here = borders.get(name) ?? [];
      borders.set(name, here);
      here.push({ line, at: end[1 - axis] });
    }
  }
  return borders;
}

/** The one other line with an end near this one; null where there is none, or more than one. */
function onlyOneNear(among: readonly BorderEnd[], to: BorderEnd): BorderEnd | null {
  const near = among.filter(({ line, at }) => line !== to.line && Math.abs(at - to.at) <= ROUNDED_STEPS);
  return near.length === 1 ? near[0] : null;
}

/** Numbers of lines in the order in which they go on; a closed chain begins with its lowest. */
function chains(count: number, next: ReadonlyMap<number, number>, follows: ReadonlySet<number>): number[][] {
  const found: number[][] = [];
  const isTaken = new Set<number>();
  const all = Array.from({ length: count }, (_, line) => line);
  for (const first of [...all.filter((line) => !follows.has(line)), ...all]) {
    const chain: number[] = [];
    for (let line: number | undefined = first; line !== undefined && !isTaken.has(line); line = next.get(line)) {
      isTaken.add(line);
      chain.push(line);
    }
    if (chain.length > 0) found.push(chain);
  }
  return found;
}

/** The crossing is the one that the earlier piece has; the last piece of a closed chain ends where the first began. */
function strung([first, ...others]: readonly (readonly number[])[]): number[] {
  return [...first, ...others.flatMap((line) => line.slice(2))];
}
