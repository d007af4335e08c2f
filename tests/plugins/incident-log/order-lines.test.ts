import { expect, test } from 'vitest';
import { unitPlaces } from '../../../model/incidents/unit-places.ts';
import { parseRoadNetwork } from '../../../model/roads/road-network.ts';
import { VEHICLES } from '../../../model/roads/vehicles.ts';
import { orderLine } from '../../../src/plugins/incident-log/order-lines.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { roadGraphOf } from '../../../workers/shared/road-graph.ts';
import { Router } from '../../../workers/shared/router.ts';
import { handLog, OPENED_MS, opening, orderState } from '../../model/incidents/log.ts';

const draft = { resource: 'vh-1', name: '移动泵', task: '排水', rangeMs: [54_000, 81_000] as const };

test('the way of an order is in whole millimetres, each road at its own speed, a point that is passed twice once', () => {
  const line = [
    [0, 0],
    [30, 0],
    [30, 0],
    [30, 10],
  ] as const;
  const passedMs = [0, 20_000, 20_000, 60_000];
  expect(orderLine({ ...draft, line, passedMs, travelMs: 60_000 }, 'order-0001', null)).toMatchObject({
    resource: 'vh-1',
    etaMs: 60_000,
    etaRangeMs: [54_000, 81_000],
    route: [
      [0, 0, 0],
      [30_000, 0, 20_000],
      [30_000, 10_000, 60_000],
    ],
  });
});

test('a way of many points is thinned, its ends and their times kept; of one without a time nothing is driven', () => {
  const line = Array.from({ length: 20_001 }, (_, i) => [i, 0] as const);
  const way = { ...draft, line, passedMs: line.map((_, i) => 1000 * i) };
  const { route } = orderLine({ ...way, travelMs: 20_000_000 }, 'order-0001', null);
  expect([route.length, route[0], route.at(-1)]).toEqual([5000, [0, 0, 0], [20_000_000, 0, 20_000_000]]);
  expect(route.every(([eastMm, , ms]) => eastMm === ms)).toBe(true);
  expect(orderLine({ ...way, travelMs: null }, 'order-0001', null).route).toEqual([]);
});

/** A road of 72 km/h for 200 m, then one of 18 km/h for 100 m, then the first again: 10 s, 20 s, 10 s. */
const NETWORK = parseRoadNetwork({
  format: 1,
  junctions: [
    [0, 0],
    [200, 0],
    [300, 0],
    [500, 0],
  ],
  segments: [72, 18, 72].map((speedKmPerH, i) => ({
    id: `road-${i}`,
    name: { zh: '', en: '' },
    class: 'local',
    form: 'ground',
    lanes: 2,
    widthM: 7,
    speedKmPerH,
    direction: 'both',
    isPrivate: false,
    clearanceM: null,
    weightLimitT: null,
    from: i,
    to: i + 1,
    points: [
      [
        [0, 0],
        [120, 0],
        [200, 0],
      ],
      [
        [200, 0],
        [300, 0],
      ],
      [
        [300, 0],
        [500, 0],
      ],
    ][i],
    assumed: [],
  })),
  turnBans: [],
});

test('a unit drives each road at its speed: fast, slow, fast, not at the mean of the way; forward, backward and after seeks', () => {
  const router = new Router(roadGraphOf(NETWORK));
  const [from, to] = [router.placeOf([40, 0]), router.placeOf([460, 0])];
  const car = VEHICLES.find(({ id }) => id === 'car');
  const way = car && from && to && router.for(car).route(from, to);
  if (!way) return expect.fail('a way');
  expect(way.passedMs).toEqual([0, 4000, 8000, 28_000, 36_000]);
  expect(way.ms).toBe(36_000);
  const act = orderLine({ ...draft, ...way, travelMs: way.ms }, 'order-a', null);
  const { timeline } = handLog([
    [0, opening()],
    [0, act],
    [0, orderState('a', 'on-way')],
  ]);
  const eastAt = (ms: number) => {
    const [unit] = unitPlaces(timeline, timeline.seek(OPENED_MS + ms), OPENED_MS + ms);
    return unit.at[0] / 1000;
  };
  const seconds = [2, 8, 18, 28, 32, 36];
  const places = [80, 200, 250, 300, 380, 460];
  expect(seconds.map((s) => eastAt(1000 * s))).toEqual(places);
  expect(seconds.toReversed().map((s) => eastAt(1000 * s))).toEqual(places.toReversed());
  const random = seeded(3);
  for (let i = 0; i < 300; i++) {
    const k = Math.floor(random() * seconds.length);
    expect(eastAt(1000 * seconds[k])).toBe(places[k]);
  }
});
