import { expect, test } from 'vitest';
import { runOutcome } from '../../src/kit/run-outcome.ts';
import type { RunFacts, RunStatus } from '../../src/twin/runs.ts';
import { smallCity } from '../model/city/small-city.ts';
import { pageTwin } from './test-twin.ts';

const run = (status: RunStatus, more: NonNullable<RunFacts['figures']>['more'] = []): RunFacts => ({
  id: 'flood-1',
  name: 'A',
  form: null,
  origin: null,
  status,
  startMs: 0,
  endS: 60,
  timesS: [0],
  hash: null,
  notes: [],
  figures: { loss: null, more },
});

test('a run is told by how far it is, then by whom it reached', () => {
  const told = (facts: RunFacts) => {
    const twin = pageTwin(smallCity().city);
    twin.getState().addRun('flood', facts);
    return runOutcome(twin.getState(), 'flood');
  };
  expect(runOutcome(pageTwin(smallCity().city).getState(), 'flood')).toBeNull();
  expect(told(run({ kind: 'running', progressRatio: 0.42, etaS: 3 }))?.zh).toBe('计算中 42 %');
  const more = [
    { name: 'closedRoads', value: 3, unit: '1' },
    { name: 'wetResidents', value: 7300, unit: '1' },
  ] as const;
  expect(told(run({ kind: 'done' }, more))).toEqual({ zh: '7,300 人受淹', en: '7,300 people flooded' });
  expect(told(run({ kind: 'done' }))?.en).toBe('1 runs');
});
