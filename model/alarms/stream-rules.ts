import { ANY_KIND, type KindCombination, type KindRule, type SensorKinds } from '../sensors/sensor-kind.ts';
import type { CitySensor, CityStream } from '../sensors/sensors.ts';
import { type AlarmKey, alarmKey } from './alarm.ts';
import type { CombinedRule, Condition, StreamRule } from './rules.ts';

/** The share of a limit by which a value must fall back before its alarm clears, so that a sensor's noise raises it once; own value. */
const HYSTERESIS_RATIO = 0.05;
/** The same as a share of the way from warning to alarm, where a stream has both. */
const HYSTERESIS_BETWEEN_RATIO = 0.2;
/** Above this a level in metres is an elevation, of which a share would be metres of hysteresis. */
const ELEVATION_FROM_M = 50;
const ELEVATION_HYSTERESIS_M = 0.05;

/** The rule whose alarm the first stream of a silent device tells for all its streams. */
const MISSING = 'missing';

/**
 * The rules of one stream: those of its kind, with the set points of its owner put in. Suppressed by design (ISA-18.2) are what comes
 * before a limit by the limit, a warning by its alarm, and of one device that is silent all streams but the first.
 */
export function rulesOf(kinds: SensorKinds, { kind, datastreams }: CitySensor, stream: CityStream): StreamRule[] {
  return kinds.rulesOf(kind, stream.unit).flatMap((rule) => {
    const condition = conditionOf(rule, stream);
    return condition ? [streamRule(kind, datastreams, stream, rule, condition)] : [];
  });
}

function streamRule(
  kind: string,
  datastreams: readonly CityStream[],
  { id: stream, cadenceS }: CityStream,
  rule: KindRule,
  condition: Condition,
): StreamRule {
  const { id, priority, title, consequence, action, isAlert = false, suppresses = [] } = rule;
  const cadenceMs = 1000 * cadenceS;
  // A change has no hysteresis: near its limit it would come and go with the noise.
  const windowMs = 'windowMs' in condition ? condition.windowMs : null;
  const isFirst = datastreams[0]?.id === stream;
  const others =
    condition.kind === MISSING && isFirst ? datastreams.slice(1).map((other) => alarmKey(other.id, id)) : [];
  return {
    id,
    priority,
    title,
    consequence,
    action,
    cause: `${kind} ${id}`,
    isAlert,
    suppresses: [...suppresses.map((other) => alarmKey(stream, other)), ...others],
    condition,
    onDelayMs: (rule.onDelayCadences ?? 0) * cadenceMs,
    offDelayMs: windowMs ?? (rule.offDelayCadences ?? 0) * cadenceMs,
    clearOnSilenceMs: windowMs,
  };
}

/** Null: the stream's owner gave no such set point. */
function conditionOf({ condition }: KindRule, stream: CityStream): Condition | null {
  switch (condition.kind) {
    case 'above':
    case 'below': {
      const limit = typeof condition.limit === 'number' ? condition.limit : stream[condition.limit];
      if (limit === undefined) return null;
      return { kind: condition.kind, limit, hysteresis: condition.hysteresis ?? hysteresisOf(limit, stream) };
    }
    case 'rising':
    case 'falling':
      return { kind: condition.kind, perMin: condition.perMin, windowMs: 1000 * condition.overS };
    case 'deviating':
      return { kind: 'deviating', by: condition.by, windowMs: 1000 * condition.overS };
    case 'missing':
      return { kind: 'missing', afterMs: 1000 * condition.cadences * stream.cadenceS };
  }
}

function hysteresisOf(limit: number, { warn, alarm, unit }: CityStream): number {
  if (warn !== undefined && alarm !== undefined) return HYSTERESIS_BETWEEN_RATIO * Math.abs(alarm - warn);
  return unit === 'm' && limit > ELEVATION_FROM_M ? ELEVATION_HYSTERESIS_M : HYSTERESIS_RATIO * Math.abs(limit);
}

/** One part of combinations: the sensors whose streams have such a rule, with the keys of those alarms. */
interface Part {
  sensor: CitySensor;
  keys: readonly AlarmKey[];
}

const distanceM = (a: CitySensor, b: CitySensor): number => Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);

/**
 * What several sensors say together, told at the sensor that has to answer it. Where it suppresses its parts it stands for them as
 * their cause; what endangers life (second set points) is not among the parts of the program's own combinations.
 */
export function combinedRulesOf(kinds: SensorKinds, sensors: readonly CitySensor[]): CombinedRule[] {
  const { combinations } = kinds.file;
  const parts = new Map<string, readonly Part[]>();
  const partsOf = (kind: string, rule: string): readonly Part[] => {
    const name = `${kind} ${rule}`;
    const known = parts.get(name) ?? sensors.flatMap((sensor) => partAt(kinds, sensor, kind, rule));
    parts.set(name, known);
    return known;
  };
  const present = [...new Set(sensors.map(({ kind }) => kind))];
  return combinations.flatMap((combination) =>
    combination.at === ANY_KIND
      ? present.flatMap((kind) => combinedOf(combination, kind, kinds, partsOf))
      : sensors.flatMap((sensor) => (sensor.kind === combination.at ? combinedAt(combination, sensor, partsOf) : [])),
  );
}

/** Combines all sensors of one kind; a device counts once, however many streams it has. */
function combinedOf(
  { id, parts, needed, suppressesParts, priority, title, consequence, action }: KindCombination,
  kind: string,
  kinds: SensorKinds,
  partsOf: (kind: string, rule: string) => readonly Part[],
): CombinedRule[] {
  const of = parts.flatMap((part) =>
    partsOf(part.kind === ANY_KIND ? kind : part.kind, part.rule).map(({ keys: [first] }) => first),
  );
  const least = leastOf(needed, of.length);
  if (least < 2 || of.length < least) return [];
  const label = kinds.kindOf(kind)?.label ?? { zh: kind, en: kind };
  return [
    {
      id: alarmKey(kind, id),
      at: null,
      needed: least,
      of,
      suppresses: suppressesParts ? of : [],
      priority,
      title: { zh: `${label.zh}：${title.zh}`, en: `${label.en}: ${title.en}` },
      consequence,
      action,
      cause: `${kind} ${id}`,
    },
  ];
}

function leastOf(needed: KindCombination['needed'], count: number): number {
  if (needed === 'all') return count;
  return typeof needed === 'number' ? needed : Math.max(needed.atLeast, Math.ceil(needed.ratio * count));
}

function partAt(kinds: SensorKinds, sensor: CitySensor, kind: string, rule: string): Part[] {
  if (sensor.kind !== kind) return [];
  const keys = sensor.datastreams.flatMap((stream) =>
    rulesOf(kinds, sensor, stream).some(({ id }) => id === rule) ? [alarmKey(stream.id, rule)] : [],
  );
  return keys.length > 0 ? [{ sensor, keys }] : [];
}

function combinedAt(
  { id, parts, needed, suppressesParts, priority, title, consequence, action }: KindCombination,
  sensor: CitySensor,
  partsOf: (kind: string, rule: string) => readonly Part[],
): CombinedRule[] {
  const at = sensor.datastreams[0]?.id;
  if (at === undefined) return [];
  const of = parts.flatMap(({ kind, rule, withinM = Number.POSITIVE_INFINITY, isNearest = false }) => {
    const near = partsOf(kind, rule).filter((part) => distanceM(sensor, part.sensor) <= withinM);
    const chosen = isNearest
      ? near.toSorted((a, b) => distanceM(sensor, a.sensor) - distanceM(sensor, b.sensor)).slice(0, 1)
      : near;
    return chosen.flatMap(({ keys }) => keys);
  });
  const least = leastOf(needed, of.length);
  if (least < 2 || of.length < least) return [];
  const suppresses = suppressesParts ? of : [];
  return [{ id: alarmKey(at, id), at, needed: least, of, suppresses, priority, title, consequence, action, cause: id }];
}
