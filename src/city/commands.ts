import * as v from 'valibot';
import { parseAs } from './grid.ts';

/** What a kind of thing can be told (反向控制); critical ones need a second person. */
export interface DeviceRule {
  verb: 'run' | 'open' | 'dim';
  least: number;
  most: number;
  /** UCUM. */
  unit: string;
  isCritical: boolean;
}

const DEVICES: Readonly<Record<string, DeviceRule>> = {
  pump: { verb: 'run', least: 0, most: 1, unit: '1', isCritical: true },
  gate: { verb: 'open', least: 0, most: 90, unit: 'deg', isCritical: true },
  lamp: { verb: 'dim', least: 0, most: 100, unit: '%', isCritical: false },
};

export const DEVICE_KINDS: readonly string[] = Object.keys(DEVICES);

export function deviceRule(kind: string): DeviceRule | null {
  return Object.hasOwn(DEVICES, kind) ? DEVICES[kind] : null;
}

const Text = v.pipe(v.string(), v.maxLength(500));
const Instant = v.pipe(v.number(), v.finite());

/**
 * intent → (a second person) → sent → acknowledged → done. What a device says it did is believed only when its state, read back, says so
 * too; else the command ends `unconfirmed`, which is an alarm.
 */
const State = v.variant('kind', [
  v.object({ kind: v.literal('waiting') }),
  v.object({ kind: v.picklist(['sent', 'acknowledged', 'done']), atMs: Instant }),
  v.object({ kind: v.literal('denied'), by: Text }),
  v.object({ kind: v.picklist(['refused', 'unconfirmed']), reason: Text }),
  v.object({ kind: v.literal('expired') }),
]);

const Command = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** The asker's own; the same key is the same command, however often it is sent. */
  key: Text,
  device: v.pipe(v.string(), v.maxLength(64)),
  verb: v.string(),
  value: v.pipe(v.number(), v.finite()),
  reason: Text,
  askedBy: Text,
  /** From the asking on; after it nothing is sent, and no device does it. */
  untilMs: Instant,
  isCritical: v.boolean(),
  state: State,
});

export type Command = v.InferOutput<typeof Command>;
export type CommandState = Command['state'];

const Commands = v.object({ commands: v.array(Command) });

export const parseCommands = (json: unknown): readonly Command[] => parseAs(Commands, json, 'commands').commands;
