import { alarmKey } from '../../model/alarms/alarm.ts';
import type { ReportedRule } from '../../model/alarms/alarm-store.ts';
import type { Command } from '../../model/commands/commands.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import type { CommandRows } from './command-rows.ts';

const RULE_ID = 'command';
/** A command that ended longer ago is no news after a restart. */
const LOOK_BACK_MS = 86_400_000;

/** A command that no device confirmed raises an alarm at the device; it clears when the device shows the value, or does a later command. */
export class CommandAlarms {
  private readonly alarms: Pick<AlarmWatch, 'raise' | 'clear' | 'isActive'>;
  private readonly rows: CommandRows;
  /** By device, what it was told and did not confirm. */
  private readonly unconfirmed = new Map<string, number>();

  constructor(alarms: Pick<AlarmWatch, 'raise' | 'clear' | 'isActive'>, rows: CommandRows) {
    this.alarms = alarms;
    this.rows = rows;
  }

  /** After a restart: the row of a command may be durable and its alarm not yet. */
  async resume(nowMs: number): Promise<void> {
    for (const command of await this.rows.lastUnconfirmed(nowMs - LOOK_BACK_MS)) await this.take(command);
  }

  /** The command's new state. */
  async take({ device, value, isCritical, state }: Command): Promise<void> {
    if (state.kind === 'unconfirmed') {
      this.unconfirmed.set(device, value);
      await this.alarms.raise(await this.ruleFor(device, isCritical));
    } else if (state.kind === 'done') await this.clear(device);
  }

  /** The device shows a value; what it did not confirm may have come about after all. */
  async read(device: string, value: number): Promise<void> {
    if (this.unconfirmed.get(device) === value) await this.clear(device);
  }

  private async clear(device: string): Promise<void> {
    this.unconfirmed.delete(device);
    await this.alarms.clear(await this.keyOf(device));
  }

  private async keyOf(device: string): Promise<string> {
    return alarmKey((await this.rows.streamOf(device)) ?? device, RULE_ID);
  }

  private async ruleFor(device: string, isCritical: boolean): Promise<ReportedRule> {
    const at = await this.rows.streamOf(device);
    return {
      id: alarmKey(at ?? device, RULE_ID),
      at,
      priority: isCritical ? 1 : 2,
      title: { zh: '控制指令未确认', en: 'Command not confirmed' },
      consequence: {
        zh: '设备没有应答，或应答后状态不符；实际状态未知',
        en: 'The device did not answer, or its state does not show it: what it really does is unknown',
      },
      action: { zh: '派人到现场核实，必要时就地操作', en: 'Send someone to check and operate it on site if needed' },
      cause: 'command unconfirmed',
    };
  }
}
