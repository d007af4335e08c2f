import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { type Arc, arcOfBulge, arcPlaces, type ChordTolerance, chordsOf } from '../../model/geo/plane/arc.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { Dxf, type DxfUnit, type Entity, type Vertex } from './dxf.ts';

/** A line as drawn, in metres. A closed one does not repeat its first point. */
export interface DrawnLine {
  layer: string;
  points: Point[];
  isClosed: boolean;
  /** Line of the file on which its entity begins, counted from 1. */
  fileLine: number;
}

/** All that a DXF draws, its blocks put where they are inserted. */
export interface Drawing {
  lines: DrawnLine[];
  /** What else lies on the layers: texts and dimensions, but splines, hatches and proxies too. */
  unread: { layer: string; kind: string }[];
}

const MAX_ENTITIES = 500_000;
const TOO_MANY = {
  zh: `至多 ${MAX_ENTITIES} 个实体（块展开后）`,
  en: `at most ${MAX_ENTITIES} entities, blocks opened`,
};
const MORE = { zh: '更多', en: 'more' };
const MAX_UNFOLDED_CORNERS = 200_000;
const DEEPEST_BLOCK = 8;
/** A drawing holds small circles by the thousand, as trees and bolts, and people who walk are kept from every corner of a wall: 30°. */
const PLAN_CHORDS: ChordTolerance = { offset: 0.005, turnRad: Math.PI / 6 };
/** Places are kept to a tenth of a millimetre: what a drawing's unit leaves in the last bits goes. */
const STEPS_PER_M = 1e4;

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What a DXF draws in its model space of LINE, ARC, CIRCLE, LWPOLYLINE, POLYLINE, and of blocks of them; `originM` becomes 0, 0. */
export function drawingFromDxf(bytes: Uint8Array, file: string, unit: DxfUnit | undefined, originM: Point): Drawing {
  const dxf = new Dxf(bytes, file);
  const unitM = dxf.unitM(unit);
  return drawnIn([unitM, 0, 0, unitM, -originM[0], -originM[1]], dxf);
}

/** The same in any frame that is about metres. */
export function drawnIn(frame: Affine, dxf: Dxf): Drawing {
  const reader = new Reader(dxf);
  reader.draw(dxf.model, frame, '0', 0);
  return reader.drawing;
}

class Reader {
  readonly drawing: Drawing = { lines: [], unread: [] };
  private readonly dxf: Dxf;
  private corners = 0;
  private entities = 0;

  constructor(dxf: Dxf) {
    this.dxf = dxf;
  }

  draw(entities: readonly Entity[], frame: Affine, blockLayer: string, depth: number): void {
    const { dxf } = this;
    for (const [i, entity] of entities.entries()) {
      const { kind, from } = entity;
      if (++this.entities > MAX_ENTITIES) dxf.fail(from, TOO_MANY, MORE);
      const isOnPaper = dxf.number(entity, 67, 0) === 1;
      if (isOnPaper || kind === 'VERTEX' || kind === 'SEQEND') continue;
      const own = dxf.text(entity, 8, '0');
      // What a block holds on layer 0 takes the layer of its insert; the rest keeps its own.
      const layer = own === '0' ? blockLayer : own;
      // Drawn as seen from below: in a frame of its own, mirrored.
      const isMirrored = kind !== 'LINE' && dxf.number(entity, 230, 1) < 0;
      const placed: Affine = isMirrored ? after(frame, [-1, 0, 0, 1, 0, 0]) : frame;
      const add = (points: readonly Point[], isClosed: boolean) => this.add(layer, points, isClosed, placed, from);
      const place = (code: number): Point => [dxf.number(entity, code), dxf.number(entity, code + 10)];
      const arc = (startDeg: number, turnDeg: number) => {
        const startRad = startDeg * RAD_PER_DEG;
        const turnRad = turnDeg * RAD_PER_DEG;
        return this.arc({ centre: place(10), radius: dxf.number(entity, 40), startRad, turnRad }, placed, from);
      };
      const polyline = (vertices: readonly Vertex[]) => {
        const isClosed = (dxf.number(entity, 70, 0) & CLOSED) !== 0;
        add(this.bent(vertices, isClosed, placed, from), isClosed);
      };
      if (kind === 'LINE') add([place(10), place(11)], false);
      else if (kind === 'CIRCLE') add(arc(0, 360), true);
      else if (kind === 'ARC') {
        const startDeg = dxf.number(entity, 50);
        const endDeg = dxf.number(entity, 51);
        add(arc(startDeg, (((endDeg - startDeg) % 360) + 360) % 360 || 360), false);
      } else if (kind === 'LWPOLYLINE') polyline(dxf.vertices(entity));
      else if (kind === 'POLYLINE' && (dxf.number(entity, 70, 0) & MESH) === 0) polyline(this.following(entities, i));
      else if (kind === 'INSERT') this.insert(entity, placed, layer, depth);
      else this.drawing.unread.push({ layer, kind });
    }
  }

  /** The vertices of a POLYLINE are entities of their own after it; those of a spline's frame are not on the line. */
  private following(entities: readonly Entity[], i: number): Vertex[] {
    const found: Vertex[] = [];
    for (let k = i + 1; entities[k]?.kind === 'VERTEX'; k++)
      if ((this.dxf.number(entities[k], 70, 0) & SPLINE_FRAME) === 0) found.push(...this.dxf.vertices(entities[k]));
    return found;
  }

  /** Base point to the origin, scaled, turned, put there; again for each of its rows and columns, whose distances are not scaled. */
  private insert(entity: Entity, frame: Affine, layer: string, depth: number): void {
    const { dxf } = this;
    const name = dxf.text(entity, 2);
    const block =
      dxf.blocks.get(name.toLowerCase()) ??
      dxf.fail(entity.from, { zh: '本图中的块', en: 'a block of this drawing' }, `"${name}"`);
    if (depth === DEEPEST_BLOCK)
      dxf.fail(
        entity.from,
        { zh: `至多 ${DEEPEST_BLOCK} 层的块`, en: `blocks at most ${DEEPEST_BLOCK} deep` },
        { zh: `其中的“${name}”`, en: `"${name}" in them` },
      );
    const number = (code: number, otherwise?: number) => dxf.number(entity, code, otherwise);
    const turn = number(50, 0) * RAD_PER_DEG;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    const sx = number(41, 1);
    const sy = number(42, 1);
    const x = number(10);
    const y = number(20);
    const columns = Math.max(1, number(70, 1));
    const rows = Math.max(1, number(71, 1));
    const fromBase: Affine = [1, 0, 0, 1, -block.base[0], -block.base[1]];
    for (let k = 0; k < columns * rows; k++) {
      if (++this.entities > MAX_ENTITIES) dxf.fail(entity.from, TOO_MANY, MORE);
      const dx = (k % columns) * number(44, 0);
      const dy = Math.floor(k / columns) * number(45, 0);
      const put: Affine = [sx * cos, sx * sin, -sy * sin, sy * cos, x + dx * cos - dy * sin, y + dx * sin + dy * cos];
      this.draw(block.entities, after(frame, after(put, fromBase)), layer, depth + 1);
    }
  }

  private add(layer: string, drawn: readonly Point[], isClosed: boolean, frame: Affine, from: number): void {
    this.corners += drawn.length;
    this.limit(this.corners, from);
    const [a, b, c, d, e, f] = frame;
    const points: Point[] = [];
    for (const [x, y] of drawn) {
      const place: Point = [inSteps(a * x + c * y + e), inSteps(b * x + d * y + f)];
      if (!isSame(place, points.at(-1))) points.push(place);
    }
    const comesBack = points.length > 2 && isSame(points[0], points.at(-1));
    if (comesBack) points.pop();
    this.drawing.lines.push({ layer, points, isClosed: isClosed || comesBack, fileLine: from + 1 });
  }

  private bent(vertices: readonly Vertex[], isClosed: boolean, frame: Affine, from: number): Point[] {
    const points: Point[] = [];
    for (const [i, { place, bulge }] of vertices.entries()) {
      points.push(place);
      this.limit(points.length, from);
      const next = vertices[i + 1] ?? (isClosed ? vertices[0] : undefined);
      if (bulge === 0 || !next) continue;
      const arc = this.arc(arcOfBulge(place, next.place, bulge), frame, from);
      for (const each of arc.slice(1, -1)) points.push(each);
    }
    return points;
  }

  private arc(arc: Arc, [a, b, c, d]: Affine, from: number): Point[] {
    const count = chordsOf(arc, PLAN_CHORDS, Math.max(Math.hypot(a, b), Math.hypot(c, d)));
    this.limit(count, from);
    return arcPlaces(arc, count);
  }

  private limit(corners: number, from: number): void {
    if (!(corners <= MAX_UNFOLDED_CORNERS))
      this.dxf.fail(
        from,
        {
          zh: `至多 ${MAX_UNFOLDED_CORNERS} 个角点（块展开后）`,
          en: `at most ${MAX_UNFOLDED_CORNERS} corners, blocks opened`,
        },
        MORE,
      );
  }
}

/** Bits of group 70, which polylines and their vertices have. */
const CLOSED = 1;
const MESH = 16 | 64;
const SPLINE_FRAME = 16;

const after = ([a, b, c, d, e, f]: Affine, [p, q, r, s, t, u]: Affine): Affine => [
  ...([a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s] as const),
  ...([a * t + c * u + e, b * t + d * u + f] as const),
];

const inSteps = (metres: number): number => Math.round(metres * STEPS_PER_M) / STEPS_PER_M;
const isSame = (a: Point, b: Point | undefined): boolean => b !== undefined && a[0] === b[0] && a[1] === b[1];
