import { boundaryInBox } from '../../model/geo/plane/area-in-box.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import { lineInBox } from '../../model/geo/plane/box-edges.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { crossesRay } from '../../model/geo/plane/ring.ts';
import type { Member, Way } from './osm-model.ts';

/** How the ways of a relation join to areas, and what is left of an area at the edge of a file that was cut by a box. */

const isWay = ({ type }: Member): boolean => type === 'way';
const isInner = ({ type, role }: Member): boolean => type === 'way' && role === 'inner';
export const isOuter = ({ type, role }: Member): boolean => type === 'way' && role !== 'inner';

/** Places of a file's nodes by their numbers. */
export interface NodePlaces {
  placeOf(ref: number): Point | null;
}

/** Outer rings with the inner rings that lie in them; words where the members do not close. */
export function partsOfRelation(
  members: readonly Member[],
  ways: ReadonlyMap<number, Way>,
  nodes: NodePlaces,
): number[][][] | string {
  if (members.filter(isWay).some(({ ref }) => !ways.has(ref)))
    return 'expected all member ways in the file, got some missing';
  const rings = (isWanted: (member: Member) => boolean) =>
    chainsOf(members.filter(isWanted).map(({ ref }) => ways.get(ref)?.refs ?? []));
  const outers = rings(isOuter);
  const inners = rings(isInner);
  if (![...outers, ...inners].every(isClosed)) return 'expected members that join to closed rings, got open ends';
  if (outers.length === 0) return 'expected an outer ring, got none';
  const parts = outers.map((outer) => [outer]);
  for (const inner of inners) {
    const home = outers.findIndex((outer) => holds(outer, inner[0], nodes));
    parts[Math.max(0, home)].push(inner);
  }
  return parts;
}

const isClosed = (refs: readonly number[]): boolean => refs.length > 0 && refs[0] === refs[refs.length - 1];

/** Joins ways end to end, each until it closes or nothing follows on either end. */
function chainsOf(pieces: readonly (readonly number[])[]): number[][] {
  const left = pieces.filter(({ length }) => length > 0).map((refs) => [...refs]);
  const chains: number[][] = [];
  for (let chain = left.shift(); chain; chain = left.shift()) {
    let isTurned = false;
    while (!isClosed(chain)) {
      const end: number = chain[chain.length - 1];
      const next = left.findIndex((refs) => refs[0] === end || refs[refs.length - 1] === end);
      if (next >= 0) {
        const [refs] = left.splice(next, 1);
        if (refs[0] !== end) refs.reverse();
        chain.push(...refs.slice(1));
      } else if (isTurned) break;
      else {
        isTurned = true;
        chain.reverse();
      }
    }
    if (isTurned) chain.reverse();
    chains.push(chain);
  }
  return chains;
}

/** Is the node inside the ring? By crossings of a ray. */
function holds(ring: readonly number[], node: number, nodes: NodePlaces): boolean {
  const at = (ref: number): Point => nodes.placeOf(ref) ?? [Number.NaN, Number.NaN];
  const [x, y] = at(node);
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = at(ring[i - 1]);
    const [bx, by] = at(ring[i]);
    if (crossesRay(ax, ay, bx, by, x, y)) inside = !inside;
  }
  return inside;
}

/** Tells what is known of an area that the file holds a part of. */
export interface CutArea {
  outers: Point[][];
  inners: Point[][];
  /** All outer rings are whole: only islands are missing. */
  isOuterWhole: boolean;
}

/** The chains of an area, as far as its ways and their nodes are in the file. */
export function cutAreaOf(members: readonly Member[], ways: ReadonlyMap<number, Way>, nodes: NodePlaces): CutArea {
  const outers = members.filter(isOuter);
  const chains = (wanted: readonly Member[]) =>
    chainsOf(wanted.flatMap(({ ref }) => knownStretches(ways.get(ref)?.refs ?? [], nodes)));
  const outerChains = chains(outers);
  const isWhole = (ref: number) => ways.get(ref)?.refs.every((node) => nodes.placeOf(node)) ?? false;
  return {
    outers: placesOf(outerChains, nodes),
    inners: placesOf(chains(members.filter(isInner)), nodes),
    isOuterWhole: outerChains.length > 0 && outerChains.every(isClosed) && outers.every(({ ref }) => isWhole(ref)),
  };
}

const placesOf = (chains: readonly number[][], nodes: NodePlaces): Point[][] =>
  chains.map((chain) =>
    chain.flatMap((ref) => {
      const place = nodes.placeOf(ref);
      return place ? [place] : [];
    }),
  );

/** The stretches of a way between nodes that are missing. */
function knownStretches(refs: readonly number[], nodes: NodePlaces): number[][] {
  const stretches: number[][] = [];
  let open: number[] = [];
  for (const ref of refs) {
    if (nodes.placeOf(ref)) open.push(ref);
    else {
      if (open.length > 1) stretches.push(open);
      open = [];
    }
  }
  if (open.length > 1) stretches.push(open);
  return stretches;
}

/** A boundary that ends nearer to the edge of the file than this is led on to it: the next node lies beyond. */
const LED_ON_RATIO = 0.1;

/** Tells what of a cut area lies in the box of the file. */
export interface CutBoundary {
  /** Outer rings and holes that are whole, and pieces of either from edge to edge. */
  islands: Point[][];
  holes: Point[][];
  pieces: Point[][];
}

/**
 * Cuts an area's chains to the box of the file, and leads on what ends just inside one that is stated. Null where one ends in the midst: the
 * area is broken there, not cut.
 */
export function boundaryOf({ outers, inners }: CutArea, box: Box, isStated: boolean): CutBoundary | null {
  const reach = isStated ? LED_ON_RATIO * Math.min(box[2] - box[0], box[3] - box[1]) : 0;
  const led = (chain: Point[]): Point[] => {
    if (!hasEnds(chain)) return chain;
    const before = ledToEdge(chain[0], box, reach);
    const after = ledToEdge(chain[chain.length - 1], box, reach);
    return [...(before ? [before] : []), ...chain, ...(after ? [after] : [])];
  };
  const outer = boundaryInBox(outers.map(led), box);
  const inner = boundaryInBox(inners.map(led), box);
  if (outer.openEnds.length + inner.openEnds.length > 0) return null;
  return { islands: outer.rings, holes: inner.rings, pieces: [...outer.pieces, ...inner.pieces] };
}

const hasEnds = (chain: readonly Point[]): boolean => {
  const a = chain[0];
  const b = chain[chain.length - 1];
  return chain.length > 1 && (a[0] !== b[0] || a[1] !== b[1]);
};

/** The nearest place on the edge, of a place in the box that is no farther than `reach` from it. */
function ledToEdge([x, y]: Point, [west, south, east, north]: Box, reach: number): Point | null {
  if (x <= west || x >= east || y <= south || y >= north) return null;
  const sides: { away: number; at: Point }[] = [
    { away: x - west, at: [west, y] },
    { away: east - x, at: [east, y] },
    { away: y - south, at: [x, south] },
    { away: north - y, at: [x, north] },
  ];
  const nearest = sides.reduce((best, side) => (side.away < best.away ? side : best));
  return nearest.away <= reach ? nearest.at : null;
}

/** An end farther inside than this share of the box is a gap in the area, not its edge. */
const MAX_DRAWN_IN_RATIO = 0.4;

/**
 * The box of a file that names none, as far as one area needs it: that of its nodes, drawn in to the open ends of the area. Ways that cross
 * the edge are often whole in the file, so that its nodes reach beyond what is known.
 */
export function boxOfEnds(nodes: Box, { outers, inners }: CutArea): Box {
  let [west, south, east, north] = nodes;
  const ends = [...outers, ...inners].filter(hasEnds).flatMap((chain): Point[] => [chain[0], chain[chain.length - 1]]);
  for (const [x, y] of ends) {
    const losses = [
      (x - west) / (east - west),
      (east - x) / (east - west),
      (y - south) / (north - south),
      (north - y) / (north - south),
    ];
    const least = losses.indexOf(Math.min(...losses));
    if (losses[least] < 0 || losses[least] > MAX_DRAWN_IN_RATIO) continue;
    if (least === 0) west = x;
    else if (least === 1) east = x;
    else if (least === 2) south = y;
    else north = y;
  }
  return [west, south, east, north];
}

/** The part of both boxes; null where they do not meet. */
export function commonBox(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return a ?? b;
  const box: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : null;
}

/** Places along a line within a box, about so many on the whole. */
export function alongInBox(line: readonly Point[], box: Box, step: number): Point[] {
  return lineInBox(line, box).flatMap((piece) =>
    piece.slice(1).flatMap((b, i) => {
      const a = piece[i];
      const count = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / step));
      return Array.from({ length: count }, (_, k): Point => {
        const t = (k + 0.5) / count;
        return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
      });
    }),
  );
}
