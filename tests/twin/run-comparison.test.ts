import { expect, test } from 'vitest';
import { comparedRun, compareShownRun } from '../../src/twin/run-comparison.ts';
import type { RunFacts } from '../../src/twin/runs.ts';
import { runsOfView } from '../../src/twin/view-twin.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const run = (id: string): RunFacts => ({
  ...{ id, name: id, form: {}, origin: null, status: { kind: 'done' }, startMs: 0, endS: 60, timesS: [0, 60] },
  ...{ hash: null, notes: [] },
});

test('the shown run lies on the first picture, the other one or the present on the second, until it is ended', () => {
  const twin = pageTwin(smallCity().city);
  for (const id of ['A', 'B']) twin.getState().addRun('flood', run(id));
  twin.getState().showRun('flood', 'B');
  const onPictures = () => [0, 1].map((index) => runsOfView(twin.getState(), index).flood.shownId);
  expect([comparedRun(twin.getState(), 'flood'), onPictures()]).toEqual([null, ['B', 'B']]);
  compareShownRun(twin, 'flood', 'A');
  expect(twin.getState().compare).toBe('curtain');
  expect([comparedRun(twin.getState(), 'flood'), onPictures()]).toEqual(['A', ['B', 'A']]);
  compareShownRun(twin, 'flood', 'present');
  expect([comparedRun(twin.getState(), 'flood'), onPictures()]).toEqual(['present', ['B', null]]);
  compareShownRun(twin, 'flood', null);
  expect(twin.getState().compare).toBe('off');
  expect([comparedRun(twin.getState(), 'flood'), onPictures()]).toEqual([null, ['B', 'B']]);
});
