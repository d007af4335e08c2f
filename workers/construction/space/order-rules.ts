import { type Body, type BodyMesh, boxesOf, corner, fits, type Selector, type SpaceFinding } from './clash.ts';
import { meetings, type TimedBoxes } from './sweep.ts';

/** Heights and times do not count: who lies over whom, at any time. */
function inPlan(boxes: TimedBoxes): TimedBoxes {
  const count = boxes.minX.length;
  return {
    ...boxes,
    minZ: new Float64Array(count),
    maxZ: new Float64Array(count).fill(1),
    fromDay: new Float64Array(count),
    toDay: new Float64Array(count).fill(1),
  };
}

/**
 * What must stand before one goes deeper: a dig (`b`) whose floor lies more than `deeperM` below the middle of a strut (`a`) over it is
 * begun before the strut is in. The value is by how many days; a strut that is never taken as late counts once for each dig.
 */
export function beforeErrors(
  rule: { id: string; a: Selector; b: Selector; deeperM: number },
  bodies: readonly Body[],
  builtDay: ArrayLike<number>,
  mesh: BodyMesh,
): SpaceFinding[] {
  const boxes = boxesOf(bodies, mesh);
  const { pairs } = meetings(inPlan(boxes));
  const findings: SpaceFinding[] = [];
  for (let k = 0; k < pairs.length; k += 2)
    for (const [held, dig] of [
      [pairs[k], pairs[k + 1]],
      [pairs[k + 1], pairs[k]],
    ]) {
      if (!fits(rule.a, bodies[held]) || !fits(rule.b, bodies[dig])) continue;
      const middleM = (boxes.minZ[held] + boxes.maxZ[held]) / 2;
      const fromDay = bodies[dig].fromDay;
      const toDay = builtDay[held];
      if (middleM - boxes.minZ[dig] <= rule.deeperM || toDay <= fromDay) continue;
      findings.push({
        rule: rule.id,
        kind: 'sequence',
        value: toDay - fromDay,
        limit: 0,
        fromDay,
        toDay,
        box: corner(boxes, held),
        elements: [bodies[dig].id, bodies[held].id],
        allowed: null,
      });
    }
  return findings;
}

/** Returns the bodies whose edge lies lower or higher than it must. */
export function levelErrors(
  rule: {
    id: string;
    of: Selector;
    edge: 'top' | 'middle' | 'bottom';
    atLeastM?: number | undefined;
    atMostM?: number | undefined;
  },
  bodies: readonly Body[],
  mesh: BodyMesh,
): SpaceFinding[] {
  const boxes = boxesOf(bodies, mesh);
  const { atLeastM = -Infinity, atMostM = Infinity } = rule;
  return bodies.flatMap((body, i): SpaceFinding[] => {
    if (!fits(rule.of, body)) return [];
    const low = boxes.minZ[i];
    const high = boxes.maxZ[i];
    const value = rule.edge === 'top' ? high : rule.edge === 'bottom' ? low : (low + high) / 2;
    if (value >= atLeastM && value <= atMostM) return [];
    const { id, fromDay, toDay } = body;
    const limit = value < atLeastM ? atLeastM : atMostM;
    return [
      {
        rule: rule.id,
        kind: 'level',
        value,
        limit,
        fromDay,
        toDay,
        box: corner(boxes, i),
        elements: [id],
        allowed: null,
      },
    ];
  });
}
