import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, DEVICE_KINDS, deviceRule } from '../src/city/commands.ts';
import { needs, refuse } from './access.ts';
import type { Accounts, Session } from './accounts.ts';
import { type CommandEvent, LONGEST_MS, stepCommand } from './command-life.ts';
import { deviceKey, sign } from './command-signature.ts';
import type { Hub, Message } from './hub.ts';
import { covers } from './scope.ts';

export const STATE_TOPIC = 'shapan/commands/state';
const TICK_MS = 500;
/** Ended ones are told for a day. */
const TOLD_MS = 86_400_000;
const MOST_TOLD = 200;
/** A device tells its answer and its state by its own topics: `devices/<id>/answer`, `devices/<id>/state`. */
const ANSWERS = 'devices/+/answer';
const STATES = 'devices/+/state';

const TABLE = `
  CREATE TABLE IF NOT EXISTS commands (
    id text PRIMARY KEY, key text UNIQUE NOT NULL, until_ms int8 NOT NULL, is_open boolean NOT NULL, command jsonb NOT NULL);
  CREATE INDEX IF NOT EXISTS commands_open ON commands (is_open) WHERE is_open;`;

const OPEN: readonly Command['state']['kind'][] = ['waiting', 'sent', 'acknowledged'];

export interface Commands {
  /** Looks at the clock: what waited too long ends. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/**
 * 反向控制. Nothing reaches a device but through here: the hub alone publishes to `devices/…/set`, signed, after its row and its audit
 * row are durable. A command that was `sent` when the hub was killed is not sent again: whether it was done, the device's state tells.
 */
export async function openCommands(
  { http, sql, bus, folder, nowMs, places }: Hub,
  accounts: Accounts,
): Promise<Commands> {
  await sql.run(TABLE);
  const hubKey = await keyIn(join(folder, 'commands.key'));
  /** One step after the other: two people who confirm at once are one. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  };
  const find = async (where: string, value: string): Promise<Command | null> => {
    const [row] = await sql.query<{ command: Command }>(`SELECT command FROM commands WHERE ${where} = $1`, [value]);
    return row?.command ?? null;
  };

  async function move(command: Command, state: Command['state'], who: string, role: string): Promise<Command> {
    const next: Command = { ...command, state };
    const detail = {
      before: command.state.kind,
      after: state,
      device: command.device,
      verb: command.verb,
      value: command.value,
      ...places.ofObject(command.device),
    };
    await accounts.audit.append({ atMs: nowMs(), who, role, what: `command.${state.kind}`, of: command.id, detail });
    await sql.query('UPDATE commands SET command = $2::jsonb, is_open = $3 WHERE id = $1', [
      command.id,
      JSON.stringify(next),
      OPEN.includes(state.kind),
    ]);
    if (state.kind === 'sent') {
      const { id, device, verb, value, untilMs } = command;
      const told = sign({ id, device, verb, value, untilMs }, deviceKey(hubKey, device));
      await bus.publish(`devices/${device}/set`, JSON.stringify(told), { qos: 1 });
    }
    await bus.publish(STATE_TOPIC, JSON.stringify(next));
    return next;
  }

  async function hear(command: Command, event: CommandEvent): Promise<void> {
    const state = stepCommand(command, event);
    if (state !== null && typeof state !== 'string') await move(command, state, command.device, 'device');
  }

  const openOnes = async () =>
    (await sql.query<{ command: Command }>('SELECT command FROM commands WHERE is_open ORDER BY until_ms, id')).map(
      ({ command }) => command,
    );

  const fail = (error: unknown) => void process.stderr.write(`hub: commands: ${String(error)}\n`);
  const take = ({ topic, payload }: Message): void => {
    const [, device, channel] = topic.split('/');
    inTurn(async () => {
      const said = objectOf(payload);
      if (said === null) return;
      if (channel === 'answer') {
        const command = typeof said.id === 'string' ? await find('id', said.id) : null;
        if (command?.device !== device) return;
        const reason = typeof said.reason === 'string' ? said.reason.slice(0, 200) : 'no reason told';
        await hear(command, said.accepted === true ? { kind: 'accepted', atMs: nowMs() } : { kind: 'refused', reason });
      } else if (typeof said.value === 'number')
        for (const command of await openOnes())
          if (command.device === device) await hear(command, { kind: 'read', value: said.value, atMs: nowMs() });
    }).catch(fail);
  };
  const ends = [await bus.subscribe(ANSWERS, take), await bus.subscribe(STATES, take)];

  http.get('/commands', needs('commands.confirm', { isPolled: true }), async (request) => {
    const scope = accounts.scopeOf(request);
    const rows = await sql.query<{ command: Command }>(
      'SELECT command FROM commands WHERE is_open OR until_ms > $1 ORDER BY until_ms DESC, id LIMIT $2',
      [nowMs() - TOLD_MS, MOST_TOLD],
    );
    const told = rows.map(({ command }) => command);
    return { commands: told.filter(({ device }) => covers(scope, places.ofObject(device))) };
  });

  http.post('/commands', needs('commands.ask'), async (request, reply) => {
    const session = accounts.who(request);
    return inTurn(async () => {
      const asked = await askedOf(
        request.body,
        session,
        async (device) => {
          const [thing] = await sql.query<{ kind: string }>(
            "SELECT properties->>'kind' AS kind FROM things WHERE code = $1",
            [device],
          );
          return thing?.kind ?? null;
        },
        nowMs(),
      );
      if (typeof asked === 'string') return refuse(reply, 400, asked);
      const place = places.ofObject(asked.device);
      if (!accounts.touches(request, reply, place)) return reply;
      const known = await find('key', asked.key);
      if (known) return reply.code(200).send(known);
      await accounts.audit.append({
        atMs: nowMs(),
        who: session.name,
        role: session.role,
        what: 'command.ask',
        of: asked.id,
        detail: { ...asked, ...place },
      });
      await sql.query('INSERT INTO commands VALUES ($1, $2, $3, true, $4::jsonb)', [
        asked.id,
        asked.key,
        asked.untilMs,
        JSON.stringify(asked),
      ]);
      if (asked.isCritical) return reply.code(202).send(asked);
      return reply.code(202).send(await move(asked, { kind: 'sent', atMs: nowMs() }, session.name, session.role));
    });
  });

  http.post<{ Params: { id: string; word: string } }>(
    '/commands/:id/:word',
    needs('commands.confirm'),
    async (request, reply) => {
      const session = accounts.who(request);
      const { id, word } = request.params;
      if (word !== 'confirm' && word !== 'deny')
        return refuse(reply, 404, `commands: expected confirm or deny, got ${JSON.stringify(word)}`);
      return inTurn(async () => {
        const command = await find('id', id);
        if (!command) return refuse(reply, 404, 'commands: expected the id of a command');
        if (!accounts.touches(request, reply, places.ofObject(command.device))) return reply;
        const state = stepCommand(command, { kind: word, by: session, atMs: nowMs() });
        if (typeof state === 'string' || state === null)
          return refuse(reply, 409, `commands: ${state ?? 'nothing to do'}`);
        return reply.send(await move(command, state, session.name, session.role));
      });
    },
  );

  const tick = () =>
    inTurn(async () => {
      for (const command of await openOnes()) await hear(command, { kind: 'time', atMs: nowMs() });
    });
  const timer = setInterval(() => void tick().catch(fail), TICK_MS);
  return {
    tick,
    async close() {
      clearInterval(timer);
      for (const end of ends) end();
      await queue;
    },
  };
}

/** A command as it was asked for, or what is wrong with it, in a sentence. */
async function askedOf(
  body: unknown,
  { name }: Session,
  kindOf: (device: string) => Promise<string | null>,
  nowMs: number,
): Promise<Command | string> {
  const field = (of: string): unknown =>
    typeof body === 'object' && body !== null && Object.hasOwn(body, of) ? Reflect.get(body, of) : undefined;
  const [key, device, verb, value, reason, untilMs] = ['key', 'device', 'verb', 'value', 'reason', 'untilMs'].map(
    field,
  );
  if (typeof key !== 'string' || key.length < 8 || key.length > 100)
    return 'key: expected 8 to 100 characters of your own';
  if (typeof device !== 'string' || !/^[\w-]{1,64}$/.test(device))
    return 'device: expected the id of a sensor that can be told';
  const rule = deviceRule((await kindOf(device)) ?? '');
  if (!rule) return `device: expected one of the kinds ${DEVICE_KINDS.join(', ')}`;
  if (verb !== rule.verb) return `verb: expected ${rule.verb}`;
  if (typeof value !== 'number' || !(value >= rule.least && value <= rule.most))
    return `value: expected ${rule.least} to ${rule.most}`;
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 500) return 'reason: expected a sentence';
  if (typeof untilMs !== 'number' || untilMs <= nowMs || untilMs > nowMs + LONGEST_MS)
    return `untilMs: expected a time within ${LONGEST_MS / 60_000} minutes`;
  const { isCritical } = rule;
  return {
    id: randomUUID(),
    key: `${name} ${key}`,
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

/** Made at the first start, for the hub's own user alone. */
export async function keyIn(file: string): Promise<Buffer> {
  try {
    return Buffer.from(await readFile(file, 'utf8'), 'base64url');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32);
    await writeFile(file, key.toString('base64url'), { mode: 0o600, flag: 'wx' });
    await chmod(file, 0o600);
    return key;
  }
}

function objectOf(payload: Buffer): Record<string, unknown> | null {
  if (payload.length > 4096) return null;
  try {
    const json: unknown = JSON.parse(payload.toString('utf8'));
    return typeof json === 'object' && json !== null ? Object.fromEntries(Object.entries(json)) : null;
  } catch {
    return null;
  }
}
