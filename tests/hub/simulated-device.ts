import { isSigned, type SignedCommand } from '../../hub/command-signature.ts';
import type { Bus } from '../../hub/hub.ts';

/** How a device takes a command: as it should, not at all, or in the ways that a hub must see through. */
export type Temper = 'honest' | 'refuses' | 'deaf' | 'lies';

/** A device that does what a real one must: it checks the signature, its own clock, and that it has not done this id before. */
export class SimulatedDevice {
  value = 0;
  executed = 0;
  temper: Temper = 'honest';
  private readonly done = new Set<string>();
  private readonly name: string;
  private readonly key: Buffer;
  private readonly bus: Bus;
  private readonly nowMs: () => number;

  constructor(name: string, key: Buffer, bus: Bus, nowMs: () => number) {
    this.name = name;
    this.key = key;
    this.bus = bus;
    this.nowMs = nowMs;
  }

  listen(): Promise<() => void> {
    return this.bus.subscribe(`devices/${this.name}/set`, ({ payload }) => void this.take(payload));
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
