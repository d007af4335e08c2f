import { nodeMachine } from '../../cli/sim/engine-machine.ts';
import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import { type PlanEdit, shapeHash } from '../../model/plans/plan-edits.ts';
import { DEFAULT_SLIVERS } from '../../model/plans/slivers.ts';
import { comparePlans, layPlans, reportOf } from '../../workers/plans/compare.ts';
import { type EditedPlans, editedPlans, type PublishedPlans } from '../../workers/plans/edited.ts';
import { type OverlayLine, openOverlayPool } from '../../workers/plans/overlay-pool.ts';
import type { PlanReport } from '../../workers/plans/plan-types.ts';
import { type FormerComparison, overlayChanges } from '../../workers/plans/recheck.ts';
import { boxesOf } from '../../workers/plans/shapes.ts';
import { openLines } from '../../workers/shared/helper-line.ts';
import type { Parts, Report } from './parts.ts';
import { publishedParcels, type Redigitised, redigitisedParcels } from './plans-parcels.ts';

/** The yardstick is for two cores. */
const THREADS = 2;
/** 141 × 141 = 19,881 parcels; 317 × 317 = 100,489. */
const SIDE_20K = 141;
const SIDE_100K = 317;

/** Plans laid over each other: two of parcels with shared edges, the second digitised again, some with another use. */
export const OVERLAY_PARTS: Parts = {
  overlay20k: (_, report) => overlay('overlay20k', SIDE_20K, report),
  recheck: (_, report) => recheck(report),
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
  const crew = await openOverlayPool(shapes.arrays, lines, machine);
  const request = { plans: null, rules: ['use-crosswalk'], slivers: DEFAULT_SLIVERS, isRepairing: false };
  const found = await comparePlans(
    { infos, shapes, boxes: boxesOf(shapes.arrays), basis: BASE_PLAN_BASIS, request },
    crew,
    () => {},
  );
  if (found) return found;
  throw new Error('plans: expected a report, got none');
}

/** Edits of one parcel after the other: its corner moved, its use set, taken away, and put back. */
const RECHECKS = 12;

/** From an edit to the whole report, 20,000 × 20,000 parcels: what it touches is laid again in one thread. */
async function recheck(report: Report): Promise<void> {
  const parcels = redigitisedParcels(SIDE_20K, 'bench');
  const published = publishedParcels(parcels);
  const machine = nodeMachine('plans', THREADS - 1);
  try {
    const request = { plans: null, rules: ['use-crosswalk'], slivers: DEFAULT_SLIVERS, isRepairing: false };
    const comparisonOf = (plans: EditedPlans) => ({
      infos: parcels.infos,
      shapes: plans,
      boxes: plans.boxes,
      basis: BASE_PLAN_BASIS,
      request,
    });
    const none = editedPlans(published, []);
    const crew = await openOverlayPool(parcels.shapes.arrays, openLines(machine.helperPorts()), machine);
    const laid = await layPlans(comparisonOf(none), crew, () => {});
    if (!laid) throw new Error('plans: expected shapes that were laid, got none');
    let kept: FormerComparison = { plans: none, laid };
    const walls: number[] = [];
    for (let i = 0; i < RECHECKS; i++) {
      const startedMs = performance.now();
      const plans = editedPlans(published, [editOf(published, i)]);
      const again = await overlayChanges(kept, comparisonOf(plans), plans);
      if (!again) throw new Error('plans: expected a recheck, got a whole run');
      reportOf(comparisonOf(plans), again);
      walls.push(performance.now() - startedMs);
      kept = { plans, laid: again };
    }
    report({ name: 'plans.recheckMs', value: Math.max(...walls), unit: 'ms' });
  } finally {
    await machine.close();
  }
}

function editOf({ plans }: PublishedPlans, i: number): PlanEdit {
  const { id, properties, geometry } = plans[i % 2].features[(i * 1597) % plans[0].features.length];
  const state = { properties, geometry };
  const edit = { plan: plans[i % 2].info.id, shape: id, was: shapeHash(state) };
  if (i % 3 === 0) return { ...edit, next: null };
  if (i % 3 === 1) return { ...edit, next: { ...state, properties: { ...properties, code: '0901' } } };
  if (geometry.type !== 'Polygon') throw new Error('parcels: expected polygons');
  const [ring] = geometry.coordinates;
  const [[lon, lat]] = ring;
  const corner = [lon + 1e-4, lat + 1e-4];
  return {
    ...edit,
    next: { ...state, geometry: { ...geometry, coordinates: [[corner, ...ring.slice(1, -1), corner]] } },
  };
}

/** A parcel with another use contradicts the one it was digitised from, and the neighbours that it reaches into. */
function reportPlanted({ planted }: Redigitised, { conflicts }: PlanReport, report: Report): void {
  const own = new Set(conflicts.filter(({ a, b }) => a.shape.slice(1) === b?.shape.slice(1)).map(({ b }) => b?.shape));
  const hits = [...planted].filter((id) => own.has(id)).length;
  const right = conflicts.filter(({ b }) => b !== null && planted.has(b.shape)).length;
  report({ name: 'plans.planted.recall', value: hits / planted.size, unit: '1' });
  report({ name: 'plans.planted.precision', value: right / conflicts.length, unit: '1' });
}
