import { fromOutside } from '../../model/geo/plane/area-in-box.ts';
import { type Box, isInBox } from '../../model/geo/plane/box.ts';
import { around, cornersBetween, edgeOf, isOne, lineInBox, ringOfBox } from '../../model/geo/plane/box-edges.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';

type Ring = Point[];

/** A coast that ends nearer to the edge of the box than this is led on straight: files are cut at borders, coasts are not. */
const LED_ON_DEG = 0.02;
/** Its way is taken from its last stretch of this length. */
const LAST_DEG = 0.003;

interface Sea {
  /** Outer ring anticlockwise, then its islands; rings are closed. */
  polygons: Ring[][];
  /** Ends of the coast in the midst of the box that were led on to its edge. */
  ledOn: number;
  /** Those that are too far from it: nobody knows on which side the water is, and no sea is laid. */
  openEnds: number;
}

/**
 * The sea in a box out of its coastlines, which have land on the left and water on the right (OpenStreetMap wiki, "Tag:natural=coastline"):
 * each piece is walked the other way round, so that water is on the left, and from where it leaves the box its edge is followed
 * anticlockwise to where the next piece enters. Coasts that close in the box are islands, or lagoons where they run clockwise.
 */
export function seaOf(coasts: readonly Point[][], box: Box): Sea {
  const closed: Ring[] = [];
  const crossing: Ring[] = [];
  let openEnds = 0;
  let ledOn = 0;
  for (const chain of chainsOf(coasts)) {
    if (
      isOne(chain[0], chain[chain.length - 1]) &&
      chain.every((place) => edgeOf(place, box) === null && isInBox(place, box))
    )
      closed.push(chain);
    else
      for (const piece of lineInBox(isOne(chain[0], chain[chain.length - 1]) ? fromOutside(chain, box) : chain, box)) {
        const line = piece.map(([x, y]): Point => [x, y]).reverse();
        for (const isStart of [true, false]) {
          const end = isStart ? line[0] : line[line.length - 1];
          if (edgeOf(end, box) !== null) continue;
          const beyond = ledToEdge(isStart ? [...line].reverse() : line, box);
          if (!beyond) openEnds++;
          else {
            ledOn++;
            if (isStart) line.unshift(beyond);
            else line.push(beyond);
          }
        }
        if (line.length > 1) crossing.push(line);
      }
  }
  const islands = closed.filter((ring) => signedAreaM2(ring) > 0);
  const lagoons = closed.filter((ring) => signedAreaM2(ring) < 0).map((ring) => [...ring].reverse());
  if (openEnds > 0) return { polygons: lagoons.map((ring) => [ring]), ledOn, openEnds };
  const outer = crossing.length > 0 ? alongEdges(crossing, box) : islands.length > 0 ? [ringOfBox(box)] : [];
  const polygons = [...outer, ...lagoons].map((ring) => [ring]);
  for (const island of islands) polygons.find(([ring]) => isInRing(ring, ...island[0]))?.push([...island].reverse());
  return { polygons, ledOn, openEnds };
}

/** Where a line that ends in the box meets its edge if it goes on as it last went; null where that is too far. */
function ledToEdge(line: Ring, box: Box): Point | null {
  const end = line[line.length - 1];
  const from = line.findLast(([x, y]) => Math.hypot(x - end[0], y - end[1]) >= LAST_DEG) ?? line[0];
  const lengthDeg = Math.hypot(end[0] - from[0], end[1] - from[1]);
  if (lengthDeg === 0) return null;
  const reach = (2 * LED_ON_DEG) / lengthDeg;
  const beyond: Point = [end[0] + (end[0] - from[0]) * reach, end[1] + (end[1] - from[1]) * reach];
  const last = lineInBox([end, beyond], box)[0]?.at(-1);
  if (!last) return null;
  const met: Point = [last[0], last[1]];
  const isNear = Math.hypot(met[0] - end[0], met[1] - end[1]) <= LED_ON_DEG;
  return isNear && edgeOf(met, box) !== null ? met : null;
}

/** Ways joined end to end as far as they go, each in its own direction. */
function chainsOf(ways: readonly Point[][]): Ring[] {
  const key = ([x, y]: Point) => `${x},${y}`;
  const byStart = new Map<string, Point[]>();
  for (const way of ways) if (way.length > 1) byStart.set(key(way[0]), way);
  const isEnd = new Set(ways.flatMap((way) => (way.length > 1 ? [key(way[way.length - 1])] : [])));
  const chains: Ring[] = [];
  const follow = (first: Point[]): void => {
    const chain: Ring = [];
    let way: Point[] | undefined = first;
    while (way) {
      byStart.delete(key(way[0]));
      chain.push(...(chain.length > 0 ? way.slice(1) : way));
      way = byStart.get(key(chain[chain.length - 1]));
    }
    chains.push(chain);
  };
  // Those that nothing leads to first; what is left then goes round.
  for (const way of ways) if (way.length > 1 && !isEnd.has(key(way[0]))) follow(way);
  for (let next = byStart.values().next().value; next; next = byStart.values().next().value) follow(next);
  return chains;
}

function alongEdges(pieces: Ring[], box: Box): Ring[] {
  const left = new Set(pieces);
  const rings: Ring[] = [];
  for (const first of pieces) {
    if (!left.has(first)) continue;
    const ring: Ring = [];
    let piece = first;
    do {
      left.delete(piece);
      ring.push(...piece);
      const from = edgeOf(piece[piece.length - 1], box) ?? 0;
      const next = nearestAhead(from, [...left, first], box);
      ring.push(...cornersBetween(from, edgeOf(next[0], box) ?? 0, box));
      piece = next;
    } while (piece !== first);
    ring.push(ring[0]);
    rings.push(ring);
  }
  return rings;
}

/** The piece whose start comes first when the edge is followed anticlockwise. */
function nearestAhead(from: number, pieces: readonly Ring[], box: Box): Ring {
  const ahead = (piece: Ring) => around((edgeOf(piece[0], box) ?? 0) - from);
  return pieces.reduce((best, piece) => (ahead(piece) < ahead(best) ? piece : best));
}
