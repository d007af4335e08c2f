import * as v from 'valibot';
import { expect, test } from 'vitest';
import { TrafficRequest } from '../../../model/questions/traffic.ts';
import type { LoadedRoad } from '../../../model/tables/traffic.ts';
import { formOf, requestOf } from '../../../src/plugins/traffic-impact/controller.ts';
import { impactLink } from '../../../src/plugins/traffic-impact/link-part.ts';
import { changeMarks, classesOf, isOneState, linesOf } from '../../../src/plugins/traffic-impact/outcome.ts';
import { freshImpactForm } from '../../../src/plugins/traffic-impact/slice.ts';
import { withRoadOrder } from '../../../src/twin/roads.ts';
import { testApp } from '../../kit/test-app.ts';

const { twin } = testApp();
const fresh = freshImpactForm();

test('what the form begins with is the usual question of a morning without closures', () => {
  expect(requestOf(fresh)).toEqual(v.parse(TrafficRequest, {}));
  expect(isOneState({ request: requestOf(fresh) })).toBe(true);
});

test('a link brings the whole question back, closures, water and new roads among it; other text is refused in words', () => {
  const form = {
    ...fresh,
    hour: 'evening' as const,
    carRatio: 0.4,
    roads: {
      water: [{ segment: 'quay', depthM: 0.4, depthSpeedM2ps: null }],
      closed: [{ segment: 'bridge', by: 'works' }],
    },
    opened: [
      {
        lineM: [
          [0, 0],
          [100, 50],
        ] as [number, number][],
        lanes: 2,
        speedKmPerH: 40,
        direction: 'along' as const,
      },
    ],
  };
  const [[key, value]] = impactLink.write({ ...twin.getState(), impactForm: form }, twin.city);
  expect(impactLink.read(key, value, twin.city)).toEqual({ linked: { impact: form } });
  expect(formOf(requestOf(form))).toEqual(form);
  expect(isOneState({ request: requestOf(form) })).toBe(false);
  expect(impactLink.write({ ...twin.getState(), impactForm: fresh }, twin.city)).toEqual([]);
  expect(impactLink.read('impact', 'somewhere', twin.city)).toHaveProperty('expected');
});

test('closures by hand are named by their number, and none takes the id of another', () => {
  const one = withRoadOrder({ roadOrders: [], language: 'en' }, null, ['a']);
  expect(one).toEqual([{ id: 'order-1', name: 'Closure 1', segments: ['a'] }]);
  const two = withRoadOrder({ roadOrders: [{ id: 'order-2', name: 'x', segments: [] }], language: 'zh' }, null, ['b']);
  expect(two[1]).toEqual({ id: 'order-1', name: '封路 1', segments: ['b'] });
});

const road = (id: string, before: number | null, after: number | null, ratio = 0.2): LoadedRoad => {
  const load = (carsPerH: number | null) =>
    carsPerH === null ? null : { carsPerH, ratio, speedKmPerH: 30, level: 'A' as const };
  return {
    id,
    name: { zh: id, en: id },
    class: 'local',
    line: [[before ?? 0, after ?? 0]],
    before: load(before),
    after: load(after),
  };
};

test('every road that changes by enough is in one class of the map, closed ones in none', () => {
  const roads = [
    road('more', 100, 1100),
    road('some', 500, 600),
    road('same', 300, 310),
    road('fewer', 900, 100),
    road('shut', 400, null),
  ];
  expect(changeMarks({ roads })).toEqual([50, 300]);
  const counts = classesOf({ roads }, 'change').map((one) => [one.className, linesOf({ roads }, 'change', one).length]);
  expect(counts).toEqual([
    ['load-fewer', 0],
    ['load-more', 1],
    ['load-many-fewer', 1],
    ['load-many-more', 1],
  ]);
  const full = [road('empty', 0, 10, 0.1), road('busy', 0, 10, 0.9), road('over', 0, 10, 1.4)];
  const filled = classesOf({ roads: full }, 'ratio').map((one) => linesOf({ roads: full }, 'ratio', one).length);
  expect(filled).toEqual([0, 0, 0, 0, 1, 1]);
});
