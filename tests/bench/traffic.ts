import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { defaultsOf } from '../../model/questions/question.ts';
import { TrafficFlowRequest } from '../../model/questions/traffic-flow.ts';
import { parseAnalysisCase } from '../../scenarios/analysis-cases.ts';
import { solvedEquilibrium } from '../../workers/traffic/assignment/equilibrium.ts';
import { engine } from '../../workers/traffic/engine.ts';
import { engine as flow } from '../../workers/traffic/flow/engine.ts';
import { siouxFalls } from '../fixtures/traffic/sioux-falls.ts';
import type { Parts, Report } from './parts.ts';

/** The compiled tree lies in build/node. */
const ROOT = resolve(import.meta.dirname, '../../../..');
const CITIES = resolve(ROOT, 'public/city');
const CASE = resolve(ROOT, 'scenarios/chengchuan-bridge-closed/scenario.json');
const MAX_ROUNDS = 1000;

async function measured<T>(name: string, report: Report, work: () => T | Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const cpu = process.cpuUsage();
  const answer = await work();
  const { user, system } = process.cpuUsage(cpu);
  report({ name: `traffic.${name}.wallS`, value: (performance.now() - startedMs) / 1000, unit: 's' });
  report({ name: `traffic.${name}.cpuS`, value: (user + system) / 1e6, unit: 's' });
  return answer;
}

/** Opens the demo city from its files and answers what a static assignment says, as a person gets it before vehicles are played. */
async function firstAnswer(report: Report): Promise<void> {
  if (!existsSync(resolve(CITIES, 'chengchuan/manifest.json'))) return;
  const machine = nodeMachine(flow.id, 0, false);
  const site = await measured('firstAnswer.open', report, () => flow.open(cityFilesIn('chengchuan', CITIES), machine));
  const request = defaultsOf(TrafficFlowRequest);
  await measured('firstAnswer.answer', report, () => flow.questions(site).firstAnswer(request));
  await machine.close();
}

/** Equilibria: Sioux Falls to three gaps, the first answer on the demo city, and a bridge of the demo city that closes, from its files to its answer. */
export const PARTS: Parts = {
  siouxFalls: async (_, report) => {
    const { network, trips } = siouxFalls();
    for (const [name, gap] of [
      ['gap1e4', 1e-4],
      ['gap1e6', 1e-6],
      ['gap1e12', 1e-12],
    ] as const) {
      const { rounds } = await measured(`siouxFalls.${name}`, report, () =>
        solvedEquilibrium(network, trips, { gap, maxRounds: MAX_ROUNDS }),
      );
      report({ name: `traffic.siouxFalls.${name}.rounds`, value: rounds, unit: '1' });
    }
  },
  firstAnswer: async (_, report) => firstAnswer(report),
  city: async (_, report) => {
    if (!existsSync(resolve(CITIES, 'chengchuan/manifest.json'))) return;
    const { analysis } = parseAnalysisCase('traffic', JSON.parse(readFileSync(CASE, 'utf8')), CASE);
    const machine = nodeMachine(engine.id, 0, false);
    const found = await measured('city', report, async () =>
      engine.questions(await engine.open(cityFilesIn('chengchuan', CITIES), machine)).analyse(analysis, () => {}),
    );
    await machine.close();
    report({
      name: 'traffic.city.gap',
      value: Math.max(found?.before.gapRatio ?? 1, found?.after.gapRatio ?? 1),
      unit: '1',
    });
  },
};
