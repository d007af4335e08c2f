import type { Schedule } from '../../model/schedule/schedule.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { compileNetwork, DONE } from '../../workers/construction/network.ts';
import { violations } from '../../workers/construction/rcpsp/check.ts';
import { solve } from '../../workers/construction/rcpsp/solve.ts';
import { poseResources } from '../../workers/construction/resources.ts';
import { CPM_CASES } from './construction-cpm-cases.ts';
import { type NetworkCase, readCase } from './construction-network.ts';
import { atLeast, exactly, type ValidationCase } from './verdict.ts';

/** One unit of one resource for each task, and so many there. */
function withUnits({ schedule }: NetworkCase, capacity: number): Schedule {
  return {
    ...schedule,
    resources: [{ id: '1', name: 'crew', kind: 'labour', capacity, costPerH: 0 }],
    assignments: schedule.activities.map(({ durationMin }, activity) => ({
      ...{ activity, resource: 0, units: 1, workMin: durationMin, cost: 0 },
    })),
  };
}

interface Held {
  posed: number;
  /** Tasks that with enough of everything do not begin and end where CPM has them. */
  moved: string[];
  /** With one unit for all. */
  broken: number;
  earlier: number;
}

/** The plan of the resources' engine beside CPM's, whose dates of the same cases are worked out by hand. */
export function heldToCpm(lines: readonly string[]): Held {
  const held: Held = { posed: 0, moved: [], broken: 0, earlier: 0 };
  for (const one of lines.map(readCase)) {
    const enough = withUnits(one, one.schedule.activities.length);
    const compiled = compileNetwork(enough);
    if (compiled.status === 'cyclic') continue;
    const { network } = compiled;
    const result = analyse(enough, network, one.options);
    const posed = poseResources(enough, network, result, one.options);
    if (posed.status === 'none') continue;
    held.posed++;
    const { instance, activity, startMin, finishMin } = posed.problem;
    const free = solve(instance, { seed: 1, schedules: 1 });
    for (const [at, i] of activity.entries()) {
      // A milestone stands at one of the two instants of its place; as late as possible is not as early as it goes.
      if (i < 0 || instance.duration[at] === 0 || network.bounds.asLateAsPossible[i]) continue;
      const begins = network.state[i] === DONE || startMin(free.start[at]) === result.earlyStartMin[i];
      const ends = finishMin(free.start[at] + instance.duration[at]) === result.earlyFinishMin[i];
      const isBegun = one.schedule.activities[i].progress.status === 'started';
      if (!(isBegun || begins) || !ends) held.moved.push(`${one.line}: ${one.schedule.activities[i].code}`);
    }
    const scarce = poseResources(withUnits(one, 1), network, result, one.options);
    if (scarce.status === 'none') continue;
    const levelled = solve(scarce.problem.instance, { seed: 1, schedules: 100 });
    if (violations(scarce.problem.instance, levelled.start).length > 0) held.broken++;
    if (levelled.makespan < free.makespan) held.earlier++;
  }
  return held;
}

export const LEVELLING: ValidationCase = {
  name: 'construction.levelling',
  quick: true,
  run: async () => {
    const { posed, moved, broken, earlier } = heldToCpm(CPM_CASES);
    for (const line of moved) process.stderr.write(`${line}\n`);
    return [
      atLeast('construction.levelling.cases', posed, 110),
      exactly('construction.levelling.movedFromCpm', moved.length, 0),
      exactly('construction.levelling.violations', broken, 0),
      exactly('construction.levelling.earlierThanLogic', earlier, 0),
    ];
  },
};
