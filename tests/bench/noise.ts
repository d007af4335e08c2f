import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { NoiseRequest } from '../../model/questions/noise.ts';
import { BANDS } from '../../workers/noise/bands.ts';
import { findCut, groundUpAt, newCutWorkspace } from '../../workers/noise/cut-finder.ts';
import { engine } from '../../workers/noise/engine.ts';
import { openNoiseSite } from '../../workers/noise/noise-site.ts';
import { boundaryEnergies, newPathWorkspace } from '../../workers/noise/path-attenuation.ts';
import type { Place } from '../../workers/noise/place.ts';
import { seeded } from '../../workers/shared/random.ts';
import type { Parts, Report } from './parts.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
const RECEIVERS = 300;
const WARM_RECEIVERS = 100;
const AROUND = 200;
const REACH_M = 500;
const RING = [
  [1050, 960],
  [1450, 960],
  [1450, 1360],
  [1050, 1360],
];

const isThere = existsSync(resolve(CITIES, 'chengchuan/manifest.json'));

const cpuS = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** Paths of 500 m to points 4 m over the ground, from all round each, both weathers, eight bands. */
async function paths(report: Report): Promise<void> {
  const { scene } = await openNoiseSite(cityFilesIn('chengchuan', CITIES));
  const random = seeded(17);
  const cuts = newCutWorkspace(scene);
  const path = newPathWorkspace();
  const calm = new Float64Array(BANDS);
  const bent = new Float64Array(BANDS);
  const placeAt = (x: number, y: number, aboveM: number): Place => [x, y, groundUpAt(scene, x, y) + aboveM];
  const play = (receivers: number) => {
    for (let r = 0; r < receivers; r++) {
      const to = placeAt(-1500 + 3000 * random(), -1000 + 2500 * random(), 4);
      for (let i = 0; i < AROUND; i++) {
        const angle = (2 * Math.PI * i) / AROUND;
        const from = placeAt(to[0] + REACH_M * Math.cos(angle), to[1] + REACH_M * Math.sin(angle), 0.05);
        const cut = findCut(scene, from, to, cuts);
        boundaryEnergies(cut, 'homogeneous', path, calm);
        boundaryEnergies(cut, 'favourable', path, bent);
      }
    }
  };
  play(WARM_RECEIVERS);
  const since = process.cpuUsage();
  play(RECEIVERS);
  report({ name: 'noise.paths', value: (RECEIVERS * AROUND) / cpuS(since), unit: '1/s' });
}

/** A map of 400 × 400 m, and the same with another limit, another surface and other traffic from the kept paths. */
async function changes(report: Report): Promise<void> {
  const machine = nodeMachine(engine.id, 0, false);
  const hear = () => {};
  const questions = engine.questions(await engine.open(cityFilesIn('chengchuan', CITIES), machine));
  const base = v.parse(NoiseRequest, { ringM: RING, spacingM: 20 });
  const since = process.cpuUsage();
  const first = await questions.analyse(base, hear);
  const fullS = cpuS(since);
  const keptS: number[] = [];
  for (const change of [{ speedLimitKmPerH: 30 }, { surfaceDb: -4 }, { trafficPct: 150 }, { trafficPct: 60 }]) {
    const started = process.cpuUsage();
    await questions.analyse(v.parse(NoiseRequest, { ...base, change }), hear);
    keptS.push(cpuS(started));
  }
  await machine.close();
  const medianS = keptS.sort((a, b) => a - b)[2];
  const found = (first?.paths.direct ?? 0) + (first?.paths.reflected ?? 0);
  report({ name: 'noise.map.cpuS', value: fullS, unit: 's' });
  report({ name: 'noise.map.paths', value: found / fullS, unit: '1/s' });
  report({ name: 'noise.changed', value: 1000 * medianS, unit: 'ms' });
  report({ name: 'noise.changed.ratio', value: fullS / medianS, unit: '×' });
}

/** Ways of sound through the demo city; where it is not baked nothing is measured. */
export const PARTS: Parts = isThere
  ? { paths: (_, report) => paths(report), changes: (_, report) => changes(report) }
  : {};
