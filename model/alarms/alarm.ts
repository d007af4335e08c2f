import { type AlarmEvent, type AlarmState, activeFrom } from './alarm-machine.ts';
import type { AlarmText } from './rules.ts';

/** Key of an alarm: of one rule at one stream (its id for life), or of a combined rule. */
export type AlarmKey = string;

/** The key of an alarm, one for each pair of stream and rule; ids hold no spaces. */
export function alarmKey(streamId: string, ruleId: string): AlarmKey {
  return `${streamId} ${ruleId}`;
}

/** The stream (or other object) that a key begins with; stream ids may hold blanks, rule ids do not. */
export function streamOfKey(key: AlarmKey): string {
  return key.slice(0, Math.max(0, key.lastIndexOf(' ')));
}

/** The rule that a key ends with. */
export function ruleOfKey(key: AlarmKey): string {
  return key.slice(key.lastIndexOf(' ') + 1);
}

/** What the stream read when its alarm was raised, or at another moment of its life: a value that has fallen back since says no more why there is an alarm. */
export interface RaisingValue {
  /** In the stream's own unit. */
  value: number;
  /** UTC milliseconds of event time. */
  atMs: number;
}

/** An alarm that is not normal, as panels and map show it. */
export interface Alarm {
  key: AlarmKey;
  /** Its place among the streams; null where it belongs to none of them. */
  stream: number | null;
  state: AlarmState;
  meaning: AlarmText;
  /** At the last sample; null of an alarm that no single value raised. */
  value: number | null;
  /** Null: no single value raised it, or it was not kept (of a hub from before it was, or of a time before the samples kept). */
  raised: RaisingValue | null;
  /**
   * The highest value since it was raised, or the lowest where it is one below a set point: what a flood's crest was is what people ask, and the newest
   * value has fallen back by then. Null or absent: of an alarm that no set point raised, or of a hub from before it was kept.
   */
  extreme?: RaisingValue | null;
  /** The set point that was passed, where the rule has one. */
  limit: number | null;
  /** While it is suppressed: the alarm that stands for it. */
  by: AlarmKey | null;
  /** It began before what was already shown when it became known: data came late. */
  isLate: boolean;
}

/** What an operator does to an alarm; shared by all through the hub. */
export interface AlarmAct {
  key: AlarmKey;
  event: AlarmEvent;
}

/** When it was raised; null where nothing is active. */
export function raisedMs(state: AlarmState): number | null {
  return state.kind === 'returned' ? state.raisedMs : activeFrom(state);
}

/** Whether an operator still has to acknowledge it. */
export function isUnacknowledged({ state }: Pick<Alarm, 'state'>): boolean {
  return state.kind === 'unacknowledged' || state.kind === 'returned';
}
