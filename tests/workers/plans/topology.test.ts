import { expect, test } from 'vitest';
import type { PlanFeature } from '../../../model/plans/plan.ts';
import { planShapes } from '../../../workers/plans/shapes.ts';
import { type Consent, topologyOf } from '../../../workers/plans/topology.ts';
import { loadGeos } from '../../../workers/shared/geos.ts';

/** On the meridian of the plane, so that its scale is 1; 1e-4° there is 11.1 m. */
const [LON, LAT] = [108, 34];
const NOTHING: Consent = { isRepairing: false, isCutting: false, isFilling: false };
const ALL: Consent = { isRepairing: true, isCutting: true, isFilling: true };

const rectangle = (id: string, west: number, south: number, east: number, north: number): PlanFeature => ({
  type: 'Feature',
  id,
  properties: { kind: 'parcel' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ].map(([x, y]) => [LON + x * 1e-4, LAT + y * 1e-4]),
    ],
  },
});

/** Its second and third corner change places: it crosses itself in its middle. */
function bowTie(id: string, west: number, south: number, east: number, north: number): PlanFeature {
  const shape = rectangle(id, west, south, east, north);
  const [ring] = shape.geometry.coordinates as number[][][];
  const [, second, third] = ring;
  ring[1] = third;
  ring[2] = second;
  return shape;
}

async function topology(features: PlanFeature[], consent: Consent) {
  const plan = planShapes([{ info: { id: 'a', codes: 'mnr-2023' }, features }]);
  return topologyOf(await loadGeos(), plan, consent, () => undefined);
}

test('parcels that share edges are without fault', async () => {
  const { topology: found } = await topology([rectangle('a', 0, 0, 1, 1), rectangle('b', 1, 0, 2, 1)], NOTHING);
  expect(found).toMatchObject({ shapes: 2, invalid: [], overlaps: { count: 0 }, gaps: { count: 0, narrow: 0 } });
});

test('what two cover is counted with its area, and stays with the first by consent', async () => {
  const features = [rectangle('a', 0, 0, 1, 1), rectangle('b', 0.9, 0, 2, 1)];
  const before = await topology(features, NOTHING);
  const [place] = before.topology.overlaps?.largest ?? expect.fail('none');
  const one = before.topology.areaM2 / 2.1;
  expect(before.topology.overlaps?.count).toBe(1);
  expect(place.shapes).toEqual([0, 1]);
  expect(Math.abs(place.areaM2 / (0.1 * one) - 1)).toBeLessThan(1e-6);
  expect(before.changes).toEqual([]);
  const after = await topology(features, { ...NOTHING, isCutting: true });
  expect(after.changes).toMatchObject([{ shape: 1, what: 'cut' }]);
  expect(after.changes[0].beforeM2 - after.changes[0].afterM2).toBeCloseTo(place.areaM2, 6);
  const cut = after.geometries.get(1) ?? expect.fail('dropped');
  const left = await topology([features[0], { ...features[1], geometry: cut }], NOTHING);
  expect(left.topology).toMatchObject({ invalid: [], overlaps: { count: 0 } });
});

test('a shape that lies in another as a whole is dropped, and said to be', async () => {
  const { changes, geometries } = await topology([rectangle('a', 0, 0, 2, 2), rectangle('b', 0, 0, 1, 1)], ALL);
  expect(changes).toMatchObject([{ shape: 1, what: 'dropped', afterM2: 0 }]);
  expect(geometries.get(1)).toBeNull();
});

test('a ring that crosses itself is named, left out of the rest, and made valid by consent', async () => {
  const features = [bowTie('a', 0, 0, 1, 1), rectangle('b', 0, 0, 1, 1)];
  const before = await topology(features, NOTHING);
  expect(before.topology).toMatchObject({ invalid: [0], overlaps: { count: 0 } });
  const after = await topology(features, { ...NOTHING, isRepairing: true });
  expect(after.changes).toMatchObject([{ shape: 0, what: 'made-valid' }]);
  expect(after.geometries.get(0)?.type).toBe('MultiPolygon');
  expect(after.topology.overlaps?.count).toBe(1);
});

/** Eight around a middle that is so much smaller on each side; a gap of 0.05 of 11 m is narrow. */
const ring = (inset: number) =>
  Array.from({ length: 9 }, (_, i) => {
    const [x, y] = [i % 3, Math.floor(i / 3)];
    const by = i === 4 ? inset : 0;
    return rectangle(`${i}`, x + by, y + by, x + 1 - by, y + 1 - by);
  });

test('a gap is what shapes surround and none covers; a narrow one is filled by consent, a court is not', async () => {
  const narrow = await topology(ring(0.05), NOTHING);
  expect(narrow.topology.gaps).toMatchObject({ count: 1, narrow: 1 });
  const filled = await topology(ring(0.05), ALL);
  expect(filled.changes).toMatchObject([{ shape: 4, what: 'filled' }]);
  const whole = filled.changes[0].afterM2 - filled.changes[0].beforeM2;
  expect(whole).toBeCloseTo(narrow.topology.gaps?.areaM2 ?? 0, 6);
  const court = await topology(ring(0.3), ALL);
  expect(court.topology.gaps).toMatchObject({ count: 1, narrow: 0 });
  expect(court.changes).toEqual([]);
});
