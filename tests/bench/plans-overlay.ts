import { nodeMachine } from '../../cli/engine-machine.ts';
import { BASE_PLAN_RULES } from '../../model/plans/base-rules.ts';
import { USUAL_SLIVERS } from '../../model/plans/slivers.ts';
import { comparePlans } from '../../workers/plans/compare.ts';
import { type OverlayLine, openCrew } from '../../workers/plans/crew.ts';
import type { PlanReport } from '../../workers/plans/plan-types.ts';
import { openLines } from '../../workers/shared/helper-line.ts';
import type { Parts, Report } from './parts.ts';
import { type Redigitised, redigitisedParcels } from './plans-parcels.ts';

/** The yardstick is for two cores. */
const THREADS = 2;
/** 141 × 141 = 19,881 parcels; 317 × 317 = 100,489. */
const SIDE_20K = 141;
const SIDE_100K = 317;

/** Plans laid over each other: two of parcels with shared edges, the second digitised again, some with another use. */
export const OVERLAY_PARTS: Parts = {
  overlay20k: (_, report) => overlay('overlay20k', SIDE_20K, report),
  overlay100k: (_, report) => overlay('overlay100k', SIDE_100K, report),
};

async function overlay(name: string, side: number, report: Report): Promise<void> {
  const parcels = redigitisedParcels(side, 'bench');
  const machine = nodeMachine('plans', THREADS - 1);
  let peakB = 0;
  const watch = setInterval(() => {
    peakB = Math.max(peakB, process.memoryUsage.rss());
  }, 200);
  try {
    const lines: OverlayLine[] = openLines(machine.helperPorts());
    const startedMs = performance.now();
    const cpu = process.cpuUsage();
    const found = await compare(parcels, lines, machine);
    const { user, system } = process.cpuUsage(cpu);
    report({ name: `plans.${name}.wallS`, value: (performance.now() - startedMs) / 1000, unit: 's' });
    report({ name: `plans.${name}.cpuS`, value: (user + system) / 1e6, unit: 's' });
    report({ name: `plans.${name}.peakMB`, value: peakB / 1e6, unit: 'MB' });
    const [{ errorRatio, droppedCount }] = found.tallies;
    report({ name: `plans.${name}.balanceRatio`, value: errorRatio, unit: '1' });
    report({ name: `plans.${name}.slivers`, value: droppedCount, unit: '1' });
    if (name === 'overlay20k') reportPlanted(parcels, found, report);
  } finally {
    clearInterval(watch);
    await machine.close();
  }
}

async function compare(
  { infos, shapes }: Redigitised,
  lines: readonly OverlayLine[],
  machine: ReturnType<typeof nodeMachine>,
): Promise<PlanReport> {
  const crew = await openCrew(shapes.arrays, lines, machine);
  const request = { plans: null, rules: ['use-crosswalk'], slivers: USUAL_SLIVERS, isRepairing: false };
  const found = await comparePlans({ infos, shapes, rules: BASE_PLAN_RULES, request }, crew, () => {});
  if (found) return found;
  throw new Error('plans: expected a report, got none');
}

/** A parcel with another use contradicts the one it was digitised from, and the neighbours that it reaches into. */
function reportPlanted({ planted }: Redigitised, { conflicts }: PlanReport, report: Report): void {
  const own = new Set(conflicts.filter(({ a, b }) => a.shape.slice(1) === b?.shape.slice(1)).map(({ b }) => b?.shape));
  const hits = [...planted].filter((id) => own.has(id)).length;
  const right = conflicts.filter(({ b }) => b !== null && planted.has(b.shape)).length;
  report({ name: 'plans.planted.recall', value: hits / planted.size, unit: '1' });
  report({ name: 'plans.planted.precision', value: right / conflicts.length, unit: '1' });
}
