import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Audit, openAudit } from './audit.ts';
import type { Hub } from './hub.ts';
import { isRole, may, mayHear, type Role, type Verb } from './roles.ts';

/** Who is logged in. */
export interface Session {
  name: string;
  role: Role;
  untilMs: number;
}

export interface Accounts {
  readonly audit: Audit;
  /** The one who asks, if the role has the right, and the login lives on; else the reply is sent (401 or 403) and null comes back. */
  allow(request: FastifyRequest, reply: FastifyReply, verb: Verb, how?: { renews: boolean }): Session | null;
  sessionOf(token: string | undefined): Session | null;
  /** All logins end. */
  close(): void;
}

/** Short, in the page's memory alone, renewed while it is used. */
const TOKEN_MS = 15 * 60_000;
/** The link of the first start. */
const INVITE_MS = 24 * 3_600_000;
const MOST_SESSIONS = 10_000;
/** Tries of a name and address in a minute. */
const MOST_TRIES = 8;
/** OWASP's figure of 2023 for scrypt: 2^17, 8, 1: 128 MiB and about half a second. */
export const SCRYPT_N = 2 ** 17;
const SCRYPT = { r: 8, p: 1, maxmem: 192 * 2 ** 20 };
const LEAST_PASSWORD = 12;

const TABLES = `
  CREATE TABLE IF NOT EXISTS accounts (
    name text PRIMARY KEY, role text NOT NULL, salt text NOT NULL, hash text NOT NULL, created_ms int8 NOT NULL);
  CREATE TABLE IF NOT EXISTS invites (hash text PRIMARY KEY, role text NOT NULL, until_ms int8 NOT NULL);`;

interface Account {
  name: string;
  role: Role;
  salt: string;
  hash: string;
}

/** Names and rights behind the hub. Visitors need none; the first start tells a link with which the first administrator makes an account. */
export async function openAccounts(
  hub: Hub,
  tell: (line: string) => void,
  scryptN: number = SCRYPT_N,
): Promise<Accounts> {
  const { http, sql, nowMs } = hub;
  await sql.run(TABLES);
  const audit = await openAudit(sql);
  const sessions = new Map<string, Session>();
  const guard = hub.guard;
  await http.register(rateLimit, { global: false });

  const accounts: Accounts = {
    audit,
    sessionOf(token) {
      const session = token === undefined ? undefined : sessions.get(digest(token));
      return session && session.untilMs > nowMs() ? session : null;
    },
    allow(request, reply, verb, { renews } = { renews: true }) {
      const token = tokenOf(request);
      const session = accounts.sessionOf(token);
      if (session && may(session.role, verb)) {
        if (renews) session.untilMs = nowMs() + TOKEN_MS;
        return session;
      }
      const status = session ? 403 : 401;
      reply.code(status).send({ code: status, message: `${verb}: expected ${session ? 'another role' : 'a login'}` });
      return null;
    },
    close() {
      hub.guard = guard;
      sessions.clear();
    },
  };

  hub.guard = (caller, verb, topic) => {
    if (caller.door !== 'web') return guard(caller, verb, topic);
    const role = accounts.sessionOf(caller.password)?.role ?? 'visitor';
    return verb === 'subscribe' && mayHear(role, topic);
  };

  const open = (name: string, role: Role): string => {
    for (const [key, { untilMs }] of sessions) if (untilMs <= nowMs()) sessions.delete(key);
    if (sessions.size >= MOST_SESSIONS) throw new Error(`accounts: expected at most ${MOST_SESSIONS} logins at once`);
    const token = randomBytes(32).toString('base64url');
    sessions.set(digest(token), { name, role, untilMs: nowMs() + TOKEN_MS });
    return token;
  };

  const create = async (name: string, role: Role, password: string, by: { who: string; role: string }) => {
    const salt = randomBytes(16).toString('base64url');
    const hash = await derive(password, salt, scryptN);
    const made = await sql.query<Account>(
      'INSERT INTO accounts VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING RETURNING name',
      [name, role, salt, hash, nowMs()],
    );
    if (made.length === 0) return false;
    await audit.append({ atMs: nowMs(), ...by, what: 'account.create', of: name, detail: { role } });
    return true;
  };

  const limited = { config: { rateLimit: { max: MOST_TRIES, timeWindow: '1 minute' } } };

  http.post('/accounts/login', limited, async (request, reply) => {
    const { name, password } = textsOf(request.body, ['name', 'password']);
    const [account] = await sql.query<Account>('SELECT name, role, salt, hash FROM accounts WHERE name = $1', [name]);
    // Of an unknown name too: its time must not tell that there is none.
    const hash = await derive(password, account?.salt ?? 'none', scryptN);
    const isRight = account !== undefined && isSame(hash, account.hash);
    const role = isRight ? account.role : 'visitor';
    await audit.append({
      atMs: nowMs(),
      who: name,
      role,
      what: isRight ? 'login' : 'login.refused',
      of: name,
      detail: {},
    });
    if (!isRight) return reply.code(401).send({ code: 401, message: 'login: expected a name and its password' });
    return { token: open(name, role), name, role, forMs: TOKEN_MS };
  });

  http.post('/accounts/logout', async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) sessions.delete(digest(token));
    return reply.code(204).send();
  });

  http.post('/accounts/invited', limited, async (request, reply) => {
    const { invite, name, password } = textsOf(request.body, ['invite', 'name', 'password']);
    if (password.length < LEAST_PASSWORD || !isName(name))
      return reply.code(400).send({
        code: 400,
        message: `account: expected a name and a password of ${LEAST_PASSWORD} characters or more`,
      });
    const [found] = await sql.query<{ role: string }>(
      'DELETE FROM invites WHERE hash = $1 AND until_ms > $2 RETURNING role',
      [digest(invite), nowMs()],
    );
    if (!found || !isRole(found.role))
      return reply
        .code(403)
        .send({ code: 403, message: 'invite: expected a link that was not used and is not a day old' });
    if (!(await create(name, found.role, password, { who: 'invite', role: found.role })))
      return reply
        .code(409)
        .send({ code: 409, message: `account: expected a name not in use, got ${JSON.stringify(name)}` });
    return { token: open(name, found.role), name, role: found.role, forMs: TOKEN_MS };
  });

  http.post('/accounts', async (request, reply) => {
    const session = accounts.allow(request, reply, 'accounts.manage');
    if (!session) return reply;
    const { name, role, password } = textsOf(request.body, ['name', 'role', 'password']);
    if (!isRole(role) || !isName(name) || password.length < LEAST_PASSWORD)
      return reply.code(400).send({
        code: 400,
        message: `account: expected a name, a role and a password of ${LEAST_PASSWORD} characters or more`,
      });
    if (!(await create(name, role, password, { who: session.name, role: session.role })))
      return reply
        .code(409)
        .send({ code: 409, message: `account: expected a name not in use, got ${JSON.stringify(name)}` });
    return reply.code(201).send({ name, role });
  });

  http.get('/audit', async (request, reply) => {
    if (!accounts.allow(request, reply, 'audit.read')) return reply;
    const lines: string[] = [];
    for (let page = await audit.rows(1, 1000); page.length > 0; page = await audit.rows(lines.length + 1, 1000))
      lines.push(...page.map((row) => JSON.stringify(row)));
    return reply.type('application/x-ndjson').send(`${lines.join('\n')}\n`);
  });

  await inviteFirst(hub, tell);
  return accounts;
}

/** While there is no administrator each start makes a new link, and the old ones end. */
async function inviteFirst({ sql, http, nowMs }: Hub, tell: (line: string) => void): Promise<void> {
  const [{ count }] = await sql.query<{ count: number }>(
    "SELECT count(*)::int4 AS count FROM accounts WHERE role = 'administrator'",
  );
  if (count > 0) return;
  const invite = randomBytes(32).toString('base64url');
  await sql.query("DELETE FROM invites WHERE role = 'administrator'");
  await sql.query('INSERT INTO invites VALUES ($1, $2, $3)', [digest(invite), 'administrator', nowMs() + INVITE_MS]);
  http.addHook('onListen', async () => {
    const address = http.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    tell(`first administrator, once, within a day: http://127.0.0.1:${port}/?invite=${invite}`);
  });
}

export function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
}

/** Texts of a body by their names, no others; 1 to 200 characters each. */
function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const out: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const isThere = typeof body === 'object' && body !== null && Object.hasOwn(body, name);
    const value: unknown = isThere ? Reflect.get(body, name) : undefined;
    if (typeof value !== 'string' || value === '' || value.length > 200)
      throw Object.assign(new Error(`${name}: expected a text of 1 to 200 characters`), { statusCode: 400 });
    out[name] = value;
  }
  return out as Record<Name, string>;
}

function isName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(name);
}

/** Tokens and invites are kept as digests: who reads the memory or the tables of the hub cannot use them. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function derive(password: string, salt: string, N: number): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, { ...SCRYPT, N }, (error, key) => {
      if (error) reject(error);
      else resolve(key.toString('base64url'));
    });
  });
}

function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
