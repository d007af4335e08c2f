import { beforeEach, expect, test } from 'vitest';
import { bandOf } from '../../../model/scenarios/crowd-ensemble.ts';
import type { CityCrowdScenario } from '../../../src/plugins/crowd/crowd-case.ts';
import { ensembleCsv } from '../../../src/plugins/crowd/crowd-csv.ts';
import { isQuick, openEnsembles } from '../../../src/plugins/crowd/crowd-ensembles.ts';
import type { CrowdFacts } from '../../../src/plugins/crowd/slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { CrowdEngineTypes, CrowdRunResult } from '../../../workers/crowd/engine-types.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { handEngine } from '../../twin/hand-engine.ts';

const scenario = {
  ...{ seed: 7, endS: 100, preset: 'prescriptive', title: { zh: '广场', en: 'A square' }, frameEveryS: 1 },
} as unknown as CityCrowdScenario;

/** Four people, of whom these left. */
const resultOf = (leftS: number[], clearance100S: number | null): CrowdRunResult =>
  ({
    facts: { people: 4, left: leftS.length, clearance50S: 20, clearance95S: 40, clearance100S } as CrowdFacts,
    leftS: Float32Array.from([...leftS, ...Array.from({ length: 4 - leftS.length }, () => Number.NaN)]),
    hash: `h${clearance100S}`,
  }) as CrowdRunResult;

let twin: Twin;
let hand: ReturnType<typeof handEngine<CrowdEngineTypes>>;
let ensembles: ReturnType<typeof openEnsembles>;
const settle = () => new Promise((done) => setTimeout(done));
const own = () => twin.getState().crowdEnsembles[0];

beforeEach(() => {
  twin = pageTwin(smallCity().city, 0);
  hand = handEngine<CrowdEngineTypes>();
  ensembles = openEnsembles(twin, hand.client);
  ensembles.start({ isUnasked: false, runId: null, name: 'A', seeds: 3, scenario, startMs: 0, fields: [] });
});

test('seeds are played one after another, each forgotten when it is over; the ensemble is done with the last', async () => {
  for (const [k, lastS] of [50, 60, 40].entries()) {
    const run = hand.runs[k];
    expect([hand.runs.length, run.request.seed]).toEqual([k + 1, 7 + k]);
    run.hear({ kind: 'progress', timeS: 50, wallS: 1 });
    expect(own().status).toMatchObject({ kind: 'running', progressRatio: (k + 0.5) / 3 });
    run.end({ isWhole: true, wallS: 1, result: resultOf([10, 20, 30, lastS], lastS) });
    await settle();
    if (k < 2) expect(own().status).toMatchObject({ kind: 'running', progressRatio: (k + 1) / 3 });
  }
  expect(own().status).toEqual({ kind: 'done' });
  expect(own().runs.map(({ clearance100S }) => clearance100S)).toEqual([50, 60, 40]);
  expect(hand.calls).toEqual([1, 2, 3].map((k) => `forget crowd-ensemble-1-${k}`));
  expect(ensembleCsv(own()).split('\r\n')[2]).toBe('2,20.00,40.00,60.00,0,h60');
});

test('stopped, it keeps the runs that were whole and leaves out the one that was cut', async () => {
  hand.runs[0].end({ isWhole: true, wallS: 1, result: resultOf([10], null) });
  await settle();
  ensembles.stop(own().id);
  hand.runs[1].end({ isWhole: false, wallS: 1, result: resultOf([], null) });
  await settle();
  expect(own().status).toEqual({ kind: 'stopped' });
  expect(hand.runs).toHaveLength(2);
  expect(own().runs.map(({ remained }) => remained.length)).toEqual([3]);
});

test('seeds that nobody asked for give way to those that somebody asks for, and never the other way round', async () => {
  const of = { name: 'B', seeds: 2, scenario, startMs: 0, fields: [] };
  ensembles.start({ ...of, isUnasked: true, runId: 'crowd-1' });
  expect(twin.getState().crowdEnsembles).toHaveLength(1);
  ensembles.drop(own().id);
  hand.runs[0].end({ isWhole: false, wallS: 1, result: resultOf([], null) });
  await settle();
  ensembles.start({ ...of, isUnasked: true, runId: 'crowd-1' });
  await settle();
  ensembles.start({ ...of, isUnasked: false, runId: null, name: 'C' });
  // The engine plays one run at a time: the next waits until the one that was cut is over.
  await settle();
  expect(hand.runs).toHaveLength(2);
  hand.runs[1].end({ isWhole: false, wallS: 1, result: resultOf([], null) });
  await settle();
  expect(twin.getState().crowdEnsembles.map(({ name, status }) => [name, status.kind])).toEqual([
    ['B', 'stopped'],
    ['C', 'running'],
  ]);
  expect(hand.runs).toHaveLength(3);
});

test('seeds start by themselves where all together are a matter of two minutes', () => {
  expect([isQuick(6, 20), isQuick(6.1, 20)]).toEqual([true, false]);
});

test('what the engine refuses is said', async () => {
  hand.runs[0].fail(new Error('no room'));
  await settle();
  expect(own().status.kind).toBe('failed');
});

test('the band of curves: of eleven runs the middle is the sixth, the edges are the first and the last', () => {
  const runs = Array.from({ length: 11 }, (_, k) => Float32Array.from([10 * (k + 1)]));
  const { timesS, low, median, high } = bandOf(runs);
  const at = (timeS: number) => timesS.findIndex((each) => each >= timeS);
  expect([low, median, high].map((line) => line[at(30)])).toEqual([0, 0, 1]);
  expect([low, median, high].map((line) => line[at(70)])).toEqual([0, 1, 1]);
  expect([low, median, high].map((line) => line.at(-1))).toEqual([1, 1, 1]);
});
