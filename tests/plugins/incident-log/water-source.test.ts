import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseIncidentPackage } from '../../../model/incidents/incident-package.ts';
import { waterSourceAt } from '../../../src/plugins/incident-log/water-source.ts';
import type { RunFacts } from '../../../src/twin/runs.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const shipped = (id: string) => {
  const file = `scenarios/incident-${id}/incident.zh.json`;
  return parseIncidentPackage(JSON.parse(readFileSync(file, 'utf8')), file);
};
const run = (id: string, hash: string | null, startMs: number): RunFacts => {
  const own = { id, name: id, form: {}, origin: null, startMs, endS: 3600, notes: [], hash };
  return { ...own, status: { kind: 'done' }, timesS: [0, 3600] };
};
const none = { runHashes: [], ownRuns: [], package: null };

test('the water of a past moment is the record’s own run, else the case of its file at its hour, else the run on the picture', () => {
  const twin = pageTwin(smallCity().city);
  const { addRun, showRun } = twin.getState();
  const nowMs = Date.UTC(2026, 6, 21, 20, 30);
  const of = (water: Parameters<typeof waterSourceAt>[3]) => waterSourceAt(nowMs, twin.getState(), 'flood', water);
  expect(of(none)).toBeNull();
  // The levee gives way when the incident is opened, at 03:00; the run begins half an hour before.
  const file = { ...none, package: shipped('levee-breach') };
  expect(of(file)).toEqual({ kind: 'case', case: 'chengchuan-levee-breach', startMs: Date.UTC(2026, 6, 21, 18, 30) });
  // The same breach floods the station two hours later: both tell one start.
  expect(of({ ...none, package: shipped('metro-water') })).toEqual(of(file));
  expect(of({ ...none, package: shipped('gas-burst') })).toBeNull();
  addRun('flood', run('shown', 'b'.repeat(64), nowMs - 60_000));
  addRun('flood', run('own', 'a'.repeat(64), nowMs));
  showRun('flood', 'shown');
  expect(of(none)).toEqual({ kind: 'run', run: 'shown' });
  expect(of(file)).toMatchObject({ kind: 'case' });
  expect(of({ ...file, runHashes: ['a'.repeat(64)] })).toEqual({ kind: 'run', run: 'own' });
  expect(of({ ...file, ownRuns: ['shown'] })).toEqual({ kind: 'run', run: 'shown' });
});
