import { join } from 'node:path';
import { deviceRule } from '../src/city/commands.ts';
import type { CitySensor } from '../src/city/sensors.ts';
import { chance, numberOf } from './chance.ts';
import { deviceKey, isSigned, type SignedCommand } from './command-signature.ts';
import { keyIn } from './commands.ts';
import type { Bus, Hub } from './hub.ts';

/** How a device takes a command: as it should, not at all, or in the ways that a hub must see through. */
export type Temper = 'honest' | 'refuses' | 'deaf' | 'lies';

/** A device that does what a real one must: it checks the signature, its own clock, and that it has not done this id before. */
export class SimulatedDevice {
  value = 0;
  executed = 0;
  temper: Temper;
  private readonly done = new Set<string>();
  private readonly name: string;
  private readonly key: Buffer;
  private readonly bus: Bus;
  private readonly nowMs: () => number;

  constructor(name: string, key: Buffer, bus: Bus, nowMs: () => number, temper: Temper = 'honest') {
    this.name = name;
    this.key = key;
    this.bus = bus;
    this.nowMs = nowMs;
    this.temper = temper;
  }

  async take(payload: Buffer): Promise<void> {
    const command = JSON.parse(payload.toString()) as SignedCommand;
    const reason = this.objection(command);
    if (this.temper === 'deaf') return;
    const say = (channel: string, said: object) =>
      this.bus.publish(`devices/${this.name}/${channel}`, JSON.stringify(said));
    if (reason !== null) return say('answer', { id: command.id, accepted: false, reason });
    this.done.add(command.id);
    await say('answer', { id: command.id, accepted: true });
    if (this.temper !== 'lies') {
      this.executed++;
      this.value = command.value;
    }
    await say('state', { value: this.value });
  }

  private objection(command: SignedCommand): string | null {
    if (command.device !== this.name || !isSigned(command, this.key)) return 'not signed for me';
    if (this.nowMs() >= command.untilMs) return 'too late';
    if (this.done.has(command.id)) return 'done before';
    return this.temper === 'refuses' ? 'local control' : null;
  }
}

const SEED = 20_261_120;
/** Each share of the city's devices; the rest is honest. */
const TEMPERS: readonly [Temper, number][] = [
  ['refuses', 0.04],
  ['deaf', 0.04],
  ['lies', 0.04],
];
/** A device takes its time. */
const LEAST_DELAY_MS = 300;
const MOST_DELAY_MS = 2500;

/** The temper that a device of the demo city has for good. */
export function temperOf(device: string): Temper {
  let from = 0;
  const pick = chance(SEED, numberOf(device), 41);
  for (const [temper, share] of TEMPERS) {
    from += share;
    if (pick < from) return temper;
  }
  return 'honest';
}

/** The pumps, gates and lamps of the demo city at their side of the broker. They are simulated, as its sensors are: nothing moves. */
export async function openSimulatedDevices(
  { bus, folder, nowMs }: Hub,
  things: readonly CitySensor[],
): Promise<() => Promise<void>> {
  const hubKey = await keyIn(join(folder, 'commands.key'));
  const devices = new Map(
    things
      .filter(({ kind }) => deviceRule(kind) !== null)
      .map(({ id }) => [id, new SimulatedDevice(id, deviceKey(hubKey, id), bus, nowMs, temperOf(id))]),
  );
  const underWay = new Set<ReturnType<typeof setTimeout>>();
  let told = 0;
  const end = await bus.subscribe('devices/+/set', ({ topic, payload }) => {
    const [, name] = topic.split('/');
    const device = devices.get(name);
    if (!device) return;
    const delayMs = LEAST_DELAY_MS + chance(SEED, numberOf(name), 42, told++) * (MOST_DELAY_MS - LEAST_DELAY_MS);
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
