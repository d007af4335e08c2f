import { expect, test } from 'vitest';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { defaultCard } from '../../../model/city-index/default-card.ts';
import { scoreIndex } from '../../../model/city-index/score-index.ts';
import { cityIndexController } from '../../../src/plugins/city-index/controller.ts';
import { indexCsv } from '../../../src/plugins/city-index/csv.ts';
import { openOffers } from '../../../src/plugins/city-index/offers.ts';
import { indexScenePart } from '../../../src/plugins/city-index/scene-part.ts';
import { testApp } from '../../kit/test-app.ts';

test('what the twin knows is offered with its provenance, and what it does not know is not offered', async () => {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  const { indexCard, indexOffers } = app.twin.getState();
  expect(indexCard).toEqual(defaultCard(app.twin.city.id));
  expect(indexOffers.buildingAttributes?.value).toBeGreaterThan(0);
  expect(indexOffers.buildingAttributes?.value).toBeLessThanOrEqual(100);
  expect(indexOffers.buildingAttributes?.note.en).toMatch(/\d+ values ÷ \d+ places/);
  for (const id of ['cameraCoverage', 'readingCompleteness', 'alarmAcknowledgement', 'casesOnTime', 'gigabitCoverage'])
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
  expect(indexOffers.cameraCoverage?.note.en).toContain('not of the whole city');
});

test('all that the city’s data give is put in at once, with where it is from; what was typed stays', async () => {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  const given = () => openOffers(app.twin.getState()).map(({ id }) => id);
  const offered = given();
  expect(offered.length).toBeGreaterThan(1);
  index.put(offered[0], { value: 1, origin: 'typed' });
  index.adoptOffers();
  const values = app.twin.getState().indexCard?.values ?? {};
  expect(values[offered[0]]).toMatchObject({ value: 1, origin: 'typed' });
  expect(values[offered[1]]).toMatchObject({ origin: 'twin', note: app.twin.getState().indexOffers[offered[1]]?.note });
  expect(given()).toEqual([]);
});

test('a value that is taken away is missing again, and an empty cell of the table', async () => {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  const scored = () => scoreIndex(app.twin.getState().indexCard ?? defaultCard('none'));
  index.put('drills', { value: 2, origin: 'typed', note: { zh: '=1+1', en: '=1+1' } });
  expect(scored().groups[3].indicators[2].score).toBe(50);
  const card = app.twin.getState().indexCard ?? defaultCard('none');
  const rows = indexCsv(card, scored(), ({ en }) => en)
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
});

test('a card is opened again as it was saved, and one of another city is refused', async () => {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  index.put('satisfaction', { value: 88, origin: 'typed' });
  const text = index.fileText();
  const before = app.twin.getState().indexCard;
  index.reset();
  index.take(JSON.parse(text), 'a.json');
  expect(app.twin.getState().indexCard).toEqual(before);
  const other = { ...JSON.parse(text), city: 'elsewhere' } as unknown;
  expect(() => index.take(other, 'a.json')).toThrow('a.json: city');
});

test('a scene brings its scorecard where there is none yet, and takes nobody’s values', async () => {
  const app = testApp();
  const index = app.controllerOf(cityIndexController);
  await index.begin();
  index.put('satisfaction', { value: 88, origin: 'typed' });
  const saved = JSON.parse(index.fileText());
  index.put('satisfaction', { value: 12, origin: 'typed' });
  const own = app.twin.getState().indexCard;
  expect(await indexScenePart.open(app, saved)).toHaveLength(1);
  expect(app.twin.getState().indexCard).toBe(own);
  index.reset();
  expect(await indexScenePart.open(app, saved)).toEqual([]);
  expect(app.twin.getState().indexCard?.values.satisfaction?.value).toBe(88);
});
