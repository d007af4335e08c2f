import { AS_SOON_AS_POSSIBLE, type BoundKind, METRICS } from '../../../model/schedule/ifc-words.ts';
import type { Schedule } from '../../../model/schedule/schedule.ts';
import { type IfcFile, ifcInstant, nothings } from './ifc-file.ts';
import { heldConstraints } from './p6-form.ts';
import { NOTHING, stepList, stepText } from './step.ts';

/**
 * Constraints, deadlines and the contract's date. A task that follows none and is free to start says so by a start no earlier than the
 * plan's: readers, ours among them, otherwise take its written start for a wish.
 */
export function writeBounds(ifc: IfcFile, schedule: Schedule, tasks: readonly string[], planned: string): void {
  const { step } = ifc;
  const reference = (type: string, attribute: string, inner: string) =>
    step.add('IFCREFERENCE', stepText(type), stepText(attribute), ...nothings(2), inner);
  const paths = new Map<string, string>();
  const pathTo = (attribute: string): string => {
    const path = paths.get(attribute) ?? reference('IfcTask', 'TaskTime', reference('IfcTaskTime', attribute, NOTHING));
    paths.set(attribute, path);
    return path;
  };
  const bind = (of: string, kind: BoundKind, atMin: number, path: string, name: string = kind) => {
    const [, benchmark, grade] = METRICS[kind];
    const value = kind === 'asLateAsPossible' ? "IFCDURATION('PT0H0M')" : `IFCDATETIME(${ifcInstant(atMin)})`;
    const metric = step.add(
      ...(['IFCMETRIC', stepText(name), NOTHING, `.${grade}.`, ...nothings(4)] as const),
      ...[`.${benchmark}.`, NOTHING, value, path],
    );
    ifc.relate('IFCRELASSOCIATESCONSTRAINT', metric, stepList([of]), NOTHING, metric);
  };
  const follows = new Set(schedule.links.map(({ to }) => to));
  for (const [i, activity] of schedule.activities.entries()) {
    const { kind: what, deadlineMin } = activity;
    const constraints = heldConstraints(activity);
    for (const { kind, atMin } of constraints) bind(tasks[i], kind, atMin, pathTo(METRICS[kind][0]));
    if (deadlineMin !== null) bind(tasks[i], 'deadline', deadlineMin, pathTo(METRICS.deadline[0]));
    if (constraints.length === 0 && what !== 'summary' && !follows.has(i))
      bind(tasks[i], 'startNoEarlier', schedule.startMin, pathTo(METRICS.startNoEarlier[0]), AS_SOON_AS_POSSIBLE);
  }
  if (schedule.mustFinishMin !== null)
    bind(planned, 'deadline', schedule.mustFinishMin, reference('IfcWorkSchedule', 'FinishTime', NOTHING));
}
