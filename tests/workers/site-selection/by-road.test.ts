import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { VEHICLES } from '../../../model/roads/vehicles.ts';
import { roadGraphOf } from '../../../workers/shared/road-graph.ts';
import { Router } from '../../../workers/shared/router.ts';
import { offMs } from '../../../workers/shared/walking-times.ts';
import { byRoad } from '../../../workers/site-selection/by-road.ts';

const SIDE = 5;
const STEP_M = 100;
const at = (column: number, row: number): [number, number] => [column * STEP_M, row * STEP_M];
const junctions = Array.from({ length: SIDE * SIDE }, (_, i) => at(i % SIDE, Math.floor(i / SIDE)));

function street(from: number, to: number): RoadSegment {
  // Every third street is one-way, every fifth slow, so that ways there and back differ.
  const number = from * SIDE * SIDE + to;
  return {
    id: `s${from}-${to}`,
    name: { zh: '街', en: 'Street' },
    class: 'residential',
    form: 'ground',
    lanes: 2,
    widthM: 6,
    speedKmPerH: number % 5 === 0 ? 18 : 36,
    direction: number % 3 === 0 ? 'along' : 'both',
    isPrivate: false,
    clearanceM: null,
    weightLimitT: null,
    from,
    to,
    points: [junctions[from], junctions[to]],
    assumed: [],
  };
}

const segments = junctions.flatMap((_, i) => [
  ...(i % SIDE < SIDE - 1 ? [street(i, i + 1)] : []),
  ...(i + SIDE < junctions.length ? [street(i, i + SIDE)] : []),
]);
const network: RoadNetwork = { format: 1, junctions, segments, turnBans: [] };
const ask = (part: object = {}) =>
  v.parse(SiteSelectionRequest, { vehicle: 'car', candidates: { by: 'junctions' }, ...part });

function tableOf(part: object, sitesM: readonly [number, number][], demandsM: readonly [number, number][]) {
  const travel = byRoad({ network }, ask(part));
  const places = (list: readonly [number, number][]) =>
    list.map((one) => travel.placeOf(one) ?? expect.fail('no road'));
  const work = travel.table(places(sitesM), places(demandsM));
  for (;;) {
    const next = work.next();
    if (next.done) return { table: next.value, travel };
  }
}

/** Off the middle of every street, so that each has a part of its street and a walk. */
const PLACES = segments.map(({ points: [[ax, ay], [bx, by]] }): [number, number] => [
  ax + 0.3 * (bx - ax) + (ay === by ? 0 : 7),
  ay + 0.3 * (by - ay) + (ay === by ? 7 : 0),
]);

test.each(['to', 'from'] as const)(
  'times %s a site are those of the route between them, with the walk at both ends',
  (direction) => {
    const car = VEHICLES.find(({ id }) => id === 'car') ?? expect.fail('no car');
    const roads = new Router(roadGraphOf(network)).for(car);
    const router = new Router(roadGraphOf(network));
    const sites = PLACES.filter((_, i) => i % 7 === 0);
    const { table, travel } = tableOf({ direction }, sites, PLACES);
    const nearest = travel.nearest(sites.map((one) => travel.placeOf(one) ?? expect.fail('no road')));
    for (const [row, demandM] of PLACES.entries()) {
      const demand = router.placeOf(demandM) ?? expect.fail('no road');
      const times = sites.map((siteM) => {
        const site = router.placeOf(siteM) ?? expect.fail('no road');
        const route = direction === 'to' ? roads.route(demand, site) : roads.route(site, demand);
        return route ? route.ms + offMs(7) + offMs(7) : Number.POSITIVE_INFINITY;
      });
      for (const [site, ms] of times.entries()) expect(table[site * PLACES.length + row]).toBe(Math.ceil(ms / 1000));
      const least = Math.min(...times);
      expect(nearest(demandM)).toEqual({ minutes: least / 60_000, facility: times.indexOf(least) });
    }
  },
);

test('a one-way street and a closed one are driven as they are open, also to a site on the street itself', () => {
  const line = {
    ...network,
    junctions: [at(0, 0), at(1, 0)],
    segments: [{ ...street(0, 1), direction: 'along' as const }],
  };
  const secondsOf = (part: object, siteM: [number, number], demandM: [number, number]) => {
    const travel = byRoad({ network: line }, ask(part));
    const [site, demand] = [siteM, demandM].map((one) => travel.placeOf(one));
    if (!site || !demand) return null;
    const work = travel.table([site], [demand]);
    for (;;) {
      const next = work.next();
      if (next.done) return next.value[0];
    }
  };
  // 60 m; the street is number 1, which is not slow: 36 km/h.
  expect(secondsOf({ direction: 'from' }, [20, 0], [80, 0])).toBe(6);
  expect(secondsOf({ direction: 'to' }, [80, 0], [20, 0])).toBe(6);
  expect(secondsOf({ direction: 'to' }, [20, 0], [80, 0])).toBe(Number.POSITIVE_INFINITY);
  expect(secondsOf({ closed: [{ segment: 's0-1', by: 'works' }] }, [20, 0], [80, 0])).toBeNull();
  expect(
    byRoad(
      { network: line },
      ask({
        closed: [
          { segment: 'none', by: 'works' },
          { segment: 's0-1', by: 'works' },
        ],
      }),
    ).closed,
  ).toEqual({
    ways: 1,
    unknown: ['none'],
  });
  // An ambulance may go against a one-way street.
  expect(secondsOf({ direction: 'to', vehicle: 'ambulance' }, [20, 0], [80, 0])).toBeLessThanOrEqual(6);
});
