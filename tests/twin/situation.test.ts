import { expect, test } from 'vitest';
import type { RunFacts } from '../../src/twin/runs.ts';
import {
  measuredFrom,
  type SituationIncident,
  situationMode,
  situationMs,
  situationName,
} from '../../src/twin/situation.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const NOW_MS = Date.UTC(2026, 10, 29, 1);
const PAST_MS = Date.UTC(2026, 6, 21, 20);

const incident = (more: Partial<SituationIncident> = {}): SituationIncident => ({
  id: 'file',
  title: '暴雨溃堤',
  place: null,
  hazard: 'flood',
  radiusM: 600,
  level: 2,
  plan: null,
  step: null,
  stepsDone: 0,
  stepCount: 0,
  alarms: [],
  orders: [],
  runHashes: ['a'.repeat(64)],
  ownRuns: ['own'],
  openedMs: PAST_MS,
  lastMs: PAST_MS,
  closedMs: null,
  isExercise: false,
  at: 'replay',
  branch: null,
  isMeasured: false,
  ...more,
});
const run = (id: string, hash: string | null): RunFacts => {
  const own = { id, name: `water ${id}`, form: {}, origin: null, startMs: PAST_MS, endS: 3600, notes: [], hash };
  return { ...own, status: { kind: 'done' }, timesS: [0, 3600] };
};

const page = (): Twin => pageTwin(smallCity().city, NOW_MS);
const read = (twin: Twin) => {
  const state = twin.getState();
  const { mode, ms, name } = {
    mode: situationMode(state, NOW_MS),
    ms: situationMs(state, NOW_MS),
    name: situationName(state, NOW_MS),
  };
  return [mode, ms, name, measuredFrom(state, NOW_MS)];
};

test('the page is live until a time, a log, a recording, a branch or a run takes its place; all figures are then of that time', () => {
  const twin = page();
  const { showTime, takeSituationIncident, takeFeed } = twin.getState();
  expect(read(twin)).toEqual(['live', NOW_MS, null, 'feed']);
  showTime(NOW_MS - 30_000);
  expect(read(twin)[0]).toBe('live');
  showTime(PAST_MS);
  expect(read(twin)).toEqual(['replay', PAST_MS, null, 'history']);
  takeSituationIncident(incident());
  expect(read(twin)).toEqual(['replay', PAST_MS, '暴雨溃堤', 'none']);
  takeSituationIncident(incident({ isMeasured: true }));
  expect(read(twin)[3]).toBe('history');
  takeFeed({ replay: { name: 'of that day', fromMs: PAST_MS, toMs: NOW_MS } });
  expect(read(twin)[3]).toBe('feed');
  takeFeed({ replay: null });
  takeSituationIncident(incident({ at: 'branch', branch: 'B' }));
  expect(read(twin)).toEqual(['simulated', PAST_MS, 'B', 'none']);
  takeSituationIncident(null);
  showTime(NOW_MS + 3_600_000);
  expect(read(twin)).toEqual(['simulated', NOW_MS + 3_600_000, null, 'none']);
});

test('a run on the picture makes the page a simulation, but for the water that the replayed record has itself', () => {
  const twin = page();
  const { showTime, takeSituationIncident, addRun, showRun } = twin.getState();
  showTime(PAST_MS);
  takeSituationIncident(incident());
  addRun('flood', run('other', 'b'.repeat(64)));
  addRun('flood', run('record', 'a'.repeat(64)));
  addRun('flood', run('own', null));
  showRun('flood', 'other');
  expect(read(twin)).toEqual(['simulated', PAST_MS, 'water other', 'none']);
  for (const id of ['record', 'own']) {
    showRun('flood', id);
    expect(read(twin).slice(0, 3)).toEqual(['replay', PAST_MS, '暴雨溃堤']);
  }
  takeSituationIncident(incident({ at: 'present' }));
  expect(read(twin)[0]).toBe('simulated');
});
