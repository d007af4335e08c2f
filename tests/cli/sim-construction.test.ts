import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { constructionCommand } from '../../cli/sim/sim-construction.ts';
import type { Schedule } from '../../model/schedule/schedule.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { writeMspdi } from '../../workers/construction/write/mspdi.ts';

const folders: string[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-construction-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** In this process, quietly. */
async function sim(...args: string[]): Promise<string> {
  let said = '';
  const write = process.stdout.write;
  process.stdout.write = (text) => {
    said += text;
    return true;
  };
  try {
    await constructionCommand().exitOverride().parseAsync(args, { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return said;
}

const TABLE =
  'id,name,duration,predecessors,start no earlier than\nA,dig,5d,,2026-01-05\nB,pour,3d,A,\nC,wire,2d,A,\nD,close,1d,"B; C",\n';

/** Dig a week, then pour and wire at once, then close: with one crew of each day's two that pouring and wiring both ask for, one waits. */
async function withCrew(): Promise<Schedule> {
  const schedule = await readSchedule(new TextEncoder().encode(TABLE), 'plan.csv');
  schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 2, costPerH: 0 }];
  schedule.assignments = [1, 2].map((activity) => ({ activity, resource: 0, units: 2, workMin: 480, cost: 0 }));
  return schedule;
}

const out = () => join(folder, 'out');
const result = (name: string) => readFileSync(join(out(), name), 'utf8');

test('a table: dates, floats and findings as JSON and CSV', async () => {
  writeFileSync(join(folder, 'plan.csv'), TABLE);
  const summary = JSON.parse(await sim(join(folder, 'plan.csv'), '--out', out(), '--json'));
  expect(summary).toMatchObject({
    activities: 4,
    links: 4,
    finish: '2026-01-15T17:00:00',
    longestPath: ['A', 'B', 'D'],
  });
  expect(readdirSync(out()).sort()).toEqual([
    'dates.csv',
    'dates.json',
    'findings.csv',
    'findings.json',
    'summary.json',
  ]);
  expect(JSON.parse(result('dates.json'))[2]).toMatchObject({
    ...{ code: 'C', earlyStart: '2026-01-12T08:00:00', earlyFinish: '2026-01-13T17:00:00' },
    ...{ totalFloatH: 8, freeFloatH: 8, critical: false },
  });
  expect(result('findings.csv')).toContain('DCMA 1,缺少逻辑关系,missing logic,fail,50,≤ 5 %,quoted,A');
});

test('the schedule goes out in every format, and each file is read back to the same dates', async () => {
  writeFileSync(join(folder, 'plan.csv'), TABLE.replace('dig', '挖土'));
  const summary = JSON.parse(await sim(join(folder, 'plan.csv'), '--out', out(), '--json', '--export', 'all'));
  const files = [
    'schedule.mspdi.xml',
    'schedule.xer',
    'schedule.1252.xer',
    'schedule.p6.xml',
    'schedule.csv',
    'schedule.ifc',
  ];
  expect(summary.exported.map(({ file }: { file: string }) => file)).toEqual(files);
  const letters = ['2 letters that Windows-1252 lacks'];
  expect(summary.exported.map(({ lost }: { lost: string[] }) => lost)).toEqual([[], [], letters, [], [], []]);
  for (const file of files) {
    const again = join(folder, 'again');
    const read = JSON.parse(await sim(join(out(), file), '--out', again, '--json'));
    expect([file, read.activities, read.links, read.finish]).toEqual([file, 4, 4, '2026-01-15T17:00:00']);
  }
  await expect(sim(join(folder, 'plan.csv'), '--out', out(), '--export', 'mpp')).rejects.toThrow(
    '--export: expected mspdi, xer, xer1252, p6xml, csv, ifc or all, got "mpp"',
  );
});

test('a case with resources and risk: the crew makes it two days longer, and that is proved; the same again has the same hash', async () => {
  writeFileSync(join(folder, 'plan.xml'), writeMspdi(await withCrew()));
  const theCase = {
    ...{ format: 1, kind: 'construction', id: 'plan', title: { zh: '计划', en: 'Plan' }, schedule: 'plan.xml' },
    ...{ resources: { schedules: 200 }, risk: { runs: 500, spread: { lowRatio: 0.9, highRatio: 1.5 } } },
  };
  writeFileSync(join(folder, 'case.json'), JSON.stringify(theCase));
  const first = JSON.parse(await sim(folder, '--out', out(), '--json'));
  expect(first.resources).toMatchObject({ finish: '2026-01-19T17:00:00', gapPct: 0, violations: [] });
  expect(first.peakUse).toEqual([{ name: 'crew', capacity: 2, peak: 4 }]);
  expect(first.risk.p50 > first.finish && first.risk.p80 > first.risk.p50).toBe(true);
  expect(first.risk.drivers[0].code).toBe('A');
  const again = JSON.parse(await sim(folder, '--out', out(), '--json'));
  expect([again.resultHash, again.inputHash]).toEqual([first.resultHash, first.inputHash]);
});

test('a PSPLIB project is read directly', async () => {
  writeFileSync(join(folder, 'two.rcp'), '4 1\n1\n0 0 2 2 3\n3 1 1 4\n2 1 1 4\n0 0 0\n');
  const summary = JSON.parse(await sim(join(folder, 'two.rcp'), '--out', out(), '--json'));
  expect(summary).toMatchObject({ makespan: 5, bound: 5, criticalPath: 3, violations: [] });
});

describe('what cannot be judged ends in a sentence and leaves nothing behind', () => {
  const failure = async (name: string, text: string): Promise<string> => {
    writeFileSync(join(folder, name), text);
    const message = await sim(join(folder, name), '--out', out()).then(
      () => 'no failure',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(existsSync(out())).toBe(false);
    expect(readdirSync(folder).filter((one) => one.startsWith('.'))).toEqual([]);
    return message;
  };

  test('a circle, a case that is no JSON, a schedule that is not there', async () => {
    expect(await failure('plan.csv', 'id,duration,predecessors\nA,1,C\nB,1,A\nC,1,B\n')).toBe(
      'plan.csv: expected logic without a circle, got B → C → A → B',
    );
    expect(await failure('case.json', '{ "format": 1,')).toMatch(/^case\.json: expected JSON, got/);
    const theCase = { format: 1, kind: 'construction', id: 'x', title: { zh: '', en: '' }, schedule: 'none.xml' };
    expect(await failure('case.json', JSON.stringify(theCase))).toMatch(/^none\.xml: expected a file, got none at/);
  });
});

test('scenarios with finish, cost and neighbours; the site day by day; a limit that is 待核 gives no verdict', async () => {
  writeFileSync(join(folder, 'plan.csv'), TABLE);
  const night = {
    id: 'saturdays',
    shifts: [{ calendar: 'Standard', weekdays: ['Sa'], shifts: ['08:00-12:00', '13:00-17:00'] }],
  };
  const exams = {
    id: 'exams',
    noGo: [{ from: '2026-01-07', to: '2026-01-08', times: '00:00-24:00' }],
    cost: { perDay: 100 },
  };
  const site = {
    pits: [
      {
        id: 'pit',
        task: 'A',
        westM: 0,
        southM: 0,
        lengthM: 40,
        widthM: 30,
        floorElevationM: 392,
        groundElevationM: 400,
      },
    ].map((pit) => ({ ...pit, slope: 0.75, swellRatio: 0.25, truckM3: 15 })),
    closures: [{ id: 'lane', tasks: ['A', 'D'], street: 'North Road', lanes: 1, footway: false, residents: 10 }],
    sources: [{ id: 'pump', task: 'B', eastM: 0, northM: 0, heightM: 2, soundPowerDb: 110, runningRatio: 1 }],
    facades: [{ id: 'house', eastM: 20, northM: 0, heightM: 2, residents: 30 }],
    limits: { dayDb: 60, nightDb: 50, clause: 'GB 3096-2008', verified: false },
  };
  const theCase = { format: 1, kind: 'construction', id: 'c', title: { zh: '一', en: 'one' }, schedule: 'plan.csv' };
  writeFileSync(join(folder, 'case.json'), JSON.stringify({ ...theCase, scenarios: [night, exams], site }));
  const summary = JSON.parse(await sim(join(folder, 'case.json'), '--out', out(), '--json'));
  expect(summary.scenarios).toMatchObject([
    { scenario: 'plan', finish: '2026-01-15T17:00:00', cost: 0, residentDays: 3 * 30 + 11 * 10, unbeaten: false },
    // The second Saturday too: pouring ends on Tuesday, closing on Wednesday.
    { scenario: 'saturdays', finish: '2026-01-14T17:00:00', unbeaten: true },
    { scenario: 'exams', finish: '2026-01-19T17:00:00', unbeaten: false },
  ]);
  expect(summary.site).toMatchObject({ days: 11, noiseVerdict: '待核', residentDays: { noise: 90, closures: 110 } });
  expect(Math.abs(summary.site.cutM3 / 13_344 - 1)).toBeLessThan(0.0005);
  const [head, first] = result('site-days.csv').split('\n');
  expect(head).toContain('date,cutM3,trips,pits,lanesClosed');
  expect(first).toMatch(/^2026-01-05,/);
  expect(result('scenarios.csv').split('\n')).toHaveLength(5);
});

test('a case with space: conflicts as JSON, CSV and BCF, the same bytes each time', async () => {
  writeFileSync(join(folder, 'plan.csv'), TABLE);
  writeFileSync(
    join(folder, 'boxes.csv'),
    'id,class,west,south,bottom,east,north,top,task\nduct,Duct,0,0,0,4,1,1,C\nbeam,Beam,1,0,0.9,2,4,2,B\n',
  );
  const theCase = {
    ...{ format: 1, kind: 'construction', id: 'plan', title: { zh: '计划', en: 'Plan' }, schedule: 'plan.csv' },
    space: {
      models: [{ group: 'm', file: 'boxes.csv' }],
      rules: [
        {
          ...{ id: 'duct × beam', kind: 'hard', title: { zh: '碰撞', en: 'Clash' }, limitM: 0.01 },
          ...{ a: { classes: ['Duct'] }, b: { classes: ['Beam'] } },
        },
      ],
    },
  };
  writeFileSync(join(folder, 'case.json'), JSON.stringify(theCase));
  const run = async () => JSON.parse(await sim(join(folder, 'case.json'), '--out', out(), '--json'));
  const summary = await run();
  expect(summary.space).toMatchObject({ bodies: 2, conflicts: 1, kinds: { hard: 1 }, allowed: [] });
  expect(JSON.parse(result('space.json'))).toMatchObject([
    {
      rule: 'duct × beam',
      value: 0.1,
      limit: 0.01,
      from: '2026-01-12T08:00:00',
      elements: 'duct; beam',
      tasks: 'C; B',
    },
  ]);
  expect(result('space.csv')).toContain('duct × beam,碰撞,Clash,hard,fail,0.1,0.01,m');
  expect(readdirSync(out())).toEqual(expect.arrayContaining(['space-2.1.bcf', 'space-3.0.bcf']));
  expect((await run()).resultHash).toBe(summary.resultHash);
});
