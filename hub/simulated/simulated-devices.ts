import { join } from 'node:path';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { keyIn } from '../commands/command-key.ts';
import { type DeviceWord, deviceKey, isSigned, type SignedCommand, signWord } from '../commands/command-signature.ts';
import { KEY_FILE } from '../data-folder.ts';
import type { Bus, Hub } from '../hub.ts';
import type { KindLayers } from '../kinds/sensor-kinds.ts';
import { chance, numberOf } from './chance.ts';

/** How a device takes a command: as it should, not at all, or in the ways that a hub must see through. */
type DeviceBehaviour = 'honest' | 'refuses' | 'deaf' | 'lies';

/** A device that does what a real one must: it checks the signature, its own clock, and that it has not done this id before. */
export class SimulatedDevice {
  value = 0;
  executed = 0;
  behaviour: DeviceBehaviour;
  private readonly done = new Set<string>();
  /** Time of its last word of its state. */
  private lastMs = 0;
  private readonly name: string;
  private readonly key: Buffer;
  private readonly bus: Bus;
  private readonly nowMs: () => number;

  constructor(name: string, key: Buffer, bus: Bus, nowMs: () => number, behaviour: DeviceBehaviour = 'honest') {
    this.name = name;
    this.key = key;
    this.bus = bus;
    this.nowMs = nowMs;
    this.behaviour = behaviour;
  }

  async take(payload: Buffer): Promise<void> {
    const command = JSON.parse(payload.toString()) as SignedCommand;
    const reason = this.objection(command);
    if (this.behaviour === 'deaf') return;
    if (reason !== null) return this.say({ channel: 'answer', id: command.id, accepted: false, reason });
    this.done.add(command.id);
    await this.say({ channel: 'answer', id: command.id, accepted: true });
    if (this.behaviour !== 'lies') {
      this.executed++;
      this.value = command.value;
    }
    this.lastMs = Math.max(this.lastMs + 1, this.nowMs());
    await this.say({ channel: 'state', value: this.value, atMs: this.lastMs });
  }

  private say(word: DeviceWord): Promise<void> {
    const { channel, ...said } = word;
    const signature = signWord(this.name, word, this.key);
    return this.bus.publish(`devices/${this.name}/${channel}`, JSON.stringify({ ...said, signature }));
  }

  private objection(command: SignedCommand): string | null {
    if (command.device !== this.name || !isSigned(command, this.key)) return 'not signed for me';
    if (this.nowMs() >= command.untilMs) return 'too late';
    if (this.done.has(command.id)) return 'done before';
    return this.behaviour === 'refuses' ? 'local control' : null;
  }
}

const DEVICE_SEED = 20_261_120;
/** Each share of the city's devices; the rest is honest. */
const BEHAVIOURS: readonly [DeviceBehaviour, number][] = [
  ['refuses', 0.04],
  ['deaf', 0.04],
  ['lies', 0.04],
];
/** A device takes its time. */
const MIN_DELAY_MS = 300;
const MAX_DELAY_MS = 2500;

/** The temper that a device of the demo city has for good. */
export function behaviourOf(device: string): DeviceBehaviour {
  let from = 0;
  const pick = chance(DEVICE_SEED, numberOf(device), 41);
  for (const [behaviour, share] of BEHAVIOURS) {
    from += share;
    if (pick < from) return behaviour;
  }
  return 'honest';
}

/** The pumps, gates and lamps of the demo city at their side of the broker. They are simulated, as its sensors are: nothing moves. */
export async function openSimulatedDevices(
  { bus, folder, nowMs }: Hub,
  things: readonly CitySensor[],
  kinds: Pick<KindLayers, 'current'>,
): Promise<() => Promise<void>> {
  const hubKey = await keyIn(join(folder, KEY_FILE), false);
  const kindOf = new Map(things.map(({ id, kind }) => [id, kind]));
  const devices = new Map<string, SimulatedDevice>();
  /** Whether a thing is a device is asked when it is told something: its kind may have become one. */
  const deviceOf = (id: string): SimulatedDevice | null => {
    const kind = kindOf.get(id);
    if (kind === undefined || kinds.current().deviceOf(kind) === null) return null;
    const device = devices.get(id) ?? new SimulatedDevice(id, deviceKey(hubKey, id), bus, nowMs, behaviourOf(id));
    devices.set(id, device);
    return device;
  };
  const underWay = new Set<ReturnType<typeof setTimeout>>();
  let commandCount = 0;
  const end = await bus.subscribe('devices/+/set', ({ topic, payload }) => {
    const [, name] = topic.split('/');
    const device = deviceOf(name);
    if (!device) return;
    const delayMs =
      MIN_DELAY_MS + chance(DEVICE_SEED, numberOf(name), 42, commandCount++) * (MAX_DELAY_MS - MIN_DELAY_MS);
    const timer = setTimeout(() => {
      underWay.delete(timer);
      device.take(payload).catch((error) => void process.stderr.write(`hub: ${name}: ${String(error)}\n`));
    }, delayMs);
    underWay.add(timer);
  });
  return async () => {
    end();
    for (const timer of underWay) clearTimeout(timer);
  };
}
