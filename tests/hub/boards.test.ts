import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUnacknowledged } from '../../model/alarms/alarm.ts';
import type { Board, BoardCard } from '../../model/boards/board.ts';
import { parseMadeReports } from '../../model/boards/board-report-list.ts';
import { parseNewestBoard } from '../../model/boards/shared-board.ts';
import { MS_PER_DAY, MS_PER_H, MS_PER_MIN } from '../../model/time.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

/** The hub's clock; the city of these tests is at UTC. */
let nowMs = Date.UTC(2026, 5, 9, 13, 0);
const DUE_MS = Date.UTC(2026, 5, 10, 12, 30);
const card = (id: string, source: BoardCard['source'], more: Partial<BoardCard> = {}): BoardCard => ({
  id,
  title: id,
  source,
  ...more,
});
const pond = (figure: 'amount' | 'mean' | 'most' | 'sum') =>
  ({ of: 'sensors', kind: 'pond', unit: 'm', figure }) as const;
const BOARD: Board = {
  format: 1,
  city: 'small',
  span: 'hour',
  areas: 'districts',
  cards: [
    card('amount', pond('amount')),
    card('mean', pond('mean'), { target: { to: 1 } }),
    card('alarms', { of: 'alarms', least: 4 }),
    card('open', { of: 'cases', figure: 'open' }),
    card('published', { of: 'index', card: 'published' }),
    card('elsewhere', { of: 'layer', layer: 'own-layer', figure: 'count' }),
  ],
};
const SCHEDULED: Board = { ...BOARD, report: { every: 'day', at: '12:30', language: 'en' } };

let whole: WholeHub;
const tokens: Record<string, string> = {};
const share = (who: string, board: unknown, after: unknown) =>
  whole.ask('POST', '/boards/shared', tokens[who], { board, after });
const newest = async () => parseNewestBoard((await whole.ask('GET', '/boards/shared')).json(), 'boards/shared');
const made = async () =>
  parseMadeReports((await whole.ask('GET', '/boards/reports', tokens.analyst)).json(), 'boards/reports');

/** Readings of both gauges, one an hour: the first says 1, 2, 3 …, the second ten times as much. */
const READINGS = 30;
async function bringReadings(): Promise<void> {
  const rows = [1, 2].flatMap((datastream) =>
    Array.from({ length: READINGS }, (_, i) => {
      const phenomenonMs = DUE_MS - (READINGS - 1 - i) * MS_PER_H - 10_000;
      const times = { phenomenonMs, resultMs: phenomenonMs, receivedMs: phenomenonMs };
      return { datastream, ...times, result: (i + 1) * (datastream === 1 ? 1 : 10), feature: datastream };
    }),
  );
  await whole.hub.ingest.bring(rows);
}

/** A login ends after some hours, so that each leap of the clock needs another. */
async function loginAll(): Promise<void> {
  for (const role of ['dispatcher', 'controller', 'planner', 'analyst']) tokens[role] = await whole.login(role, role);
  tokens.western = await whole.login('western', 'dispatcher', { areas: ['WEST'], classes: 'all' });
}

async function tickAt(ms: number): Promise<void> {
  nowMs = ms;
  await whole.hub.boardReports.tick();
  await loginAll();
}

beforeAll(async () => {
  whole = await openWholeHub({ nowMs: () => nowMs });
  await loginAll();
});
afterAll(() => whole.close());

describe('a board that an office shares', () => {
  test('is read by all, with who shared it; who leads no operations in the whole city shares none', async () => {
    expect(await newest()).toBeNull();
    const refused = [
      await share('planner', BOARD, 0),
      await share('nobody', BOARD, 0),
      await share('western', BOARD, 0),
      await share('dispatcher', { ...BOARD, span: 'year' }, 0),
      await share('dispatcher', { ...BOARD, city: 'another' }, 0),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 401, 403, 400, 400]);
    expect((await share('dispatcher', BOARD, 0)).statusCode).toBe(201);
    expect(await newest()).toMatchObject({ revision: 1, who: 'dispatcher', atMs: nowMs, withdrawn: null });
    expect((await whole.ask('GET', '/boards/shared/1')).json()).toEqual(BOARD);
  });

  test('of two who change it the second is told who was first; every revision stays readable', async () => {
    const both = await Promise.all([
      share('dispatcher', SCHEDULED, 1),
      share('controller', { ...BOARD, span: 'week' }, 1),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const { who } = (await newest()) ?? {};
    expect(JSON.stringify(both.map((answer) => answer.json()))).toContain(`${who} shared revision 2`);
    expect((await whole.ask('GET', '/boards/shared/1')).json()).toEqual(BOARD);
    expect((await whole.ask('GET', '/boards/shared/3')).statusCode).toBe(404);
  });

  test('that was taken back says by whom, and goes on from there', async () => {
    expect((await whole.ask('DELETE', '/boards/shared', tokens.planner)).statusCode).toBe(403);
    expect((await whole.ask('DELETE', '/boards/shared', tokens.controller)).statusCode).toBe(204);
    expect(await newest()).toMatchObject({ revision: 2, withdrawn: { who: 'controller' } });
    expect((await whole.ask('DELETE', '/boards/shared', tokens.controller)).statusCode).toBe(404);
    const rows = await whole.hub.sql.query("SELECT what FROM audit WHERE what LIKE 'board.%' ORDER BY seq");
    expect(rows).toEqual(['board.share', 'board.share', 'board.takeBack'].map((what) => ({ what })));
  });
});

describe('the report of a day', () => {
  const rowsOf = async (name: string) => {
    const answer = await whole.ask('GET', `/boards/reports/${name}`, tokens.analyst);
    const sheets = (await readXlsxFile(answer.rawPayload)) as unknown as { data: unknown[][] }[];
    return sheets.flatMap(({ data }) => data);
  };

  /** Alarms that nobody acknowledged, before the report was made and after. */
  let standingAtReport: number[] = [];
  const standing = () => whole.hub.alarms.list().alarms.filter(isUnacknowledged).length;

  test('is made when it is due, with the sums of the history', async () => {
    await bringReadings();
    expect((await share('dispatcher', SCHEDULED, 2)).statusCode).toBe(201);
    await whole.hub.boardReports.tick();
    expect(await made()).toMatchObject({ reports: [], nextMs: DUE_MS, most: 60 });
    await tickAt(DUE_MS + 30_000);
    expect((await made()).reports).toEqual([]);
    const before = standing();
    await tickAt(DUE_MS + 2 * MS_PER_MIN);
    standingAtReport = [before, standing()];
    await whole.hub.boardReports.tick();
    const { reports, nextMs } = await made();
    expect(reports).toMatchObject([{ every: 'day', dueMs: DUE_MS, isLate: false }]);
    expect(nextMs).toBe(DUE_MS + MS_PER_DAY);
    expect(reports[0].files.map(({ name }) => name)).toEqual([
      'board-day-20260610T123000Z.xlsx',
      'board-day-20260610T123000Z.html',
    ]);

    const rows = await rowsOf('board-day-20260610T123000Z.xlsx');
    const row = (name: string) => rows.find(([first]) => first === name);
    // From 12:00 to 12:00: the readings at 29 to 6 minutes past half, numbers 6 to 29 of each gauge.
    const covered = Array.from({ length: READINGS }, (_, i) => i + 1).filter((value) => {
      const atMs = DUE_MS - (READINGS - value) * MS_PER_H - 10_000;
      return atMs >= Date.UTC(2026, 5, 9, 12) && atMs < Date.UTC(2026, 5, 10, 12);
    });
    const sum = 11 * covered.reduce((total, value) => total + value, 0);
    expect(covered).toHaveLength(24);
    const [, now, unit, , , , least, mean, most, amount, count] = row('amount') ?? [];
    expect([now, unit, least, most, amount, count]).toEqual([sum / 2, 'm', covered[0], 10 * covered[23], sum / 2, 48]);
    expect(mean).toBeCloseTo(sum / 48, 6);
    // The last readings before 12:30: 30 and 300. All gauges of this city stand on its origin, which is the eastern district's.
    expect(row('mean')?.slice(1, 6)).toEqual([165, 'm', '—', 1, 'off target']);
    expect(row('EAST')).toEqual(['EAST', 165, 2]);
    // What the page's own question to the hub adds up to.
    const span = 'from=2026-06-09T12:00:00Z&to=2026-06-10T12:00:00Z&points=48';
    const series = await Promise.all(
      [1, 2].map(async (id) => (await whole.ask('GET', `/history/series?datastream=${id}&${span}`)).json()),
    );
    const total = series
      .flatMap(({ count: counts, mean: means }) => counts.map((n: number, i: number) => n * means[i]))
      .reduce((all: number, one: number) => all + one, 0);
    expect(total).toBeCloseTo(sum, 6);
  });

  test('says what stands now, and of what only the page knows that it does, never 0', async () => {
    const rows = await rowsOf('board-day-20260610T123000Z.xlsx');
    const now = (name: string) => rows.find(([first]) => first === name)?.[1];
    // An alarm is raised on the hub's own beat, which may fall before the report or after it.
    expect(standingAtReport).toContain(now('alarms'));
    expect(now('open')).toBe(0);
    expect([now('published'), now('elsewhere')]).toEqual(['only on the page', 'only on the page']);
    const html = (await whole.ask('GET', '/boards/reports/board-day-20260610T123000Z.html', tokens.analyst)).body;
    expect(html).toContain('2026-06-09 12:00 – 2026-06-10 12:00');
    expect(html).toContain('revision 3, shared by dispatcher');
    expect(html).not.toMatch(/<script|late\)/);
  });

  test('that was missed is made up for once, and marked; what was so long ago is left', async () => {
    await tickAt(DUE_MS + 10 * MS_PER_DAY + MS_PER_H);
    const { reports } = await made();
    expect(reports).toHaveLength(8);
    expect(reports.map(({ isLate }) => isLate)).toEqual([...Array(7).fill(true), false]);
    expect(reports[0].dueMs).toBe(DUE_MS + 10 * MS_PER_DAY);
    await whole.hub.boardReports.tick();
    expect((await made()).reports).toHaveLength(8);
    const rows = await rowsOf(reports[0].files[0].name);
    expect(rows.find(([first]) => first === 'alarms')?.[1]).toBe('made late: not known of then');
    expect(rows.find(([first]) => first === 'amount')?.[10]).toBe(0);
  });

  test('is for who sees the whole city and may export; another name is none', async () => {
    const statuses = async (url: string) =>
      Promise.all(
        [undefined, tokens.western, tokens.dispatcher].map(
          async (token) => (await whole.ask('GET', url, token)).statusCode,
        ),
      );
    expect(await statuses('/boards/reports')).toEqual([401, 403, 200]);
    expect(await statuses('/boards/reports/board-day-20260610T123000Z.html')).toEqual([401, 403, 200]);
    expect((await whole.ask('GET', '/boards/reports/..%2F..%2Fcommands.key', tokens.analyst)).statusCode).toBe(404);
  });

  test('one without all its files is made anew, and of very many the oldest go', async () => {
    const folder = join(whole.hub.folder, 'board-reports');
    for (let day = 0; day < 62; day++) {
      const stem = `board-day-${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '')}T000000Z`;
      for (const ending of ['xlsx', 'html']) await writeFile(join(folder, `${stem}.${ending}`), 'x');
    }
    await writeFile(join(folder, 'board-day-20270101T000000Z.xlsx'), 'torn');
    await tickAt(nowMs + MS_PER_DAY);
    const { reports } = await made();
    expect(reports).toHaveLength(60);
    expect(reports[0].dueMs).toBe(DUE_MS + 11 * MS_PER_DAY);
    expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toHaveLength(60);
    const rows = await whole.hub.sql.query("SELECT what FROM audit WHERE what = 'board.forgetReports'");
    expect(rows).toHaveLength(1);
  });
});
