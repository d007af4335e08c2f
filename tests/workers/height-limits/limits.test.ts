import { expect, test } from 'vitest';
import { encodeColumn } from '../../../model/city/column.ts';
import { HEIGHT_ORIGIN } from '../../../model/city/height-origin.ts';
import { encodePrisms } from '../../../model/city/prisms.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { type HeightLimit, UNVERIFIED_AIRPORT } from '../../../model/questions/height-limits.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import { ENGINES } from '../../../workers/engines.ts';
import type { HeightResult } from '../../../workers/height-limits/engine-types.ts';
import { limitOver } from '../../../workers/height-limits/offenders.ts';
import { type SurfaceKind, surfacesOf } from '../../../workers/height-limits/surfaces.ts';
import { Host } from '../../../workers/shared/host.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { valueIn } from '../shared/counting-engine.ts';

const box = (x: number, y: number, sizeM = 10): [number, number][] => [
  [x, y],
  [x + sizeM, y],
  [x + sizeM, y + sizeM],
  [x, y + sizeM],
];
const part = (ringM: Point[]) => ({ ringM, groundM: 100, topM: 130 });

/** The lowest surface of each kind over a part. */
const limitsOver = (limits: HeightLimit[], ringM: Point[]) => {
  const found = new Map<SurfaceKind, number>();
  for (const surface of surfacesOf(limits)) {
    const limitM = limitOver(surface, part(ringM));
    if (limitM !== null) found.set(surface.kind, Math.min(limitM, found.get(surface.kind) ?? Infinity));
  }
  return Object.fromEntries([...found].map(([kind, value]) => [kind, Math.round(value * 1e6) / 1e6]));
};

test('an area limits what overlaps it, above each ground or above the datum; a neighbour that touches is free', () => {
  const area = { kind: 'area', name: 'a', ringM: box(0, 0, 100), heightM: 24 } as const;
  expect(limitsOver([{ ...area, above: 'ground' }], box(90, 90, 20))).toEqual({ area: 124 });
  expect(limitsOver([{ ...area, above: 'datum' }], box(10, 10))).toEqual({ area: 24 });
  expect(limitsOver([{ ...area, above: 'datum' }], box(100, 0))).toEqual({});
});

test('a slope rises to the left of its edge, and a building is held against it where it is lowest', () => {
  const slope: HeightLimit = {
    kind: 'slope',
    name: 's',
    edgeM: [
      [0, 0],
      [100, 0],
    ],
    elevationM: 110,
    ratio: 0.5,
    depthM: 200,
  };
  expect(limitsOver([slope], box(20, 40))).toEqual({ slope: 130 });
  // It reaches under the edge: there the plane begins.
  expect(limitsOver([slope], box(20, -5))).toEqual({ slope: 110 });
  expect(limitsOver([slope], box(20, -20))).toEqual({});
});

/** A level runway from 0 to 3,000 m east at 50 m. */
const airport: HeightLimit = {
  kind: 'airport',
  name: 'r',
  runwayM: [
    [0, 0],
    [3000, 0],
  ],
  elevationM: [50, 50],
  shape: UNVERIFIED_AIRPORT,
};

test('surfaces of an aerodrome have the heights of a hand calculation', () => {
  expect(limitsOver([airport], box(1000, 0))).toMatchObject({ strip: 50, 'inner-horizontal': 95 });
  // 250 m beside the middle line: 100 m beyond the strip, 0.143 each.
  expect(limitsOver([airport], box(1000, 250))).toMatchObject({ transitional: 50 + 14.3, 'inner-horizontal': 95 });
  // 1,000 m beyond the strip on the approach of 2 %; at 4,000 m its second part of 2.5 % has begun.
  expect(limitsOver([airport], box(4060, 0))).toMatchObject({ approach: 70 });
  expect(limitsOver([airport], box(3060 + 4000, 0)).approach).toBeCloseTo(50 + 60 + 25, 6);
  // The third part is level; so far out no other surface reaches.
  expect(limitsOver([airport], box(3060 + 8000, 0))).toEqual({ approach: 50 + 60 + 90 });
  // The conical surface begins at 4,000 m from the strip's line and rises by 5 %, up to 6,000 m.
  expect(limitsOver([airport], box(1000, 5000))).toEqual({ conical: 95 + 50 });
  expect(limitsOver([airport], box(1000, 6000))).toEqual({});
  // Beside the approach the transitional surface goes on from its edge: at 1,000 m out the edge is 300 m off and 20 m up.
  expect(limitsOver([airport], box(-1060 - 10, 350)).transitional).toBeCloseTo(50 + 20 + 0.143 * 50, 1);
});

test('offenders are named with their worst surface, planned layers only where they are asked for', async () => {
  const { city, files } = smallCity();
  const written = encodePrisms(
    {
      count: 2,
      layers: [
        { id: 'building', state: 'existing' },
        { id: 'plan', state: 'planned' },
      ],
      uses: [],
      layer: Uint32Array.of(0, 1),
      row: Uint32Array.of(0, 0),
      use: new Uint32Array(2).fill(0xffffffff),
      storeys: new Uint32Array(2),
      pitched: new Uint32Array(2),
      ringOf: Uint32Array.of(0, 1, 2),
      vertexOf: Uint32Array.of(0, 4, 8),
      groundM: new Float32Array(2),
      footM: new Float32Array(2),
      topM: Float32Array.of(9, 60),
      eastNorthM: Float32Array.of(...box(0, 0).flat(), ...box(40, 0).flat()),
    },
    'prisms.bin',
  );
  // Nobody measured the first building of what stands.
  const origins = { name: HEIGHT_ORIGIN, type: 'code', file: 'height-from.bin' };
  const layers = city.layers.map((layer) =>
    layer.id === 'building' ? ({ ...layer, attributes: [...layer.attributes, origins] } as typeof layer) : layer,
  );
  const own: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
    'prisms.bin': written.bytes,
    'height-from.bin': new Uint8Array(
      encodeColumn({ type: 'string', codes: new Uint32Array(8), distinct: ['assumed'] }),
    ),
  };
  const host = new Host(ENGINES, { nowMs: () => 0, yield: async () => {}, compile: async () => null });
  valueIn(await host.load('height-limits'));
  const opened = await host.open(
    {
      manifest: { ...city, layers, grids: null },
      read: async (path) => own[path] ?? files.get(path) ?? new Uint8Array(),
      readJson: async () => null,
      findJson: async (path) => (path === 'prisms.json' ? JSON.parse(written.head) : null),
    },
    '',
  );
  expect(valueIn(opened)).toMatchObject({ planned: ['plan'] });
  const limits: HeightLimit[] = [
    { kind: 'area', name: 'old town', ringM: box(-50, -50, 200), above: 'ground', heightM: 6 },
  ];
  const ask = async (planned: string[]) =>
    valueIn(await host.ask(null, 'analyse', [{ limits, planned }, () => {}])) as HeightResult;
  const today = await ask([]);
  expect(today.offenders.map(({ building, surface }) => [building.id, surface])).toEqual([['bld-ED1-00002', 'area']]);
  expect(today.offenders[0].excessM).toBeCloseTo(3, 5);
  expect(today.offenders[0].building.heightFrom).toBe('assumed');
  const after = await ask(['plan']);
  expect(after.offenders.map(({ excessM }) => Math.round(excessM))).toEqual([54, 3]);
  expect(after.offenders.map(({ building }) => building.heightFrom)).toEqual([undefined, 'assumed']);
  expect(after.under).toBe(2);
  const tables = valueIn(await host.ask(null, 'tables', [])) as Record<string, DataTable>;
  expect(tables.offenders.rows).toHaveLength(2);
  const crossed = [
    {
      ...limits[0],
      ringM: [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
      ],
    },
  ];
  const refused = await host.ask(null, 'analyse', [{ limits: crossed, planned: [] }, () => {}]);
  expect('fault' in refused && refused.fault.messages[0].code).toBe('crossed-ring');
});
