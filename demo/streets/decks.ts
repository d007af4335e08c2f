import { crossings, type Line, lineOf, nearestOn } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { BridgePlan, Plan, RoadClass, Underpass } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';

/**
 * A road that leaves the ground: a bridge with its approaches, or the elevated expressway. Between `fromM` and `toM` of
 * its road the deck's level is `levelAt`; it stands on piers between `structureFromM` and `structureToM` and on an
 * embankment (or in a cutting) of the terrain beside them.
 */
export interface Deck {
  id: string;
  road: string;
  line: Line;
  bridge: BridgePlan | null;
  widthM: number;
  /** Thickness of the girder under the deck. */
  girderM: number;
  fromM: number;
  toM: number;
  structureFromM: number;
  structureToM: number;
  levelAt(chainageM: number): number;
}

/** A road in a trench under another: ramps at `rampGrade`, a covered middle. Axis along the road, at `line`'s chainage. */
export interface Trench {
  underpass: Underpass;
  line: Line;
  atM: number;
  halfWidthM: number;
  /** From the middle to the rim at the ramp's end. */
  reachM: number;
}

const APPROACH_GRADE = 0.04;
/** Lower than this above the ground an approach is an embankment, so that streets still pass under the rest. */
const EMBANKMENT_M = 2.5;
const STEP_M = 2;

/** Width between parapets; what a red line holds besides, footways at grade, stays on the ground. */
function deckWidthM(redLineM: number): number {
  if (redLineM >= 60) return 44;
  if (redLineM >= 50) return 34;
  if (redLineM >= 40) return 28;
  if (redLineM >= 36) return 24;
  return 18;
}

export function decksOf(plan: Plan, ground: CityGround): Deck[] {
  const out = plan.bridges.filter((bridge) => bridge.road !== 'X1').map((bridge) => bridgeDeck(plan, ground, bridge));
  for (const elevated of plan.elevated) out.push(elevatedDeck(plan, ground, elevated));
  return out;
}

function alignment(plan: Plan, id: string) {
  const found = plan.roads.alignments.find((road) => road.id === id);
  if (!found) throw new Error(`plan.json: roads.alignments: expected a road ${id}, got none`);
  return found;
}

/**
 * Level over its spans and on until it has passed the road behind the levee with room for a bus, then 4 % towards the
 * ground, up or down.
 */
function bridgeDeck(plan: Plan, ground: CityGround, bridge: BridgePlan): Deck {
  const road = alignment(plan, bridge.road);
  const line = lineOf(road.points);
  const at = nearestOn(line, bridge.at[0], bridge.at[1]).chainageM;
  const others = plan.roads.alignments.filter((other) => other.id !== road.id);
  const crossed = others.flatMap((other) =>
    crossings(line, lineOf(other.points)).map(({ onA }) => ({ s: onA - at, halfM: other.redLineM / 2 })),
  );
  const side = (sign: 1 | -1) => {
    let level = bridge.deckM;
    let d = bridge.lengthM / 2;
    for (const { s, halfM } of crossed) {
      const passed = s * sign + halfM + 8;
      const height = bridge.deckM - ground.elevationAt(...pointOf(line, at + s));
      if (s * sign > d && s * sign < d + 80 && height > 5) d = passed;
    }
    const profile: Point[] = [[d, level]];
    let structure = d;
    for (; d < 900; d += STEP_M) {
      const z = ground.elevationAt(...pointOf(line, at + sign * d));
      if (Math.abs(z - level) < 0.02) break;
      if (level - z > EMBANKMENT_M) structure = d;
      level += Math.max(-APPROACH_GRADE * STEP_M, Math.min(APPROACH_GRADE * STEP_M, z - level));
      profile.push([d + STEP_M, level]);
    }
    return { structure, end: d, profile };
  };
  const back = side(-1);
  const on = side(1);
  return {
    id: bridge.id,
    road: road.id,
    line,
    bridge,
    widthM: deckWidthM(road.redLineM),
    girderM: bridge.deckM - bridge.soffitM,
    fromM: at - back.end,
    toM: at + on.end,
    structureFromM: at - back.structure,
    structureToM: at + on.structure,
    levelAt(s) {
      const { profile } = s < at ? back : on;
      const d = Math.abs(s - at);
      if (d <= profile[0][0]) return bridge.deckM;
      const i = Math.min(Math.floor((d - profile[0][0]) / STEP_M), profile.length - 2);
      if (i < 0) return bridge.deckM;
      const u = Math.min((d - profile[i][0]) / STEP_M, 1);
      return profile[i][1] + (profile[i + 1][1] - profile[i][1]) * u;
    },
  };
}

/** The viaduct keeps its height above the ground as it was before the levees; over the river its bridge's level rules. */
function elevatedDeck(plan: Plan, ground: CityGround, elevated: Plan['elevated'][number]): Deck {
  const road = alignment(plan, elevated.road);
  const line = lineOf(road.points);
  const bridge = plan.bridges.find((candidate) => candidate.road === road.id) ?? null;
  const chainageAtY = (y: number) => {
    const i = line.points.findIndex((p, k) => k > 0 && Math.min(p[1], line.points[k - 1][1]) <= y) - 1;
    const a = line.points[i];
    const b = line.points[i + 1];
    return line.chainageM[i] + ((y - a[1]) / (b[1] - a[1])) * (line.chainageM[i + 1] - line.chainageM[i]);
  };
  const fromM = chainageAtY(elevated.fromY);
  const toM = chainageAtY(elevated.toY);
  const rise = elevated.deckAboveGroundM;
  const ramp = EMBANKMENT_M / APPROACH_GRADE;
  const bridgeAt = bridge ? nearestOn(line, bridge.at[0], bridge.at[1]).chainageM : Number.NaN;
  return {
    id: elevated.id,
    road: road.id,
    line,
    bridge,
    widthM: elevated.widthM,
    girderM: 2.2,
    fromM,
    toM,
    structureFromM: fromM + ramp,
    structureToM: toM - ramp,
    levelAt(s) {
      const base = ground.baseAt(...pointOf(line, s));
      const viaduct = base + Math.min(rise, Math.min(s - fromM, toM - s) * APPROACH_GRADE);
      if (!bridge) return viaduct;
      const beyond = Math.abs(s - bridgeAt) - bridge.lengthM / 2;
      if (beyond <= 0) return bridge.deckM;
      return beyond < 60 ? bridge.deckM + ((viaduct - bridge.deckM) * beyond) / 60 : viaduct;
    },
  };
}

function pointOf(line: Line, s: number): [number, number] {
  let i = 0;
  while (i < line.points.length - 2 && line.chainageM[i + 1] <= s) i++;
  const u = (s - line.chainageM[i]) / (line.chainageM[i + 1] - line.chainageM[i]);
  const a = line.points[i];
  const b = line.points[i + 1];
  return [a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1])];
}

export function trenchesOf(plan: Plan): Trench[] {
  return plan.underpasses.map((underpass) => {
    const line = lineOf(alignment(plan, underpass.road).points);
    return {
      underpass,
      line,
      atM: nearestOn(line, underpass.at[0], underpass.at[1]).chainageM,
      halfWidthM: underpass.widthM / 2,
      reachM: underpass.coveredM / 2 + underpass.rampLengthM,
    };
  });
}

/** Carriageway, lanes in all, by class and red line (CITY.md §5). */
export function sectionOf(roadClass: RoadClass, redLineM: number): { carriagewayM: number; lanes: number } {
  if (roadClass === 'expressway') return { carriagewayM: 46, lanes: 10 };
  if (roadClass === 'lane') return { carriagewayM: Math.max(redLineM - 0.8, 2), lanes: 1 };
  if (redLineM >= 60) return { carriagewayM: 42, lanes: 8 };
  if (redLineM >= 50) return { carriagewayM: 35, lanes: 6 };
  if (redLineM >= 40) return { carriagewayM: 28, lanes: 6 };
  if (redLineM >= 36) return { carriagewayM: 24, lanes: 4 };
  if (redLineM >= 24) return { carriagewayM: 15, lanes: 4 };
  if (redLineM >= 20) return { carriagewayM: 12, lanes: 2 };
  if (redLineM >= 16) return { carriagewayM: 9, lanes: 2 };
  return { carriagewayM: 7, lanes: 2 };
}
