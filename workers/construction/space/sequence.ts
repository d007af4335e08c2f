import { type Body, type BodyMesh, between, boxesOf, corner, type SpaceFinding } from './clash.ts';
import { meetings, type TimedBoxes, timedBoxes } from './sweep.ts';

/** Limits of what counts as on top of another: how near in height, and how much of the smaller footprint is carried; chosen, no source. */
const SUPPORT = { gapM: 0.05, footprintRatio: 0.1 } as const;

/**
 * What is begun before what it stands on: boxes on top of one another, the upper's work beginning before the lower is there. A body
 * that something else carries in time is right, whatever else lies below it later, and so is what one task builds at once.
 * `workFromDay`: when each body's work begins (it is there from `fromDay` on). The value is by how many days it comes too early.
 */
export function sequenceErrors(
  bodies: readonly Body[],
  mesh: BodyMesh,
  workFromDay: ArrayLike<number>,
): SpaceFinding[] {
  const boxes = boxesOf(bodies, mesh);
  const below = bodies.map((): number[] => []);
  for (const [lower, upper] of carriedPairs(bodies, mesh)) below[upper].push(lower);
  return bodies.flatMap((body, i): SpaceFinding[] => {
    const isLate = (j: number) =>
      bodies[j].fromDay > workFromDay[i] && (body.task === undefined || bodies[j].task !== body.task);
    const late = below[i].filter(isLate);
    if (late.length === 0 || late.length < below[i].length) return [];
    const first = late.reduce((best, j) => (bodies[j].fromDay < bodies[best].fromDay ? j : best), late[0]);
    return [
      {
        rule: 'support',
        kind: 'sequence',
        value: bodies[first].fromDay - workFromDay[i],
        limit: 0,
        fromDay: workFromDay[i],
        toDay: bodies[first].fromDay,
        box: corner(boxes, i),
        elements: [body.id, bodies[first].id],
        allowed: null,
      },
    ];
  });
}

/** What stands on what, whenever it is there. */
export function carriedPairs(bodies: readonly Body[], mesh: BodyMesh): [lower: number, upper: number][] {
  const boxes = boxesOf(bodies, mesh);
  const { pairs } = meetings(asSlabs(boxes, timedBoxes(bodies.length)));
  const carried: [number, number][] = [];
  for (let k = 0; k < pairs.length; k += 2) {
    const i = pairs[k];
    const j = pairs[k + 1];
    if (carries(boxes, i, j)) carried.push([i, j]);
    if (carries(boxes, j, i)) carried.push([j, i]);
  }
  return carried;
}

/** Boxes as tall as they are and a gap more, at all times. */
function asSlabs(boxes: TimedBoxes, thin: TimedBoxes): TimedBoxes {
  thin.fromDay.fill(0);
  thin.toDay.fill(1);
  const { gapM } = SUPPORT;
  return {
    ...thin,
    minX: boxes.minX,
    minY: boxes.minY,
    maxX: boxes.maxX,
    maxY: boxes.maxY,
    minZ: boxes.minZ.map((z) => z - gapM),
    maxZ: boxes.maxZ.map((z) => z + gapM),
  };
}

function carries(b: TimedBoxes, lower: number, upper: number): boolean {
  if (Math.abs(b.minZ[upper] - b.maxZ[lower]) > SUPPORT.gapM || b.minZ[lower] >= b.minZ[upper]) return false;
  const width = Math.min(b.maxX[lower], b.maxX[upper]) - Math.max(b.minX[lower], b.minX[upper]);
  const depth = Math.min(b.maxY[lower], b.maxY[upper]) - Math.max(b.minY[lower], b.minY[upper]);
  const area = (i: number) => (b.maxX[i] - b.minX[i]) * (b.maxY[i] - b.minY[i]);
  return width > 0 && depth > 0 && width * depth >= SUPPORT.footprintRatio * Math.min(area(lower), area(upper));
}

/** Where two crews want the same room at the same time, in m³: boxes of work, each of a task. Those of one task may share theirs. */
export function workspaceOverlaps(spaces: readonly { id: string; task: string }[], boxes: TimedBoxes): SpaceFinding[] {
  const { pairs, fromDay, toDay } = meetings(boxes);
  return [...fromDay.keys()].flatMap((k): SpaceFinding[] => {
    const i = pairs[2 * k];
    const j = pairs[2 * k + 1];
    if (spaces[i].task === spaces[j].task) return [];
    const a = corner(boxes, i);
    const b = corner(boxes, j);
    const box = between(a, b);
    const value = [0, 1, 2].reduce((product, axis) => product * (box.max[axis] - box.min[axis]), 1);
    const place = { fromDay: fromDay[k], toDay: toDay[k], box, elements: [spaces[i].id, spaces[j].id] };
    return [{ rule: 'workspace', kind: 'workspace', value, limit: 0, ...place, allowed: null }];
  });
}
