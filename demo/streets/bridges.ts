import type { Text } from '../../model/city/manifest.ts';
import { directionAt, type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { bar, beam, railing } from '../../tiles/shape/slender-parts.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import { type Face, prism, sweep } from '../../tiles/shape/solid.ts';
import { type Field, nameFields, quantity, type SurfaceRow, surfaceLayer, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import type { Plan } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';
import type { Deck, Trench } from './decks.ts';
import { RAIL_DECK_M, RAIL_OVER_DECK_M, type RailGap, railLevelAt } from './railway.ts';

export interface Bridge extends SurfaceRow {
  name: Text;
  kind: 'bridge' | 'viaduct' | 'approach' | 'rail-bridge' | 'underpass';
  /** What the plan says of its build. */
  build: string;
  lengthM: number;
  spans: string;
  deckM: number;
  soffitM: number | undefined;
  clearM: number | undefined;
}

const STATION_M = 8;
const PIER_SPACING_M = 30;
const VIADUCT_GIRDER_M = 1.8;
/** A viaduct's objects are so long, so that none is too big for a tile and every one can be pointed at. */
const PIECE_M = 240;
const FOOT_M = 1.2;

export function buildBridges(
  plan: Plan,
  ground: CityGround,
  decks: Deck[],
  trenches: Trench[],
  gaps: RailGap[],
): Bridge[] {
  const out: Bridge[] = [];
  for (const deck of decks) out.push(...deckObjects(ground, deck));
  for (const trench of trenches) out.push(underpass(trench));
  const rail = lineOf(plan.rail.points);
  for (const gap of gaps) out.push(railBridge(plan, ground, rail, gaps, gap));
  return out;
}

/** The bridge itself and its approaches, or the viaduct in pieces with the river bridge among them. */
function deckObjects(ground: CityGround, deck: Deck): Bridge[] {
  const out: Bridge[] = [];
  const { bridge } = deck;
  const at = bridge ? nearestOn(deck.line, bridge.at[0], bridge.at[1]).chainageM : 0;
  const from = bridge ? at - bridge.lengthM / 2 : deck.structureToM;
  const to = bridge ? at + bridge.lengthM / 2 : deck.structureToM;
  const pieces = (a: number, b: number) => {
    const count = Math.max(1, Math.round((b - a) / PIECE_M));
    for (let k = 0; k < count; k++) {
      const s0 = a + ((b - a) * k) / count;
      const s1 = a + ((b - a) * (k + 1)) / count;
      if (s1 - s0 < 4) continue;
      out.push(viaduct(ground, deck, s0, s1, out.length + 1));
    }
  };
  pieces(deck.structureFromM, from);
  if (bridge) out.push(riverBridge(ground, deck, from, to));
  pieces(to, deck.structureToM);
  return out;
}

function stationsOf(from: number, to: number, stepM = STATION_M): number[] {
  const count = Math.max(1, Math.ceil((to - from) / stepM));
  return Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
}

/** A body beside the deck on both of its edges: `near` and `far` out from the middle, `low` and `high` over the deck. */
function edges(deck: Deck, stations: number[], near: number, far: number, low: number, high: number): Face[] {
  return [1, -1].flatMap((sign) => {
    const right = Math.min(sign * near, sign * far);
    const left = Math.max(sign * near, sign * far);
    return sweep(
      stations.map((s) => {
        const z = deck.levelAt(s);
        const section: Point[] = [
          [left, z + low],
          [right, z + low],
          [right, z + high],
          [left, z + high],
        ];
        return { at: pointAt(deck.line, s), direction: directionAt(deck.line, s), section };
      }),
    );
  });
}

/** Girder and what guards its edges between two chainages; `depthAt` is how deep it is, `bottomRatio` how wide its underside. */
function girder(
  deck: Deck,
  stations: number[],
  depthAt: (s: number) => number,
  bottomRatio: number,
  guard: 'parapet' | 'railing',
): Face[] {
  const half = deck.widthM / 2;
  const body = stations.map((s) => {
    const z = deck.levelAt(s);
    const low = z - depthAt(s);
    const shoulder = Math.max(low, z - 0.7);
    const section: Point[] = [
      [half * bottomRatio, low],
      [-half * bottomRatio, low],
      [-half, shoulder],
      [-half, z],
      [half, z],
      [half, shoulder],
    ];
    return { at: pointAt(deck.line, s), direction: directionAt(deck.line, s), section };
  });
  if (guard === 'parapet') return [...sweep(body), ...edges(deck, stations, half - 0.5, half - 0.1, 0, 1.1)];
  const { lowM, highM, insideM, outsideM } = EDGE_BEAM;
  return [
    ...sweep(body),
    ...edges(deck, stations, half - insideM, half + outsideM, lowM, highM),
    ...railings(deck, stations, half + (outsideM - insideM) / 2, highM),
  ];
}

/** Edge beam of a bridge over water: it stands out of the girder's side as a band of its own, and carries the railing. */
const EDGE_BEAM = { lowM: -0.9, highM: 0.22, insideM: 0.35, outsideM: 0.25 } as const;

function railings(deck: Deck, stations: number[], outM: number, footM: number): Face[] {
  return [1, -1].flatMap((sign) =>
    railing(
      stations.map((s): Xyz => {
        const [x, y] = pointAt(deck.line, s);
        const [dx, dy] = directionAt(deck.line, s);
        return [x - dy * sign * outM, y + dx * sign * outM, deck.levelAt(s) + footM];
      }),
    ),
  );
}

/** Two columns under a wide deck, one under a narrow; from below the ground up to the girder. */
function pier(ground: CityGround, deck: Deck, s: number, depthM: number, thickM: number): Face[] {
  const [x, y] = pointAt(deck.line, s);
  const [dx, dy] = directionAt(deck.line, s);
  const top = deck.levelAt(s) - depthM;
  const low = ground.elevationAt(x, y) - FOOT_M;
  if (top - low < 1.5) return [];
  const apart = deck.widthM > 20 ? deck.widthM * 0.24 : 0;
  const faces: Face[] = [];
  for (const side of apart > 0 ? [-1, 1] : [0]) {
    const cx = x - dy * apart * side;
    const cy = y + dx * apart * side;
    faces.push(...prism(block([cx, cy], [dx, dy], thickM, thickM * 1.5), low, top));
  }
  return faces;
}

/** Rectangle about a point, `alongM` along a direction, `acrossM` across. */
function block([x, y]: Point, [dx, dy]: Point, alongM: number, acrossM: number): Point[] {
  const corner = (u: number, v: number): Point => [
    x + (dx * u * alongM) / 2 - (dy * v * acrossM) / 2,
    y + (dy * u * alongM) / 2 + (dx * v * acrossM) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

function viaduct(ground: CityGround, deck: Deck, from: number, to: number, n: number): Bridge {
  const faces = girder(deck, stationsOf(from, to, 15), () => VIADUCT_GIRDER_M, 0.62, 'parapet');
  const first = Math.ceil(from / PIER_SPACING_M) * PIER_SPACING_M;
  for (let s = first; s < to; s += PIER_SPACING_M) faces.push(...pier(ground, deck, s, VIADUCT_GIRDER_M, 1.8));
  const elevated = deck.id.startsWith('el-');
  return {
    id: `${deck.id}-${`${n}`.padStart(2, '0')}`,
    name: elevated
      ? { zh: '澄西快速路高架', en: 'Chengxi Expressway viaduct' }
      : { zh: `${deck.bridge?.nameZh ?? ''}引桥`, en: `${deck.bridge?.nameEn ?? ''} approach` },
    kind: elevated ? 'viaduct' : 'approach',
    build: 'box girder on double columns',
    lengthM: to - from,
    spans: '',
    deckM: deck.levelAt((from + to) / 2),
    soffitM: deck.levelAt((from + to) / 2) - VIADUCT_GIRDER_M,
    clearM: undefined,
    faces,
  };
}

function riverBridge(ground: CityGround, deck: Deck, from: number, to: number): Bridge {
  const plan = deck.bridge;
  if (!plan) throw new Error(`${deck.id}: expected a bridge of the plan`);
  const depth = plan.deckM - plan.soffitM;
  const joints: number[] = [from];
  for (const span of plan.spansM) joints.push(joints[joints.length - 1] + span);
  const faces: Face[] = [];
  if (plan.id === 'br-3') faces.push(...arches(ground, deck, joints, depth));
  else {
    faces.push(...girder(deck, stationsOf(from, to), () => depth, plan.over === 'main' ? 0.62 : 0.92, 'railing'));
    for (const s of joints.slice(1, -1)) faces.push(...pier(ground, deck, s, depth, plan.over === 'main' ? 3.2 : 1.4));
  }
  if (plan.id === 'br-2') faces.push(...stays(ground, deck, joints));
  if (plan.id === 'br-4') faces.push(...ribs(deck, joints));
  return {
    id: plan.id,
    name: { zh: plan.nameZh, en: plan.nameEn },
    kind: 'bridge',
    build: plan.kind,
    lengthM: plan.lengthM,
    spans: plan.spansM.join(' + '),
    deckM: plan.deckM,
    soffitM: plan.soffitM,
    clearM: plan.soffitM - plan.level100M,
    faces,
  };
}

/** Seven arches over their full width: the crown at the stated soffit, springing from the piers above the berms. */
function arches(ground: CityGround, deck: Deck, joints: number[], crownM: number): Face[] {
  const faces: Face[] = [];
  const half = deck.widthM / 2;
  for (let k = 1; k < joints.length; k++) {
    const a = joints[k - 1];
    const b = joints[k];
    const [mx, my] = pointAt(deck.line, (a + b) / 2);
    const foot = Math.max(ground.elevationAt(mx, my) + 1, deck.levelAt(a) - crownM - (b - a) * 0.14);
    const rise = Math.max(deck.levelAt(a) - crownM - foot, 1);
    const depthAt = (s: number) => {
      const u = (2 * (s - a - 2)) / (b - a - 4) - 1;
      return crownM + rise * Math.min(1, u * u);
    };
    faces.push(...girder(deck, stationsOf(a, b, 2.5), depthAt, 1, 'parapet'));
  }
  for (const s of joints.slice(1, -1)) {
    const [x, y] = pointAt(deck.line, s);
    const low = ground.elevationAt(x, y) - FOOT_M;
    const direction = directionAt(deck.line, s);
    faces.push(...prism(block([x, y], direction, 4.4, half * 2 + 3), low, deck.levelAt(s) - crownM - 1.5));
  }
  return faces;
}

/** Heights over the deck at which a pylon is bent, joined and ends, and where its lowest and highest cables hold. */
const PYLON = { kneeM: 8, joinM: 58, topM: 86, firstM: 57, lastM: 83, beltM: 30 } as const;
/** Of a fan on one side of a pylon and one edge of the deck. */
const CABLES = 12;
/** A cable in its sheath, and a hanger of an arch. */
const CABLE_M = 0.3;
const HANGER_M = 0.2;

/** A pylon of two tapered legs that meet above the deck, where the longest spans meet, and a fan of cables to the deck's edges. */
function stays(ground: CityGround, deck: Deck, joints: number[]): Face[] {
  const spans = joints.slice(1).map((s, i) => s - joints[i]);
  const longest = spans.indexOf(Math.max(...spans));
  const s0 = joints[longest + 1];
  const [x, y] = pointAt(deck.line, s0);
  const along = directionAt(deck.line, s0);
  const [dx, dy] = along;
  const deckM = deck.levelAt(s0);
  const half = deck.widthM / 2;
  const side = (d: number, aboveM: number): Xyz => [x - dy * d, y + dx * d, deckM + aboveM];
  const faces = pylon(side, ground.elevationAt(x, y) - FOOT_M - deckM, half, along, [x, y]);
  for (const sign of [-1, 1]) {
    const reach = sign < 0 ? spans[longest] - 14 : spans.slice(longest + 1).reduce((sum, span) => sum + span, 0) - 8;
    for (let k = 1; k <= CABLES; k++) {
      const s = s0 + sign * (12 + ((reach - 12) * k) / CABLES);
      const anchorM = PYLON.firstM + ((PYLON.lastM - PYLON.firstM) * k) / CABLES;
      const [px, py] = pointAt(deck.line, s);
      const [ux, uy] = directionAt(deck.line, s);
      for (const edge of [-1, 1]) {
        const low: Xyz = [px - uy * edge * (half - 1), py + ux * edge * (half - 1), deck.levelAt(s)];
        faces.push(...bar(low, side(edge * 0.8, anchorM), CABLE_M, along));
      }
    }
  }
  return faces;
}

/** Sections along and across the bridge: 5.6 × 4.2 m at the foot, 3.4 × 3 m where the legs join, a cross beam under the deck and a slighter one above. */
function pylon(side: (d: number, aboveM: number) => Xyz, footM: number, half: number, along: Point, at: Point): Face[] {
  const { kneeM, joinM, topM, beltM } = PYLON;
  const outM = half + 2.4;
  const faces: Face[] = [...prism(block(at, along, 13, 2 * outM + 11), side(0, footM - 1)[2], side(0, footM + 3)[2])];
  for (const edge of [-1, 1]) {
    const knee = side(edge * outM, kneeM);
    const join = side(edge * 1.5, joinM);
    faces.push(
      ...beam(side(edge * outM, footM), knee, [5.6, 4.2], [4.8, 3.6], along),
      ...beam(side(edge * outM, kneeM - 0.4), join, [4.8, 3.6], [3.8, 2.6], along),
    );
  }
  const beltOutM = outM - (outM - 1.5) * ((beltM - kneeM) / (joinM - kneeM));
  const across: Point = [-along[1], along[0]];
  return [
    ...faces,
    ...beam(side(-outM, -4.6), side(outM, -4.6), [4.2, 3.6], [4.2, 3.6], along),
    ...beam(side(-beltOutM, beltM), side(beltOutM, beltM), [2.6, 2.2], [2.6, 2.2], along),
    ...beam(side(0, joinM - 3), side(0, topM), [5.6, 3.8], [4.4, 3.2], across),
    ...beam(side(0, topM), side(0, topM + 1.2), [3.4, 2.2], [3, 1.8], across),
  ];
}

/** Two steel ribs over the longest span with hangers every fourteenth of it. */
function ribs(deck: Deck, joints: number[]): Face[] {
  const spans = joints.slice(1).map((s, i) => s - joints[i]);
  const longest = spans.indexOf(Math.max(...spans));
  const a = joints[longest];
  const b = joints[longest + 1];
  const half = deck.widthM / 2 + 0.8;
  const at = (edge: number, t: number, z: number): Xyz => {
    const s = a + (b - a) * t;
    const [x, y] = pointAt(deck.line, s);
    const [dx, dy] = directionAt(deck.line, s);
    return [x - dy * edge * half, y + dx * edge * half, deck.levelAt(s) + z];
  };
  const riseAt = (t: number) => 26 * 4 * t * (1 - t) - 2;
  const faces: Face[] = [];
  const [dx, dy] = directionAt(deck.line, (a + b) / 2);
  const rib = (t: number): [number, number] => [1.3 + 0.5 * (2 * t - 1) ** 2, 1.6 + 0.6 * (2 * t - 1) ** 2];
  for (const edge of [-1, 1]) {
    for (let k = 0; k < 20; k++) {
      const low = at(edge, k / 20, riseAt(k / 20));
      const high = at(edge, (k + 1) / 20, riseAt((k + 1) / 20));
      faces.push(...beam(low, high, rib(k / 20), rib((k + 1) / 20), [-dy, dx]));
    }
    for (let k = 1; k < 14; k++)
      faces.push(...bar(at(edge, k / 14, -0.5), at(edge, k / 14, riseAt(k / 14)), HANGER_M, [dx, dy]));
  }
  for (let k = 5; k <= 15; k += 2) {
    const low = at(-1, k / 20, riseAt(k / 20));
    const high = at(1, k / 20, riseAt(k / 20));
    faces.push(...beam(low, high, [0.9, 0.9], [0.9, 0.9], [dx, dy]));
  }
  return faces;
}

/** Cover slab with the road above it on top, and the walls of the trench. */
function underpass(trench: Trench): Bridge {
  const { underpass: plan, line, atM, halfWidthM, reachM } = trench;
  const faces: Face[] = [];
  const half = plan.coveredM / 2;
  const top = plan.groundM + 0.12;
  const slab = stationsOf(atM - half, atM + half, 12).map((s) => {
    const wide = halfWidthM + 2.2;
    const section: Point[] = [
      [wide, plan.lowM + plan.clearHeightM],
      [-wide, plan.lowM + plan.clearHeightM],
      [-wide, top],
      [wide, top],
    ];
    return { at: pointAt(line, s), direction: directionAt(line, s), section };
  });
  faces.push(...sweep(slab, 3));
  for (const sign of [-1, 1]) {
    const wall = stationsOf(atM - reachM, atM + reachM, 12).map((s) => {
      const along = Math.abs(s - atM);
      const floor = plan.lowM + Math.max(0, along - half) * plan.rampGrade - 0.8;
      const rim = along < half ? plan.lowM + plan.clearHeightM : plan.crestM + 0.75;
      const p = sign * (halfWidthM - 0.6);
      const q = sign * (halfWidthM + 2);
      const right = Math.min(p, q);
      const left = Math.max(p, q);
      const section: Point[] = [
        [left, Math.min(floor, rim - 0.5)],
        [right, Math.min(floor, rim - 0.5)],
        [right, rim],
        [left, rim],
      ];
      return { at: pointAt(line, s), direction: directionAt(line, s), section };
    });
    faces.push(...sweep(wall));
  }
  return {
    id: plan.id,
    name: { zh: plan.nameZh, en: plan.nameEn },
    kind: 'underpass',
    build: `covered ${plan.coveredM} m, ramps ${plan.rampGrade * 100} %`,
    lengthM: 2 * reachM,
    spans: '',
    deckM: plan.lowM,
    soffitM: plan.lowM + plan.clearHeightM,
    clearM: undefined,
    faces,
  };
}

function railBridge(plan: Plan, ground: CityGround, rail: Line, gaps: readonly RailGap[], gap: RailGap): Bridge {
  const stations = stationsOf(gap.fromM - 3, gap.toM + 3, 10);
  const levelOf = (s: number) => railLevelAt(plan, ground, rail, gaps, s) - RAIL_OVER_DECK_M;
  const section = (z: number): Point[] => [
    [6.4, z - RAIL_DECK_M],
    [-6.4, z - RAIL_DECK_M],
    [-6.4, z],
    [6.4, z],
  ];
  const faces = sweep(
    stations.map((s) => ({ at: pointAt(rail, s), direction: directionAt(rail, s), section: section(levelOf(s)) })),
    3,
  );
  for (const s of [gap.fromM - 2.4, gap.toM + 2.4]) {
    const [x, y] = pointAt(rail, s);
    faces.push(
      ...prism(block([x, y], directionAt(rail, s), 2.4, 14), ground.elevationAt(x, y) - FOOT_M, levelOf(s) - 0.9),
    );
  }
  const road = plan.roads.alignments.find(({ id }) => id === gap.road);
  return {
    id: `rb-${gap.road}`,
    name: { zh: `陇澄铁路跨${road?.nameZh ?? gap.road}桥`, en: `Railway bridge over ${road?.nameEn ?? gap.road}` },
    kind: 'rail-bridge',
    build: 'plate girder',
    lengthM: gap.toM - gap.fromM,
    spans: '',
    deckM: levelOf((gap.fromM + gap.toM) / 2),
    soffitM: levelOf((gap.fromM + gap.toM) / 2) - RAIL_DECK_M,
    clearM: undefined,
    faces,
  };
}

const KINDS: Record<Bridge['kind'], Text> = {
  bridge: { zh: '桥梁', en: 'Bridge' },
  viaduct: { zh: '高架', en: 'Viaduct' },
  approach: { zh: '引桥', en: 'Approach' },
  'rail-bridge': { zh: '铁路桥', en: 'Railway bridge' },
  underpass: { zh: '下穿通道', en: 'Underpass' },
};

export function bridgeLayer(bridges: Bridge[]): LayerInput {
  const codes = new Map(bridges.map((bridge, i) => [bridge, componentCode('bridge', i + 1)]));
  const fields: Field<Bridge>[] = [
    ...nameFields<Bridge>(),
    { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values: KINDS, of: (row) => row.kind },
    text('build', { zh: '结构', en: 'Structure' }, (row) => row.build),
    quantity('length', 'm', { zh: '长度', en: 'Length' }, (row) => row.lengthM),
    text('spans', { zh: '跨径 (m)', en: 'Spans (m)' }, (row) => row.spans),
    quantity('deck', 'm', { zh: '桥面标高', en: 'Deck level' }, (row) => row.deckM),
    quantity('soffit', 'm', { zh: '梁底标高', en: 'Soffit' }, (row) => row.soffitM),
    quantity('clearance', 'm', { zh: '百年一遇净空', en: 'Over the 100-year level' }, (row) => row.clearM),
    text('code', CODE_LABEL, (row) => codes.get(row)),
  ];
  return surfaceLayer(
    {
      id: 'bridges',
      kind: 'bridge',
      group: 'road',
      label: { zh: '桥梁与高架', en: 'Bridges and viaducts' },
      cimLevel: 4,
      shownAtStart: true,
      colour: { token: 'map-build' },
    },
    bridges,
    fields,
  );
}
