import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import { WalkingTimes, walkingMps, walkingNet } from '../../workers/shared/walking-times.ts';
import type { WayPlace } from '../../workers/shared/way-index.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** The demo city's network, where it is baked. */
const NETWORK = resolve(import.meta.dirname, '../../../../public/city/chengchuan/road-network.json');

type Segment = RoadNetwork['segments'][number];

const segmentOf = (
  id: string,
  from: number,
  to: number,
  points: [number, number][],
  kind: Segment['class'],
): Segment => ({
  id,
  name: { zh: id, en: id },
  class: kind,
  form: 'ground',
  lanes: 2,
  widthM: 6,
  speedKmPerH: 20,
  direction: 'along',
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  from,
  to,
  points,
  assumed: [],
});

/** Streets every 100 m, 21 each way; the one through the middle is a primary road where `isWide`. */
function grid(isWide: boolean): RoadNetwork {
  const size = 21;
  const at = (i: number, j: number): [number, number] => [100 * i, 100 * j];
  const junctions = Array.from({ length: size * size }, (_, n) => at(n % size, Math.floor(n / size)));
  const segments: Segment[] = [];
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) {
      const kind = isWide && j === 10 ? 'primary' : 'residential';
      if (i + 1 < size)
        segments.push(segmentOf(`e${i}.${j}`, j * size + i, j * size + i + 1, [at(i, j), at(i + 1, j)], kind));
      if (j + 1 < size)
        segments.push(
          segmentOf(`n${i}.${j}`, j * size + i, (j + 1) * size + i, [at(i, j), at(i, j + 1)], 'residential'),
        );
    }
  return { format: 1, junctions, segments, turnBans: [] };
}

function timesOn(
  network: RoadNetwork,
  groundAt: (x: number, y: number) => number,
  waitS: number,
  facility: [number, number],
  direction: 'to' | 'from',
) {
  const net = walkingNet(network, groundAt, waitS);
  const placeOf = (at: readonly [number, number]): WayPlace | null =>
    net.index.placeOf(at, 200, (i) => net.ways[i] !== null);
  const times = new WalkingTimes(net, [placeOf(facility)], direction);
  return (at: readonly [number, number]): number => {
    const place = placeOf(at);
    return place ? (times.of(place)?.ms ?? Number.NaN) : Number.NaN;
  };
}

/** On level streets time is the sum of both distances by the speed; over an even slope each leg has its own speed; waits add up. */
async function exactGrid(): Promise<Verdict[]> {
  const centre: [number, number] = [1000, 1000];
  const flat = timesOn(grid(false), () => 0, 0, centre, 'to');
  const uphill = timesOn(grid(false), (x) => 0.1 * x, 0, centre, 'to');
  const wide = timesOn(grid(true), () => 0, 30, [1000, 500], 'to');
  let flatMs = 0;
  let slopeMs = 0;
  let inside = 0;
  let expected = 0;
  const limitM = 900 * walkingMps(0);
  for (let x = 25; x < 2000; x += 100)
    for (let y = 0; y <= 2000; y += 100) {
      const alongM = Math.abs(x - 1000);
      const acrossM = Math.abs(y - 1000);
      flatMs = Math.max(flatMs, Math.abs(flat([x, y]) - (1000 * (alongM + acrossM)) / walkingMps(0)));
      const slope = x < 1000 ? 0.1 : -0.1;
      const exact = (1000 * alongM) / walkingMps(slope) + (1000 * acrossM) / walkingMps(0);
      slopeMs = Math.max(slopeMs, Math.abs(uphill([x, y]) - exact));
      if (flat([x, y]) <= 900_000) inside++;
      if (alongM + acrossM <= limitM) expected++;
    }
  // North of the primary road one crossing of it is waited at: 30 s, by a leg of 1,000 m.
  const crossed = wide([1000, 1500]) - (1000 * 1000) / walkingMps(0);
  return [
    // Each leg is rounded to a millisecond: 31 legs at most.
    atMost('service-areas.grid: level streets, off by ms', flatMs, 16),
    atMost('service-areas.grid: streets on a slope of 10 %, off by ms', slopeMs, 16),
    exactly('service-areas.grid: places within 15 minutes', inside, expected),
    atMost('service-areas.grid: wait at the one wide road that is crossed, off by ms', Math.abs(crossed - 30_000), 16),
  ];
}

/** Bellman (1958) and Ford: every way is relaxed until nothing changes; no heap, no order, nothing of the engine's but its speeds. */
function bellmanFord(network: RoadNetwork, groundAt: (x: number, y: number) => number, waitS: number, source: number) {
  const foot = VEHICLES.find(({ id }) => id === 'foot');
  const net = walkingNet(network, groundAt, waitS);
  const ms = new Float64Array(network.junctions.length).fill(Number.POSITIVE_INFINITY);
  // The facility stands at the end of its first way: along that nobody passes the junction.
  const first = net.leaving[source][0];
  ms[source] = 0;
  const legs = network.segments.flatMap((segment, i) => {
    const way = net.ways[i];
    if (!way || !foot || !mayUse(foot, segment.class, segment.isPrivate)) return [];
    const along = Math.round(way.alongMs[way.alongMs.length - 1]);
    const against = Math.round(way.againstMs[way.againstMs.length - 1]);
    // A person who comes from one end to the other, on to the source.
    return [
      { segment: i, person: segment.from, on: segment.to, leg: along },
      { segment: i, person: segment.to, on: segment.from, leg: against },
    ];
  });
  for (const { segment, person, on, leg } of legs)
    if (segment === first && on === source) ms[person] = Math.min(ms[person], leg);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { person, on, leg } of legs) {
      const next = ms[on] + net.waitMs[on] + leg;
      if (next >= ms[person]) continue;
      ms[person] = next;
      changed = true;
    }
  }
  return { ms, net };
}

async function independent(): Promise<Verdict[]> {
  const network = parseRoadNetwork(JSON.parse(readFileSync(NETWORK, 'utf8')));
  const groundAt = (x: number, y: number) => 20 * Math.sin(x / 300) * Math.cos(y / 400);
  let wrong = 0;
  let reached = 0;
  for (const source of [10, 1200, 2500, 4000]) {
    const { ms, net } = bellmanFord(network, groundAt, 20, source);
    const place = { segment: net.leaving[source][0], offM: 0, at: network.junctions[source] };
    const way = net.ways[place.segment];
    const share = way?.from === source ? 0 : 1;
    const times = new WalkingTimes(net, [{ ...place, share }], 'to');
    for (const [junction, theirs] of ms.entries()) {
      const ours = times.ms[junction];
      if (Number.isFinite(theirs)) reached++;
      const isSame = ours === theirs || (!Number.isFinite(ours) && !Number.isFinite(theirs));
      if (!isSame) wrong++;
    }
  }
  return [atMost(`service-areas.independent: junctions of ${reached} with another time`, wrong, 0)];
}

export const CASES: ValidationCase[] = [
  { name: 'service-areas.grid', quick: true, run: exactGrid },
  {
    name: 'service-areas.independent',
    quick: false,
    missing: () => (existsSync(NETWORK) ? null : 'the demo city is not baked'),
    run: independent,
  },
];
