import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../model/schedule/schedule.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { analyse, type CpmResult } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { writeCsv } from '../../../workers/construction/write/csv.ts';
import { writeIfc } from '../../../workers/construction/write/ifc.ts';
import { lossesOf } from '../../../workers/construction/write/losses.ts';
import { writeMspdi } from '../../../workers/construction/write/mspdi.ts';
import { writePmxml } from '../../../workers/construction/write/pmxml.ts';
import { writeXer } from '../../../workers/construction/write/xer.ts';

const read = (text: string, file = 'plan'): Promise<Schedule> => readSchedule(new TextEncoder().encode(text), file);
const notes = (schedule: Schedule): string[] => schedule.notes.map(({ text }) => text.en);

function analysed(schedule: Schedule): CpmResult {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return analyse(schedule, compiled.network);
}

/** Code, start and finish of each activity, to the minute. */
function dates(schedule: Schedule): string[] {
  const { earlyStartMin, earlyFinishMin } = analysed(schedule);
  const minute = (min: number) => isoOf(min).slice(5, 16);
  return schedule.activities.map(({ code }, i) => `${code} ${minute(earlyStartMin[i])} ${minute(earlyFinishMin[i])}`);
}

const floatHours = (schedule: Schedule): number[] => [...analysed(schedule).totalFloatMin].map((min) => min / 60);

/** 2026-06-01 is a Monday. Without calendars the week is Monday to Friday, 8 to 12 and 13 to 17. */
const project = (tasks: string, more = ''): string =>
  `<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-06-01T08:00:00</StartDate>${more}<Tasks>${tasks}</Tasks></Project>`;
const task = (uid: number, hours: number, more = ''): string =>
  `<Task><UID>${uid}</UID><WBS>T${uid}</WBS><Name>T${uid}</Name><OutlineLevel>1</OutlineLevel><Duration>PT${hours}H0M0S</Duration>${more}</Task>`;
const follows = (uid: number): string =>
  `<PredecessorLink><PredecessorUID>${uid}</PredecessorUID><Type>1</Type></PredecessorLink>`;

describe('work in progress in a file without a status date', () => {
  const begun =
    '<ActualStart>2026-06-01T08:00:00</ActualStart><ActualDuration>PT20H0M0S</ActualDuration><RemainingDuration>PT20H0M0S</RemainingDuration><PercentComplete>50</PercentComplete>';
  test('goes on where what is done ends: 40 h from Monday are done on Friday at 17:00', async () =>
    expect(dates(await read(project(task(1, 40, begun))))).toEqual(['T1 06-01T08:00 06-05T17:00']));
  test('goes on when the file says that it resumes: 20 h from the next Monday', async () => {
    const resumes = `${begun}<Stop>2026-06-03T12:00:00</Stop><Resume>2026-06-08T08:00:00</Resume>`;
    const schedule = await read(project(task(1, 40, resumes) + task(2, 8, follows(1))));
    expect(dates(schedule)).toEqual(['T1 06-01T08:00 06-10T12:00', 'T2 06-10T13:00 06-11T12:00']);
    for (const write of [writeMspdi, writeXer, writePmxml, writeCsv])
      expect(dates(await read(write(schedule)))).toEqual(dates(schedule));
    expect(lossesOf('ifc', schedule).map(({ words }) => words.en)).toContain('dates on which interrupted work resumes');
  });
  test('of a task that began before the plan ends a week after it began', async () => {
    const early = begun.replace('2026-06-01', '2026-05-25');
    expect(dates(await read(project(task(1, 40, early))))).toEqual(['T1 05-25T08:00 05-29T17:00']);
  });
  test('in a table is laid alike', async () =>
    expect(
      dates(
        await read('id,duration,project start,actual start,remaining\nA,40h,2026-06-01 08:00,2026-06-01 08:00,20h\n'),
      ),
    ).toEqual(['A 06-01T08:00 06-05T17:00']));
});

describe('a task scheduled by hand', () => {
  const byHand = (from: string, to: string) =>
    `<Manual>1</Manual><ManualStart>${from}</ManualStart><ManualFinish>${to}</ManualFinish><Start>${from}</Start><Finish>${to}</Finish>`;
  test('stands on its dates, and what follows it follows them', async () => {
    const august = task(1, 80, byHand('2026-08-03T08:00:00', '2026-08-14T17:00:00'));
    const schedule = await read(project(august + task(2, 8, follows(1))));
    expect(dates(schedule)).toEqual(['T1 08-03T08:00 08-14T17:00', 'T2 08-17T08:00 08-17T17:00']);
    expect(schedule.notes).toEqual([]);
    for (const write of [writeMspdi, writeXer, writePmxml, writeCsv, (one: Schedule) => writeIfc(one)])
      expect(dates(await read(write(schedule)))).toEqual(dates(schedule));
  });
  test('stands in time off too', async () =>
    expect(dates(await read(project(task(1, 8, byHand('2026-06-06T09:00:00', '2026-06-07T10:00:00')))))).toEqual([
      'T1 06-06T09:00 06-07T10:00',
    ]));
  test('stays where a link would move it, which is named; its float is what logic leaves', async () => {
    const stored = '<Start>2026-06-01T08:00:00</Start><Finish>2026-06-12T17:00:00</Finish>';
    const schedule = await read(
      project(task(1, 80, stored) + task(2, 16, byHand('2026-06-03T08:00:00', '2026-06-04T17:00:00') + follows(1))),
    );
    expect(dates(schedule)).toEqual(['T1 06-01T08:00 06-12T17:00', 'T2 06-03T08:00 06-04T17:00']);
    // Up to the plan's finish on Friday the 12th: six days.
    expect(floatHours(schedule)[1]).toBe(48);
    expect(notes(schedule)).toEqual([
      'plan: T2: scheduled by hand, so it stays on its dates against its FS link from T1',
    ]);
    expect(lossesOf('xer', schedule).map(({ count, words }) => `${count} ${words.en}`)).toContain(
      '1 tasks scheduled by hand, written with mandatory dates, which leave them no float',
    );
  });
});

describe('a start no earlier than a date before the plan begins', () => {
  const early = '<ConstraintType>4</ConstraintType><ConstraintDate>2026-05-18T08:00:00</ConstraintDate>';
  test('lets the task begin there, and what follows another still follow', async () =>
    expect(dates(await read(project(task(1, 8, early) + task(2, 16) + task(3, 8, early + follows(2)))))).toEqual([
      'T1 05-18T08:00 05-18T17:00',
      'T2 06-01T08:00 06-02T17:00',
      'T3 06-03T08:00 06-03T17:00',
    ]));
  test('holds nothing back where the plan has a data date', async () =>
    expect(dates(await read(project(task(1, 8, early), '<StatusDate>2026-06-02T08:00:00</StatusDate>')))).toEqual([
      'T1 06-02T08:00 06-02T17:00',
    ]));
});

const day = (type: number, works: boolean): string =>
  `<WeekDay><DayType>${type}</DayType><DayWorking>${works ? 1 : 0}</DayWorking>${
    works
      ? '<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>'
      : ''
  }</WeekDay>`;
/** `days`: those that work, 1 for Sunday. */
const calendar = (uid: number, ...days: number[]): string =>
  `<Calendar><UID>${uid}</UID><Name>C${uid}</Name><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>${[1, 2, 3, 4, 5, 6, 7]
    .map((type) => day(type, days.includes(type)))
    .join('')}</WeekDays></Calendar>`;
const CALENDARS = `<CalendarUID>1</CalendarUID><Calendars>${calendar(1, 2, 3, 4, 5, 6)}${calendar(2, 2, 3, 4, 5)}${calendar(3, 3, 4, 5, 6)}</Calendars>`;
const RESOURCES = `<Resources><Resource><UID>1</UID><Name>crew</Name><Type>1</Type><CalendarUID>2</CalendarUID></Resource><Resource><UID>2</UID><Name>others</Name><Type>1</Type><CalendarUID>3</CalendarUID></Resource></Resources>`;
const assigned = (...pairs: [task: number, resource: number][]): string =>
  `${RESOURCES}<Assignments>${pairs.map(([of, by]) => `<Assignment><TaskUID>${of}</TaskUID><ResourceUID>${by}</ResourceUID><Units>1</Units></Assignment>`).join('')}</Assignments>`;

describe('calendars of resources', () => {
  test('a crew that has Fridays off ends 40 h on the next Monday, unless the task ignores it', async () => {
    const ignores = '<CalendarUID>1</CalendarUID><IgnoreResourceCalendar>1</IgnoreResourceCalendar>';
    const schedule = await read(
      project(task(1, 40) + task(2, 40, ignores) + task(3, 40), CALENDARS + assigned([1, 1], [2, 1])),
    );
    expect(dates(schedule)).toEqual([
      'T1 06-01T08:00 06-08T17:00',
      'T2 06-01T08:00 06-05T17:00',
      'T3 06-01T08:00 06-05T17:00',
    ]);
  });
  test('a task with a calendar of its own runs where both work: Tuesdays to Thursdays', async () => {
    const own = '<CalendarUID>3</CalendarUID><IgnoreResourceCalendar>0</IgnoreResourceCalendar>';
    expect(dates(await read(project(task(1, 40, own), CALENDARS + assigned([1, 1]))))).toEqual([
      'T1 06-02T08:00 06-10T17:00',
    ]);
  });
  test('several at once are named', async () => {
    const schedule = await read(project(task(1, 40), CALENDARS + assigned([1, 1], [1, 2])));
    expect(notes(schedule)).toEqual([
      'plan: T1: its resources work on 2 calendars, each scheduled on its own by Project; the calendar of the task was taken, so dates may differ',
    ]);
  });
});

test('a split task ends where its interruption lets it, moves with it, and is named', async () => {
  const span = (from: string, to: string, hours: number) =>
    `<TimephasedData><Type>1</Type><UID>1</UID><Start>${from}</Start><Finish>${to}</Finish><Unit>2</Unit><Value>PT${hours}H0M0S</Value></TimephasedData>`;
  // Monday and Tuesday, two days of nothing, Friday.
  const timephased = [
    span('2026-06-01T08:00:00', '2026-06-02T08:00:00', 8),
    span('2026-06-02T08:00:00', '2026-06-02T17:00:00', 8),
    span('2026-06-02T17:00:00', '2026-06-03T17:00:00', 0),
    span('2026-06-03T17:00:00', '2026-06-04T17:00:00', 0),
    span('2026-06-04T17:00:00', '2026-06-05T17:00:00', 8),
  ].join('');
  const split = '<Start>2026-06-01T08:00:00</Start><Finish>2026-06-05T17:00:00</Finish>';
  const assignment = `<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>${timephased}</Assignment></Assignments>`;
  const schedule = await read(project(task(1, 24, split), assignment));
  expect(dates(schedule)).toEqual(['T1 06-01T08:00 06-05T17:00']);
  expect(notes(schedule)).toEqual([
    'plan: T1: a split task; its interruptions of 16 working hours are counted in its duration and move with it',
  ]);
  const moved = await read(project(task(1, 24, split + follows(2)) + task(2, 8), assignment));
  expect(dates(moved)[0]).toBe('T1 06-02T08:00 06-08T17:00');
});

test('a link of an activity to itself is a fault that is named, and is left out', async () => {
  const schedule = await read('id,duration,predecessors\nA,3d,A\nB,1d,A; BSS\n', 'plan.csv');
  expect(schedule.links).toHaveLength(1);
  expect(notes(schedule)).toEqual([
    'plan.csv: A: expected a link between two activities, got one to itself; left out',
    'plan.csv: B: expected a link between two activities, got one to itself; left out',
  ]);
});

test('a calendar that cannot be read costs itself alone', async () => {
  const schedule = await read('id,duration,calendar\nA,8h,five = Mo 08:00-16:00\nB,8h,six = Sa 08:00-16:00\n');
  const xer = writeXer(schedule).replace('(0||2()((0||0(s|08:00|f|16:00)())))', '(0||2()((0||0(s|08:00|f|16:00)(');
  const read2 = await read(xer, 'plan.xer');
  expect(notes(read2)).toHaveLength(1);
  expect(notes(read2)[0]).toMatch(/^plan\.xer: calendar "five" cannot be read \(.+\); the usual week was taken$/);
  expect(read2.calendars.map(({ week }) => week.filter((shifts) => shifts.length > 0).length)).toEqual([5, 1]);
  const text = writeMspdi(schedule).replace('<FromTime>08:00:00</FromTime>', '<FromTime>dawn</FromTime>');
  expect(notes(await read(text))).toEqual([expect.stringContaining('calendar "five" cannot be read')]);
  const p6 = writePmxml(schedule).replace('<DayOfWeek>Monday</DayOfWeek>', '<DayOfWeek>Moonday</DayOfWeek>');
  expect(notes(await read(p6))).toEqual([expect.stringContaining('calendar "five" cannot be read')]);
});

test('a milestone that ends with work on a Friday stands on Friday 17:00, whatever its format tells of its kind', async () => {
  const table = await read('id,duration,project start,predecessors\nA,40h,2026-06-01 08:00,\nM,0h,,AFF\n');
  expect(dates(table)[1]).toBe('M 06-05T17:00 06-05T17:00');
  const together = '<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>0</Type></PredecessorLink>';
  const mspdi = await read(project(task(1, 40) + task(2, 0, `<Milestone>1</Milestone>${together}`)));
  expect(dates(mspdi)[1]).toBe('T2 06-05T17:00 06-05T17:00');
  // A lag that ends in the weekend: Project and P6 have the milestone wait for Monday.
  const lagged = await read('id,duration,project start,predecessors\nA,40h,2026-06-01 08:00,\nM,0h,,AFF+1ed\n');
  expect(dates(lagged)[1]).toBe('M 06-08T08:00 06-08T08:00');
});

describe('what is written', () => {
  test('a table keeps codes of activities and calendars that none uses', async () => {
    const schedule = await read('id,duration,calendar\n1,8h,five = Mo 08:00-16:00\n2,8h,five\n');
    schedule.calendars.push({ ...schedule.calendars[0], id: 'night', name: 'night' });
    schedule.activities[1].code = 'C2030';
    const back = await read(writeCsv(schedule));
    expect(back.activities.map(({ code }) => code)).toEqual(['1', 'C2030']);
    expect(back.calendars.map(({ name }) => name)).toEqual(['five', 'night']);
    expect(lossesOf('csv', schedule)).toEqual([]);
  });
  test('to P6, deadlines and summaries change their form by name, and costs that come back are no loss', async () => {
    const schedule = await read('id,duration,type,parent,deadline\nS,0h,summary,,\nA,8h,,S,2026-06-05 17:00\n');
    schedule.resources = [{ id: '1', name: 'crew', kind: 'labour', capacity: 1, costPerH: 1 }];
    schedule.assignments = [{ activity: 1, resource: 0, units: 1, workMin: 480, cost: 50 }];
    schedule.activities[1].cost = 50;
    const said = lossesOf('xer', schedule).map(({ count, words }) => `${count} ${words.en}`);
    expect(said).toEqual([
      '1 deadlines, written as constraints to finish no later',
      '1 summaries, written as nodes of the work breakdown',
    ]);
    schedule.activities[1].cost = 60;
    expect(lossesOf('xer', schedule).at(-1)?.words.en).toBe('costs of activities beyond those of their resources');
    expect((await read(writeXer(schedule))).activities[0].cost).toBe(50);
  });
});

test("P6's own end of the rest is the stored finish of work in progress", async () => {
  const schedule = await read(
    'id,duration,project start,data date,actual start,remaining\nA,40h,2026-06-01 08:00,2026-06-03 08:00,2026-06-01 08:00,16h\n',
  );
  const xer = writeXer(schedule)
    .split('\r\n')
    .map((line, i, lines) => {
      if (lines[i - 1] === '%T\tTASK') return `${line}\treend_date`;
      return lines[i - 2] === '%T\tTASK' ? `${line}\t2026-06-04 17:00` : line;
    })
    .join('\r\n');
  const { stored } = (await read(xer, 'plan.xer')).activities[0];
  expect(stored && isoOf(stored.finishMin), 'no early_end_date stands beside it').toBe('2026-06-04T17:00:00');
});

const REAL = resolve('../shared/data/construction/schedules/mspdirelations.xml');
test.skipIf(!existsSync(REAL))("a real file's dates and total floats are Microsoft Project's own", async () => {
  const text = readFileSync(REAL, 'utf8');
  const schedule = await read(text, 'mspdirelations.xml');
  // Tenths of minutes, as the schema has them; the plan itself is task 0.
  const told = [...text.matchAll(/<UID>(\d+)<\/UID>\s*<ID>[\s\S]*?<TotalSlack>(-?\d+)<\/TotalSlack>/g)]
    .filter(([, uid]) => uid !== '0')
    .map(([, , slack]) => Number(slack) / 10);
  expect(told.length).toBe(schedule.activities.length);
  expect([...analysed(schedule).totalFloatMin]).toEqual(told);
  const { earlyStartMin, earlyFinishMin } = analysed(schedule);
  expect(schedule.activities.map(({ stored }) => stored)).toEqual(
    schedule.activities.map((_, i) => ({ startMin: earlyStartMin[i], finishMin: earlyFinishMin[i] })),
  );
});

describe('an instant that is none', () => {
  test('of timephased work costs that and not the file (MPXJ: mspditimephased.xml)', async () => {
    const work = (start: string) =>
      `<TimephasedData><Type>1</Type><UID>1</UID><Start>${start}</Start><Finish>2026-06-01T17:00:00</Finish><Value>PT8H0M0S</Value></TimephasedData>`;
    const assigned = `<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>${work('2026-06-01T08:00:00')}${work('2008-12-04T17:-0:00')}</Assignment></Assignments>`;
    const dated = '<Start>2026-06-01T08:00:00</Start><Finish>2026-06-01T17:00:00</Finish>';
    const schedule = await read(project(task(1, 8, dated)).replace('</Project>', `${assigned}</Project>`));
    expect(dates(schedule)).toEqual(['T1 06-01T08:00 06-01T17:00']);
    expect(notes(schedule)).toEqual([
      'plan/Project/Assignments/Assignment/TimephasedData[2]/Start: expected a date like 2026-01-05T08:00:00, got "2008-12-04T17:-0:00"; left out',
    ]);
  });
  test('of a constraint leaves the task without it, in each format that states one', async () => {
    const bound = '<ConstraintType>4</ConstraintType><ConstraintDate>2026-06-03T08:00:00</ConstraintDate>';
    const schedule = await read(project(task(1, 8, bound)));
    expect(dates(schedule)).toEqual(['T1 06-03T08:00 06-03T17:00']);
    for (const write of [writeMspdi, writePmxml, writeXer]) {
      const text = write(schedule);
      const spoilt = await read(text.replace(/(Constraint_?Date>|CS_MSOA\t)2026-06-03.08:00(:00)?/, '$12026-06-31x'));
      expect(spoilt.activities.map(({ constraints }) => constraints)).toEqual([[]]);
      expect(notes(spoilt)).toEqual([
        expect.stringMatching(/^.*: expected a date like .*, got "2026-06-31x"; left out$/),
      ]);
      expect(dates(spoilt)).toEqual(['T1 06-01T08:00 06-01T17:00']);
    }
  });
  test('of the plan itself is refused: nothing could be laid without it', async () => {
    await expect(read(project(task(1, 8)).replace('2026-06-01T08:00:00', '2026-06-01T08:-1:00'))).rejects.toThrow(
      'Project/StartDate: expected a date like 2026-01-05T08:00:00, got "2026-06-01T08:-1:00"',
    );
  });
});

test('a lag of elapsed percent runs by the clock: half of 8 h after Friday 17:00 is over on Monday morning', async () => {
  const lagged = (format: number) =>
    `<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>50</LinkLag><LagFormat>${format}</LagFormat></PredecessorLink>`;
  const friday = '<ConstraintType>4</ConstraintType><ConstraintDate>2026-06-05T08:00:00</ConstraintDate>';
  const schedule = await read(
    project(task(1, 8, friday) + task(2, 8, lagged(19)) + task(3, 8, lagged(20)) + task(4, 8, lagged(52))),
  );
  const laid = [
    'T1 06-05T08:00 06-05T17:00',
    'T2 06-08T13:00 06-09T12:00',
    'T3 06-08T08:00 06-08T17:00',
    'T4 06-08T08:00 06-08T17:00',
  ];
  expect(dates(schedule)).toEqual(laid);
  for (const write of [writeMspdi, writeCsv, writeIfc]) expect(dates(await read(write(schedule)))).toEqual(laid);
  expect(lossesOf('xer', schedule).map(({ count }) => count)).toContain(2);
});
