import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { buildDemoCity } from '../../demo/demo-city.ts';
import { plan } from '../../demo/plan.ts';
import { planFiles } from '../../demo/plans/plan-files.ts';
import { buildParcels } from '../../demo/plans/plans.ts';
import { DEFAULT_SLIVERS } from '../../model/plans/slivers.ts';
import { engine } from '../../workers/plans/engine.ts';
import type { PlanConflict, PlanReport } from '../../workers/plans/plan-types.ts';
import { writePlanCity } from './plans-city.ts';
import { geosLibrary, geosOverlays } from './plans-geos.ts';
import { HARD_PAIRS, hardAreas } from './plans-hard.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Rules of plan.json, by those that find the same. */
const RULE_OF: Readonly<Record<string, string>> = {
  T01: 'construction-farmland',
  T02: 'construction-ecology',
  T03: 'construction-outside',
  T04: 'farmland-forest',
  T05: 'farmland-boundary',
  T06: 'ecology-boundary',
  T07: 'farmland-ecology',
  T08: 'construction-river',
  T09: 'construction-forest',
  T10: 'construction-wetland',
  T11: 'use-zone',
  T12: 'underground-metro',
  T13: 'underground-tunnel',
  T14: 'height-corridor',
  T15: 'street-heritage',
  T16: 'residential-detention',
};

/** Plans laid over each other, against what was planted, areas by hand, and the GEOS of Debian. */
export const CASES: ValidationCase[] = [
  { name: 'plans.planted', quick: true, run: planted },
  { name: 'plans.hard', quick: true, run: hard },
  {
    name: 'plans.geos',
    quick: true,
    missing: () => (geosLibrary() === null ? 'no python3 with libgeos_c.so.1 on this machine' : null),
    run: geos,
  },
];

async function compareDemo(threads: number): Promise<PlanReport> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-plans-'));
  const machine = nodeMachine('plans', threads - 1);
  try {
    const city = buildDemoCity();
    writePlanCity(folder, planFiles(city.plan, buildParcels(city.plan, city.blocks)));
    const questions = engine.questions(await engine.open(cityFilesIn(folder, folder), machine));
    const request = { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false };
    const report = await questions.compare(request, () => {});
    if (report) return report;
    throw new Error('plans: expected a report, got none');
  } finally {
    await machine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A conflict as plan.json writes it: what lies outside a boundary has no other side, and use zones are those of the districts. */
const keyOf = ({ rule, a, b }: PlanConflict): string => `${rule} ${a.shape} ${b?.shape ?? 'UGB'}`;

async function planted(): Promise<Verdict[]> {
  const report = await compareDemo(1);
  const expected = new Map(
    plan.plans.conflicts.map(([rule, shape, zone, areaM2]) => [`${RULE_OF[rule]} ${shape} ${zone}`, areaM2]),
  );
  const found = new Map(report.conflicts.map((conflict) => [keyOf(conflict), conflict.areaM2]));
  const hits = [...expected].filter(([key]) => found.has(key));
  for (const key of expected.keys()) if (!found.has(key)) process.stderr.write(`plans.planted: missed ${key}\n`);
  for (const key of found.keys()) if (!expected.has(key)) process.stderr.write(`plans.planted: none is ${key}\n`);
  const errors = hits.map(([key, areaM2]) => Math.abs((found.get(key) ?? 0) / areaM2 - 1));
  const decoys = new Set(plan.plans.decoys.map(({ id }) => id));
  const several = await compareDemo(2);
  return [
    exactly('plans.planted.count', expected.size, 117),
    exactly('plans.planted.recall', hits.length / expected.size, 1),
    exactly('plans.planted.precision', hits.length / found.size, 1),
    atMost('plans.planted.areaErrorPct', 100 * Math.max(...errors), 0.1),
    exactly(
      'plans.planted.decoys',
      report.conflicts.filter(({ a, b }) => decoys.has(a.shape) || (b !== null && decoys.has(b.shape))).length,
      0,
    ),
    atMost('plans.planted.balanceRatio', Math.max(...report.tallies.map(({ errorRatio }) => errorRatio)), 1e-9),
    exactly('plans.planted.sameHashOnTwoThreads', several.hash === report.hash ? 1 : 0, 1),
  ];
}

async function hard(): Promise<Verdict[]> {
  const areas = await hardAreas();
  return HARD_PAIRS.flatMap(({ name, sharedM2, leftM2 }, i) => [
    atMost(`plans.hard.${name}.sharedOffM2`, Math.abs(areas[i].sharedM2 - sharedM2), 1e-6),
    atMost(`plans.hard.${name}.leftOffM2`, Math.abs(areas[i].leftM2 - leftM2), 1e-6),
  ]);
}

async function geos(): Promise<Verdict[]> {
  const { pairs, worstRatio } = await geosOverlays();
  return [exactly('plans.geos.pairs', pairs > 1000 ? 1 : 0, 1), atMost('plans.geos.worstRatio', worstRatio, 1e-6)];
}
