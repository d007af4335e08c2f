import { expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { ownCard } from '../../../model/city-index/own-card.ts';
import { publishedCard } from '../../../model/city-index/published-card.ts';
import { scoreIndex } from '../../../model/city-index/score-index.ts';
import { cityIndexController } from '../../../src/plugins/city-index/controller.ts';
import { indexCsv } from '../../../src/plugins/city-index/csv.ts';
import { openOffers } from '../../../src/plugins/city-index/offers.ts';
import { yearsBeside } from '../../../src/plugins/city-index/panels/index-chart.tsx';
import { indexScenePart } from '../../../src/plugins/city-index/scene-part.ts';
import { shownCard, shownValues } from '../../../src/plugins/city-index/slice.ts';
import { testApp } from '../../kit/test-app.ts';

async function opened(kind: 'own' | 'published' = 'own') {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  index.show({ kind });
  index.show({ year: 2025 });
  const state = () => app.twin.getState();
  const card = () => shownCard(state()) ?? ownCard('none');
  return {
    app,
    index,
    state,
    card,
    values: () => shownValues(state()),
    scored: () => scoreIndex(card(), shownValues(state())),
  };
}

test('what the twin knows is offered with its provenance, and what it does not know is not offered', async () => {
  const { app, state } = await opened();
  const { indexCards, indexOffers } = state();
  const { id } = app.twin.city;
  expect(indexCards).toEqual({ own: ownCard(id), published: publishedCard(id) });
  expect(indexOffers.buildingAttributes?.value).toBeGreaterThan(0);
  expect(indexOffers.buildingAttributes?.value).toBeLessThanOrEqual(100);
  expect(indexOffers.buildingAttributes?.note.en).toMatch(/\d+ values ÷ \d+ places/);
  for (const id of [
    'cameraCoverage',
    'readingCompleteness',
    'alarmAcknowledgement',
    'casesOnTime',
    'gigabitCoverage',
    'liveThings',
  ])
    expect(indexOffers[id], id).toBeUndefined();
});

test('coverage, cases and acknowledgements are told of what this window saw', async () => {
  const app = testApp();
  const { twin } = app;
  const alarm = (key: string, state: Alarm['state']): Alarm => ({
    key,
    stream: null,
    state,
    meaning: { zh: '水位', en: 'Level' } as unknown as Alarm['meaning'],
    value: null,
    raised: null,
    limit: null,
    by: null,
    isLate: false,
  });
  const { takeFeed, setCameras } = twin.getState();
  takeFeed({ alarms: [alarm('a', { kind: 'unacknowledged', raisedMs: 0 })], feedMs: 60_000 });
  takeFeed({ alarms: [alarm('a', { kind: 'acknowledged', raisedMs: 0, by: 'duty' })], feedMs: 180_000 });
  setCameras({
    coverage: { freeM2: 400, blindM2: 100, twiceM2: 0, place: { westM: 0, southM: 0, cellM: 1, columns: 1, rows: 1 } },
  });
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  const { indexOffers } = twin.getState();
  expect(indexOffers.alarmAcknowledgement).toMatchObject({ value: 3 });
  expect(indexOffers.cameraCoverage?.value).toBe(75);
  expect(indexOffers.keyAreaVideo).toEqual(indexOffers.cameraCoverage);
  expect(indexOffers.cameraCoverage?.note.en).toContain('not of the whole city');
});

test('all that the city’s data give is put in at once, with where it is from; what was typed stays', async () => {
  const { index, state, values: now } = await opened();
  const given = () => openOffers(state()).map(({ id }) => id);
  const offered = given();
  expect(offered.length).toBeGreaterThan(1);
  index.put(offered[0], { value: 1, origin: 'typed' });
  index.adoptOffers();
  const values = now();
  expect(values[offered[0]]).toMatchObject({ value: 1, origin: 'typed' });
  expect(values[offered[1]]).toMatchObject({ origin: 'twin', note: state().indexOffers[offered[1]]?.note });
  expect(given()).toEqual([]);
});

test('a value that is taken away is missing again, and an empty cell of the table', async () => {
  const { index, card, scored } = await opened();
  index.put('drills', { value: 2, origin: 'typed', note: { zh: '=1+1', en: '=1+1' } });
  expect(scored().groups[3].indicators[2].score).toBe(50);
  const rows = indexCsv(card(), 2025, ({ en }) => en)
    .trim()
    .split('\n');
  expect(rows).toHaveLength(18);
  const drills = rows.find((row) => row.includes(',drills,'));
  expect(drills).toContain(',2,per year,50,');
  // A note that a spreadsheet would compute stands as text.
  expect(drills).toContain("'=1+1");
  expect(rows.find((row) => row.includes(',warningLead,'))).toContain('Warning lead,,min,,');
  index.put('drills', null);
  expect(scored().missing).toBe(16);
  expect(card().years, 'a year without values is none').toEqual({});
});

test('each year has its own values, and each card its own', async () => {
  const { app, index, card, values } = await opened('published');
  index.put('residentsRating', { value: 70, origin: 'typed' });
  index.show({ year: 2026 });
  expect(values()).toEqual({});
  index.put('residentsRating', { value: 80, origin: 'typed' });
  expect(Object.keys(card().years)).toEqual(['2025', '2026']);
  expect(yearsBeside(card(), 2026)).toEqual([2025, 2026]);
  expect(yearsBeside({ years: { 2020: {}, 2021: {}, 2022: {}, 2023: {}, 2024: {} } }, 2020)).toEqual([
    2020, 2022, 2023, 2024,
  ]);
  index.show({ kind: 'own' });
  expect(values()).toEqual({});
  index.show({ year: 2030 });
  index.show({ kind: 'published' });
  expect(app.twin.getState().indexYear, 'a card without values of the year shows its latest').toBe(2026);
});

test('a card is opened again as it was saved, and one of another city is refused', async () => {
  const { index, card } = await opened();
  index.put('satisfaction', { value: 88, origin: 'typed' });
  const text = index.fileText();
  const before = card();
  index.reset();
  index.take(JSON.parse(text), 'a.json');
  expect(card()).toEqual(before);
  const other = { ...JSON.parse(text), city: 'elsewhere' } as unknown;
  expect(() => index.take(other, 'a.json')).toThrow('a.json: city');
});

test('a scene brings its scorecards where there are none yet, and takes nobody’s values', async () => {
  const { app, index, card, values } = await opened();
  index.put('satisfaction', { value: 88, origin: 'typed' });
  const saved = await indexScenePart.save(app);
  expect(saved?.data).toEqual([card()]);
  index.put('satisfaction', { value: 12, origin: 'typed' });
  const own = card();
  expect(await indexScenePart.open(app, saved?.data)).toHaveLength(1);
  expect(card()).toBe(own);
  index.reset();
  expect(await indexScenePart.open(app, saved?.data)).toEqual([]);
  expect(values().satisfaction?.value).toBe(88);
});
