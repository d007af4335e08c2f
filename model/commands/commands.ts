import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import type { Text } from '../city/manifest.ts';

const Words = v.pipe(v.string(), v.maxLength(500));
const Instant = v.pipe(v.number(), v.finite());

/**
 * intent → (a second person) → sent → acknowledged → done. What a device says it did is believed only when its state, read back, says so
 * too; else the command ends `unconfirmed`, which is an alarm.
 */
const State = v.variant('kind', [
  v.object({ kind: v.literal('waiting') }),
  v.object({ kind: v.picklist(['sent', 'acknowledged', 'done']), atMs: Instant }),
  v.object({ kind: v.literal('denied'), by: Words }),
  v.object({ kind: v.picklist(['refused', 'unconfirmed']), reason: Words }),
  v.object({ kind: v.literal('expired') }),
]);

const Command = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** The asker's own; the same key is the same command, however often it is sent. */
  key: Words,
  device: v.pipe(v.string(), v.maxLength(64)),
  verb: v.string(),
  value: v.pipe(v.number(), v.finite()),
  reason: Words,
  askedBy: Words,
  /** From the asking on; after it nothing is sent, and no device does it. */
  untilMs: Instant,
  isCritical: v.boolean(),
  state: State,
});

/** Why a command was refused or is unconfirmed, where the hub itself says so; a device's own words stand as they came. */
const REASONS: Readonly<Record<string, Text>> = {
  'no-answer': { zh: '设备没有应答', en: 'the device did not answer' },
  'no-state': { zh: '设备已应答，但状态没有变化', en: 'the device accepted it, but its state does not show it' },
  'no-reason': { zh: '设备没有说明原因', en: 'the device gave no reason' },
};

/** The reason in both languages. */
export function commandReason(reason: string): Text {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason] : { zh: reason, en: reason };
}

/** A command to a device: what it shall do, why, who gave it, until when it holds and what became of it. */
export type Command = v.InferOutput<typeof Command>;
/** Where a command stands between given and done. */
export type CommandState = Command['state'];

const Commands = v.object({ commands: v.array(Command) });

/** Reads the hub's list of commands; an error names the field that is wrong. */
export const parseCommands = (json: unknown): readonly Command[] => parseAs(Commands, json, 'commands').commands;
