import type { Resource, Schedule } from '../../../model/schedule/schedule.ts';
import { type IfcFile, ifcDuration, nothings } from './ifc-file.ts';
import { NOTHING, stepList, stepReal, stepText } from './step.ts';

const TYPES: Record<Resource['kind'], string> = {
  labour: 'IFCLABORRESOURCE',
  plant: 'IFCCONSTRUCTIONEQUIPMENTRESOURCE',
  material: 'IFCCONSTRUCTIONMATERIALRESOURCE',
};

/**
 * A resource with how many of it there are at once and what an hour costs; what a task takes of it is a resource nested in it, with its
 * work and its number, as IFC means them. A task's own cost is a cost item.
 */
export function writeResources(ifc: IfcFile, schedule: Schedule, tasks: readonly string[]): void {
  const usage = (work: string, units: number | null) =>
    ifc.step.add(
      ...(['IFCRESOURCETIME', ...nothings(3), work] as const),
      // A positive ratio.
      ...[units === null || units <= 0 ? NOTHING : stepReal(units), ...nothings(13)],
    );
  const write = (globalId: string, { id, name, kind }: Resource, time: string, cost: string) =>
    ifc.root(
      ...([TYPES[kind], globalId, stepText(name), ...nothings(2), stepText(id), NOTHING, time] as const),
      ...[cost === NOTHING ? NOTHING : stepList([cost]), ...nothings(2)],
    );
  const pools = schedule.resources.map((one, at) => {
    const { capacity, costPerH } = one;
    const time = capacity === null ? NOTHING : usage(NOTHING, capacity);
    return write(ifc.idOf(`resource ${at}`), one, time, costPerH === 0 ? NOTHING : ifc.money(costPerH, 'hour'));
  });
  const taken = pools.map((): string[] => []);
  for (const [at, { activity, resource, units, workMin, cost }] of schedule.assignments.entries()) {
    const time = usage(ifcDuration(workMin), units);
    const money = cost === 0 ? NOTHING : ifc.money(cost, 'all');
    const one = write(ifc.idOf(`allocation ${at}`), schedule.resources[resource], time, money);
    taken[resource].push(one);
    ifc.relate('IFCRELASSIGNSTOPROCESS', one, stepList([one]), NOTHING, tasks[activity], NOTHING);
  }
  for (const [at, pool] of pools.entries()) ifc.nest(taken[at], pool);
  for (const [i, { cost }] of schedule.activities.entries()) {
    if (cost === 0) continue;
    const costs = stepList([ifc.money(cost, 'all')]);
    ifc.control([tasks[i]], ifc.root('IFCCOSTITEM', ifc.idOf(`cost ${i}`), ...nothings(5), costs, NOTHING));
  }
}
