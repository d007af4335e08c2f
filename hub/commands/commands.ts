import { join } from 'node:path';
import type { Command } from '../../model/commands/commands.ts';
import { COMMANDS_TOPIC } from '../../model/hub/topics.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers } from '../accounts/scope.ts';
import type { AlarmWatch } from '../alarms/alarm-watch.ts';
import { allowance, tellPages } from '../broker/bus.ts';
import { KEY_FILE } from '../data-folder.ts';
import { hasRun } from '../health.ts';
import type { Message as BusMessage, Hub } from '../hub.ts';
import type { KindLayers } from '../kinds/sensor-kinds.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import { HubUnready, reportFailure } from '../unready.ts';
import { CommandAlarms } from './command-alarm.ts';
import { commandIn, isSameCommand } from './command-form.ts';
import { keyIn } from './command-key.ts';
import { type CommandEvent, nextCommandState } from './command-life.ts';
import { CommandRows } from './command-rows.ts';
import { type DeviceWord, deviceKey, isSignedWord, sign } from './command-signature.ts';

const TICK_MS = 500;
/** Ended ones are listed for a day. */
const LISTED_MS = 86_400_000;
/** A device tells its answer and its state by its own topics: `devices/<id>/answer`, `devices/<id>/state`. */
const ANSWERS = 'devices/+/answer';
const STATES = 'devices/+/state';
const MAX_BYTES = 4096;
const MAX_REASON = 200;
/** A device's clock may be off by this; its commands would run out before they came otherwise. */
const MAX_STATE_AGE_MS = 5 * 60_000;

/** The commands that the hub has given and not yet ended. */
export interface Commands {
  /** Looks at the clock: what waited too long ends. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** What commands need of the hub beside what every part is given. */
interface CommandParts {
  alarms: Pick<AlarmWatch, 'raise' | 'clear' | 'isActive'>;
  kinds: Pick<KindLayers, 'current'>;
}

/**
 * 反向控制. Nothing reaches a device but through here: the hub alone publishes to `devices/…/set`, signed, after its row and its audit
 * row are durable. A command that was `sent` when the hub was killed is not sent again: whether it was done, the device's state tells.
 * One that no device confirms raises an alarm.
 */
export async function openCommands(hub: Hub, accounts: Accounts, parts: CommandParts): Promise<Commands> {
  const rows = await CommandRows.open(hub.sql);
  // Passwords of devices are made of it too: a hub that once ran has one.
  const isUsed = (await rows.hasAny()) || (await hasRun(hub.folder));
  const hubKey = await keyIn(join(hub.folder, KEY_FILE), isUsed);
  const service = new CommandService(hub, accounts, parts, rows, hubKey);
  await service.open();
  return service;
}

class CommandService implements Commands {
  private readonly hub: Hub;
  private readonly accounts: Accounts;
  private readonly kinds: CommandParts['kinds'];
  private readonly alarms: CommandAlarms;
  private readonly rows: CommandRows;
  private readonly hubKey: Buffer;
  /** When each device last told its state, by its own clock. */
  private readonly statesMs = new Map<string, number>();
  private readonly maySpeak = allowance(1, 10, () => performance.now());
  /** One step after the other: two people who confirm at once are one. */
  private readonly inTurn = openMutex();
  private ends: (() => void)[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(hub: Hub, accounts: Accounts, { alarms, kinds }: CommandParts, rows: CommandRows, hubKey: Buffer) {
    this.hub = hub;
    this.accounts = accounts;
    this.kinds = kinds;
    this.alarms = new CommandAlarms(alarms, rows);
    this.rows = rows;
    this.hubKey = hubKey;
  }

  async open(): Promise<void> {
    const { bus, nowMs } = this.hub;
    const take = (message: BusMessage) => this.take(message);
    this.ends = [await bus.subscribe(ANSWERS, take), await bus.subscribe(STATES, take)];
    this.inTurn(() => this.alarms.resume(nowMs())).catch(report);
    this.openList();
    this.openAsking();
    this.openConfirming();
    this.timer = setInterval(() => void this.tick().catch(report), TICK_MS);
  }

  /** What no device could hear is refused before anything is noted. */
  private checkBroker(): void {
    if (this.hub.health.problems().some(({ code }) => code === 'broker-away'))
      throw new HubUnready(hubMessage('devices-away', {}));
  }

  private async move(command: Command, state: Command['state'], who: string, role: string): Promise<Command> {
    const { bus, nowMs, places } = this.hub;
    const next: Command = { ...command, state };
    const { id, device, verb, value, untilMs } = command;
    const detail = { before: command.state.kind, after: state, device, verb, value, ...places.ofObject(device) };
    await this.accounts.audit.append({ atMs: nowMs(), who, role, what: `command.${state.kind}`, of: id, detail });
    await this.rows.set(next);
    if (state.kind === 'sent') {
      const signed = sign({ id, device, verb, value, untilMs }, deviceKey(this.hubKey, device));
      // Whether it came to its device, its state tells, and later than its end no device obeys it.
      await bus.publish(`devices/${device}/set`, JSON.stringify(signed), { qos: 1 }).catch(report);
    }
    await tellPages(bus, COMMANDS_TOPIC, next);
    await this.alarms.take(next);
    return next;
  }

  private async step(command: Command, event: CommandEvent): Promise<void> {
    const state = nextCommandState(command, event);
    if (state !== null && !('text' in state)) await this.move(command, state, command.device, 'device');
  }

  /** What a device says: that it took or refused a command, or what its state is. */
  private take({ topic, payload }: BusMessage): void {
    const [, device, channel] = topic.split('/');
    const reportedState = objectOf(payload);
    if (reportedState === null) return;
    const work =
      channel === 'answer' ? () => this.takeAnswer(device, reportedState) : () => this.takeState(device, reportedState);
    this.inTurn(work).catch(report);
  }

  private async takeAnswer(
    device: string,
    { id, accepted, reason, signature }: Record<string, unknown>,
  ): Promise<void> {
    if (typeof id !== 'string' || typeof accepted !== 'boolean') return;
    const reasonText = typeof reason === 'string' ? reason.slice(0, MAX_REASON) : undefined;
    const word: DeviceWord = {
      channel: 'answer',
      id,
      accepted,
      ...(reasonText !== undefined && { reason: reasonText }),
    };
    if (!this.isOf(device, word, signature)) return;
    const command = await this.rows.byId(id);
    if (command?.device !== device) return;
    const atMs = this.hub.nowMs();
    await this.step(
      command,
      accepted ? { kind: 'accepted', atMs } : { kind: 'refused', reason: reasonText ?? 'no-reason' },
    );
  }

  private async takeState(device: string, { value, atMs, signature }: Record<string, unknown>): Promise<void> {
    if (typeof value !== 'number' || typeof atMs !== 'number') return;
    const word: DeviceWord = { channel: 'state', value, atMs };
    if (!this.isOf(device, word, signature)) return;
    // What was recorded and is said again by another is not what the device is now.
    const lastMs = this.statesMs.get(device) ?? this.hub.nowMs() - MAX_STATE_AGE_MS;
    if (atMs <= lastMs || atMs > this.hub.nowMs() + MAX_STATE_AGE_MS) return this.refuseWord(device, 'not newer');
    this.statesMs.set(device, atMs);
    for (const command of await this.rows.openOnes())
      if (command.device === device) await this.step(command, { kind: 'read', value, atMs: this.hub.nowMs() });
    await this.alarms.read(device, value);
  }

  private isOf(device: string, word: DeviceWord, signature: unknown): boolean {
    const isOwn = isSignedWord(device, word, signature, deviceKey(this.hubKey, device));
    if (!isOwn) this.refuseWord(device, 'not signed by it');
    return isOwn;
  }

  /** Told in the hub's log, and no more often than it can be read. */
  private refuseWord(device: string, reason: string): void {
    if (this.maySpeak(1)) report(`devices/${device.slice(0, MAX_REASON)}: ${reason}`);
  }

  private openList(): void {
    const { http, nowMs, places } = this.hub;
    http.get('/commands', needs('commands.confirm', 'place', { isPolled: true }), async (request) => {
      const scope = this.accounts.scopeOf(request);
      const commands = await this.rows.since(nowMs() - LISTED_MS, readerOf(this.hub, request));
      return { commands: commands.filter(({ device }) => covers(scope, places.ofObject(device))) };
    });
  }

  private openAsking(): void {
    const { http, nowMs, places } = this.hub;
    http.post('/commands', needs('commands.ask', 'place'), async (request, reply) => {
      const { name, role } = this.accounts.who(request);
      return this.inTurn(async () => {
        const kindOf = (device: string) => this.rows.kindOf(device);
        const commandRequest = await commandIn(request.body, {
          name,
          kindOf,
          kinds: this.kinds.current(),
          nowMs: nowMs(),
        });
        if ('text' in commandRequest) return refuse(reply, 400, commandRequest);
        const place = places.ofObject(commandRequest.device);
        if (!this.accounts.touches(request, reply, place)) return reply;
        const known = await this.rows.byKey(commandRequest.key);
        if (known && !isSameCommand(known, commandRequest)) return refuse(reply, 409, hubMessage('key-used', {}));
        if (known) return reply.code(200).send(known);
        this.checkBroker();
        const detail = { ...commandRequest, ...place };
        await this.accounts.audit.append({
          atMs: nowMs(),
          who: name,
          role,
          what: 'command.ask',
          of: commandRequest.id,
          detail,
        });
        await this.rows.add(commandRequest);
        if (commandRequest.isCritical) return reply.code(202).send(commandRequest);
        return reply.code(202).send(await this.move(commandRequest, { kind: 'sent', atMs: nowMs() }, name, role));
      });
    });
  }

  private openConfirming(): void {
    const { http, nowMs, places } = this.hub;
    http.post<{ Params: { id: string; word: string } }>(
      '/commands/:id/:word',
      needs('commands.confirm', 'place'),
      async (request, reply) => {
        const session = this.accounts.who(request);
        const { id, word } = request.params;
        if (word !== 'confirm' && word !== 'deny')
          return refuse(
            reply,
            404,
            hubMessage('bad-choice', { place: 'commands', choices: 'confirm, deny', got: word }),
          );
        return this.inTurn(async () => {
          const command = await this.rows.byId(id);
          if (!command) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('commands'), id }));
          if (!this.accounts.touches(request, reply, places.ofObject(command.device))) return reply;
          const state = nextCommandState(command, { kind: word, by: session, atMs: nowMs() });
          if (state === null) return refuse(reply, 409, hubMessage('command-over', { state: command.state.kind }));
          if ('text' in state) return refuse(reply, 409, state);
          if (state.kind === 'sent') this.checkBroker();
          return reply.send(await this.move(command, state, session.name, session.role));
        });
      },
    );
  }

  tick(): Promise<void> {
    return this.inTurn(async () => {
      for (const command of await this.rows.openOnes())
        await this.step(command, { kind: 'time', atMs: this.hub.nowMs() });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const end of this.ends) end();
    await this.inTurn(async () => undefined);
  }
}

function report(error: unknown): void {
  reportFailure('commands', error);
}

function objectOf(payload: Buffer): Record<string, unknown> | null {
  if (payload.length > MAX_BYTES) return null;
  try {
    const json: unknown = JSON.parse(payload.toString('utf8'));
    return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json)) : null;
  } catch {
    return null;
  }
}
