import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import type { Alarm } from './alarm.ts';
import { raisedMs } from './alarm.ts';
import { type AlarmEvent, type AlarmState, asAlert, stepAlarm, stepStateOf } from './alarm-machine.ts';

const Instant = v.number();
const By = v.string();
const ActiveFrom = v.nullable(Instant);

const State = v.variant('kind', [
  v.object({ kind: v.literal('normal') }),
  v.object({ kind: v.literal('unacknowledged'), raisedMs: Instant }),
  v.object({ kind: v.literal('acknowledged'), raisedMs: Instant, by: By }),
  v.object({ kind: v.literal('alert'), raisedMs: Instant }),
  v.object({ kind: v.literal('returned'), raisedMs: Instant, clearedMs: Instant }),
  v.object({ kind: v.literal('shelved'), untilMs: Instant, by: By, activeFromMs: ActiveFrom }),
  v.object({ kind: v.literal('suppressed'), activeFromMs: ActiveFrom }),
  v.object({ kind: v.literal('outOfService'), by: By, activeFromMs: ActiveFrom }),
]);

const Text = v.object({ zh: v.string(), en: v.string() });

const Message = v.object({
  /** Grows with each change in the hub, also over its restarts: of two messages of one alarm the greater is the later. */
  seq: v.number(),
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  /** The stream where it is shown. */
  at: v.nullable(v.string()),
  /** `normal`: it stands no more. */
  state: State,
  meaning: v.object({
    priority: v.picklist([1, 2, 3, 4]),
    title: Text,
    consequence: Text,
    action: Text,
    cause: v.string(),
    isAlert: v.optional(v.boolean(), false),
  }),
  limit: v.nullable(v.number()),
  by: v.nullable(v.string()),
  isLate: v.boolean(),
  /** What the stream read when it was raised; null or absent: no single value raised it, or an older hub did not keep it. */
  raised: v.optional(v.nullable(v.object({ value: v.number(), atMs: Instant })), null),
  /** The highest value since it was raised, the lowest of an alarm below a set point; absent: of an older hub. */
  extreme: v.optional(v.nullable(v.object({ value: v.number(), atMs: Instant })), null),
});

const List = v.object({ seq: v.number(), alarms: v.array(Message) });

/** One alarm as the hub sends it over MQTT and HTTP; without its newest value, which the page has from the stream itself. */
export type AlarmMessage = v.InferOutput<typeof Message>;
/** All that stand, and the greatest `seq` that the list has in it. */
export type AlarmList = v.InferOutput<typeof List>;

/** Reads what the hub sends of alarms on its stream; an error names the field that is wrong. */
export const parseAlarmMessage = (json: unknown): AlarmMessage => parseAs(Message, json, 'alarm');
/** Reads the hub's whole list of alarms; an error names the field that is wrong. */
export const parseAlarmList = (json: unknown): AlarmList => parseAs(List, json, 'alarms');

/** One change of an alarm to what was said of it before: does a page have to be told? Values are not part of it. */
export function isSameMessage(a: AlarmMessage | undefined, b: AlarmMessage): boolean {
  return a !== undefined && JSON.stringify({ ...a, seq: 0 }) === JSON.stringify({ ...b, seq: 0 });
}

/**
 * The hub's list on a page: messages and whole lists in any order give what the hub had last. Acts of a visitor, which the hub does not
 * take, are laid over it for this page alone.
 */
export class RemoteAlarms {
  private readonly known = new Map<string, AlarmMessage>();
  private readonly ownActs = new Map<string, AlarmEvent[]>();
  private changes = 0;

  /** Grows with each change. */
  get version(): number {
    return this.changes;
  }

  take(message: AlarmMessage): void {
    const { key, seq } = message;
    if ((this.known.get(key)?.seq ?? Number.NEGATIVE_INFINITY) >= seq) return;
    this.known.set(key, message);
    this.changes++;
  }

  /** What the list does not name is normal, unless it was told after the list was made. */
  takeList({ seq, alarms }: AlarmList): void {
    const named = new Set(alarms.map(({ key }) => key));
    for (const [key, { seq: own }] of this.known) if (!named.has(key) && own <= seq) this.known.delete(key);
    for (const alarm of alarms) this.take(alarm);
    this.changes++;
  }

  actHere(key: string, event: AlarmEvent): void {
    this.ownActs.set(key, [...(this.ownActs.get(key) ?? []), event]);
    this.changes++;
  }

  forget(): void {
    this.known.clear();
    this.ownActs.clear();
    this.changes++;
  }

  /** Those that stand, with their streams' numbers and newest values on this page. */
  standing(streamOf: (id: string) => number | undefined, newestOf: (stream: number) => number): Alarm[] {
    const out: Alarm[] = [];
    for (const { key, at, state, meaning, limit, by, isLate, raised, extreme } of this.known.values()) {
      const shown = this.withOwnActs(key, state, meaning.isAlert);
      if (shown.kind === 'normal') continue;
      const stream = at === null ? null : (streamOf(at) ?? null);
      const value = stream === null || (limit === null && raised === null) ? null : newestOf(stream);
      const number = value === null || Number.isNaN(value) ? null : value;
      out.push({ key, stream, state: shown, meaning, value: number, raised, extreme, limit, by, isLate });
    }
    return out.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** What was done here to this life of the alarm, and not to one before it. */
  private withOwnActs(key: string, state: AlarmState, isAlert: boolean): AlarmState {
    let shown = stepStateOf(state);
    const fromMs = raisedMs(state) ?? Number.NEGATIVE_INFINITY;
    for (const event of this.ownActs.get(key) ?? []) if (event.atMs >= fromMs) shown = stepAlarm(shown, event) ?? shown;
    return isAlert ? asAlert(shown) : shown;
  }
}
