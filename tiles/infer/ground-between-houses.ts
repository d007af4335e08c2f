import Flatbush from 'flatbush';
import type { Walkable } from '../../model/city/grid.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { hullOf, isInRing, isSimple, passesLevel, ringsOverlap, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { subtractRing } from '../../model/geo/plane/subtract-ring.ts';
import type { LayerInput } from '../model.ts';
import { partsOf } from './area-rings.ts';
import type { HouseWalls } from './house-walls.ts';
import { type Egress, GROUND, OFF_WALL_M, opening, place } from './joined-streets.ts';

/** What was inferred, and of how much it is told that it is doubtful. */
interface InferredOpenGround {
  walkable: Walkable;
  squares: number;
  houses: number;
  leftOut: number;
}

/** Squares that the ground is laid in, so that a box on the map cuts it near its edge. */
const SQUARE_M = 100;
/** Ground farther from every house is country. */
const REACH_M = 50;
/** A town of more houses has streets that somebody has drawn. */
const MAX_HOUSES = 20_000;
/** A piece between walls smaller than this leads nowhere. */
const MIN_PIECE_M2 = 10;
/** Narrower gaps between houses are not gone through. */
const MIN_GAP_M = 1;
/** Outlines that touch a square in a corner are grown by so much more and tried again. */
const HAIRS_M = [0, 0.013, 0.029, 0.047];
/** A place clearly on one side of a square's edge. */
const BESIDE_M = 0.05;

/**
 * Walking ground of a city without road lines: all that lies between its houses and waters, in squares joined by doors. Houses that touch
 * are one block, as its convex hull: courts and yards behind are not in it, fences and gardens are not known. Null without houses.
 */
export function groundBetweenHouses(
  layers: readonly LayerInput[],
  origin: LonLat,
  walls: HouseWalls,
): InferredOpenGround | null {
  // Outlines of a large city are not drawn for nothing.
  const houses = layers
    .filter(({ kind, state }) => kind === 'building' && state === 'existing')
    .reduce((sum, { features }) => sum + features.count, 0);
  if (houses > MAX_HOUSES) return null;
  const { rings } = walls;
  if (rings.length === 0 || rings.length > MAX_HOUSES) return null;
  const waters = layers
    .filter(({ kind, state }) => kind === 'water' && state === 'existing')
    .flatMap((layer) => [...partsOf(layer, origin)].map((part) => part.rings[0]));
  const blocks = blocksOf([...rings, ...waters].filter((ring) => ring.length >= 3));
  const near = nearOf(blocks);
  const out: Egress = { areas: [], doors: [], stairs: [] };
  const laid = new Map<string, Piece[]>();
  let leftOut = 0;
  const squares = squaresNear(rings);
  const nameOf = namesFrom(Math.min(...squares.map(([column]) => column)), squares[0][1]);
  for (const [column, row] of squares) {
    const pieces = piecesOf(squareAt(column, row), near);
    if (!pieces) leftOut++;
    else if (pieces.length > 0) laid.set(`${column},${row}`, pieces);
  }
  for (const [key, pieces] of laid)
    for (const [nth, piece] of pieces.entries()) {
      piece.id = `gr-${key.replace(',', '-')}-${nth + 1}`;
      const { id, outer, holes } = piece;
      out.areas.push({
        id,
        level: GROUND,
        kind: 'plaza',
        outer: outer.map(place),
        holes: holes.map((hole) => [...hole].reverse().map(place)),
      });
    }
  for (const [key, pieces] of laid) {
    const [column, row] = key.split(',').map(Number);
    const x = (column + 1) * SQUARE_M;
    const y = (row + 1) * SQUARE_M;
    const here = nameOf(column, row);
    const east = [here, nameOf(column + 1, row)] as const;
    const north = [here, nameOf(column, row + 1)] as const;
    joinAcross(pieces, laid.get(`${column + 1},${row}`), [x, y - SQUARE_M], [x, y], east, near, out);
    joinAcross(pieces, laid.get(`${column},${row + 1}`), [x - SQUARE_M, y], [x, y], north, near, out);
  }
  if (out.doors.length === 0) return null;
  const levels: Walkable['levels'] = [{ id: GROUND, label: { zh: '地面', en: 'Ground' }, elevationM: null }];
  return { walkable: { format: 1, levels, ...out }, squares: laid.size, houses: rings.length, leftOut };
}

interface Piece {
  id: string;
  outer: Point[];
  holes: Point[][];
}

type Near = (box: BoundsXY) => Point[][];

function nearOf(blocks: readonly Point[][]): Near {
  const search = searchOf(blocks);
  return (box) => search(box).map((i) => blocks[i]);
}

function searchOf(blocks: readonly Point[][]): (box: BoundsXY) => number[] {
  const index = new Flatbush(blocks.length);
  for (const block of blocks) {
    const { minX, minY, maxX, maxY } = boundsOf(block);
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return ({ minX, minY, maxX, maxY }) => index.search(minX, minY, maxX, maxY).sort((a, b) => a - b);
}

/** Hulls of what touches, again and again until none of them overlap. */
function blocksOf(rings: readonly (readonly Point[])[]): Point[][] {
  let blocks = rings.map((ring) => grown(hullOf([...ring]), OFF_WALL_M));
  for (;;) {
    const search = searchOf(blocks);
    const above = blocks.map((_, i) => i);
    const headOf = (i: number): number => {
      let head = i;
      while (above[head] !== head) head = above[head];
      return head;
    };
    for (const [i, block] of blocks.entries())
      for (const k of search(boundsOf(block)))
        if (k > i && headOf(i) !== headOf(k) && ringsOverlap(block, blocks[k])) above[headOf(k)] = headOf(i);
    const clusters = new Map<number, Point[][]>();
    for (const [i, block] of blocks.entries()) {
      const head = headOf(i);
      const cluster = clusters.get(head);
      if (cluster) cluster.push(block);
      else clusters.set(head, [block]);
    }
    if (clusters.size === blocks.length) return blocks;
    blocks = [...clusters.values()].map((cluster) => (cluster.length === 1 ? cluster[0] : hullOf(cluster.flat())));
  }
}

/** A convex ring that lies around another, by this much or a little more. */
function grown(ring: readonly Point[], byM: number): Point[] {
  return hullOf(
    ring.flatMap(([x, y]): Point[] => [
      [x - byM, y - byM],
      [x + byM, y - byM],
      [x + byM, y + byM],
      [x - byM, y + byM],
    ]),
  );
}

/** Squares in which, or near which, a house stands, from south to north. */
function squaresNear(rings: readonly (readonly Point[])[]): [column: number, row: number][] {
  const keys = new Map<string, [number, number]>();
  for (const ring of rings) {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    for (let row = Math.floor((minY - REACH_M) / SQUARE_M); row <= Math.floor((maxY + REACH_M) / SQUARE_M); row++)
      for (
        let column = Math.floor((minX - REACH_M) / SQUARE_M);
        column <= Math.floor((maxX + REACH_M) / SQUARE_M);
        column++
      )
        keys.set(`${column},${row}`, [column, row]);
  }
  return [...keys.values()].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

/** As maps name their squares: letters from the west, numbers from the south. */
function namesFrom(firstColumn: number, firstRow: number): (column: number, row: number) => string {
  const letters = (n: number): string =>
    (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));
  return (column, row) => `${letters(column - firstColumn)}${row - firstRow + 1}`;
}

function squareAt(column: number, row: number): Point[] {
  const x = column * SQUARE_M;
  const y = row * SQUARE_M;
  return [
    [x, y],
    [x + SQUARE_M, y],
    [x + SQUARE_M, y + SQUARE_M],
    [x, y + SQUARE_M],
  ];
}

/** A square less the blocks in it; null where outlines tangle. */
function piecesOf(square: Point[], near: Near): Piece[] | null {
  let pieces: Piece[] = [{ id: '', outer: square, holes: [] }];
  for (const block of near(boundsOf(square))) {
    const next: Piece[] = [];
    for (const piece of pieces) {
      const left = lessBlock(piece.outer, block);
      if (!left) return null;
      if (left === 'hole') next.push({ ...piece, holes: [...piece.holes, block] });
      else
        for (const outer of left)
          if (signedAreaM2(outer) > MIN_PIECE_M2 && isSimple(outer))
            next.push({ id: '', outer, holes: piece.holes.filter((hole) => isInRing(outer, ...hole[0])) });
    }
    pieces = next;
  }
  return pieces;
}

function lessBlock(outer: Point[], block: Point[]): Point[][] | 'hole' | null {
  for (const hairM of HAIRS_M) {
    const left = subtractRing(outer, hairM === 0 ? block : grown(block, hairM));
    if (left) return left.kind === 'hole' ? 'hole' : left.rings;
  }
  return null;
}

/** A door in every free part of the edge between two squares, wherever there is ground on either side. */
function joinAcross(
  pieces: readonly Piece[],
  others: readonly Piece[] | undefined,
  a: Point,
  b: Point,
  names: readonly [string, string],
  near: Near,
  out: Egress,
): void {
  if (!others) return;
  const isUp = a[0] === b[0];
  const along = (p: Point): number => (isUp ? p[1] - a[1] : p[0] - a[0]);
  const box = {
    minX: Math.min(a[0], b[0]),
    minY: Math.min(a[1], b[1]),
    maxX: Math.max(a[0], b[0]),
    maxY: Math.max(a[1], b[1]),
  };
  const shut = near(box)
    .flatMap((block) => {
      const on = crossingsOf(block, isUp ? 0 : 1, isUp ? a[0] : a[1]).map(along);
      return on.length < 2 ? [] : [[Math.min(...on), Math.max(...on)] as const];
    })
    .sort((one, other) => one[0] - other[0]);
  // Houses part an edge into several doors: the second and later ones have a number, so that no two exits have one name.
  let doors = 0;
  let from = 0;
  for (const [start, end] of [...shut, [SQUARE_M, SQUARE_M] as const]) {
    if (Math.min(start, SQUARE_M) - from >= MIN_GAP_M) addDoor(from, Math.min(start, SQUARE_M));
    from = Math.max(from, end);
  }
  function addDoor(startM: number, endM: number): void {
    const at = (m: number, byM = 0): Point => (isUp ? [a[0] + byM, a[1] + m] : [a[0] + m, a[1] + byM]);
    const middle = (startM + endM) / 2;
    const one = pieces.find(({ outer }) => isInRing(outer, ...at(middle, -BESIDE_M)));
    const other = others?.find(({ outer }) => isInRing(outer, ...at(middle, BESIDE_M)));
    if (!one || !other) return;
    const id = `${one.id}--${other.id}-${Math.round(startM)}`;
    doors += 1;
    const between = `${names[0]}–${names[1]}${doors > 1 ? ` · ${doors}` : ''}`;
    const label = { zh: `方格 ${between}`, en: `Squares ${between}` };
    out.doors.push({ ...opening(id, one.id, other.id, [at(startM), at(endM)]), label });
  }
}

/** Where a ring crosses a line along one axis. */
function crossingsOf(ring: readonly Point[], axis: 0 | 1, at: number): Point[] {
  return ring.flatMap((p, i): Point[] => {
    const q = ring[(i + 1) % ring.length];
    if (!passesLevel(p[axis], q[axis], at)) return [];
    const t = (at - p[axis]) / (q[axis] - p[axis]);
    return [[p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]];
  });
}
