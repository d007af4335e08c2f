import { crossings, type Line } from '../../../model/geo/plane/line.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { ConflictInput } from '../micro/network.ts';
import { isFacing, type TurnKind } from './turns.ts';

/** Half the width of a lane of vehicles that crosses another. */
const HALF_WIDTH_M = 1.6;
/** The rear of who stops right behind the junction may still be so far within it, and is in nobody's way there. */
const REAR_M = 1;
/** Two lanes that run together do so over this much of their ends. */
const MERGE_M = 4;
/** Approaches whose capacities differ by less than this part have the same right of way. */
export const SAME_RATIO = 0.02;
/** Directions that are hardly from one side, by the sine. */
const SIDE_SINE = 0.2;

/** Describes a way of one lane through a junction. */
export interface JunctionWay {
  fromLink: number;
  toLink: number;
  /** Roads that it comes from and goes into, whichever way they are driven. */
  roads: readonly [from: number, to: number];
  toLane: number;
  kind: TurnKind;
  curve: Line;
  endsTo: Point;
  /** Vehicles an hour that the approach carries: who comes from the lesser road gives way. */
  capacityPerH: number;
  /** A signal stands there, and lets nobody go whose ways meet, but for those who turn left between vehicles that come the other way. */
  isSignal: boolean;
}

/** Finds where the ways through one junction meet and who gives way; numbers of ways count from `first`. */
export function conflictsOf(ways: readonly JunctionWay[], first: number): ConflictInput[][] {
  const found: ConflictInput[][] = ways.map(() => []);
  for (let i = 0; i < ways.length; i++)
    for (let j = i + 1; j < ways.length; j++) {
      if (ways[i].fromLink === ways[j].fromLink || isWayBack(ways[i], ways[j])) continue;
      const meeting = meetingOf(ways[i], ways[j]);
      if (!meeting) continue;
      const { isMerge, mine, theirs } = meeting;
      const isOpen = !(ways[i].isSignal && ways[j].isSignal) || isLeftAgainst(ways[i], ways[j]);
      const isMineFirst = hasPriority(ways[i], ways[j]);
      found[i].push(conflict(first + j, mine, theirs, isMerge, isOpen && !isMineFirst));
      found[j].push(conflict(first + i, theirs, mine, isMerge, isOpen && isMineFirst));
    }
  return found;
}

/** Returns whether one way leads back along the other: those pass each other, however narrow the roads are drawn. */
const isWayBack = ({ roads: [a, b] }: JunctionWay, { roads: [c, d] }: JunctionWay): boolean => a === d && b === c;

type Reach = readonly [fromM: number, toM: number];

function conflict(other: number, mine: Reach, theirs: Reach, isMerge: boolean, yields: boolean): ConflictInput {
  return {
    with: other,
    mineFromM: mine[0],
    mineToM: mine[1],
    theirsFromM: theirs[0],
    theirsToM: theirs[1],
    isMerge,
    yields,
  };
}

function meetingOf(a: JunctionWay, b: JunctionWay): { isMerge: boolean; mine: Reach; theirs: Reach } | null {
  if (a.toLink === b.toLink && a.toLane === b.toLane)
    return { isMerge: true, mine: endOf(a.curve), theirs: endOf(b.curve) };
  const [crossing] = crossings(a.curve, b.curve);
  if (!crossing) return null;
  return { isMerge: false, mine: around(a.curve, crossing.onA), theirs: around(b.curve, crossing.onB) };
}

const endOf = ({ lengthM }: Line): Reach => [Math.max(0, lengthM - MERGE_M), lengthM];
const around = ({ lengthM }: Line, atM: number): Reach => [
  Math.max(0, atM - HALF_WIDTH_M),
  Math.max(0, Math.min(lengthM - REAR_M, atM + HALF_WIDTH_M)),
];

/** Returns whether one of two ways turns left before the other, which comes towards it. */
const isLeftAgainst = (a: JunctionWay, b: JunctionWay): boolean =>
  isFacing(a.endsTo, b.endsTo) && (a.kind === 'left') !== (b.kind === 'left');

/** Returns whether the first way goes before the second: who does not turn left against who comes the other way, the greater road, who comes from the right. */
function hasPriority(a: JunctionWay, b: JunctionWay): boolean {
  if (a.isSignal !== b.isSignal) return a.isSignal;
  if (isLeftAgainst(a, b)) return b.kind === 'left';
  const most = Math.max(a.capacityPerH, b.capacityPerH);
  if (Math.abs(a.capacityPerH - b.capacityPerH) > SAME_RATIO * most) return a.capacityPerH > b.capacityPerH;
  const sine = a.endsTo[0] * b.endsTo[1] - a.endsTo[1] * b.endsTo[0];
  if (isFacing(a.endsTo, b.endsTo) && a.kind !== b.kind) return a.kind === 'through';
  return Math.abs(sine) < SIDE_SINE || sine < 0;
}
