import { expect, test } from 'vitest';
import { nodeMachine } from '../../../cli/sim/engine-machine.ts';
import { encodeColumn, encodeTexts } from '../../../model/city/column.ts';
import { HEIGHT_ORIGIN } from '../../../model/city/height-origin.ts';
import { encodePrisms, NO_USE } from '../../../model/city/prisms.ts';
import { encodeTubes } from '../../../model/city/tubes.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { PlanFeature, PlanInfo, PlanProperties } from '../../../model/plans/plan.ts';
import { planBytes } from '../../../model/plans/plan-text.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { parcelRing } from '../../../model/schemes/metrics.ts';
import { DEFAULT_BASEMENT, DEFAULT_CONTROLS, type Scheme } from '../../../model/schemes/scheme.ts';
import { planOfScheme } from '../../../model/schemes/scheme-plan.ts';
import { sha256 } from '../../../model/sha256.ts';
import { engine } from '../../../workers/plans/engine.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';

const ORIGIN = { lonDeg: 10, latDeg: 50, heightM: 100 };
const texts = (list: readonly string[]) => {
  const offsets = Uint32Array.from([0, ...list.map((_, i) => list.slice(0, i + 1).join('').length)]);
  return encodeTexts(offsets, new TextEncoder().encode(list.join('')));
};

/** Two houses of 20 × 10 m at 0 … 20 and 50 … 70 m east, 9 and 30 m high; a drain 1 m wide, its crown 1 m down, along 30 m north. */
function town(): CityFiles {
  const prisms = encodePrisms(
    {
      count: 3,
      layers: [{ id: 'houses', state: 'existing' }],
      uses: ['apartments'],
      layer: Uint32Array.of(0, 0, 0),
      row: Uint32Array.of(0, 1, 1),
      use: Uint32Array.of(0, NO_USE, NO_USE),
      storeys: Uint32Array.of(3, 0, 0),
      pitched: Uint32Array.of(0, 0, 0),
      ringOf: Uint32Array.of(0, 1, 2, 3),
      vertexOf: Uint32Array.of(0, 4, 8, 12),
      groundM: Float32Array.of(0, 0, 0),
      footM: Float32Array.of(0, 0, 10),
      topM: Float32Array.of(9, 10, 30),
      // The second has a tower of 10 × 10 m over a podium of 20 × 10 m.
      eastNorthM: Float32Array.of(
        0,
        0,
        20,
        0,
        20,
        10,
        0,
        10,
        50,
        0,
        70,
        0,
        70,
        10,
        50,
        10,
        50,
        0,
        60,
        0,
        60,
        10,
        50,
        10,
      ),
    },
    'prisms.bin',
  );
  const tubes = encodeTubes(
    {
      count: 1,
      layers: ['drains'],
      layer: Uint32Array.of(0),
      row: Uint32Array.of(0),
      vertexOf: Uint32Array.of(0, 2),
      widthM: Float32Array.of(1),
      heightM: Float32Array.of(1),
      axisM: Float32Array.of(0, 30, -1.5, 100, 30, -1.5),
      groundM: Float32Array.of(0, 0),
    },
    'tubes.bin',
  );
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    'prisms.bin': prisms.bytes,
    'tubes.bin': tubes.bytes,
    'layers/houses/columns/id.bin': texts(['h-1', 'h-2']) as Uint8Array<ArrayBuffer>,
    'layers/drains/columns/id.bin': texts(['d-1']) as Uint8Array<ArrayBuffer>,
    'layers/houses/places.bin': new Uint8Array(32),
    'layers/drains/places.bin': new Uint8Array(16),
    'layers/houses/height-from.bin': encodeColumn({
      type: 'string',
      codes: Uint32Array.of(0, 1),
      distinct: ['stated', 'assumed'],
    }) as Uint8Array<ArrayBuffer>,
    'layers/houses/name.bin': encodeColumn({
      type: 'string',
      codes: Uint32Array.of(0, 0),
      distinct: ['Hof'],
    }) as Uint8Array<ArrayBuffer>,
  };
  const layer = (id: string, kind: string, count: number, colour?: object) => ({
    ...{ id, kind, count, state: 'existing', source: { licence: 'ODbL' }, colour, attributes: [] as object[] },
    sorted: `layers/${id}/sorted.bin`,
    places: `layers/${id}/places.bin`,
  });
  const houses = layer('houses', 'building', 2);
  houses.attributes.push(
    { name: 'name', type: 'string', file: 'layers/houses/name.bin' },
    { name: HEIGHT_ORIGIN, type: 'code', file: 'layers/houses/height-from.bin' },
  );
  const manifest = {
    ...{ id: 'town', country: 'CN', name: { zh: '镇', en: 'Town' }, origin: ORIGIN, inputHash: 'x', bakedBy: 'test' },
    facts: { prisms: { state: 'given' }, tubes: { state: 'given' } },
    layers: [houses, layer('drains', 'pipe', 1, { token: 'pipe-storm' })],
  } as unknown as CityFiles['manifest'];
  const heads: Record<string, unknown> = {
    'prisms.json': JSON.parse(prisms.head),
    'tubes.json': JSON.parse(tubes.head),
  };
  return {
    manifest,
    read: async (path) => files[path] ?? expect.fail(path),
    readJson: async (path) => heads[path],
    findJson: async (path) => heads[path] ?? null,
  };
}

type Box = readonly [west: number, south: number, east: number, north: number];

function shape(id: string, [west, south, east, north]: Box, properties: PlanProperties): PlanFeature {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const ring = corners.map(([eastM, northM]) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [eastM, northM, 0]);
    return [lonDeg, latDeg];
  });
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** One plan that somebody opened, held against the town. */
async function against(features: readonly PlanFeature[]) {
  const bytes = planBytes(features);
  const text = { zh: '', en: '' };
  const info = {
    ...{ id: 'own', authority: text, name: text, version: '1', status: 'draft' as const, codes: 'mnr-2023' as const },
    source: { name: text, licence: '', crs: 'EPSG:4326' },
    ...{ file: 'plans/own.geojson', hash: sha256([bytes]), count: features.length },
  };
  return heldAgainst({ info, bytes });
}

async function heldAgainst(plan: { info: PlanInfo; bytes: Uint8Array<ArrayBuffer> }) {
  const machine = nodeMachine('plans', 0);
  const site = await engine.open(town(), machine);
  const questions = engine.questions(site);
  await questions.bring([plan]);
  const request = { plans: [plan.info.id, 'stock'], rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false };
  const report = (await questions.compare(request, () => undefined)) ?? expect.fail('stopped');
  await machine.close();
  return { report, questions, facts: site.facts };
}

const all: Box = [-20, -20, 120, 60];

test('the stock of a city is told before it is read, with its things counted', async () => {
  const { facts } = await against([shape('p', all, { kind: 'parcel', code: '0701' })]);
  expect(facts.stock).toMatchObject({ id: 'stock', status: 'survey', count: 3, source: { licence: 'ODbL' } });
});

test('houses on land planned green are a conflict with their footprints, podium and tower counted once', async () => {
  const { report } = await against([shape('park', all, { kind: 'parcel', code: '1401' })]);
  const found = report.conflicts.filter(({ rule }) => rule === 'building-open-land');
  expect(found.map(({ a }) => [a.shape, a.name, a.heightM])).toEqual([
    ['h-1', 'Hof', 9],
    ['h-2', 'Hof', 30],
  ]);
  for (const { areaM2 } of found) expect(areaM2).toBeCloseTo(200, 1);
});

test('only what is higher than the limit of its parcel passes it, and a height that is assumed is marked', async () => {
  const { report } = await against([shape('p', all, { kind: 'parcel', code: '0901', heightMaxM: 24 })]);
  const found = report.conflicts.filter(({ rule }) => rule === 'building-height');
  expect(found.map(({ a }) => [a.shape, a.heightFrom])).toEqual([['h-2', 'assumed']]);
  const park = await against([shape('park', all, { kind: 'parcel', code: '1401' })]);
  const onPark = park.report.conflicts.filter(({ rule }) => rule === 'building-open-land');
  expect(onPark.map(({ a }) => a.heightFrom)).toEqual([undefined, 'assumed']);
});

test('homes on land planned for industry are one, a building of unknown use is none', async () => {
  const { report } = await against([shape('p', all, { kind: 'parcel', code: '1001' })]);
  expect(report.conflicts.filter(({ rule }) => rule === 'homes-industrial').map(({ a }) => a.shape)).toEqual(['h-1']);
});

test('a basement beside a drain keeps its distance in plan and in height, or is a conflict', async () => {
  const basement = (south: number, topM: number, bottomM: number) =>
    against([shape('b', [40, south, 60, 50], { kind: 'basement', topM, bottomM })]).then(({ report }) =>
      report.conflicts.filter(({ rule }) => rule === 'pipe-underground'),
    );
  // The drain reaches from 29.5 to 30.5 m north, and from 1 to 2 m down; 1 m and 0.15 m must stay free.
  const [over] = await basement(31, 0, -4);
  expect(over.areaM2 / (0.5 * 21)).toBeCloseTo(1, 1);
  expect(await basement(31.6, 0, -4)).toEqual([]);
  expect(await basement(31, 0, -0.8)).toEqual([]);
  expect(await basement(31, 0, -0.9)).toHaveLength(1);
});

test('a basement of a scheme is held against the drain beside it by its own outline and floor', async () => {
  const scheme = (outsetM: number): Scheme => ({
    ...{ id: 's1', name: 'East' },
    parcels: [
      {
        ...{ id: 'p1', name: 'North', source: null, controls: DEFAULT_CONTROLS },
        ...parcelRing([
          [30, 20],
          [80, 20],
          [80, 60],
          [30, 60],
        ]),
        basement: { ...DEFAULT_BASEMENT, under: 'buildings', storeys: 1, storeyM: 4.2, outsetM },
      },
    ],
    buildings: [
      {
        ...{ id: 'b1', parcel: 'p1', baseM: 0, heightM: 9, storeys: 3, use: 'commercial' },
        ringM: [
          [40, 36],
          [60, 36],
          [60, 50],
          [40, 50],
        ],
      },
    ],
  });
  const met = async (outsetM: number) => {
    const { report } = await heldAgainst(planOfScheme(scheme(outsetM), ORIGIN, { zh: '方案', en: 'Scheme' }));
    return report.conflicts.filter(({ rule }) => rule === 'pipe-underground');
  };
  // It lies from 35 to 65 m east and from 31 m north on: half a metre of the free metre of the drain, along 30 m and a half metre at either end.
  const [over, ...others] = await met(5);
  expect(others).toEqual([]);
  expect([over.a.shape, over.b?.shape].sort()).toEqual(['b1-basement', 'd-1']);
  expect(over.areaM2 / (0.5 * 31)).toBeCloseTo(1, 1);
  // From 31.6 m on it leaves the metre free.
  expect(await met(4.4)).toEqual([]);
});

test('what stands there gives nothing up to a plan', async () => {
  const { report, questions } = await against([shape('park', all, { kind: 'parcel', code: '1401' })]);
  await expect(questions.giveUp(report.conflicts[0], 'a')).rejects.toThrow('h-1');
  expect((await questions.giveUp(report.conflicts[0], 'b')).plan).toBe('own');
});
