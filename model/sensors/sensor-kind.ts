import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { requirement } from '../text/requirements.ts';

const MAX_NUMBER = 1e12;
const Amount = v.pipe(v.number(), v.minValue(-MAX_NUMBER), v.maxValue(MAX_NUMBER));
const Positive = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_NUMBER));
const Sentence = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const Text = v.strictObject({ zh: Sentence, en: Sentence });
const Ucum = v.pipe(v.string(), v.minLength(1), v.maxLength(32));
const MAX_ITEMS = 500;

/** A city's own file of kinds, beside its `sensors.json`; a recipe's `sensorKinds` makes it. A city without the file has none. */
export const SENSOR_KINDS_FILE = 'sensor-kinds.json';

/** The kind that gives its rules to every other kind, and to a kind that no record names. */
export const ANY_KIND = '*';

/** The name of a kind; `*` is that of every other. */
export const KindId = v.pipe(v.string(), v.regex(/^(\*|[\p{L}\p{N}][\p{L}\p{N}._-]{0,63})$/u, requirement('kind')));
const RuleId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/, requirement('smallId', { most: 32 })));

/** `warn` and `alarm` are the set points that the stream's owner gave in `sensors.json`; a stream without them has no such rule. */
const Limit = v.union([v.picklist(['warn', 'alarm']), Amount]);

const Condition = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['above', 'below']), limit: Limit, hysteresis: v.optional(Positive) }),
  v.strictObject({ kind: v.picklist(['rising', 'falling']), perMin: Positive, overS: Positive }),
  v.strictObject({ kind: v.literal('deviating'), by: Positive, overS: Positive }),
  v.strictObject({ kind: v.literal('missing'), cadences: Positive }),
]);

/** What an alarm says to its reader: title, what may come of it, what to do. */
const MEANING = {
  priority: v.picklist([1, 2, 3, 4]),
  title: Text,
  consequence: Text,
  action: Text,
};

const Rule = v.strictObject({
  id: RuleId,
  condition: Condition,
  ...MEANING,
  /** Rules of the same stream that say nothing new while this one holds. */
  suppresses: v.optional(v.pipe(v.array(RuleId), v.maxLength(32))),
  /** An alert in place of an alarm: shown and kept, but nobody has to acknowledge it, and it goes when its cause goes (ISA-18.2). */
  isAlert: v.optional(v.boolean()),
  onDelayCadences: v.optional(Positive),
  offDelayCadences: v.optional(Positive),
});

/**
 * What the simulated city reads there: a value that its other parts move too (`model`, one of `hub/simulated/simulated-city.ts`), or a
 * plain one: a mean, a share of the day's course of streets, people or loads, and noise.
 */
const Simulated = v.union([
  v.strictObject({ model: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) }),
  v.strictObject({
    mean: Amount,
    noise: v.optional(Positive),
    daily: v.optional(v.strictObject({ curve: v.picklist(['streets', 'people', 'loads']), by: Amount })),
    min: v.optional(Amount),
    digits: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9))),
  }),
]);

/** Streams of a kind in one unit: what holds for them alone. */
const Stream = v.strictObject({
  unit: Ucum,
  rules: v.optional(v.pipe(v.array(Rule), v.maxLength(32))),
  simulated: v.optional(Simulated),
});

/** What a device of the kind can be commanded to (反向控制); a critical command needs a second person. */
const Device = v.strictObject({
  verb: v.picklist(['run', 'open', 'dim']),
  min: Amount,
  max: Amount,
  unit: Ucum,
  isCritical: v.boolean(),
});

/** One figure of the Command desk, out of all streams of the kind in the unit. */
const Vital = v.strictObject({
  id: RuleId,
  label: Text,
  unit: Ucum,
  /**
   * `nearestLimit`: the stream closest to its warning; `countAtLeast`: how many stand at `atLeast` or above; `sum`; `mean`;
   * `meanHourSum`: the mean over the streams of what each summed up in the last hour.
   */
  figure: v.picklist(['nearestLimit', 'countAtLeast', 'sum', 'mean', 'meanHourSum']),
  atLeast: v.optional(Amount),
  /** Where the figure should be, in its own unit (a count for `countAtLeast`); of `nearestLimit` below the stream's own warning. */
  target: v.optional(v.strictObject({ from: v.optional(Amount), to: v.optional(Amount) })),
  /** A change of less than this in an hour counts as none. */
  steadyPerH: Positive,
  digits: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))),
});

const Kind = v.strictObject({
  id: KindId,
  label: v.optional(Text),
  /** For every stream of the kind, whatever its unit. */
  rules: v.optional(v.pipe(v.array(Rule), v.maxLength(32))),
  /** Rules of the layers below, or of the kind `*`, that this kind does not have. */
  without: v.optional(v.pipe(v.array(RuleId), v.maxLength(32))),
  streams: v.optional(v.pipe(v.array(Stream), v.maxLength(32))),
  device: v.optional(Device),
  vital: v.optional(Vital),
});

/**
 * Several sensors that say something together, told at each sensor of the kind `at`. With `*` it is told once for each kind, at no place,
 * and `*` among its parts is that kind.
 */
const Combination = v.strictObject({
  id: RuleId,
  at: KindId,
  ...MEANING,
  /** Number of the parts that must hold at once. */
  needed: v.union([
    v.literal('all'),
    v.pipe(v.number(), v.integer(), v.minValue(2)),
    v.strictObject({
      ratio: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      atLeast: v.pipe(v.number(), v.integer(), v.minValue(2)),
    }),
  ]),
  /** Alarms by kind and rule: those within a distance, or the nearest alone. */
  parts: v.pipe(
    v.array(
      v.strictObject({ kind: KindId, rule: RuleId, withinM: v.optional(Positive), isNearest: v.optional(v.boolean()) }),
    ),
    v.minLength(1),
    v.maxLength(16),
  ),
  /** While it holds it stands for its parts, which are its consequences (ISA-18.2, suppressed by design). */
  suppressesParts: v.boolean(),
});

/** A file of sensor kinds: the program's base, a city's `sensor-kinds.json`, or what an administrator changed. */
export const SensorKindsSchema = v.strictObject({
  kinds: v.optional(v.pipe(v.array(Kind), v.maxLength(MAX_ITEMS))),
  combinations: v.optional(v.pipe(v.array(Combination), v.maxLength(MAX_ITEMS))),
});

/** The file that lists all kinds of sensors, which are data and not code. */
export type SensorKindsFile = v.InferOutput<typeof SensorKindsSchema>;
/** One record of a file: all but its id may be left to the layers below. */
export type SensorKindRecord = v.InferOutput<typeof Kind>;
/** An alarm rule that all streams of a kind have unless a sensor brings its own. */
export type KindRule = v.InferOutput<typeof Rule>;
/** A datastream that sensors of a kind have: what it observes, its unit and cadence. */
type KindStream = v.InferOutput<typeof Stream>;
/** An alarm that several sensors give rise to together, told at each sensor of one kind. */
export type KindCombination = v.InferOutput<typeof Combination>;
/** What a device of the kind can be commanded to, and whether that needs a second person. */
export type DeviceRule = v.InferOutput<typeof Device>;
/** How all streams of a kind become one figure of the Command desk. */
export type VitalRule = v.InferOutput<typeof Vital>;
/** What the simulated city reads at a sensor of the kind: a named model, or a mean with a daily course and noise. */
export type SimulatedRule = v.InferOutput<typeof Simulated>;

/** Parses a file of kinds; the error names the place, what was expected and what came. */
export const parseSensorKinds = (json: unknown, file = 'sensor-kinds.json'): SensorKindsFile =>
  parseAs(SensorKindsSchema, json, file);

/** Parses one record, as an administrator sends it. */
export const parseSensorKind = (json: unknown): SensorKindRecord => parseAs(Kind, json, 'sensor kind');

/** All kinds of a city after base, city file and administrator's changes were laid over each other; read by hub and page alike. */
export interface SensorKinds {
  /** The merged file: what the hub sends to a page. */
  readonly file: { kinds: SensorKindRecord[]; combinations: KindCombination[] };
  /** The record of a kind; `null` for a kind that no record names. */
  kindOf(id: string): SensorKindRecord | null;
  /** Rules of a stream: its unit's before its kind's before those of `*`. */
  rulesOf(kind: string, unit: string): readonly KindRule[];
  streamOf(kind: string, unit: string): KindStream | null;
  deviceOf(kind: string): DeviceRule | null;
}

/**
 * Lays files over each other, the later over the former: a record with a known id changes what it names (its rules one by one, by
 * their ids) and leaves the rest, a new id is a new kind.
 */
export function mergeSensorKinds(...layers: readonly SensorKindsFile[]): SensorKinds {
  const kinds = new Map<string, SensorKindRecord>();
  const combinations = new Map<string, KindCombination>();
  for (const layer of layers) {
    for (const record of layer.kinds ?? []) kinds.set(record.id, overlaid(kinds.get(record.id), record));
    for (const combination of layer.combinations ?? []) combinations.set(combination.id, combination);
  }
  const common = kinds.get(ANY_KIND)?.rules ?? [];
  const known = new Map<string, readonly KindRule[]>();
  const streamOf = (kind: string, unit: string) => kinds.get(kind)?.streams?.find((one) => one.unit === unit) ?? null;
  return {
    file: { kinds: [...kinds.values()], combinations: [...combinations.values()] },
    kindOf: (id) => kinds.get(id) ?? null,
    streamOf,
    deviceOf: (kind) => kinds.get(kind)?.device ?? null,
    rulesOf(kind, unit) {
      const key = `${kind} ${unit}`;
      const rules = known.get(key) ?? rulesFor(common, kinds.get(kind), streamOf(kind, unit));
      known.set(key, rules);
      return rules;
    },
  };
}

function overlaid(below: SensorKindRecord | undefined, above: SensorKindRecord): SensorKindRecord {
  if (!below) return above;
  const streams = new Map((below.streams ?? []).map((one) => [one.unit, one]));
  for (const one of above.streams ?? []) {
    const rules = withRules(streams.get(one.unit)?.rules, one.rules);
    streams.set(one.unit, { ...streams.get(one.unit), ...one, ...(rules.length > 0 ? { rules } : {}) });
  }
  const without = [...new Set([...(below.without ?? []), ...(above.without ?? [])])];
  return {
    ...below,
    ...above,
    rules: withRules(below.rules, above.rules),
    streams: [...streams.values()],
    // A rule that is given again is wanted again.
    without: without.filter((id) => !above.rules?.some((rule) => rule.id === id)),
  };
}

/** In the order in which they were first named. */
function withRules(below: readonly KindRule[] = [], above: readonly KindRule[] = []): KindRule[] {
  const rules = new Map(below.map((rule) => [rule.id, rule]));
  for (const rule of above) rules.set(rule.id, rule);
  return [...rules.values()];
}

function rulesFor(
  common: readonly KindRule[],
  kind: SensorKindRecord | undefined,
  stream: KindStream | null,
): readonly KindRule[] {
  const without = kind?.without ?? [];
  const rules = withRules(withRules(common, kind?.rules), stream?.rules).filter(({ id }) => !without.includes(id));
  const isSilence = ({ condition }: KindRule) => condition.kind === 'missing';
  return [...rules.filter((rule) => !isSilence(rule)), ...rules.filter(isSilence)];
}
