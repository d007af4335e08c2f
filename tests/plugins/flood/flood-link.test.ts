import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isShortLink, readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import { floodLink } from '../../../src/plugins/flood/link-part.ts';
import type { FloodForm } from '../../../src/plugins/flood/slice.ts';

const form: FloodForm = {
  area: { westM: -100, southM: -50, eastM: 100, northM: 50 },
  cellM: 4,
  raisedBuildingsM: 0.3,
  rain: { kind: 'design', years: 20, hours: 2 },
  riverYears: null,
  riverFromH: 0,
  riverByGauge: false,
  breaches: [],
  walls: [],
  drains: true,
  pit: null,
  works: [],
  gauges: [],
  opened: null,
  pumpsOff: false,
  failedSupplies: [],
  blockedInletsRatio: 0,
  blockedInlets: {},
  scheme: 'second',
  endH: 6,
  frameEveryMin: 5,
};
const GRIDS = { id: 'rain-1', files: ['a.asc'], columns: 1, rows: 1, cellM: 1, westM: 0, southM: 0, mostMmPerH: 9 };
const site = {
  area: { westM: -1000, southM: -1000, eastM: 1000, northM: 1000 },
  ...{ cellM: 4, stormYears: null, riverYears: [], riverPeakH: 0, riverEndH: 0, hasDrains: false, supplies: [] },
  ...{ breaches: [], gauges: [] },
};
const longReading = {
  ...{ readMs: 0, fromMs: 0, hours: 34, taken: 'mean', rain: [], stages: [], holes: [], stepS: 60 },
  ratesMmPerH: Array.from({ length: 2000 }, () => 1),
};
const many = (count: number, make: (i: number) => unknown) => Array.from({ length: count }, (_, i) => make(i));
const linked = (part: object) => readFloodLink(encodeURIComponent(JSON.stringify({ ...form, ...part })));

describe('a flood form in a link', () => {
  test('comes back as it went, to the last digit', () => {
    const coordinates = fc.double({ min: -1000, max: 1000, noNaN: true }).map((metres) => metres + 0);
    const place = fc.tuple(coordinates, coordinates);
    const wall = fc.record({
      id: fc.stringMatching(/^[a-z]{1,20}-[0-9]$/),
      line: fc.array(place, { minLength: 2, maxLength: 5 }),
      heightM: fc.integer({ min: 50, max: 20_000 }).map((mm) => mm / 1000),
      fromH: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(wall, { maxLength: 3 }), fc.boolean(), (walls, drains) => {
        expect(readFloodLink(writeFloodLink({ ...form, walls, drains }))).toEqual({ ...form, walls, drains });
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    [
      '60 walls',
      {
        walls: many(60, (i) => ({
          id: `w${i}`,
          line: [
            [0, i],
            [10, i],
          ],
          heightM: 1,
          fromH: 0,
        })),
      },
    ],
    ['60 gauges', { gauges: many(60, (i) => ({ id: `g${i}`, at: [0, i] })) }],
    ['a wall of 60 corners', { walls: [{ id: 'w', line: many(60, (i) => [i, i]), heightM: 1, fromH: 0 }] }],
    ['2,000 one-minute rates', { rain: { kind: 'series', stepMin: 1, ratesMmPerH: many(2000, () => 3) } }],
    ['2,000 steps of what gauges told', { rain: { kind: 'live', hours: 1, reading: longReading } }],
  ])('holds %s', (_, part) =>
    expect(readFloodLink(writeFloodLink({ ...form, ...part } as FloodForm))).toEqual({ ...form, ...part }),
  );

  test('of more than an address holds is not written, and the rest of the link is', () => {
    const rain = { kind: 'series', stepMin: 1, ratesMmPerH: many(100_000, () => 1234.5678901234567) };
    const state = { floodForm: { ...form, rain }, floodSite: site, floodMap: 'speed' };
    expect(isShortLink(writeFloodLink(state.floodForm as FloodForm))).toBe(false);
    expect(floodLink.write(state as never, null as never)).toEqual([['fmap', 'speed']]);
  });

  test('leaves the excavation of its window behind', () => {
    expect(readFloodLink(writeFloodLink({ ...form, pit: 'construction-case' }))).toEqual(form);
  });

  test('has no separator of the link in it', () => {
    const text = writeFloodLink({ ...form, breaches: [{ kind: 'planned', id: 'a&b=c', beginH: 1 }] });
    expect(text).not.toMatch(/[&=#\s]/);
  });

  test('of before rivers were driven by gauges is still read', () => {
    const { riverByGauge: _, pit: __, ...older } = form;
    expect(readFloodLink(encodeURIComponent(JSON.stringify(older)))).toEqual(form);
  });

  test.each([
    ['a box without a width', { area: { westM: 5, southM: 0, eastM: 5, northM: 10 } }],
    ['a cell of nothing', { cellM: 0 }],
    ['more inlets blocked than there are', { blockedInletsRatio: 1.01 }],
    ['a scheme that nobody knows', { scheme: 'third' }],
    ['a key that the form has not', { surprise: 1 }],
    ['a wall of one point', { walls: [{ id: 'w', line: [[0, 0]], heightM: 1, fromH: 0 }] }],
    ['a flood without end', { endH: 1e9 }],
    ['a storm longer than any case may hold', { rain: { kind: 'uniform', rateMmPerH: 1, hours: 500 } }],
    ['a pit of another window', { pit: 'construction-case' }],
    ['grids of rain of another window', { rain: { kind: 'grids', grids: GRIDS, stepMin: 6 } }],
  ])('is refused with %s', (_, part) => {
    expect(linked({})).toEqual(form);
    expect(linked(part)).toBeNull();
  });

  test('is refused where it is no JSON or not percent-encoded', () => {
    expect(readFloodLink('{')).toBeNull();
    expect(readFloodLink('%E0%A4%A')).toBeNull();
  });
});

describe('the map in a link', () => {
  const written = (part: object) => {
    const state = { floodForm: null, floodSite: null, floodMap: 'water', floodHazard: 'aidr', floodDurationMm: 300 };
    return floodLink.write({ ...state, ...part } as never, null as never);
  };
  test.each([
    ['a speed', { floodMap: 'speed' }, 'speed'],
    ['a hazard by its classification', { floodMap: 'hazard', floodHazard: 'defra' }, 'hazard:defra'],
    ['a duration by its depth', { floodMap: 'duration', floodDurationMm: 100 }, 'duration:100'],
  ])('%s comes back', (_, part, text) => {
    expect(written(part)).toEqual([['fmap', text]]);
    expect(floodLink.read('fmap', text, null as never)).toEqual({ linked: part });
  });

  test('a link that names none is the water, and what other parts say of it is not taken', () => {
    const linked = { floodHazard: 'defra', layers: {} };
    expect(floodLink.open(linked as never, null as never, null as never)).toEqual({
      floodMap: 'water',
      floodHazard: 'defra',
    });
  });

  test('a difference wants a second run, and the water is as at the start: neither is in it', () => {
    expect([written({ floodMap: 'difference' }), written({})]).toEqual([[], []]);
    expect(floodLink.read('fmap', 'difference', null as never)).toHaveProperty('expected');
    expect(floodLink.read('fmap', 'hazard:lava', null as never)).toHaveProperty('expected');
  });
});
