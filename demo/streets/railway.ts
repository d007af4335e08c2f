import { crossings, type Line, lineOf, pointAt } from '../../model/geo/plane/line.ts';
import type { Plan } from '../plan.ts';
import type { CityGround } from '../terrain/ground.ts';
import type { Trench } from './decks.ts';

/** Where the embankment is open. */
export interface RailGap {
  fromM: number;
  toM: number;
  road: string;
  /** No underpass of its own: the road runs under the track at the level of the ground. */
  atGrade: boolean;
}

/** Underpasses, and roads that cross at grade. The expressway passes over the railway. */
export function railGaps(plan: Plan, trenches: Trench[]): RailGap[] {
  const rail = lineOf(plan.rail.points);
  const out: RailGap[] = [];
  for (const road of plan.roads.alignments) {
    if (road.class === 'expressway') continue;
    for (const { onA } of crossings(rail, lineOf(road.points))) {
      const trench = trenches.find((candidate) => candidate.underpass.road === road.id);
      const half = trench ? trench.halfWidthM + 3 : road.redLineM / 2 + 1;
      out.push({ fromM: onA - half, toM: onA + half, road: road.id, atGrade: !trench });
    }
  }
  return out;
}

/** Rail over the deck's top, and the deck. */
export const RAIL_OVER_DECK_M = 0.55;
export const RAIL_DECK_M = 1;

/**
 * Clear height over the roads that pass at grade, as the plan's own underpasses have it; its 3.5 m of embankment leaves
 * 1.95 m under the deck. The track rises to it on half a kilometre, at 1.2 % at most as a freight line may.
 */
const ROAD_CLEAR_M = 4.8;
const RISE_RUN_M = 480;

/** The most that the track stands over the plan's level. */
export const maxRiseM = (plan: Plan) => ROAD_CLEAR_M + RAIL_OVER_DECK_M + RAIL_DECK_M - plan.rail.railAboveGroundM;

/** Track level: the plan's height over the ground as it was before rivers and roads, more where roads pass at grade. */
export function railLevelAt(plan: Plan, ground: CityGround, rail: Line, gaps: readonly RailGap[], s: number): number {
  let rise = 0;
  for (const gap of gaps) {
    if (!gap.atGrade) continue;
    const away = Math.max(0, gap.fromM - s, s - gap.toM) / RISE_RUN_M;
    if (away < 1) rise = Math.max(rise, maxRiseM(plan) * (1 - away * away * (3 - 2 * away)));
  }
  const [x, y] = pointAt(rail, s);
  return ground.baseAt(x, y) + plan.rail.railAboveGroundM + rise;
}
