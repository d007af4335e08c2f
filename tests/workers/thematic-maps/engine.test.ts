import * as v from 'valibot';
import { expect, test } from 'vitest';
import { NO_CLASS, ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import { ENGINES } from '../../../workers/engines.ts';
import { Host } from '../../../workers/shared/host.ts';
import type { TableRead, ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

/** The small city's buildings stand at (100 n, 50 n); their heights are 32.5, 6, 180, 176 and unknown, their storeys 7, 2, 44, 43 and unknown. */
async function openHost(): Promise<Host> {
  const { city, files } = smallCity();
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('thematic-maps'));
  const population = {
    districts: [
      {
        id: 'W',
        nameZh: '西',
        nameEn: 'West',
        polygon: [
          [-1000, -1000],
          [150, -1000],
          [150, 1000],
          [-1000, 1000],
        ],
      },
      {
        id: 'E',
        nameZh: '东',
        nameEn: 'East',
        polygon: [
          [150, -1000],
          [350, -1000],
          [350, 1000],
          [150, 1000],
        ],
      },
    ],
  };
  valueIn(
    await host.open(
      {
        manifest: { ...city, grids: null, facts: { population: { state: 'given' } } },
        read: async (path) => files.get(path) ?? new Uint8Array(),
        readJson: async () => null,
        findJson: async (path) => (path === 'population.json' ? population : null),
      },
      '',
    ),
  );
  return host;
}

async function ask(host: Host, request: object): Promise<ThemeResult> {
  return valueIn(await host.ask(null, 'analyse', [v.parse(ThemeRequest, request), () => {}])) as ThemeResult;
}
const height = { of: 'layer', name: 'height' };
const storeys = { of: 'layer', name: 'storeys' };

test('things in two natural classes, and the one without a value in none', async () => {
  const found = await ask(await openHost(), {
    layer: 'building',
    measure: { by: 'number', column: height },
    classes: { by: 'natural', count: 2 },
  });
  expect([...found.classes[0]]).toEqual([0, 0, 1, 1, NO_CLASS]);
  expect(found.breaks).toEqual([176]);
  expect(found.legend.map(({ from, to, counts }) => [from, to, counts])).toEqual([
    [6, 176, [2]],
    [176, 180, [2]],
  ]);
  expect(found.missing).toEqual([1]);
  expect(found.things).toEqual({ count: 5, withoutValue: 1, outside: 0 });
  expect(found.spread?.mean).toBe((32.5 + 6 + 180 + 176) / 4);
});

test('per another number, and per hectare of a district; what lies outside is counted', async () => {
  const host = await openHost();
  const each = await ask(host, {
    layer: 'building',
    measure: { by: 'number', column: height },
    per: { by: 'number', column: storeys },
  });
  expect(each.values[0][1]).toBe(3);
  const summed = await ask(host, {
    layer: 'building',
    unit: { by: 'districts' },
    measure: { by: 'number', column: storeys },
    per: { by: 'area' },
  });
  // Buildings 0 and 1 in the west (115 ha · 20), 2 and 3 in the east (40 ha); building 4 has no storeys.
  expect([...summed.areasM2]).toEqual([2_300_000, 400_000]);
  expect(summed.values[0][0]).toBeCloseTo(9 / 230, 12);
  expect(summed.values[0][1]).toBeCloseTo(87 / 40, 12);
  const counted = await ask(host, { layer: 'building', unit: { by: 'districts' }, measure: { by: 'count' } });
  expect([...counted.values[0]]).toEqual([2, 2]);
  expect(counted.things.outside).toBe(1);
});

test('cells hold their sums; spread out by a kernel, nothing is lost', async () => {
  const host = await openHost();
  const cells = { layer: 'building', measure: { by: 'number', column: storeys } };
  const plain = await ask(host, { ...cells, unit: { by: 'grid', cellM: 500 } });
  const sum = ({ values }: ThemeResult) => values[0].reduce((all, one) => all + (Number.isNaN(one) ? 0 : one), 0);
  expect(sum(plain)).toBe(96);
  const smooth = await ask(host, { ...cells, unit: { by: 'grid', cellM: 100, smoothM: 350 } });
  expect(sum(smooth)).toBeCloseTo(96, 9);
  expect(smooth.missing[0]).toBeLessThan(smooth.classes[0].length - 20);
});

test('a table joined by its key: unmatched rows and doubled keys are counted, years are steps with the same classes', async () => {
  const host = await openHost();
  const csv = 'code;y2010;y2020\nbld-ED1-00002;"1,200";1300\nbld-ND4-00001;40;50\nbld-ND4-00001;1;1\nnobody;9;9\n';
  const read = valueIn(await host.ask(null, 'readTable', [new TextEncoder().encode(csv), 'jobs.csv'])) as TableRead;
  expect(read.columns).toEqual([
    { name: 'code', isNumber: false },
    { name: 'y2010', isNumber: true },
    { name: 'y2020', isNumber: true },
  ]);
  const table = { file: 'jobs.csv', csv: read.csv, key: 'code', attribute: 'id' };
  const column = (name: string) => ({ of: 'table', name });
  const found = await ask(host, {
    layer: 'building',
    table,
    measure: { by: 'number', column: column('y2010') },
    times: { by: 'columns', columns: [column('y2010'), column('y2020')] },
    classes: { by: 'own', breaks: [45, 1250] },
  });
  expect(found.join).toEqual({ rows: 4, unmatched: 1, doubled: 1 });
  expect(found.times).toEqual(['y2010', 'y2020']);
  expect(found.values.map((values) => [values[0], values[2]])).toEqual([
    [1200, 40],
    [1300, 50],
  ]);
  expect(found.legend.map(({ counts }) => counts)).toEqual([
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
  await expect(
    ask(host, {
      layer: 'building',
      table: { ...table, attribute: 'address' },
      measure: { by: 'number', column: column('y2010') },
    }),
  ).rejects.toThrow('jobs.csv');
});

test('words in the order of how many have them; what cannot be shown is refused by name', async () => {
  const host = await openHost();
  const words = await ask(host, {
    layer: 'building',
    measure: { by: 'words', column: { of: 'layer', name: 'class' } },
  });
  expect(words.legend.map(({ word, counts }) => [word?.en, counts[0]])).toEqual([
    ['Office', 3],
    ['Lane house', 2],
  ]);
  const number = { by: 'number', column: height };
  await expect(ask(host, { layer: 'street', measure: number })).rejects.toThrow('"street"');
  await expect(ask(host, { layer: 'building', measure: number, per: { by: 'area' } })).rejects.toThrow('per area');
  await expect(ask(host, { layer: 'plan-kg', measure: number })).rejects.toThrow('"height"');
});

test('a table in GB 18030 is read as such, and a layer that a person brought is mapped by its own files', async () => {
  const host = await openHost();
  const bytes = Uint8Array.of(0xc3, 0xfb, 0x2c, 0x61, 0x0a, 0xb3, 0xc7, 0x2c, 0x31, 0x0a);
  const read = valueIn(await host.ask(null, 'readTable', [bytes, 'x.csv'])) as TableRead;
  expect(read.columns[0].name).toBe('名');
  const { city, files } = smallCity();
  const brought = { ...city.layers[0], id: 'own' };
  await host.ask(null, 'bring', [brought, files]);
  const found = await ask(host, { layer: 'own', measure: { by: 'number', column: height } });
  expect(found.layer).toBe('own');
});
