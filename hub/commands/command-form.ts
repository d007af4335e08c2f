import { randomUUID } from 'node:crypto';
import type { Command } from '../../model/commands/commands.ts';
import type { SensorKinds } from '../../model/sensors/sensor-kind.ts';
import { jsonText } from '../../model/text/json-text.ts';
import type { Message } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { hubMessage } from '../messages.ts';
import { MAX_COMMAND_MS } from './command-life.ts';

const MIN_KEY = 8;
const MAX_KEY = 100;
const MAX_REASON = 500;

/** Person who sends a command, the kinds of things, and the time. */
interface Asker {
  name: string;
  kindOf(device: string): Promise<string | null>;
  kinds: SensorKinds;
  nowMs: number;
}

/** A command as it was asked for, or what is wrong with it. */
export async function commandIn(body: unknown, { name, kindOf, kinds, nowMs }: Asker): Promise<Command | Message> {
  const key = fieldOf(body, 'key');
  const device = fieldOf(body, 'device');
  const verb = fieldOf(body, 'verb');
  const value = fieldOf(body, 'value');
  const reason = fieldOf(body, 'reason');
  const untilMs = fieldOf(body, 'untilMs');
  if (typeof key !== 'string' || key.length < MIN_KEY || key.length > MAX_KEY)
    return hubMessage('bad-text', { place: 'key', least: MIN_KEY, most: MAX_KEY });
  if (typeof device !== 'string' || !/^[\w-]{1,64}$/.test(device))
    return hubMessage('bad-field', {
      place: 'device',
      expected: 'the id of a sensor that can be told',
      got: clipped(device),
    });
  const rule = kinds.deviceOf((await kindOf(device)) ?? '');
  if (!rule) return hubMessage('bad-device', { choices: deviceKinds(kinds) });
  if (verb !== rule.verb) return hubMessage('bad-choice', { place: 'verb', choices: rule.verb, got: clipped(verb) });
  const { min, max, isCritical } = rule;
  if (typeof value !== 'number' || !(value >= min && value <= max))
    return hubMessage('bad-range', { place: 'value', least: min, most: max, got: clipped(value) });
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > MAX_REASON)
    return hubMessage('bad-text', { place: 'reason', least: 1, most: MAX_REASON });
  if (typeof untilMs !== 'number' || untilMs <= nowMs || untilMs > nowMs + MAX_COMMAND_MS)
    return hubMessage('bad-time', { place: 'untilMs', got: clipped(untilMs) });
  return {
    id: randomUUID(),
    // As a pair: a name may hold spaces, and so may a key.
    key: JSON.stringify([name, key]),
    device,
    verb: rule.verb,
    value,
    reason,
    askedBy: name,
    untilMs,
    isCritical,
    state: { kind: 'waiting' },
  };
}

/** Whether a command asks for what another one asked for; one key is one command, and not a second, different one. */
export function isSameCommand(a: Command, b: Command): boolean {
  return (
    a.device === b.device &&
    a.verb === b.verb &&
    a.value === b.value &&
    a.reason === b.reason &&
    a.untilMs === b.untilMs
  );
}

/** Kinds that can be told something, by their names; in English by their ids. */
function deviceKinds(kinds: SensorKinds): Text {
  const devices = kinds.file.kinds.filter(({ device }) => device);
  return {
    zh: devices.map(({ id, label }) => label?.zh ?? id).join('、'),
    en: devices.map(({ id }) => id).join(', '),
  };
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}

function clipped(value: unknown): string {
  return jsonText(value).slice(0, 60);
}
