import { afterEach, describe, expect, test, vi } from 'vitest';
import { instantOfWall, wallMinOf } from '../../../model/wall-clock.ts';
import { NEVER, openScheduleController, taskTable } from '../../../src/plugins/build/schedule-controller.ts';
import { planFacts } from '../../../workers/construction/plan-facts.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { noReview } from './no-review.ts';

const TABLE =
  'id,name,duration,start,finish,predecessors\n7,Dig,5d,2026-01-05 08:00,2026-01-09 17:00,\n9,Pour,3d,,,7\n';
const bytes = () => new TextEncoder().encode(TABLE);

test('the wall clock of a zone, there and back, over a change of clocks too', () => {
  const noon = Date.UTC(2026, 0, 5, 12) / 60_000;
  expect(instantOfWall(noon, 'Asia/Shanghai')).toBe(Date.UTC(2026, 0, 5, 4));
  for (let hour = 0; hour < 24 * 365; hour += 7) {
    const min = noon + hour * 60;
    for (const zone of ['UTC', 'Asia/Kathmandu']) expect(wallMinOf(instantOfWall(min, zone), zone)).toBe(min);
  }
  expect(wallMinOf(Date.UTC(2026, 2, 29, 0, 59), 'Europe/Zurich')).toBe(Date.UTC(2026, 2, 29, 1, 59) / 60_000);
  expect(wallMinOf(Date.UTC(2026, 2, 29, 1, 0), 'Europe/Zurich')).toBe(Date.UTC(2026, 2, 29, 3, 0) / 60_000);
});

test('dates lie where the number of their activity says, and nowhere else', async () => {
  const facts = await planFacts(bytes(), 'small.csv');
  const { texels, originMin, unitMin } = taskTable(facts);
  expect(texels).toHaveLength(8 * 10);
  const at = (task: number, pair: number) => texels[8 * task + 2 * pair] * 256 + texels[8 * task + 2 * pair + 1];
  for (const [task, id] of [
    [7, '7'],
    [9, '9'],
  ] as const) {
    const row = facts.rows.find((one) => one.id === id);
    expect(originMin + at(task, 2) * unitMin).toBe(row?.startMin);
    expect(originMin + at(task, 3) * unitMin).toBe(row?.finishMin);
    expect(at(task, 0)).toBe(NEVER);
  }
  for (const task of [0, 8]) expect([0, 1, 2, 3].map((pair) => at(task, pair))).toEqual([NEVER, NEVER, NEVER, NEVER]);
});

test('beside what happened stands what was planned: the same activity by its baseline', async () => {
  const facts = await planFacts(bytes(), 'small.csv');
  const [dig] = facts.rows;
  const planned = { ...dig, baseStartMin: dig.startMin - 1440, baseFinishMin: dig.finishMin - 1440 };
  const twin = pageTwin(smallCity().city, 0);
  const desk = openScheduleController(
    twin,
    { ...noReview, open: async () => ({ ...facts, startMin: planned.baseStartMin, rows: [planned] }) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await desk.open(bytes(), 'small.csv');
  const start = (table: ReturnType<typeof desk.tasks>) => {
    const at = 8 * 7 + 4;
    return (
      (table?.originMin ?? 0) + ((table?.texels[at] ?? 0) * 256 + (table?.texels[at + 1] ?? 0)) * (table?.unitMin ?? 0)
    );
  };
  expect(start(desk.tasks())).toBe(dig.startMin);
  expect(start(desk.plannedTasks())).toBe(dig.startMin - 1440);
  twin.getState().showPlannedBeside(true);
  expect(twin.getState()).toMatchObject({ compare: 'split', viewCount: 2, plannedBeside: true });
  twin.getState().showPlannedBeside(false);
  expect(twin.getState().compare).toBe('off');
});

test('a project that is not the city’s own hides what the city builds itself, and stands on its own date', async () => {
  const { city } = smallCity();
  const [layer] = city.layers;
  const site = { ...layer, id: 'site-model', kind: 'element' as const };
  const twin = pageTwin({ ...city, layers: [...city.layers, site] }, 0);
  twin.getState().showLayer('site-model', true);
  const desk = openScheduleController(
    twin,
    { ...noReview, open: async (given, file) => planFacts(given, file) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await desk.open(bytes(), 'foreign.csv');
  expect(twin.getState().layers['site-model'].shown).toBe(false);
  expect(twin.getState().planPit).toBeNull();
  expect(wallMinOf(twin.getState().shownTimeMs, city.zone)).toBe(Date.UTC(2026, 0, 5, 8) / 60_000);
});

test('an opened plan sets the clock and is there for the panels; a broken one says why and leaves the last', async () => {
  const twin = pageTwin(smallCity().city, 0);
  const desk = openScheduleController(
    twin,
    { ...noReview, open: async (given, file) => planFacts(given, file) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await desk.open(bytes(), 'small.csv');
  expect(twin.getState().plan).toMatchObject({ kind: 'open', file: 'small.csv' });
  expect(wallMinOf(twin.getState().shownTimeMs, twin.city.zone)).toBe(desk.facts()?.startMin);
  await desk.open(new TextEncoder().encode('nothing'), 'x.xml');
  expect(twin.getState().plan).toMatchObject({ kind: 'failed', file: 'x.xml' });
  expect(desk.openCity).toBeNull();
});

describe('the project of the city, opened by itself with the desk', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** The city's file comes when the returned function is called. */
  function deskOfCity() {
    let come = () => {};
    const coming = new Promise<void>((resolve) => {
      come = resolve;
    });
    vi.stubGlobal('fetch', async () => {
      await coming;
      return new Response(bytes());
    });
    const twin = pageTwin(smallCity().city, 0);
    const desk = openScheduleController(
      twin,
      { ...noReview, open: async (given, file) => planFacts(given, file) },
      { schedule: 'http://city.invalid/site.csv', construction: null, gidOf: async () => null },
    );
    return { twin, desk, come };
  }

  test('is there without a button, once', async () => {
    const { twin, desk, come } = deskOfCity();
    come();
    expect(await desk.openDefault()).toBe(true);
    expect(twin.getState().plan).toMatchObject({ kind: 'open', file: 'site.csv' });
    expect(await desk.openDefault()).toBe(false);
  });

  test('gives way to a plan that a person opened while it was coming', async () => {
    const { twin, desk, come } = deskOfCity();
    const opening = desk.openDefault();
    await desk.open(bytes(), 'mine.csv');
    come();
    expect(await opening).toBe(false);
    expect(twin.getState().plan).toMatchObject({ kind: 'open', file: 'mine.csv' });
  });

  test('gives way to a model that is being read, and comes no more', async () => {
    const { twin, desk, come } = deskOfCity();
    const opening = desk.openDefault();
    twin.getState().setModel({ kind: 'reading', file: 'house.ifc', doneRatio: null });
    come();
    expect(await opening).toBe(false);
    expect(twin.getState().plan).toEqual({ kind: 'none' });
    expect(await desk.openDefault()).toBe(false);
  });
});
