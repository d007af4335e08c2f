import { beforeEach, expect, test } from 'vitest';
import { otherShownRuns, type RunFacts, runById, runsOf, shownRun } from '../../src/twin/runs.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const runOf = (id: string): RunFacts => ({
  id,
  name: id.toUpperCase(),
  form: {},
  origin: null,
  status: { kind: 'done' },
  startMs: 0,
  endS: 10,
  timesS: [0],
  hash: null,
  notes: [],
});

let twin: Twin;
beforeEach(() => {
  twin = pageTwin(smallCity().city, 0);
  for (const id of ['a', 'b']) twin.getState().addRun('wind', runOf(id));
  twin.getState().addRun('rain', runOf('c'));
});

test('each engine has its own runs, and a change of one leaves the others the same objects', () => {
  const rain = runsOf(twin.getState(), 'rain');
  twin.getState().changeRun('wind', 'a', { hash: 'ff' });
  expect(runById(twin.getState(), 'wind', 'a')?.hash).toBe('ff');
  expect(runsOf(twin.getState(), 'rain')).toBe(rain);
  expect(runsOf(twin.getState(), 'snow')).toBe(runsOf(twin.getState(), 'hail'));
});

test('a comparison ends with either of its runs, when the compared one is shown, and when none is', () => {
  const { showRun, compareRun, dropRun } = twin.getState();
  const compared = () => runsOf(twin.getState(), 'wind').comparedId;
  const compare = () => {
    showRun('wind', 'a');
    compareRun('wind', 'b');
  };
  compare();
  expect([shownRun(twin.getState(), 'wind')?.id, compared()]).toEqual(['a', 'b']);
  showRun('wind', 'b');
  expect(compared()).toBeNull();
  compare();
  showRun('wind', null);
  expect(compared()).toBeNull();
  compare();
  dropRun('wind', 'b');
  expect([shownRun(twin.getState(), 'wind')?.id, compared()]).toEqual(['a', null]);
  dropRun('wind', 'a');
  expect(runsOf(twin.getState(), 'wind')).toEqual({ list: [], shownId: null, comparedId: null });
});

test('runs that other engines show are known by name', () => {
  twin.getState().showRun('wind', 'a');
  expect(otherShownRuns(twin.getState(), 'rain')).toEqual(['A']);
  expect(otherShownRuns(twin.getState(), 'wind')).toEqual([]);
});
