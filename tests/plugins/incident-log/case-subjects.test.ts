import { expect, test } from 'vitest';
import type { CityCase } from '../../../model/cases/cases.ts';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import { caseSources, runSources } from '../../../src/plugins/incident-log/case-subjects.ts';
import { openRunLines } from '../../../src/plugins/incident-log/run-lines.ts';
import type { RunFacts, RunsSlice } from '../../../src/twin/runs.ts';
import { handLog, opening } from '../../model/incidents/log.ts';

const run = (rain: number): RunFacts => ({
  id: 'f1',
  name: '暴雨',
  form: { rain },
  origin: null,
  status: { kind: 'running', progressRatio: 0, etaS: null },
  startMs: 0,
  endS: 60,
  timesS: [],
  hash: null,
  notes: [],
});
const runsOf = (one: RunFacts): RunsSlice['runs'] =>
  ({ flood: { list: [one], shownId: null, comparedId: null } }) as unknown as RunsSlice['runs'];
const oneCase = (id: string, part: Partial<CityCase> = {}): CityCase => ({
  id,
  title: id,
  object: 'road-1',
  place: null,
  alarm: null,
  priority: 3,
  stage: 'filed',
  unit: '',
  sinceMs: 0,
  dueMs: null,
  level: 0,
  log: [{ word: 'file', atMs: 0, by: 'a', note: '' }],
  ...part,
});

test('an incident from a run holds the hash of its inputs, the same as on the line of the run', () => {
  const acts: IncidentAct[] = [];
  openRunLines({
    newKey: () => 'key-of-run-1',
    target: () => async (act) => void acts.push(act),
    report: (error) => expect.fail(String(error)),
  })(runsOf(run(80)));
  const [{ engine, source }] = runSources(runsOf(run(80)));
  expect([engine, source.id]).toEqual(['flood', 'flood 暴雨']);
  expect(acts[0]).toMatchObject({ kind: 'run', inputHash: source.hash });
  expect(runSources(runsOf(run(81)))[0].source.hash).not.toBe(source.hash);
  const { entries } = handLog([[0, { ...opening(), source } as IncidentAct]]);
  expect(entries[0].act).toMatchObject({ source });
});

test('open cases are offered, the gravest first, each by the hash of how it stands', () => {
  const dispatched = oneCase('20261120-0002', {
    stage: 'dispatched',
    log: [...oneCase('').log, { word: 'dispatch', atMs: 9, by: 'b', note: '' }],
  });
  const sources = caseSources([
    oneCase('20261120-0001', { stage: 'closed' }),
    oneCase('20261120-0002'),
    oneCase('20261120-0003', { priority: 1 }),
  ]);
  expect(sources.map(({ source }) => source.id)).toEqual(['20261120-0003', '20261120-0002']);
  expect(caseSources([dispatched])[0].source.hash).not.toBe(sources[1].source.hash);
  expect(caseSources([oneCase('20261120-0002')])[0].source.hash).toBe(sources[1].source.hash);
});
