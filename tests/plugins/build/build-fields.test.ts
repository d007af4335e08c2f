import { describe, expect, test } from 'vitest';
import { CASE_SOURCE, LANES_FIELD, offerBuildFields, PIT_FIELD } from '../../../src/plugins/build/build-fields.ts';
import { openFields } from '../../../src/twin/fields.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

type Review = Parameters<typeof offerBuildFields>[2];

/** Half past noon in Shanghai. */
const NOON_MS = Date.UTC(2026, 6, 18, 4, 30);
const MIDNIGHT_MS = Date.UTC(2026, 6, 17, 16);
const DAY = Date.UTC(2026, 6, 18) / 86_400_000;
const RING: [number, number][] = [
  [0, 0],
  [5, 0],
  [5, 2],
];
const lane = (id: string, more: object = {}) => ({ id, footway: true, ring: RING, ...more });

function offered(review: Partial<Record<keyof Review, unknown>>) {
  const fields = openFields();
  const end = offerBuildFields(pageTwin(smallCity().city, NOON_MS), fields, {
    hasPits: () => false,
    pitSample: async () => null,
    closures: () => [],
    closedOn: async () => [],
    ...review,
  } as unknown as Review);
  return { fields, end };
}

describe('what an open case does to its ground', () => {
  test('is offered while it digs, for the day on the clock of the city', async () => {
    const days: number[] = [];
    const pitSample = async (day: number) => {
      days.push(day);
      return { place: 'raster' };
    };
    const { fields } = offered({ hasPits: () => true, pitSample });
    const [source] = fields.sources(PIT_FIELD.id);
    expect([source.sourceId, source.fromMs, source.toMs]).toEqual([CASE_SOURCE, MIDNIGHT_MS, MIDNIGHT_MS + 86_400_000]);
    const field = await fields.read(PIT_FIELD.id, CASE_SOURCE);
    expect(days).toEqual([DAY]);
    expect(field).toMatchObject({ kind: 'raster', unit: 'm', timesMs: [MIDNIGHT_MS] });
  });

  test('is nothing where nothing is dug, and nothing any more after the plug-in ended', () => {
    expect(offered({}).fields.sources(PIT_FIELD.id)).toEqual([]);
    const { fields, end } = offered({ hasPits: () => true });
    end();
    expect(fields.sources(PIT_FIELD.id)).toEqual([]);
  });
});

describe('the footways that a case closes', () => {
  const closures = () => [
    lane('north'),
    lane('south'),
    lane('road', { footway: false }),
    lane('drawn', { ring: undefined }),
  ];

  test('are those of the day, as closed rings', async () => {
    const { fields } = offered({ closures, closedOn: async () => ['north', 'road', 'drawn'] });
    const field = await fields.read(LANES_FIELD.id, CASE_SOURCE);
    expect(field?.samples).toEqual([{ lines: [{ id: 'north', points: [...RING, RING[0]] }] }]);
  });

  test('are no field on a day on which all are open', async () => {
    const { fields } = offered({ closures });
    expect(await fields.read(LANES_FIELD.id, CASE_SOURCE)).toBeNull();
  });

  test('are not offered by a case that closes none', () => {
    const { fields } = offered({ closures: () => [lane('road', { footway: false })] });
    expect(fields.sources(LANES_FIELD.id)).toEqual([]);
  });
});
