import { RuleRunner, type WatchedStream } from '../../model/alarms/rule-runner.ts';
import { combinedRulesOf, rulesOf } from '../../model/alarms/stream-rules.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

const STREAMS = 100_000;
const PER_S = 5000;
const CADENCE_S = STREAMS / PER_S;
/** Each stream is heard so often before the clock runs: what the rules look back on is full. */
const WARM_ROUNDS = 6;
const SECONDS = 60;
/** The hub looks for changes so often at most (`hub/alarms/alarm-watch.ts`). */
const LOOKS_PER_S = 20;
/** Of all values so many pass a set point, where the stream has one: some twenty new alarms a second, thousands that stand at the end. */
const ALARM_RATIO = 0.01;
const ALARM_VALUE = 21;
const QUIET_VALUE = 5;
/** Below what any rule of change looks for: a day without a storm. */
const NOISE = 0.001;
const BEGIN_MS = Date.UTC(2026, 10, 20);

/** Kinds by how many of the demo city's streams are of them: what their rules look for differs. */
const KINDS: readonly [kind: string, unit: string, set: boolean][] = [
  ['lamp', 'W', false],
  ['cover', 'deg', false],
  ['traffic', '1/h', false],
  ['gas-leak', '%', true],
  ['pipe-level', 'm', true],
  ['power', 'A', false],
  ['water-p', 'MPa', false],
  ['site', 'mm', true],
  ['gas-p', 'MPa', false],
  ['pond', 'm', true],
];

const BASE = mergeSensorKinds(BASE_KINDS);

function sensorsOf(): CitySensor[] {
  const name = { zh: '', en: '' };
  return Array.from({ length: STREAMS }, (_, i) => {
    const [kind, unit, isSet] = KINDS[i % KINDS.length];
    const limits = isSet ? { warn: 10, alarm: 20 } : {};
    const stream = { id: `s${i}/1`, name, unit, cadenceS: CADENCE_S, ...limits };
    return { id: `s${i}`, kind, name, lonLat: [0, 0], at: [0, 0], of: '', datastreams: [stream] };
  });
}

function streamsOf(sensors: readonly CitySensor[]): WatchedStream[] {
  const cadenceMs = 1000 * CADENCE_S;
  return sensors.flatMap((sensor) =>
    sensor.datastreams.map((stream) => ({ id: stream.id, cadenceMs, rules: rulesOf(BASE, sensor, stream) })),
  );
}

/**
 * What the rules cost the hub at 100,000 streams and 5,000 observations a second: each put and judged, and the changes looked for twenty
 * times a second, as the hub does while it rains. CPU of this process over the time that the observations stand for; the hub's history
 * and broker are not in it.
 */
export async function benchRules(_: string, report: (figure: Figure) => void): Promise<void> {
  const sensors = sensorsOf();
  const runner = new RuleRunner(streamsOf(sensors), combinedRulesOf(BASE, sensors));
  runner.listen();
  let random = 1;
  const draw = () => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32;
  };
  let sent = 0;
  const send = (count: number) => {
    for (let i = 0; i < count; i++, sent++) {
      const timeMs = BEGIN_MS + (sent * 1000) / PER_S;
      const value = draw() < ALARM_RATIO ? ALARM_VALUE : QUIET_VALUE + NOISE * draw();
      runner.hear(timeMs);
      runner.take(sent % STREAMS, timeMs, timeMs, value, timeMs);
    }
  };
  send(WARM_ROUNDS * STREAMS);
  runner.store.update(BEGIN_MS + (sent * 1000) / PER_S);
  const began = process.cpuUsage();
  for (let look = 0; look < SECONDS * LOOKS_PER_S; look++) {
    send(PER_S / LOOKS_PER_S);
    runner.store.update(BEGIN_MS + (sent * 1000) / PER_S);
  }
  const { user, system } = process.cpuUsage(began);
  const standing = runner.store.standing(BEGIN_MS + (sent * 1000) / PER_S).length;
  report({ name: 'feeds.rulesCoreRatio', value: (user + system) / 1e6 / SECONDS, unit: '1' });
  report({ name: 'feeds.rulesStanding', value: standing, unit: '1' });
  report({ name: 'feeds.rulesHeapMB', value: process.memoryUsage().rss / 2 ** 20, unit: 'MB' });
}
