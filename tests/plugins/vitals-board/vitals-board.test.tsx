import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Board, BoardCard, CardSource } from '../../../model/boards/board.ts';
import type { BoardAreas } from '../../../model/boards/board-areas.ts';
import { combined } from '../../../model/boards/card-figures.ts';
import { conditionsText, unitOf } from '../../../model/boards/card-title.ts';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { cardNames } from '../../../src/plugins/vitals-board/card-names.ts';
import { VITALS_BOARD, vitalsBoardController } from '../../../src/plugins/vitals-board/controller.ts';
import { firstBoard } from '../../../src/plugins/vitals-board/first-board.ts';
import { leadingPlace, liveFigure } from '../../../src/plugins/vitals-board/live-figures.ts';
import { BoardPage } from '../../../src/plugins/vitals-board/panels/board-page.tsx';
import { readCard } from '../../../src/plugins/vitals-board/readings.ts';
import { boardScenePart } from '../../../src/plugins/vitals-board/scene-part.ts';
import { ACCOUNT_SESSION, type AccountSession } from '../../../src/twin/account-session.ts';
import { LIVE_FEED } from '../../../src/twin/live/live-feed.ts';
import { LiveValues } from '../../../src/twin/live/live-values.ts';
import { testApp } from '../../kit/test-app.ts';

const NOW_MS = Date.UTC(2026, 6, 18, 4);
const RIVER = { of: 'sensors', kind: 'river', unit: 'm', figure: 'mean' } as const;

const river = (id: string, at: [number, number]): CitySensor => ({
  id,
  kind: 'river',
  name: { zh: id, en: id },
  lonLat: [108, 34],
  at,
  of: id,
  datastreams: [{ id: `${id}/1`, name: { zh: '水位', en: 'Level' }, unit: 'm', cadenceS: 60, warn: 5 }],
});
const SENSORS = [river('a', [0, 0]), river('b', [100, 0]), river('c', [0, 100]), river('old', [9, 9])];

let live: LiveValues;
beforeEach(() => {
  live = new LiveValues(SENSORS, new Float64Array(4), [{ first: 0, gidBase: 0 }]);
  live.take({
    streams: Uint32Array.of(0, 1, 2, 3),
    values: Float64Array.of(2, 6, 4, 100),
    timesMs: Float64Array.of(NOW_MS, NOW_MS, NOW_MS, NOW_MS - 3_600_000),
    receivedMs: new Float64Array(4),
  });
});

function opened() {
  const app = testApp();
  Object.assign(app.service(ACCOUNT_SESSION) ?? {}, { get: async () => ({ board: null }) });
  app.twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: NOW_MS }, feedMs: NOW_MS });
  const feeds = { live: () => live, kinds: () => mergeSensorKinds(BASE_KINDS), series: async () => expect.fail() };
  app.offer(LIVE_FEED, feeds);
  return app;
}

const figureOf = (source: CardSource, app = opened()) =>
  liveFigure(source, app.twin.getState(), live, app.twin.city.origin);
const cardOf = (source: CardSource, more: Partial<BoardCard> = {}): BoardCard => ({
  id: 'one',
  title: '',
  source,
  ...more,
});

test.each([
  ['mean', 4],
  ['least', 2],
  ['most', 6],
  ['sum', 12],
  ['warned', 1],
] as const)('%s is of the stations that were heard, and says how many', (figure, value) => {
  const now = figureOf({ ...RIVER, figure });
  expect(now.value).toBe(value);
  expect(now.fresh).toEqual({ count: 3, all: 4 });
});

test('a station without a warning is none of those that are counted by it; where none has one there is no figure', () => {
  const bare = SENSORS.map((sensor) => ({
    ...sensor,
    datastreams: sensor.datastreams.map(({ warn: _, ...stream }) => stream),
  }));
  const known = live;
  live = new LiveValues(bare, new Float64Array(4), [{ first: 0, gidBase: 0 }]);
  live.take({
    streams: Uint32Array.of(0, 1, 2),
    values: known.values.slice(0, 3),
    timesMs: new Float64Array(3).fill(NOW_MS),
    receivedMs: new Float64Array(3),
  });
  expect(figureOf({ ...RIVER, figure: 'warned' })).toMatchObject({ value: null, fresh: { count: 0, all: 0 } });
  const sources = firstBoard(opened().twin.city, mergeSensorKinds(BASE_KINDS), live).cards.map(({ source }) => source);
  expect(sources).toContainEqual({ of: 'sensors', kind: 'river', unit: 'm', figure: 'most' });
});

test('one station alone; a station that fell silent has no figure', () => {
  expect(figureOf({ ...RIVER, sensor: 'b' }).value).toBe(6);
  expect(figureOf({ ...RIVER, sensor: 'old' }).value).toBeNull();
});

test('without a feed nothing is said, and no 0 either', () => {
  const app = opened();
  app.twin.getState().takeFeed({ feed: { kind: 'none' } });
  for (const source of [RIVER, { of: 'alarms', least: 4 }, { of: 'cases', figure: 'open' }] as const)
    expect(figureOf(source, app).value).toBeNull();
});

test('a card leads to the highest station, the least to the lowest', () => {
  const { items } = figureOf(RIVER);
  expect(leadingPlace(RIVER, items)?.eastM).toBe(100);
  expect(leadingPlace({ ...RIVER, figure: 'least' }, items)).toMatchObject({ eastM: 0, northM: 0 });
});

test('cases: open ones, late ones, and the share in time', () => {
  const items = [1, 0, 0, 0].map((value) => ({ value, place: null }));
  expect(combined({ of: 'cases', figure: 'open' }, items)).toBe(4);
  expect(combined({ of: 'cases', figure: 'late' }, items)).toBe(1);
  expect(combined({ of: 'cases', figure: 'inTime' }, items)).toBe(75);
  expect(combined({ of: 'cases', figure: 'inTime' }, [])).toBeNull();
});

test('things of a layer are counted by area as the catalogue answers, and those of none are told', async () => {
  const app = opened();
  const layer = app.twin.city.layers.find(({ kind, attributes }) => kind === 'building' && attributes.length > 0);
  if (!layer) throw new Error('expected buildings in the small city');
  const middlesM = await app.catalogue.middles(layer.id);
  const eastM = Array.from({ length: layer.count }, (_, row) => middlesM[2 * row]).toSorted((a, b) => a - b);
  const cutM = eastM[Math.floor(eastM.length / 2)] - 1e-3;
  const place = { eastM: 0, northM: 0, upM: 0, radiusM: 1 };
  const west = [
    [-1e6, -1e6],
    [cutM, -1e6],
    [cutM, 1e6],
    [-1e6, 1e6],
  ] as [number, number][];
  const areas: BoardAreas = {
    areas: [{ name: { zh: '西', en: 'west' }, place, within: { by: 'ring', ringM: west } }],
    others: 0,
    areasOf: async () => expect.fail(),
  };
  const reading = await readCard(app, cardOf({ of: 'layer', layer: layer.id, figure: 'count' }), 'day', areas, NOW_MS);
  expect(reading.value).toBe(layer.count);
  const westOnes = eastM.filter((one) => one < cutM).length;
  expect(reading.areas).toMatchObject({ list: [{ value: westOnes }], outside: layer.count - westOnes });
});

test('a figure of a run is that of the finished one on the picture, else of the newest; without one there is none', () => {
  const app = opened();
  const source = { of: 'run', figure: 'deepest' } as const;
  expect(figureOf(source, app).value).toBeNull();
  const run = (id: string, value: number, kind: 'done' | 'stopped') => ({
    id,
    name: id,
    form: {},
    origin: null,
    status: { kind },
    startMs: NOW_MS,
    endS: 60,
    timesS: [60],
    hash: null,
    figures: { loss: null, more: [{ name: 'deepest' as const, value, unit: 'm' }] },
    notes: [],
  });
  const { addRun, showRun } = app.twin.getState();
  addRun('flood', run('old', 1.5, 'done'));
  addRun('flood', run('new', 2.5, 'done'));
  addRun('flood', run('broken off', 9, 'stopped'));
  expect(figureOf(source, app).value).toBe(2.5);
  showRun('flood', 'old');
  expect(figureOf(source, app).value).toBe(1.5);
  expect(unitOf(cardNames(app), source, 'en')).toBe('m');
});

test('conditions of the data desk count the things that pass', async () => {
  const app = opened();
  const layer = app.twin.city.layers.find(({ kind, attributes }) => kind === 'building' && attributes.length > 0);
  const attribute = layer?.attributes.find(({ type }) => type === 'number' || type === 'integer');
  if (!layer || !attribute) throw new Error('expected buildings with a number in the small city');
  const figure = (more: object) =>
    readCard(app, cardOf({ of: 'layer', layer: layer.id, figure: 'count', ...more }), 'day', null, NOW_MS);
  const name = attribute.name;
  const counts = await Promise.all(
    [
      { attribute: name, test: 'above', value: 10 },
      { attribute: name, test: 'most', value: 10 },
      { attribute: name, test: 'empty' },
    ].map((condition) => figure({ match: 'all', conditions: [condition] })),
  );
  expect(counts.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(layer.count);
  const source = { of: 'layer', layer: layer.id, figure: 'count' } as const;
  const conditions = [{ attribute: attribute.name, test: 'above' as const, value: 10 }];
  expect(conditionsText(cardNames(app), { ...source, conditions }, 'en')).toBe(`${attribute.label.en} > 10`);
  expect(conditionsText(cardNames(app), source, 'en')).toBe('');
});

test('the first board is of what the city has', () => {
  const { city } = opened().twin;
  const kinds = mergeSensorKinds(BASE_KINDS);
  const watched = firstBoard(city, kinds, live).cards.map(({ source }) => source);
  expect(watched).toContainEqual({ of: 'sensors', kind: 'river', unit: 'm', figure: 'warned' });
  expect(watched).toContainEqual({ of: 'cases', figure: 'inTime' });
  expect(firstBoard(city, null, null).cards.every(({ source }) => source.of === 'layer')).toBe(true);
});

test('a board that nobody changed gets its sensors when they are read; one that was changed stays', () => {
  const app = testApp();
  const controller = app.controllerOf(vitalsBoardController);
  controller.begin();
  const hasSensors = () => app.twin.getState().board?.cards.some(({ source }) => source.of === 'sensors');
  expect(hasSensors()).toBe(false);
  app.offer(LIVE_FEED, {
    live: () => live,
    kinds: () => mergeSensorKinds(BASE_KINDS),
    series: async () => expect.fail(),
  });
  app.twin.getState().takeFeed({ sensors: SENSORS });
  expect(hasSensors()).toBe(true);
  controller.change({ ...(app.twin.getState().board as Board), cards: [] });
  app.twin.getState().takeFeed({ sensors: [...SENSORS] });
  expect(app.twin.getState().board?.cards).toEqual([]);
});

test('what is not within its target is marked; the mark goes with the target', () => {
  const app = opened();
  const controller = app.controllerOf(vitalsBoardController);
  controller.begin();
  const board = app.twin.getState().board as Board;
  controller.change({ ...board, cards: [cardOf(RIVER, { target: { to: 3 } })] });
  expect(app.twin.getState().boardMarks).toEqual(['one']);
  const [tool] = app.placed('tool').filter(({ id }) => id === VITALS_BOARD);
  expect(tool.result?.(app.twin.getState(), app)).toEqual({ zh: '1 项不在目标内', en: '1 off target' });
  const page = renderToStaticMarkup(
    <AppContext value={app}>
      <BoardPage />
    </AppContext>,
  );
  expect(page).toContain('data-target="off"');
  expect(page).toContain('4.00');
  controller.change({ ...board, cards: [cardOf(RIVER, { target: { to: 4 } })] });
  expect(app.twin.getState().boardMarks).toEqual([]);
});

test('a scene brings its board, and does not take the place of another', async () => {
  const app = opened();
  const controller = app.controllerOf(vitalsBoardController);
  controller.begin();
  expect(await boardScenePart.save(app)).toBeNull();
  controller.change({ ...(app.twin.getState().board as Board), span: 'hour' });
  const saved = await boardScenePart.save(app);
  const other = opened();
  other.controllerOf(vitalsBoardController).begin();
  expect(await boardScenePart.open(other, saved?.data)).toEqual([]);
  expect(other.twin.getState().board).toEqual(app.twin.getState().board);
  other.controllerOf(vitalsBoardController).change({ ...(saved?.data as Board), span: 'week' });
  expect(await boardScenePart.open(other, saved?.data)).toHaveLength(1);
  expect(other.twin.getState().board?.span).toBe('week');
});

describe('the board of the office', () => {
  const shared = (revision: number, board: Board) => ({
    revision,
    board,
    facts: { revision, hash: 'x', who: 'Li', atMs: NOW_MS, withdrawn: null as { who: string; atMs: number } | null },
  });
  /** A hub that keeps revisions, as the page asks it. */
  function openedWithHub(first: Board | null) {
    const app = testApp();
    const revisions = first ? [shared(1, first)] : [];
    const session: Partial<AccountSession> = {
      get: async (path) => {
        if (path === 'boards/shared') return { board: revisions.at(-1)?.facts ?? null };
        return revisions.find(({ revision }) => path === `boards/shared/${revision}`)?.board;
      },
      post: async (_, body) => {
        const { board, after } = body as { board: Board; after: number };
        if (after !== revisions.length) throw new Error('somebody was first');
        revisions.push(shared(after + 1, board));
        return revisions.at(-1)?.facts;
      },
      remove: async () => {
        const last = revisions.at(-1);
        if (last) last.facts.withdrawn = { who: 'Li', atMs: NOW_MS };
      },
    };
    Object.assign(app.service(ACCOUNT_SESSION) ?? {}, session);
    app.twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: NOW_MS }, feedMs: NOW_MS });
    const boards = app.controllerOf(vitalsBoardController);
    return { app, boards, revisions, state: () => app.twin.getState() };
  }
  const boardOf = (span: Board['span']): Board => ({
    format: 1,
    city: testApp().twin.city.id,
    span,
    areas: '',
    cards: [],
  });

  test('is followed by a desk that has none of its own, revision by revision, until it is taken back', async () => {
    const { boards, revisions, state } = openedWithHub(boardOf('week'));
    boards.begin();
    await boards.refresh();
    expect(state()).toMatchObject({ boardFrom: 'shared', board: { span: 'week' }, boardShared: { revision: 1 } });
    revisions.push(shared(2, boardOf('hour')));
    await boards.refresh();
    expect(state().board?.span).toBe('hour');
    revisions[1].facts.withdrawn = { who: 'Li', atMs: NOW_MS };
    await boards.refresh();
    expect(state().boardFrom).toBe('proposed');
  });

  test('never takes the place of a board that somebody made here, but when asked to, and that can be undone', async () => {
    const { boards, state } = openedWithHub(boardOf('week'));
    boards.begin();
    boards.change(boardOf('hour'));
    await boards.refresh();
    expect(state()).toMatchObject({ boardFrom: 'own', board: { span: 'hour' }, boardShared: { revision: 1 } });
    // A browser that keeps nothing could not bring it back.
    await expect(boards.takeOver()).rejects.toThrow('cannot save');
    expect(boards.own()?.span).toBe('hour');
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    });
    await boards.takeOver();
    expect(state()).toMatchObject({ boardFrom: 'shared', board: { span: 'week' }, hasFormerBoard: true });
    expect(boards.own()).toBeNull();
    boards.bringBack();
    expect(state()).toMatchObject({ boardFrom: 'own', board: { span: 'hour' }, hasFormerBoard: false });
    vi.unstubAllGlobals();
  });

  test('is shared from here; whoever was second sees who was first and goes on from there', async () => {
    const { boards, revisions, state } = openedWithHub(null);
    boards.begin();
    boards.change(boardOf('hour'));
    revisions.push(shared(1, boardOf('week')));
    await expect(boards.share()).rejects.toThrow('somebody was first');
    expect(state()).toMatchObject({ boardFrom: 'own', board: { span: 'hour' }, boardShared: { revision: 1 } });
    await boards.share();
    expect(state()).toMatchObject({ boardFrom: 'shared', board: { span: 'hour' }, boardShared: { revision: 2 } });
    await boards.takeBack();
    expect(state()).toMatchObject({ boardFrom: 'own', board: { span: 'hour' } });
    expect(state().boardShared?.withdrawn?.who).toBe('Li');
  });
});
