import fc from 'fast-check';
import {
  type AlarmEvent,
  foldAlarm,
  MAX_SHELF_MS,
  type StepState,
  stepAlarm,
} from '../../model/alarms/alarm-machine.ts';
import type { StreamRule } from '../../model/alarms/rules.ts';
import { type Observation, Pipeline, type StreamInfo } from '../../src/plugins/feeds/tasks/pipeline.ts';
import { type History, repair } from '../../src/plugins/feeds/tasks/repair.ts';

const TEXT = { zh: '水位', en: 'level' };
const QUIET = { title: TEXT, consequence: TEXT, action: TEXT };

/** One of each kind, with every delay in use. */
export function rulesFor(cadenceMs: number): StreamRule[] {
  const at = { ...QUIET, onDelayMs: 0, offDelayMs: 0, clearOnSilenceMs: null };
  return [
    { ...at, id: 'high', priority: 1, cause: 'level', condition: { kind: 'above', limit: 7, hysteresis: 1 } },
    {
      ...at,
      id: 'long',
      priority: 2,
      cause: 'level',
      condition: { kind: 'above', limit: 5, hysteresis: 0.5 },
      onDelayMs: 3 * cadenceMs,
      offDelayMs: 2 * cadenceMs,
      clearOnSilenceMs: 6 * cadenceMs,
    },
    { ...at, id: 'low', priority: 3, cause: 'level', condition: { kind: 'below', limit: 1, hysteresis: 0.5 } },
    {
      ...at,
      id: 'rising',
      priority: 2,
      cause: 'level',
      condition: { kind: 'rising', perMin: (2 * 60_000) / cadenceMs, windowMs: 2 * cadenceMs },
    },
    {
      ...at,
      id: 'odd',
      priority: 4,
      cause: 'level',
      condition: { kind: 'deviating', by: 4, windowMs: 5 * cadenceMs },
    },
    { ...at, id: 'silent', priority: 4, cause: 'silence', condition: { kind: 'missing', afterMs: 4 * cadenceMs } },
  ];
}

/** All that must not depend on the way: the samples kept, the alarms, the whole life of each alarm. */
export function outcomeOf(pipeline: Pipeline, streams: number, nowMs: number): string {
  const samples = Array.from({ length: streams }, (_, i) => {
    const { timesMs, values, start, end } = pipeline.samplesOf(i);
    return [Array.from(timesMs.subarray(start, end)), Array.from(values.subarray(start, end))];
  });
  const { alarms } = pipeline;
  const lives = alarms.keys().map((key) => [key, alarms.history(key, nowMs)]);
  const standing = alarms.standing(nowMs).map(({ key, state, value }) => [key, state, value]);
  return JSON.stringify({ samples, standing, lives: lives.filter(([, life]) => life.length > 0) });
}

/** Any permutation and duplication of a message set leads to the same outcome: how many sets did, and the smallest that did not. */
export function permutationLaw(runs: number, seed: number): { alike: number; counterexample: string | null } {
  const cadenceMs = 1000;
  const streams: StreamInfo[] = [0, 1].map((i) => ({ id: `s${i}`, source: 0, cadenceMs, rules: rulesFor(cadenceMs) }));
  const nowMs = 100_000;
  const message = fc.record({
    stream: fc.nat(1),
    timeMs: fc.integer({ min: 1, max: 40 }).map((n) => n * cadenceMs),
    delayMs: fc.nat(3),
    value: fc.integer({ min: 0, max: 10 }),
  });
  const acts = fc.array(
    fc.record({
      key: fc.constantFrom('s0 high', 's0 long', 's1 low', 's1 silent'),
      kind: fc.constantFrom('acknowledge' as const, 'takeOut' as const, 'putBack' as const),
      atMs: fc.integer({ min: 1, max: 45 }).map((n) => n * cadenceMs),
    }),
    { maxLength: 6 },
  );
  const set = fc.array(message, { minLength: 1, maxLength: 60 });
  const play = (messages: readonly { stream: number; timeMs: number; delayMs: number; value: number }[]) => {
    const pipeline = new Pipeline(streams, 64);
    for (const { stream, timeMs, delayMs, value } of messages)
      pipeline.take({ stream, timeMs, resultMs: timeMs + delayMs, value }, nowMs, 'live');
    pipeline.markHeartbeat(0, nowMs);
    return pipeline;
  };
  const { failed, numRuns, counterexample } = fc.check(
    fc.property(
      set.chain((messages) =>
        fc.tuple(
          fc.constant(messages),
          fc.shuffledSubarray([...messages, ...messages], { minLength: 2 * messages.length }),
        ),
      ),
      acts,
      ([messages, mixed], operators) => {
        const [plain, other] = [play(messages), play(mixed)];
        // Acts name alarms that are there: they are done once all is heard.
        for (const pipeline of [plain, other])
          for (const { key, kind, atMs } of pipeline === plain ? operators : operators.toReversed())
            pipeline.alarms.act({ key, event: { kind, atMs, by: 'a' } });
        return outcomeOf(plain, 2, nowMs) === outcomeOf(other, 2, nowMs);
      },
    ),
    { numRuns: runs, seed },
  );
  return { alike: failed ? numRuns - 1 : numRuns, counterexample: failed ? JSON.stringify(counterexample) : null };
}

/** ISA-18.2's arrows, written down a second time as a table: from each state, what may follow each event. */
const ARROWS: Record<StepState['kind'], Partial<Record<AlarmEvent['kind'], StepState['kind'][]>>> = {
  normal: { raise: ['unacknowledged'], shelve: ['shelved'], suppress: ['suppressed'], takeOut: ['outOfService'] },
  unacknowledged: {
    clear: ['returned'],
    acknowledge: ['acknowledged'],
    shelve: ['shelved'],
    suppress: ['suppressed'],
    takeOut: ['outOfService'],
  },
  acknowledged: {
    clear: ['normal'],
    shelve: ['shelved'],
    suppress: ['suppressed'],
    takeOut: ['outOfService'],
  },
  returned: {
    raise: ['unacknowledged'],
    acknowledge: ['normal'],
    shelve: ['shelved'],
    suppress: ['suppressed'],
    takeOut: ['outOfService'],
  },
  shelved: {
    raise: ['shelved'],
    clear: ['shelved'],
    unshelve: ['normal', 'unacknowledged'],
    expire: ['normal', 'unacknowledged'],
    takeOut: ['outOfService'],
  },
  suppressed: {
    raise: ['suppressed'],
    clear: ['suppressed'],
    unsuppress: ['normal', 'unacknowledged'],
    takeOut: ['outOfService'],
  },
  outOfService: { raise: ['outOfService'], clear: ['outOfService'], putBack: ['normal', 'unacknowledged'] },
};

const KINDS: readonly AlarmEvent['kind'][] = [
  'raise',
  'clear',
  'acknowledge',
  'shelve',
  'unshelve',
  'expire',
  'suppress',
  'unsuppress',
  'takeOut',
  'putBack',
];

export interface Walks {
  walks: number;
  steps: number;
  refused: number;
  /** Steps that the table does not know, or that it knows and the machine refused. */
  illegal: number;
  /** Arrows of the table that no walk took. */
  untaken: number;
}

/** Random walks over all events from all states, each step held against the table and against the process beneath. */
export function walkLaw(walks: number, seed: number): Walks {
  const told: Walks = { walks, steps: 0, refused: 0, illegal: 0, untaken: 0 };
  const taken = new Set<string>();
  let random = seed >>> 0;
  const draw = (below: number) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  for (let walk = 0; walk < walks; walk++) {
    let state = { kind: 'normal' } as ReturnType<typeof stepAlarm> & object;
    let isActive = false;
    const events: AlarmEvent[] = [];
    let atMs = 0;
    for (let step = 0; step < 12; step++) {
      atMs += 1 + draw(1000);
      const event = eventOf(KINDS[draw(KINDS.length)], atMs, draw(3));
      if (event.kind === 'raise' && isActive) continue;
      if (event.kind === 'clear' && !isActive) continue;
      const before = state.kind;
      const next = stepAlarm(state, event);
      const allowed = ARROWS[before][event.kind];
      const isTooEarly = event.kind === 'expire' && state.kind === 'shelved' && atMs < state.untilMs;
      const isTooLong = event.kind === 'shelve' && event.untilMs - atMs > MAX_SHELF_MS;
      if (event.kind === 'raise') isActive = true;
      if (event.kind === 'clear') isActive = false;
      if (next === null) {
        told.refused++;
        if (allowed && !isTooEarly && !isTooLong) told.illegal++;
        continue;
      }
      told.steps++;
      if (!allowed?.includes(next.kind) || isTooEarly || isTooLong) told.illegal++;
      if (isActiveIn(next) !== isActive) told.illegal++;
      taken.add(`${before} ${event.kind} ${next.kind}`);
      state = next;
      if (event.kind !== 'expire') events.push(event);
    }
    const folded = foldAlarm(events, atMs);
    if (
      folded.some(
        ({ state: { kind }, event }, i) => !ARROWS[folded[i - 1]?.state.kind ?? 'normal'][event.kind]?.includes(kind),
      )
    )
      told.illegal++;
  }
  for (const [from, row] of Object.entries(ARROWS))
    for (const [event, ends] of Object.entries(row))
      for (const end of ends) if (!taken.has(`${from} ${event} ${end}`)) told.untaken++;
  return told;
}

function isActiveIn(state: ReturnType<typeof stepAlarm> & object): boolean {
  if ('activeFromMs' in state) return state.activeFromMs !== null;
  return state.kind === 'unacknowledged' || state.kind === 'acknowledged';
}

function eventOf(kind: AlarmEvent['kind'], atMs: number, choice: number): AlarmEvent {
  if (kind === 'shelve') return { kind, atMs, by: 'a', untilMs: atMs + [500, 5000, MAX_SHELF_MS + 1][choice] };
  if (kind === 'raise' || kind === 'clear' || kind === 'suppress' || kind === 'unsuppress' || kind === 'expire')
    return { kind, atMs };
  return { kind, atMs, by: 'a' };
}

export interface FaultScript {
  messages: number;
  lost: number;
  duplicates: number;
  disconnects: number;
  repaired: number;
  /** Alarm steps of the clean run: the comparison speaks of something. */
  alarmSteps: number;
  /** Streams of which the page says that their clock is off, and those that are so by more than 2 s with the shortest way in it. */
  skewedTold: number;
  skewedTrue: number;
  holesLeft: number;
  /** Against a clean wire from the same clocks: samples, alarms and their lives. */
  isSame: boolean;
  /** Against true clocks: the same values and the same alarms, each time off by its own clock and no more. */
  isSameButClocks: boolean;
}

const HOUR_MS = 3_600_000;
/** The page is opened when each stream has spoken, as a page is: it takes what was from history. */
const OPENS_AFTER_MS = 120_000;
const THINGS = 12;
/** From the event to the result, and to the page by the shortest way. */
const RESULT_MS = 50;
const WAY_MS = 200;
const STREAMS = 48;

/** An hour of one page: 1 % lost, 5 % twice, ±10 s of disorder, clocks off by ±3 s, 20 cuts of 5 to 90 s. */
export async function faultScript(seed: number): Promise<FaultScript> {
  let state = seed >>> 0;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const startMs = Date.UTC(2026, 6, 18, 12);
  const skewMs = Array.from({ length: THINGS }, () => Math.round((2 * draw() - 1) * 3000));
  const infos: StreamInfo[] = Array.from({ length: STREAMS }, (_, i) => {
    const cadenceMs = [10_000, 30_000, 60_000][i % 3];
    return { id: `s${i}`, source: 0, cadenceMs, rules: rulesFor(cadenceMs) };
  });
  const made: { atMs: number; observation: Observation }[] = [];
  for (const [stream, { cadenceMs }] of infos.entries()) {
    const stepMs = cadenceMs ?? 0;
    let value = 3;
    let silent = 0;
    for (let atMs = startMs + Math.round(draw() * stepMs); atMs < startMs + HOUR_MS; atMs += stepMs) {
      value = Math.min(10, Math.max(0, value + (draw() - 0.48) * 1.5));
      if (draw() < 0.004) silent = 6;
      if (silent-- > 0) continue;
      const observation = { stream, timeMs: atMs, resultMs: atMs + RESULT_MS, value: Math.round(value * 100) / 100 };
      made.push({ atMs, observation });
    }
  }
  const clocked = made.map(({ atMs, observation }) => {
    const off = skewMs[observation.stream % THINGS];
    return {
      atMs,
      observation: { ...observation, timeMs: observation.timeMs + off, resultMs: observation.resultMs + off },
    };
  });
  const endMs = startMs + HOUR_MS + 120_000;
  const clean = (messages: typeof made) => {
    const pipeline = new Pipeline(infos, 512);
    for (const { atMs, observation } of [...messages].sort((a, b) => a.atMs - b.atMs))
      pipeline.take(observation, atMs + WAY_MS, 'live');
    pipeline.markHeartbeat(0, startMs + HOUR_MS);
    return pipeline;
  };
  const sameClocks = clean(clocked);
  const trueClocks = clean(made);
  const cuts = Array.from({ length: 20 }, (_, i) => {
    const fromMs = startMs + ((i + 0.2 + 0.5 * draw()) * HOUR_MS) / 20;
    return { fromMs, toMs: fromMs + 5000 + draw() * 85_000 };
  });
  const told: FaultScript = {
    messages: made.length,
    lost: 0,
    duplicates: 0,
    disconnects: cuts.length,
    repaired: 0,
    alarmSteps: 0,
    skewedTold: 0,
    skewedTrue: 0,
    holesLeft: 0,
    isSame: false,
    isSameButClocks: false,
  };
  const openMs = startMs + OPENS_AFTER_MS;
  const arrivals: { atMs: number; observation: Observation | null; cut: number | null }[] = [];
  for (const { atMs, observation } of clocked) {
    for (let copy = 0; copy < (draw() < 0.05 ? 2 : 1); copy++) {
      const arrivesMs = atMs + WAY_MS + draw() * 20_000 * (draw() < 0.5 ? 1 : 0);
      if (copy > 0) told.duplicates++;
      if (draw() < 0.01 || cuts.some(({ fromMs, toMs }) => arrivesMs >= fromMs && arrivesMs < toMs)) told.lost++;
      else arrivals.push({ atMs: arrivesMs, observation, cut: null });
    }
  }
  for (const [cut, { toMs }] of cuts.entries()) arrivals.push({ atMs: toMs, observation: null, cut });
  for (let atMs = startMs; atMs <= endMs; atMs += 30_000) arrivals.push({ atMs, observation: null, cut: null });
  arrivals.sort((a, b) => a.atMs - b.atMs);

  const faulty = new Pipeline(infos, 512);
  let nowMs = startMs;
  /** What the hub had stored by then: it heard everything, each message at its own time. */
  const history: History = {
    async *range(fromMs, toMs, stream) {
      for (const { atMs, observation } of clocked)
        if (atMs + WAY_MS <= nowMs && observation.timeMs >= fromMs && observation.timeMs <= toMs)
          if (stream === null || stream === observation.stream) yield observation;
    },
    async *recent(streams, fromMs, most) {
      const known = clocked.filter(({ atMs, observation }) => atMs + WAY_MS <= nowMs && observation.timeMs >= fromMs);
      for (const stream of streams)
        yield* known
          .flatMap(({ observation }) => (observation.stream === stream ? [observation] : []))
          .sort((a, b) => b.timeMs - a.timeMs)
          .slice(0, most);
    },
  };
  nowMs = openMs;
  await repair(faulty, 0, history, () => nowMs, startMs - 10_000);
  for (const { atMs, observation, cut } of arrivals) {
    if (atMs < openMs) continue;
    nowMs = atMs;
    if (observation) faulty.take(observation, atMs, 'live');
    else {
      const sinceMs = cut === null ? null : cuts[cut].fromMs - 20_000;
      told.repaired += await repair(faulty, 0, history, () => nowMs, sinceMs);
    }
  }
  nowMs = endMs;
  told.repaired += await repair(faulty, 0, history, () => nowMs, endMs - 300_000);
  faulty.markHeartbeat(0, startMs + HOUR_MS);

  const lives = (pipeline: Pipeline, offMs: (stream: number) => number) =>
    pipeline.alarms.keys().map((key) => {
      const stream = Number(/^s(\d+)/.exec(key)?.[1]);
      return [
        key,
        pipeline.alarms
          .history(key, endMs)
          .map(({ event, state }) => [event.kind, state.kind, event.atMs - offMs(stream)]),
      ];
    });
  const none = () => 0;
  told.alarmSteps = sameClocks.alarms
    .keys()
    .reduce((sum, key) => sum + sameClocks.alarms.history(key, endMs).length, 0);
  told.isSame = outcomeOf(sameClocks, STREAMS, endMs) === outcomeOf(faulty, STREAMS, endMs);
  const [truth] = faulty.tally(endMs);
  const [cleanTruth] = sameClocks.tally(endMs);
  told.skewedTold = truth.skewed;
  told.skewedTrue = infos.filter((_, i) => Math.abs(WAY_MS - RESULT_MS - skewMs[i % THINGS]) > 2000).length;
  told.holesLeft = truth.lost - cleanTruth.lost;
  told.isSameButClocks =
    JSON.stringify(lives(trueClocks, none)) === JSON.stringify(lives(faulty, (stream) => skewMs[stream % THINGS])) &&
    infos.every((_, i) => faulty.samplesOf(i).lastValue === trueClocks.samplesOf(i).lastValue);
  return told;
}
