import type { StreetLink } from './street-links.ts';
import type { StreetTurn, TurnKind } from './turns.ts';

/** Lanes of a link from the kerb inwards, the first and the last of those that a turn may be made from. */
export type LaneRange = readonly [first: number, last: number];

/**
 * Shares the lanes of a link out among its turns by how many take them. Whoever turns left has lanes for himself where there are two or more;
 * whoever turns right shares the lane at the kerb until he fills one: inferred, for road data seldom tell it.
 */
export function turnLanes(lanes: number, turns: readonly StreetTurn[]): LaneRange[] {
  const last = lanes - 1;
  const perH = (kind: TurnKind) => turns.reduce((sum, turn) => sum + (turn.kind === kind ? turn.perH + 1 : 0), 0);
  const right = perH('right');
  const through = perH('through');
  const left = perH('left');
  if (lanes === 1) return turns.map(() => [0, 0]);
  const others = right + through;
  const leftLanes = left === 0 ? 0 : others === 0 ? lanes : clamp(share(lanes, left, left + others), 1, last);
  const firstLeft = lanes - leftLanes;
  const rightLanes = through === 0 ? firstLeft : clamp(share(firstLeft, right, others), 0, firstLeft - 1);
  const ranges: Record<TurnKind, LaneRange> = {
    left: [firstLeft, last],
    right: [0, Math.max(0, rightLanes - 1)],
    through: [right > 0 ? rightLanes : 0, firstLeft - 1],
  };
  return turns.map(({ kind }) => ranges[kind]);
}

/** A turn takes no lane for less than this part of one. */
const LANE_PART = 0.15;

/** Shares the lanes of a link out evenly, so that each carries as many as the others: neighbouring turns share the lane between them. */
export function sharedLanes(lanes: number, turns: readonly StreetTurn[]): LaneRange[] {
  const whole = turns.reduce((sum, { perH }) => sum + perH, 0);
  let before = 0;
  return turns.map(({ perH }): LaneRange => {
    const first = clamp(Math.floor((before * lanes) / whole + LANE_PART), 0, lanes - 1);
    before += perH;
    return [first, clamp(Math.ceil((before * lanes) / whole - LANE_PART) - 1, first, lanes - 1)];
  });
}

const share = (lanes: number, part: number, whole: number): number => Math.round((lanes * part) / whole);
const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

/** Joins the lanes of a turn to those that it leads to, so that no two lanes of one link run into the same. */
export function laneJoins([first, last]: LaneRange, kind: TurnKind, to: StreetLink): [from: number, to: number][] {
  const count = Math.min(last - first + 1, to.lanes);
  const start = kind === 'left' ? last - count + 1 : first;
  return Array.from({ length: to.lanes }, (_, lane) => [start + Math.floor((lane * count) / to.lanes), lane]);
}
