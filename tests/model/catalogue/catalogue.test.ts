import { expect, test } from 'vitest';
import { ogcRecord } from '../../../model/catalogue/ogc-record.ts';
import { catalogueOf } from '../../../model/catalogue/record.ts';
import { searchCatalogue } from '../../../model/catalogue/search.ts';
import { smallCity } from '../city/small-city.ts';

const { city } = smallCity();
const [first] = city.layers;
const layerWith = (part: Partial<(typeof city.layers)[number]>) =>
  catalogueOf({ ...city, layers: [{ ...first, count: 100, problems: [], assumptions: [], ...part }] })[0];
const dated = { ...first.source, date: '2024-05', licence: 'CC BY 4.0' };

const { date: _, ...undated } = dated;

test('each layer, the terrain, plans and what engines read have a record', () => {
  const records = catalogueOf({
    ...city,
    terrain: { url: 't', minLevel: 0, maxLevel: 1, source: { zh: '高程', en: 'Heights' } },
    plans: { count: 3, hasRules: false, hasCrosswalk: false },
    facts: {
      roads: { state: 'given' },
      population: { state: 'inferred', code: 'x', values: {} },
      tour: { state: 'given' },
    },
  });
  expect(records.map(({ id }) => id)).toEqual([
    ...city.layers.map(({ id }) => id),
    'terrain',
    'plans',
    'fact-roads',
    'fact-population',
  ]);
  expect(records.find(({ id }) => id === 'fact-roads')).toMatchObject({
    type: 'fact',
    grade: 'B',
    reasons: [{ code: 'no-date' }, { code: 'no-licence' }],
  });
  expect(records.find(({ id }) => id === 'fact-population')).toMatchObject({
    grade: 'B',
    reasons: [{ code: 'inferred' }, { code: 'no-date' }, { code: 'no-licence' }],
  });
});

test('a grade follows what the data’s own record says', () => {
  const problem = (count: number) => [{ code: 'x', count, example: '' }];
  expect(layerWith({ source: dated })).toMatchObject({ grade: 'A', reasons: [] });
  expect(layerWith({ source: { ...first.source, licence: ' ' } }).reasons).toContainEqual({ code: 'no-licence' });
  expect(layerWith({ source: undated })).toMatchObject({ grade: 'B', date: null, reasons: [{ code: 'no-date' }] });
  expect(layerWith({ source: dated, assumptions: [{ code: 'crs', values: {} }] }).grade).toBe('B');
  expect([1, 2, 9, 10].map((count) => layerWith({ source: dated, problems: problem(count) }).grade)).toEqual([
    'B',
    'C',
    'C',
    'D',
  ]);
});

test('the box of a layer is that of its corners on the Earth', () => {
  const { boxDeg } = layerWith({ boundsM: [-1000, -500, 0, 1000, 500, 10] });
  const [west, south, east, north] = boxDeg;
  expect((west + east) / 2).toBeCloseTo(city.origin.lonDeg, 4);
  // A kilometre north is a hundred and eleventh part of a degree.
  expect(north - south).toBeCloseTo(1000 / 111_000, 3);
});

test('a search takes words of both languages, themes, grades, boxes and dates', () => {
  const layers = [
    {
      ...first,
      id: 'a',
      label: { zh: '学校', en: 'Schools' },
      group: 'facility' as const,
      source: dated,
      problems: [],
      assumptions: [],
    },
    {
      ...first,
      id: 'b',
      label: { zh: '河流', en: 'Rivers' },
      group: 'water' as const,
      source: { ...dated, date: '2019' },
    },
    { ...first, id: 'c', label: { zh: '树木', en: 'Trees' }, group: 'green' as const, source: undated },
  ];
  const records = catalogueOf({ ...city, terrain: null, facts: {}, layers });
  const ids = (search: Parameters<typeof searchCatalogue>[1]) => searchCatalogue(records, search).map(({ id }) => id);
  expect(ids({})).toEqual(['a', 'b', 'c']);
  expect(ids({ text: 'ｓｃｈｏｏｌｓ' })).toEqual(['a']);
  expect(ids({ text: '河流 by' })).toEqual(['b']);
  expect(ids({ theme: 'green' })).toEqual(['c']);
  expect(ids({ grade: 'A' })).toEqual(['a']);
  expect(ids({ from: '2024-05-20' }), 'May 2024 may be after the 20th').toEqual(['a']);
  expect(ids({ from: '2019', to: '2019' })).toEqual(['b']);
  expect(ids({ boxDeg: [0, 0, 1, 1] })).toEqual([]);
});

test('a record says a day as a date, and a year or a month as the days that it may be', () => {
  const timeOf = (date?: string) =>
    ogcRecord(layerWith({ source: date === undefined ? undated : { ...dated, date } }), 'x') as { time: unknown };
  expect(timeOf('2024-02-03').time).toEqual({ date: '2024-02-03' });
  expect(timeOf('2024-02').time).toEqual({ interval: ['2024-02-01', '2024-02-29'] });
  expect(timeOf('2019').time).toEqual({ interval: ['2019-01-01', '2019-12-31'] });
  expect(timeOf().time).toBeNull();
});
