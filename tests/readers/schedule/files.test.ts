import { describe, expect, test } from 'vitest';
import { plainActivity, type Schedule } from '../../../model/schedule/schedule.ts';
import { encodeWindows1252 } from '../../../model/schedule/windows-1252.ts';
import { readPsplib } from '../../../readers/psplib/psplib.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { analyse, type CpmResult } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { instanceOfProject } from '../../../workers/construction/rcpsp/instance.ts';
import { writeCsv } from '../../../workers/construction/write/csv.ts';
import { writeIfc } from '../../../workers/construction/write/ifc.ts';
import { writeMspdi } from '../../../workers/construction/write/mspdi.ts';
import { writePmxml } from '../../../workers/construction/write/pmxml.ts';
import { writeXer } from '../../../workers/construction/write/xer.ts';
import { instant, readCase } from '../../validation/construction-network.ts';

const read = (text: string, file = 'plan') => readSchedule(new TextEncoder().encode(text), file);

/** Four relations, lags, constraints, progress, two calendars with exceptions. */
function sample(): Schedule {
  const { schedule } = readCase(
    'data=Tu8 | A16@W{Mo8 r8}, B8@H[SNE We0], C12@W[FNL 2Fr16], D0fm@W | A FS B, A SS+4 C, B FF-2 C, C SF+3 D | A 0-1',
  );
  for (const [i, activity] of schedule.activities.entries()) {
    activity.id = String(i + 1);
    activity.name = `${activity.code} & "ü" <浇筑>`;
    activity.stored = { startMin: instant('Mo8'), finishMin: instant('Tu16') };
  }
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 2, costPerH: 80 }];
  schedule.assignments = [{ activity: 1, resource: 0, units: 1, workMin: 480, cost: 640 }];
  return schedule;
}

function datesOf(schedule: Schedule): string[] {
  const { earlyStartMin, earlyFinishMin, totalFloatMin } = analysed(schedule);
  return schedule.activities.map(
    ({ name }, i) => `${name} ${isoOf(earlyStartMin[i])} ${isoOf(earlyFinishMin[i])} ${totalFloatMin[i]}`,
  );
}

describe.each([
  ['Microsoft Project XML', writeMspdi],
  ['XER', writeXer],
  ['P6 XML', writePmxml],
  ['IFC 4.3', (schedule: Schedule) => writeIfc(schedule)],
])('%s, written and read back', async (_, write) => {
  test('has the same dates and floats', async () =>
    expect(datesOf(await read(write(sample())))).toEqual(datesOf(sample())));
  test('keeps links, resources and assignments; written again it is the same text', async () => {
    const [before, after] = [sample(), await read(write(sample()))];
    expect(after.links).toEqual(before.links);
    expect(after.resources).toEqual(before.resources);
    expect(after.assignments).toEqual(before.assignments);
    expect(after.activities.map(({ stored }) => stored)).toEqual(before.activities.map(({ stored }) => stored));
    expect(write(after)).toBe(write(before));
  });
});

function analysed(schedule: Schedule): CpmResult {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return analyse(schedule, compiled.network);
}

/** What a network must have in common before and after: who waits for whom, how, and by how much. */
function relationsOf(schedule: Schedule): string[] {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const { first, from, kind, lagMin } = compiled.network;
  return schedule.activities
    .flatMap(({ name }, i) =>
      [...from.subarray(first[i], first[i + 1])].map((p, at) => {
        const e = first[i] + at;
        return `${schedule.activities[p].name} ${kind[e]} ${lagMin[e]} ${name}`;
      }),
    )
    .sort();
}

/** Summaries with links of their own, lags in percent, deadlines: P6 has none of them. */
function summarised(): Schedule {
  const schedule = sample();
  schedule.activities.push(
    plainActivity('5', 0, { name: 'shell', kind: 'summary' }),
    plainActivity('6', 300, { name: 'roof', parent: 4, deadlineMin: instant('3Fr16') }),
    plainActivity('7', 240, { name: 'façade', parent: 4, calendar: 2 }),
  );
  schedule.links.push(
    { from: 2, to: 4, kind: 'FS', lag: { kind: 'percent', pct: 50 } },
    { from: 5, to: 6, kind: 'SS', lag: { kind: 'working', min: 90 } },
  );
  return schedule;
}

const withDates = (schedule: Schedule) => {
  const tasks = schedule.activities.map(({ kind }) => kind !== 'summary');
  return datesOf(schedule).filter((_, i) => tasks[i]);
};

test.each([
  ['Microsoft Project XML', writeMspdi],
  ['XER', writeXer],
  ['P6 XML', writePmxml],
  ['IFC 4.3', (schedule: Schedule) => writeIfc(schedule)],
  ['a table', writeCsv],
])('%s: written and read, the same dates, floats and relations', async (_, write) => {
  const [plain, nested] = [sample(), summarised()];
  expect(withDates(await read(write(plain)))).toEqual(withDates(plain));
  expect(relationsOf(await read(write(plain)))).toEqual(relationsOf(plain));
  if (write === writeCsv) return;
  expect(withDates(await read(write(nested)))).toEqual(withDates(nested));
  expect(relationsOf(await read(write(nested)))).toEqual(relationsOf(nested));
});

test('Windows-1252 holds western letters and counts what it does not hold', async () => {
  const { bytes, lost } = encodeWindows1252('“Dübel” – 5 € 浇筑');
  expect([...bytes.slice(0, 3)]).toEqual([0x93, 0x44, 0xfc]);
  expect(lost).toBe(2);
  const schedule = sample();
  for (const activity of schedule.activities) activity.name = `${activity.code} – façade “ü” €`;
  const { bytes: file } = encodeWindows1252(writeXer(schedule));
  expect((await readSchedule(file, 'old.xer')).activities.map(({ name }) => name)).toEqual(
    schedule.activities.map(({ name }) => name),
  );
});

test.each([
  [
    'plan.csv',
    'id,duration,predecessors\nA,1d,\nB,1d,A; ZZ\n',
    'row 3: expected a predecessor like A or ASS+2d, got "ZZ"',
  ],
  [
    'plan.xml',
    writeMspdi(sample()).replace('<PredecessorUID>1</PredecessorUID>', '<PredecessorUID>77</PredecessorUID>'),
    'got no activity 77',
  ],
  [
    'p6.xml',
    writePmxml(sample()).replace(
      /<PredecessorActivityObjectId>\d+<\/PredecessorActivityObjectId>/,
      '<PredecessorActivityObjectId>77</PredecessorActivityObjectId>',
    ),
    'no activity 77',
  ],
])('%s: a link to an absent task is named and left out, and nothing else is', async (file, text, words) => {
  const { activities, links, notes } = await read(text, file);
  expect(
    notes.filter(({ text: { en } }) => en.includes(words) && en.startsWith(file) && en.endsWith('left out')),
  ).toHaveLength(1);
  expect(notes).toHaveLength(1);
  expect([activities.length, links.length]).toEqual(file === 'plan.csv' ? [2, 1] : [4, 3]);
});

test('a circle is told by its activities', async () => {
  const compiled = compileNetwork(await read('id,duration,predecessors\nA,1d,C\nB,1d,A\nC,1d,B\n', 'plan.csv'));
  expect(compiled).toMatchObject({
    status: 'cyclic',
    why: { text: { en: 'expected logic without a circle, got B → C → A → B' } },
  });
});

test('a table keeps durations, links and dates', async () => {
  const table = 'id,name,duration,predecessors\nA,挖土,5d,\nB,垫层,12h,"AFS+1d"\nC,,30m,"A SS; BFF-2h"\n';
  const first = await read(table, 'plan.csv');
  expect(first.activities.map(({ durationMin }) => durationMin)).toEqual([2400, 720, 30]);
  expect(
    first.links.map(({ from, to, kind, lag }) => [from, to, kind, lag.kind === 'percent' ? lag.pct : lag.min]),
  ).toEqual([
    [0, 1, 'FS', 480],
    [0, 2, 'SS', 0],
    [1, 2, 'FF', -120],
  ]);
  expect(await read(writeCsv(first), 'plan.csv')).toEqual(first);
});

test('names that a spreadsheet would compute come back as they were, and floats are numbers', async () => {
  const schedule = sample();
  const names = ['-Hoist', '=Slab', "'-Hoist", '+1'];
  for (const [i, name] of names.entries()) schedule.activities[i].name = name;
  const table = writeCsv(schedule, analysed(schedule));
  expect((await read(table, 'plan.csv')).activities.slice(0, names.length).map(({ name }) => name)).toEqual(names);
  expect(table).not.toMatch(/(^|,)[=@]|'-?\d/m);
});

test('a negative float is a number', async () => {
  const late = await read(
    'id,duration,deadline,project start\nA,5d,2026-01-05 12:00,2026-01-05 08:00\nB,1d,2026-01-05 08:00,\n',
    'plan.csv',
  );
  expect(writeCsv(late, analysed(late))).toMatch(/,-36,0,1\n.*,-8,32,1\n/);
});

test('an old XER is Windows-1252, and its links to absent tasks are named and left out', async () => {
  const text = writeXer(sample())
    .replace('"ü"', '"\u00fc"')
    .replace(
      '%T\tTASKRSRC',
      '%T\tTASKPRED\r\n%F\ttask_pred_id\ttask_id\tpred_task_id\tpred_type\tlag_hr_cnt\r\n%R\t9\t2\t77\tPR_FS\t0\r\n%T\tTASKRSRC',
    );
  const bytes = Uint8Array.from(text.replaceAll('浇筑', 'x'), (letter) => letter.charCodeAt(0));
  const schedule = await readSchedule(bytes, 'old.xer');
  expect(schedule.activities[0].name).toContain('ü');
  expect(schedule.links).toHaveLength(4);
  expect(schedule.notes.map(({ text }) => text.en)).toEqual([
    'old.xer: TASKPRED 2: expected a link between two activities, got no activity 77; left out',
    'old.xer: expected UTF-8, got other bytes; read as Windows-1252',
  ]);
});

test('a Chinese XER of code page 936 keeps its names, and it is told that the encoding was guessed', async () => {
  const schedule = sample();
  for (const activity of schedule.activities) activity.name = '浇筑';
  const utf8 = new TextEncoder().encode(writeXer(schedule));
  // 浇 e6b587 → bdbd, 筑 e7ad91 → d6fe
  const pour = [0xe6, 0xb5, 0x87, 0xe7, 0xad, 0x91];
  const bytes: number[] = [];
  for (let i = 0; i < utf8.length; i++) {
    if (!pour.every((byte, k) => utf8[i + k] === byte)) {
      bytes.push(utf8[i]);
      continue;
    }
    bytes.push(0xbd, 0xbd, 0xd6, 0xfe);
    i += pour.length - 1;
  }
  const read = await readSchedule(Uint8Array.from(bytes), 'cp936.xer');
  expect(new Set(read.activities.map(({ name }) => name))).toEqual(new Set(['浇筑']));
  expect(read.notes.map(({ text }) => text.en)).toEqual([
    'cp936.xer: expected UTF-8, got other bytes; read as GB 18030',
  ]);
  expect(relationsOf(read)).toEqual(relationsOf(schedule));
});

const PMXML = `<?xml version="1.0"?><APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8.4/API/BusinessObjects">
<Calendar><ObjectId>7</ObjectId><Name>five</Name><StandardWorkWeek><StandardWorkHours><DayOfWeek>Monday</DayOfWeek><WorkTime><Start>08:00:00</Start><Finish>11:59:00</Finish></WorkTime><WorkTime><Start>13:00:00</Start><Finish>16:59:00</Finish></WorkTime></StandardWorkHours></StandardWorkWeek></Calendar>
<Project><ObjectId>1</ObjectId><Id>P</Id><PlannedStartDate>2026-01-05T00:00:00</PlannedStartDate><ActivityDefaultCalendarObjectId>7</ActivityDefaultCalendarObjectId>
<Activity><ObjectId>11</ObjectId><Id>A</Id><Name>dig</Name><Type>Task Dependent</Type><PlannedDuration>8</PlannedDuration><CalendarObjectId>7</CalendarObjectId><Status>Not Started</Status></Activity>
<Activity><ObjectId>12</ObjectId><Id>B</Id><Name>pour</Name><Type>Task Dependent</Type><PlannedDuration>4</PlannedDuration><CalendarObjectId>7</CalendarObjectId><Status>Not Started</Status></Activity>
<Relationship><PredecessorActivityObjectId>11</PredecessorActivityObjectId><SuccessorActivityObjectId>12</SuccessorActivityObjectId><Type>Finish to Start</Type><Lag>0</Lag></Relationship>
</Project></APIBusinessObjects>`;

test('P6 XML: the last minute worked is within the shift', async () =>
  expect(datesOf(await read(PMXML, 'p6.xml'))).toEqual([
    'dig 2026-01-05T08:00:00 2026-01-05T17:00:00 0',
    'pour 2026-01-12T08:00:00 2026-01-12T12:00:00 0',
  ]));

const PROGEN = `PRECEDENCE RELATIONS:\njobnr. #modes #successors successors\n 1 1 1 2\n 2 1 1 3\n 3 1 0\n***\nREQUESTS/DURATIONS:\njobnr. mode duration R 1\n---\n 1 1 0 0\n 2 1 5 2\n 3 1 0 0\n***\nRESOURCEAVAILABILITIES:\n R 1\n 4\n***\n`;
test('PSPLIB in both formats', async () => {
  const patterson = instanceOfProject(readPsplib('3 1\n4\n0 0 1 2\n5 2 1 3\n0 0 0\n', 'a.rcp')).instance;
  expect(instanceOfProject(readPsplib(PROGEN, 'a.rcp')).instance).toEqual(patterson);
  expect([...patterson.duration]).toEqual([0, 5, 0]);
});

describe('what cannot be read is named: file, place, expected, came', () => {
  test.each([
    [
      'an XML cut off',
      writeMspdi(sample()).slice(0, 900),
      /^plan: line \d+, column \d+: expected well-formed XML, got/,
    ],
    [
      'an XML with entities',
      '<!DOCTYPE a [<!ENTITY b "c">]><Project/>',
      /expected XML without a document type of its own/,
    ],
    ['another XML', '<html></html>', 'plan: expected <Project>, got none'],
    [
      'an XER cut off',
      writeXer(sample()).slice(0, 900),
      /^plan: expected a last line %E, got the end: the file is cut off$/,
    ],
    [
      'a duration in words',
      writeMspdi(sample()).replace('PT16H0M0S', 'two days'),
      /Task\[1\]\/Duration: expected a duration like PT8H0M0S, got "two days"/,
    ],
    [
      "a plan's start in words",
      writeXer(sample()).replace(/^(%T\tPROJECT\r\n.*\r\n.*?)2026-01-0[\d :]+/m, '$1Monday'),
      /PROJECT: plan_start_date: expected a date, got "Monday"$/,
    ],
    ['a table of P6 without a name', writeXer(sample()).replace('%T\tPROJECT', '%T'), /PROJECT/],
    ['a table without ids', 'name,duration\nA,5\n', 'plan: expected a column id, got name, duration'],
    ['a table with one id twice', 'id,duration\nA,5\nA,6\n', 'plan: expected every id once, got A twice'],
    [
      'a picture',
      '\u0089PNG',
      /^plan: expected Primavera P6 XER, Primavera P6 XML, Microsoft Project XML, Tasks of IFC or Table of activities, got/,
    ],
  ])('%s', async (_, text, message) => expect(read(text)).rejects.toThrow(message));
  test('a PSPLIB file cut off, and one that asks for too much', async () => {
    expect(() => readPsplib('3 1\n4\n0 0 1 2\n5', 'a.rcp')).toThrow(
      'a.rcp: number 9, activity 2: demand: expected 0 to 1000000, got the end',
    );
    expect(() => instanceOfProject(readPsplib('3 1\n4\n0 0 1 2\n5 9 1 3\n0 0 0\n', 'a.rcp'))).toThrow(
      'a.rcp: activity 2: expected at most 4 of resource 1, got 9',
    );
  });
});
