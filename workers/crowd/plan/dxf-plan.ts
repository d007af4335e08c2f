import type { Point } from '../../../model/geo/plane/point.ts';
import { crossingsOf, isInPolygon, signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { type Message, NONE } from '../../../model/text/message.ts';
import type { DxfUnit } from '../../../readers/dxf/dxf.ts';
import { type Drawing, type DrawnLine, drawingFromDxf } from '../../../readers/dxf/dxf-lines.ts';
import { GeometryError } from '../../../readers/shared/geometry-error.ts';
import { crowdMessage } from '../messages.ts';
import type { DrawnPlan } from './drawn-plan.ts';
import { type Box, boxOf, cutAt, distanceToSegmentM, type Polygon } from './polygon.ts';

/** What of a drawing is what, by layers; names in any case. */
export interface DxfLayers {
  areas: string[];
  walls: string[];
  doors: string[];
  unit?: DxfUnit | undefined;
  originM: Point;
}

/** Farther from 0, 0 a wall's place in single precision is off by more than half a millimetre. */
const FARTHEST_M = 10_000;
/** Entities that speak of what is drawn: nobody misses them on a floor. */
const WORDS: ReadonlySet<string> = new Set(['TEXT', 'MTEXT', 'ATTDEF', 'DIMENSION', 'LEADER', 'MULTILEADER', 'POINT']);
/** What a line without length is called among what was left out. */
const ONE_POINT = 'LWPOLYLINE (1 point)';
/** A hole's corner may lie so far outside the ring around it. */
const BESIDE_M = 0.01;

/**
 * A floor plan from a DXF: closed lines on the layers of areas are walkable, those within one another holes and islands by turns; lines
 * on the layers of walls are walls; closed lines on the layers of doors are walkable and cut the walls that are drawn through them.
 * `unread`: kinds of entities on these layers that are none of this, with their number.
 */
export function planFromDxf(
  bytes: Uint8Array,
  file: string,
  { areas, walls, doors, unit, originM }: DxfLayers,
): DrawnPlan & { unread: Map<string, number> } {
  const drawing = drawingFromDxf(bytes, file, unit, originM);
  const on = (layers: readonly string[]) => {
    const names = new Set(layers.map(plainName));
    return ({ layer }: { layer: string }) => names.has(plainName(layer));
  };
  const drawn = drawing.lines.filter(on(areas));
  const rings = drawn.filter(({ points }) => new Set(points.map(String)).size > 1);
  if (rings.length === 0) throw new GeometryError(nothingOn(file, areas, drawing));
  for (const { points, isClosed, layer, fileLine } of rings)
    if (!isClosed || points.length < 3)
      throw new GeometryError(
        crowdMessage(isClosed ? 'dxf-few-corners' : 'dxf-open', { file, fileLine, layer, corners: points.length }),
      );
  const openings = drawing.lines.filter(on(doors)).filter(({ isClosed, points }) => isClosed && points.length > 2);
  const barriers = drawing.lines.filter(on(walls)).filter(({ points }) => points.length > 1);
  for (const { points, fileLine } of [...rings, ...openings, ...barriers])
    for (const place of points)
      if (Math.max(Math.abs(place[0]), Math.abs(place[1])) > FARTHEST_M)
        throw new GeometryError(
          crowdMessage('dxf-far', { file, fileLine, farthestM: FARTHEST_M, place: place.join(',') }),
        );
  const unread = new Map<string, number>();
  if (rings.length < drawn.length) unread.set(ONE_POINT, drawn.length - rings.length);
  for (const { kind } of drawing.unread.filter(on([...areas, ...walls, ...doors])))
    if (!WORDS.has(kind)) unread.set(kind, (unread.get(kind) ?? 0) + 1);
  const cuts = openings.map(({ points }): Opening => ({ outer: points, holes: [], box: boxOf(points) }));
  return {
    areas: [...nested(rings, file), ...cuts.map(({ outer, holes }) => ({ outer, holes }))],
    walls: barriers.flatMap(({ points, isClosed }) => cutWall(isClosed ? [...points, points[0]] : points, cuts)),
    openRings: 0,
    unread,
  };
}

/** Returns the layer's own part of a name that comes from a drawing bound into this one: `WALL` of `house|WALL`, `house$0$WALL`. */
const plainName = (layer: string): string => layer.replace(/^.*(\||\$\d+\$)/, '').toLowerCase();

function nothingOn(file: string, areas: readonly string[], { lines, unread }: Drawing): Message {
  const known = [...new Set([...lines, ...unread].map(({ layer }) => layer))];
  const got = known.length > 20 ? [...known.slice(0, 20), '…'] : known;
  return crowdMessage('dxf-no-lines', { file, layers: areas.join(', '), got: got.join(', ') || NONE });
}

/**
 * Rings from the widest to the narrowest: one within an even number of others is floor, within an odd number a hole of the nearest. A
 * ring that was drawn twice counts once.
 */
function nested(rings: readonly DrawnLine[], file: string): Polygon[] {
  const once = new Map(rings.map((ring) => [ring.points.map(String).sort().join(' '), ring]));
  const sorted = [...once.values()]
    .map((ring) => ({ ...ring, m2: Math.abs(signedAreaM2(ring.points)), box: boxOf(ring.points) }))
    .sort((a, b) => b.m2 - a.m2);
  const floors = new Map<number, Polygon>();
  for (const [k, { points, box, fileLine, m2 }] of sorted.entries()) {
    if (m2 === 0) throw new GeometryError(crowdMessage('dxf-no-area', { file, fileLine }));
    const [x, y] = placeWithin(points);
    const around = [...sorted.keys()].slice(0, k).filter((other) => {
      const { points: outer, box: outerBox } = sorted[other];
      return (
        outerBox.westM <= box.westM + BESIDE_M &&
        outerBox.eastM >= box.eastM - BESIDE_M &&
        outerBox.southM <= box.southM + BESIDE_M &&
        outerBox.northM >= box.northM - BESIDE_M &&
        isInPolygon({ outer, holes: [] }, x, y)
      );
    });
    for (const other of around) {
      const outer = sorted[other].points;
      const beside = points.find(
        (place) => !isInPolygon({ outer, holes: [] }, ...place) && rimM(place, outer) > BESIDE_M,
      );
      if (beside)
        throw new GeometryError(
          crowdMessage('dxf-crossing', { file, fileLine, line: sorted[other].fileLine, beside: beside.join(',') }),
        );
    }
    if (around.length % 2 === 0) floors.set(k, { outer: points, holes: [] });
    else floors.get(around[around.length - 1])?.holes.push(points);
  }
  return [...floors.values()];
}

const rimM = (place: Point, ring: readonly Point[]): number =>
  ring.reduce(
    (minM, from, i) => Math.min(minM, distanceToSegmentM(...place, ...from, ...ring[(i + 1) % ring.length])),
    Number.POSITIVE_INFINITY,
  );

/** On a level between two corners, between its first two crossings. */
function placeWithin(ring: readonly Point[]): Point {
  const levels = [...new Set(ring.map(([, y]) => y))].sort((a, b) => a - b);
  const y = (levels[0] + levels[1]) / 2;
  const crossings = crossingsOf(ring, y);
  return [(crossings[0] + crossings[1]) / 2, y];
}

interface Opening extends Polygon {
  box: Box;
}

/** What of a wall lies in no opening. */
function cutWall(wall: readonly Point[], openings: readonly Opening[]): Point[][] {
  const left: Point[][] = [];
  for (const [i, to] of wall.entries()) {
    if (i === 0) continue;
    const from = wall[i - 1];
    const { westM, southM, eastM, northM } = boxOf([from, to]);
    const near = openings.filter(
      ({ box }) => box.westM <= eastM && box.eastM >= westM && box.southM <= northM && box.northM >= southM,
    );
    const at = (t: number): Point => [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
    const cuts = near.flatMap(({ outer }) =>
      outer.map((a, k) => cutAt(from, to, a, outer[(k + 1) % outer.length])).filter((t) => t !== null),
    );
    const parts = [0, ...cuts.sort((a, b) => a - b), 1];
    for (let k = 1; k < parts.length; k++) {
      if (parts[k] - parts[k - 1] < 1e-9) continue;
      const middle = at((parts[k] + parts[k - 1]) / 2);
      if (!near.some((opening) => isInPolygon(opening, ...middle))) left.push([at(parts[k - 1]), at(parts[k])]);
    }
  }
  return left;
}
