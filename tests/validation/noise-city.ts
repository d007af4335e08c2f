import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { NoiseRequest } from '../../model/questions/noise.ts';
import { BANDS } from '../../workers/noise/bands.ts';
import { findCut, newCutWorkspace } from '../../workers/noise/cut-finder.ts';
import { engine } from '../../workers/noise/engine.ts';
import { openNoiseSite } from '../../workers/noise/noise-site.ts';
import { boundaryEnergies, newPathWorkspace } from '../../workers/noise/path-attenuation.ts';
import type { Place } from '../../workers/noise/place.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
const RING = [
  [1100, 1010],
  [1400, 1010],
  [1400, 1310],
  [1100, 1310],
];

/** Sound over a cut is the same both ways where both ends are as high and all ground is hard, in still air. */
async function symmetry(): Promise<Verdict> {
  const site = await openNoiseSite(cityFilesIn('chengchuan', CITIES));
  const { ground } = site.scene;
  const hard = ground && { ...ground, cells: ground.cells.map((one, i) => (i % 2 === 1 ? 0 : one)) };
  const scene = { ...site.scene, ground: hard };
  const cuts = newCutWorkspace(scene);
  const path = newPathWorkspace();
  const there = new Float64Array(BANDS);
  const back = new Float64Array(BANDS);
  let off = 0;
  for (let i = 0; i < 400; i++) {
    const one: Place = [1000 + 3 * (i % 20), 900 + 25 * Math.floor(i / 20), 60];
    const other: Place = [1400 - 2 * Math.floor(i / 20), 1300 - 17 * (i % 20), 60];
    boundaryEnergies(findCut(scene, one, other, cuts), 'homogeneous', path, there);
    boundaryEnergies(findCut(scene, other, one, cuts), 'homogeneous', path, back);
    for (let band = 0; band < BANDS; band++) off = Math.max(off, Math.abs(10 * Math.log10(there[band] / back[band])));
  }
  return atMost('noise.city: 400 paths there and back, farthest apart, dB', off, 0.01);
}

/** Seconds of the processor that some work takes. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const since = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** A second run, changed traffic from kept transfers, and twice the traffic, which is 3 dB by its nature. */
async function repeated(): Promise<Verdict[]> {
  const files = cityFilesIn('chengchuan', CITIES);
  const machine = nodeMachine(engine.id, 0, false);
  const hear = () => {};
  const base = v.parse(NoiseRequest, { ringM: RING, spacingM: 20 });
  const doubled = v.parse(NoiseRequest, { ...base, change: { trafficPct: 200 } });
  const site = engine.questions(await engine.open(files, machine));
  const fullS = await cpuOf(() => site.analyse(base, hear));
  const first = await site.analyse(base, hear);
  const changed = await site.analyse(doubled, hear);
  const keptS: number[] = [];
  for (const surfaceDb of [-1, -2, -3, -4, -5])
    keptS.push(await cpuOf(() => site.analyse(v.parse(NoiseRequest, { ...base, change: { surfaceDb } }), hear)));
  const fresh = engine.questions(await engine.open(files, machine));
  const second = await fresh.analyse(base, hear);
  const afresh = await fresh.analyse(doubled, hear);
  await machine.close();
  return [
    exactly('noise.city: results of the same question that differ', first?.hash === second?.hash ? 0 : 1, 0),
    exactly('noise.city: results from kept paths that differ', changed?.hash === afresh?.hash ? 0 : 1, 0),
    atMost('noise.city: twice the traffic, off 3.0 dB by', Math.abs((changed?.meanChangeDb ?? 0) - 3), 0.051),
    atLeast('noise.city: a change on kept paths, times as fast', fullS / Math.min(...keptS), 100),
  ];
}

/** The engine of noise on the demo city, against itself. */
export const NOISE_CITY: ValidationCase = {
  name: 'noise.city',
  quick: false,
  missing: () => (existsSync(resolve(CITIES, 'chengchuan/manifest.json')) ? null : 'the demo city is not baked'),
  run: async () => [await symmetry(), ...(await repeated())],
};
