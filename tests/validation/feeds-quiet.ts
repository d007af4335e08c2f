import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCitySensors } from '../../hub/city-sensors.ts';
import type { FeedMessage } from '../../hub/simulated/feed-message.ts';
import { isSimulated, type SimulatedCity } from '../../hub/simulated/simulated-city.ts';
import {
  CITY_FAULTS,
  messagesBetween,
  NO_FAULTS,
  readDrainNodes,
  type SimulatedStream,
} from '../../hub/simulated/simulated-feed.ts';
import { rainMmPerH } from '../../hub/simulated/simulated-weather.ts';
import { isUnacknowledged } from '../../model/alarms/alarm.ts';
import { RuleRunner } from '../../model/alarms/rule-runner.ts';
import { combinedRulesOf, rulesOf } from '../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';
import { MS_PER_H } from '../../model/time.ts';
import { bakeInto } from './baked.ts';
import { atLeast, atMost, type ValidationCase, type Verdict } from './verdict.ts';

const MINUTE_MS = 60_000;
const FIRST_MS = Date.UTC(2026, 10, 20);
/** Of those hours so many are looked at, so that morning, evening and night are among them. */
const HOURS = 480;
const LOOKED_MINUTES = 10;
/** What fell before still runs off, and what falls in the end is weather too. */
const DRY_BEFORE_H = 6;
const DRY_AFTER_MINUTES = 90;
/** An operator reads no more than this at once (EEMUA 191). */
const MOST = 10;
/** Of the demo city, where rain may fall: east and north. */
const PLACES = [-3500, -1500, 500, 2500].flatMap((x) => [-2000, 0, 2000].map((y) => [x, y] as const));

interface Quiet {
  first: number;
  afterGap: number;
  alerts: number;
}

/**
 * A first start and a restart after an hour's gap in each dry hour of twenty days: the demo city's own sensors as the hub's feed simulates
 * them, faults and silences in it, through the rules that the hub runs. What a hub of its own shows in an hour, without waiting for it.
 */
async function quiet(): Promise<Verdict[]> {
  const out = await mkdtemp(join(tmpdir(), 'shapan-quiet-'));
  try {
    const { city, streams, startedAt } = await demoFeed(await bakeInto(out, 'chengchuan'));
    const starts = Array.from({ length: HOURS }, (_, hour) => FIRST_MS + hour * MS_PER_H).filter((ms) =>
      isDry(city.seed, ms),
    );
    const found = starts.map((beginMs) => startAndGap(city, streams, startedAt(beginMs), beginMs));
    const most = (of: (one: Quiet) => number) => Math.max(...found.map(of));
    return [
      atLeast('feeds.quiet dry hours', found.length, 20),
      atMost(
        'feeds.quiet unacknowledged, ten minutes after a first start',
        most(({ first }) => first),
        MOST,
      ),
      // The gap's own alarm is the hub's and comes on top.
      atMost(
        'feeds.quiet unacknowledged, ten minutes after an hour without the hub',
        1 + most(({ afterGap }) => afterGap),
        MOST,
      ),
      atLeast(
        'feeds.quiet silent sensors among them, as alerts',
        most(({ alerts }) => alerts),
        5,
      ),
    ];
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function demoFeed(folder: string) {
  const things = await readCitySensors(join(folder, 'sensors.json'));
  const kinds = mergeSensorKinds(BASE_KINDS);
  const drains = await readDrainNodes(join(folder, 'drain-network.json'));
  const city: SimulatedCity = { seed: 20_261_120, zoneHours: 8, drains, kinds };
  const all = things.flatMap((thing) => thing.datastreams.map((stream) => ({ thing, stream })));
  const infos = all.map(({ thing, stream }) => ({
    id: stream.id,
    cadenceMs: 1000 * stream.cadenceS,
    rules: rulesOf(kinds, thing, stream),
  }));
  const combinations = combinedRulesOf(kinds, things);
  const streams: SimulatedStream[] = all
    .map(({ thing, stream }, i) => ({ thing, stream, datastream: i, feature: i }))
    .filter(({ thing, stream }) => isSimulated(kinds, thing, stream));
  const startedAt = (sinceMs: number) =>
    new RuleRunner(infos, combinations, { watched: { sinceMs, silenceSinceMs: sinceMs } });
  return { city, streams, startedAt };
}

function isDry(seed: number, beginMs: number): boolean {
  const endMs = beginMs + DRY_AFTER_MINUTES * MINUTE_MS;
  for (let ms = beginMs - DRY_BEFORE_H * MS_PER_H; ms < endMs; ms += 5 * MINUTE_MS)
    if (PLACES.some((at) => rainMmPerH(seed, at, ms / 1000) > 0)) return false;
  return true;
}

function startAndGap(
  city: SimulatedCity,
  streams: readonly SimulatedStream[],
  runner: RuleRunner,
  beginMs: number,
): Quiet {
  runner.listen();
  const first = watched(city, streams, runner, beginMs);
  const againMs = beginMs + LOOKED_MINUTES * MINUTE_MS + MS_PER_H;
  runner.outages.push({ fromMs: runner.lastHeartbeatMs, toMs: againMs });
  const afterGap = watched(city, streams, runner, againMs);
  const endMs = againMs + LOOKED_MINUTES * MINUTE_MS;
  const alerts = runner.store.standing(endMs).filter(({ state }) => state.kind === 'alert').length;
  return { first, afterGap, alerts };
}

/** Ten minutes as the feed tells them, each sensor's last value first; the most that waited for an operator at a minute's end. */
function watched(city: SimulatedCity, streams: readonly SimulatedStream[], runner: RuleRunner, fromMs: number): number {
  const waiting = (ms: number) => runner.store.standing(ms).filter(isUnacknowledged).length;
  const take = (messages: readonly FeedMessage[], receivedMs?: number) => {
    for (const { observation } of messages) {
      const { datastream, phenomenonMs, resultMs, result } = observation;
      const ms = receivedMs ?? observation.receivedMs;
      runner.hear(ms);
      runner.take(datastream, phenomenonMs, resultMs ?? phenomenonMs, Number(result), ms);
    }
  };
  const pastFaults = { ...NO_FAULTS, drifting: CITY_FAULTS.drifting };
  for (const one of streams)
    take(messagesBetween(city, pastFaults, [one], fromMs - 1000 * one.stream.cadenceS, fromMs).slice(-1), fromMs);
  let most = waiting(fromMs);
  for (let ms = fromMs; ms < fromMs + LOOKED_MINUTES * MINUTE_MS; ms += MINUTE_MS) {
    take(messagesBetween(city, CITY_FAULTS, streams, ms, ms + MINUTE_MS));
    most = Math.max(most, waiting(ms + MINUTE_MS));
  }
  return most;
}

export const CASES: ValidationCase[] = [{ name: 'feeds.quiet', quick: false, run: quiet }];
