import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { BASE_CLEARANCE_RULES } from '../../../model/pipes/clearance-rules.ts';
import { underStreets } from '../../../workers/pipe-network/under-streets.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { sketchNetwork } from './small-network.ts';

const { city } = smallCity();

/** A planned street from 20 to 40 m east, its parcel of land for streets from 60 to 70 m, and a park. */
const shape = (id: string, west: number, east: number, properties: object) => {
  const ring = [
    [west, -50],
    [east, -50],
    [east, 50],
    [west, 50],
    [west, -50],
  ].map(([x, y]) => {
    const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [x, y, 0]);
    return [lonDeg, latDeg];
  });
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [ring] } };
};
const text = { zh: '', en: '' };
const plan = {
  id: 'kg',
  authority: text,
  name: text,
  version: '1',
  status: 'draft',
  period: { from: '2026-01-01', to: '2035-12-31' },
  codes: 'mnr-2023',
  source: { name: text, licence: '', date: '2026-01-01', crs: 'EPSG:4326' },
  file: 'plans/kg.geojson',
  hash: '0'.repeat(64),
  count: 3,
};
const files = {
  manifest: { ...city, plans: { count: 1, hasRules: false, hasCrosswalk: false } },
  read: async () => new Uint8Array(),
  findJson: async () => ({ format: 1, plans: [plan] }),
  readJson: async () => ({
    type: 'FeatureCollection',
    features: [
      shape('line', 20, 40, { kind: 'street-line' }),
      shape('land', 60, 70, { kind: 'parcel', code: '120701' }),
      shape('park', 0, 10, { kind: 'parcel', code: '1401' }),
    ],
  }),
};

test('a main that rises below a planned street is told where it lies shallowest in it, and so is how much lies there', async () => {
  // The ground lies at 3 m; the axis rises from 1 m by 0.02 a metre: in the street up to 1.8 m, on the street's land up to 2.4 m.
  const { tubes } = sketchNetwork(2, [{ from: 0, to: 1 }], [], 'water', (node) => [100 * node, 0, 1 + 2 * node]);
  const pipe = {
    tube: 0,
    system: 'water' as const,
    pipe: 0,
    widthM: 0.3,
    heightM: 0.3,
    dnMm: 300,
    pressureMPa: null,
    nodes: new Set<number>(),
  };
  const site = { files, rules: BASE_CLEARANCE_RULES, tubes, pause: async () => false };
  const under = await underStreets(site, [pipe]);
  expect(under?.streets?.pipes).toBe(1);
  expect(under?.streets?.lengthM).toBeCloseTo(30, 3);
  // 3 − 1.8 − 0.15 = 1.05 m is enough; 3 − 2.4 − 0.15 = 0.45 m is not: 0.7 m are asked for.
  expect(under?.found.map(({ check, other, status }) => [check, other && 'id' in other && other.id, status])).toEqual([
    ['road', 'land', 'unverified'],
  ]);
  expect(under?.found[0].gapM).toBeCloseTo(0.45, 4);
  expect(under?.found[0].excessM).toBeCloseTo(0.25, 4);
  expect(under?.found[0].atM[0]).toBeCloseTo(70, 3);
  expect(await underStreets({ ...site, files: { ...files, manifest: city } }, [pipe])).toEqual({
    found: [],
    streets: null,
  });
});
