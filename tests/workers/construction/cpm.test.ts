import { assert, expect, test } from 'vitest';
import { plainActivity } from '../../../model/schedule/schedule.ts';
import { analyse, longestPath } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { differences } from '../../validation/construction-cpm.ts';
import { CPM_CASES } from '../../validation/construction-cpm-cases.ts';
import { readCase } from '../../validation/construction-network.ts';

test.each(CPM_CASES)('%s', (line) => expect(differences(readCase(line))).toEqual([]));

test('a circle is named, each activity before its successor', () => {
  const { schedule } = readCase('| A1, B1, C1, D1 | A FS B, B FS C, C SS D, D FS B | A 0-1');
  const compiled = compileNetwork(schedule);
  assert(compiled.status === 'cyclic');
  expect(compiled.why.text.en).toMatch(
    /^expected logic without a circle, got (B → C → D → B|C → D → B → C|D → B → C → D)$/,
  );
});

test('the longest path goes over driving links, whatever the floats say', () => {
  const { schedule, options } = readCase('due=20 | A3, B5, C2, D4 | A FS B, A FS C, B FS D, C FS D | A 0-3');
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const result = analyse(schedule, compiled.network, options);
  expect(longestPath(compiled.network, result).map((i) => schedule.activities[i].code)).toEqual(['A', 'B', 'D']);
});

test('a summary and a level of effort span what they hold; a link to the summary binds what it holds', () => {
  const { schedule, options } = readCase('| A4, B3, C5, D1 | A FS B, B FS C | A 0-4');
  schedule.activities.push(
    plainActivity('sum', 0, { kind: 'summary' }),
    plainActivity('watch', 0, { kind: 'levelOfEffort' }),
  );
  schedule.activities[0].parent = 4;
  schedule.activities[1].parent = 4;
  schedule.links.push(
    { from: 4, to: 3, kind: 'FS', lag: { kind: 'working', min: 0 } },
    { from: 1, to: 5, kind: 'SS', lag: { kind: 'working', min: 0 } },
    { from: 2, to: 5, kind: 'FF', lag: { kind: 'working', min: 0 } },
  );
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const { earlyStartMin, earlyFinishMin } = analyse(schedule, compiled.network, options);
  const hours = (i: number) => [earlyStartMin[i], earlyFinishMin[i]].map((min) => (min - schedule.startMin) / 60);
  expect([3, 4, 5].map(hours)).toEqual([
    [7, 8],
    [0, 7],
    [4, 12],
  ]);
});
