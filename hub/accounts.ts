import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Server as TlsServer } from 'node:tls';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isEverything, ROLES, type Role, type Scope } from '../src/city/accounts.ts';
import { httpCaller, type Needs, needs, refuse } from './access.ts';
import { type Audit, openAudit } from './audit.ts';
import type { Caller, Hub, Sql } from './hub.ts';
import { placeOfMessage } from './message-place.ts';
import { deviceMay, isRole, may, mayHear } from './roles.ts';
import { covers, EVERYTHING, NOTHING, type Place, readScope } from './scope.ts';

/** Who is logged in; a token stands for one of these, with the scope that the account had when it logged in. */
export interface Session {
  name: string;
  role: Role;
  scope: Scope;
  untilMs: number;
}

export interface Accounts {
  readonly audit: Audit;
  /** The one who asks, behind an address that needs a right of theirs. */
  who(request: FastifyRequest): Session;
  /** Of the login, or of visitors. */
  scopeOf(request: FastifyRequest): Scope;
  /** Whether it lies in the asker's part of the city; else the reply is sent (403). */
  touches(request: FastifyRequest, reply: FastifyReply, place: Place): boolean;
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
  ALTER TABLE accounts ADD COLUMN IF NOT EXISTS scope jsonb NOT NULL DEFAULT '{"areas": [], "classes": []}';
  ALTER TABLE accounts ADD COLUMN IF NOT EXISTS closed_ms int8;
  CREATE TABLE IF NOT EXISTS invites (hash text PRIMARY KEY, role text NOT NULL, until_ms int8 NOT NULL);
  ALTER TABLE invites ADD COLUMN IF NOT EXISTS scope jsonb NOT NULL DEFAULT '{"areas": "all", "classes": "all"}';`;

interface Account {
  name: string;
  role: Role;
  salt: string;
  hash: string;
  scope: Scope;
}

const WANTING = { 401: 'a login', 403: 'another role' } as const;

export interface AccountsOptions {
  scryptN?: number;
  /** What is shown to who has no account. */
  visitors?: Scope;
}

/** Names and rights behind the hub. Visitors need none; the first start tells a link with which the first administrator makes an account. */
export async function openAccounts(
  hub: Hub,
  tell: (line: string) => void,
  { scryptN = SCRYPT_N, visitors = EVERYTHING }: AccountsOptions = {},
): Promise<Accounts> {
  const { http, sql, nowMs, places, deviceToken } = hub;
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
    who(request) {
      const session = accounts.sessionOf(tokenOf(request));
      if (!session) throw new Error(`${request.url}: expected an address that needs a right of somebody`);
      return session;
    },
    scopeOf: (request) => hub.guard.scopeOf(httpCaller(request, deviceToken)),
    touches(request, reply, place) {
      if (covers(accounts.scopeOf(request), place)) return true;
      refuse(reply, 403, `scope: expected area ${place.area ?? 'all'} and class ${place.class} in the account's`);
      return false;
    },
    close() {
      hub.guard = guard;
      sessions.clear();
    },
  };

  const sessionAt = ({ password }: Caller) => accounts.sessionOf(password);
  hub.guard = {
    allows(caller, verb, topic) {
      if (caller.door !== 'web') return guard.allows(caller, verb, topic);
      return verb === 'subscribe' && mayHear(sessionAt(caller)?.role ?? 'visitor', topic);
    },
    scopeOf: (caller) => (caller.door === 'web' ? (sessionAt(caller)?.scope ?? visitors) : EVERYTHING),
    hears(caller, message) {
      const scope = hub.guard.scopeOf(caller);
      if (isEverything(scope)) return true;
      const place = placeOfMessage(message, places);
      return place !== null && covers(scope, place);
    },
  };

  /** Before any handler: what an address needs, and whether the caller has it. An address that names nothing is closed. */
  http.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const { needs: right, isPolled } = request.routeOptions.config;
    const fault = faultOf(right, httpCaller(request, deviceToken));
    if (fault) return refuse(reply, fault, `${right ?? request.routeOptions.url}: expected ${WANTING[fault]}`);
    const session = accounts.sessionOf(tokenOf(request));
    if (session && right !== 'observations.read' && !isPolled) session.untilMs = nowMs() + TOKEN_MS;
  });
  function faultOf(right: Needs | undefined, caller: Caller): 401 | 403 | null {
    if (right === 'nothing') return null;
    if (right === undefined) return 403;
    if (caller.door !== 'web') return deviceMay(right) ? null : 403;
    const session = sessionAt(caller);
    if (may(session?.role ?? 'visitor', right)) return null;
    return session ? 403 : 401;
  }

  const open = (name: string, role: Role, scope: Scope): string => {
    for (const [key, { untilMs }] of sessions) if (untilMs <= nowMs()) sessions.delete(key);
    if (sessions.size >= MOST_SESSIONS) throw new Error(`accounts: expected at most ${MOST_SESSIONS} logins at once`);
    const token = randomBytes(32).toString('base64url');
    sessions.set(digest(token), { name, role, scope, untilMs: nowMs() + TOKEN_MS });
    return token;
  };

  /** What the page is told of a login; of the districts of its scope the names, which it has from nowhere else. */
  const entered = (name: string, role: Role, scope: Scope) => ({
    ...{ token: open(name, role, scope), name, role, scope, forMs: TOKEN_MS },
    areas: places.names().areas.filter(({ id }) => scope.areas !== 'all' && scope.areas.includes(id)),
  });

  const create = async (
    { name, role, scope }: Pick<Account, 'name' | 'role' | 'scope'>,
    password: string,
    by: { who: string; role: string },
  ) => {
    const salt = randomBytes(16).toString('base64url');
    const hash = await derive(password, salt, scryptN);
    const made = await sql.query<Account>(
      `INSERT INTO accounts (name, role, salt, hash, created_ms, scope) VALUES ($1, $2, $3, $4, $5, $6::jsonb)
       ON CONFLICT (name) DO NOTHING RETURNING name`,
      [name, role, salt, hash, nowMs(), JSON.stringify(scope)],
    );
    if (made.length === 0) return false;
    await audit.append({ atMs: nowMs(), ...by, what: 'account.create', of: name, detail: { role, scope } });
    return true;
  };

  const taken = (name: string) => `account: expected a name not in use, got ${JSON.stringify(name)}`;
  const limited = { config: { needs: 'nothing' as const, rateLimit: { max: MOST_TRIES, timeWindow: '1 minute' } } };

  http.post('/accounts/login', limited, async (request, reply) => {
    const { name, password } = textsOf(request.body, ['name', 'password']);
    const [account] = await sql.query<Account>(
      'SELECT name, role, salt, hash, scope FROM accounts WHERE name = $1 AND closed_ms IS NULL',
      [name],
    );
    // Of an unknown name too: its time must not tell that there is none.
    const hash = await derive(password, account?.salt ?? 'none', scryptN);
    const isRight = account !== undefined && isSame(hash, account.hash);
    const { role, scope } = isRight ? account : { role: 'visitor' as const, scope: NOTHING };
    await audit.append({
      atMs: nowMs(),
      who: name,
      role,
      what: isRight ? 'login' : 'login.refused',
      of: name,
      detail: isRight ? { scope } : {},
    });
    if (!isRight) return refuse(reply, 401, 'login: expected a name and its password', 'wrongLogin');
    return entered(name, role, scope);
  });

  http.post('/accounts/logout', needs('nothing'), async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) sessions.delete(digest(token));
    return reply.code(204).send();
  });

  http.post('/accounts/invited', limited, async (request, reply) => {
    const { invite, name, password } = textsOf(request.body, ['invite', 'name', 'password']);
    if (password.length < LEAST_PASSWORD || !isName(name))
      return refuse(
        reply,
        400,
        `account: expected a name and a password of ${LEAST_PASSWORD} characters or more`,
        'badName',
      );
    const [found] = await sql.query<{ role: string; scope: Scope; until_ms: number }>(
      'DELETE FROM invites WHERE hash = $1 AND until_ms > $2 RETURNING role, scope, until_ms',
      [digest(invite), nowMs()],
    );
    if (!found || !isRole(found.role))
      return refuse(reply, 403, 'invite: expected a link that was not used and is not a day old', 'usedInvite');
    const { role, scope } = found;
    if (!(await create({ name, role, scope }, password, { who: 'invite', role }))) {
      await keepInvite(sql, digest(invite), { role, scope, untilMs: found.until_ms });
      return refuse(reply, 409, taken(name), 'takenName');
    }
    return entered(name, role, scope);
  });

  http.get('/accounts', needs('accounts.manage'), async () => ({
    accounts: await sql.query(
      'SELECT name, role, scope, closed_ms IS NOT NULL AS "isClosed" FROM accounts ORDER BY closed_ms IS NOT NULL, name',
    ),
    ...places.names(),
  }));

  /** A link for one person, who then chooses name and password: nobody else ever knows it. */
  http.post('/accounts/invites', needs('accounts.manage'), async (request, reply) => {
    const { name: who, role: own } = accounts.who(request);
    const { role } = textsOf(request.body, ['role']);
    const scope = scopeIn(request.body);
    if (typeof scope === 'string') return refuse(reply, 400, scope);
    if (!isRole(role)) return refuse(reply, 400, `role: expected one of ${ROLES.join(', ')}`);
    const invite = randomBytes(32).toString('base64url');
    const untilMs = nowMs() + INVITE_MS;
    await audit.append({ atMs: nowMs(), who, role: own, what: 'account.invite', of: role, detail: { scope } });
    await keepInvite(sql, digest(invite), { role, scope, untilMs });
    return reply.code(201).send({ invite, untilMs });
  });

  /** Whose scope is left out may read and touch nothing until one is given. */
  http.post('/accounts', needs('accounts.manage'), async (request, reply) => {
    const session = accounts.who(request);
    const { name, role, password } = textsOf(request.body, ['name', 'role', 'password']);
    const scope = scopeIn(request.body);
    if (typeof scope === 'string') return refuse(reply, 400, scope);
    if (!isRole(role) || !isName(name) || password.length < LEAST_PASSWORD)
      return refuse(
        reply,
        400,
        `account: expected a name, a role and a password of ${LEAST_PASSWORD} characters or more`,
        'badName',
      );
    if (!(await create({ name, role, scope }, password, { who: session.name, role: session.role })))
      return refuse(reply, 409, taken(name), 'takenName');
    return reply.code(201).send({ name, role, scope });
  });

  const endLogins = (name: string) => {
    for (const [key, session] of sessions) if (session.name === name) sessions.delete(key);
  };
  const openAccount = async (name: string) => {
    const [known] = await sql.query<Pick<Account, 'role' | 'scope'>>(
      'SELECT role, scope FROM accounts WHERE name = $1 AND closed_ms IS NULL',
      [name],
    );
    return known;
  };
  /** Without one nobody could make another. */
  const isLastAdministrator = async (name: string) => {
    const rows = await sql.query<{ name: string }>(
      "SELECT name FROM accounts WHERE role = 'administrator' AND closed_ms IS NULL LIMIT 2",
    );
    return rows.length === 1 && rows[0].name === name;
  };
  const last = (reply: FastifyReply) =>
    refuse(reply, 409, 'account: expected another administrator to remain', 'lastAdministrator');
  const noSuch = (reply: FastifyReply, name: string) =>
    refuse(reply, 404, `account: expected the name of an open one, got ${JSON.stringify(name)}`, 'noSuchAccount');

  /** Role, scope, password: what is told. Logins under the old ones end. */
  http.patch<{ Params: { name: string } }>('/accounts/:name', needs('accounts.manage'), async (request, reply) => {
    const { name: who, role: own } = accounts.who(request);
    const { name } = request.params;
    const known = await openAccount(name);
    if (!known) return noSuch(reply, name);
    const change = changeIn(request.body, known);
    if (typeof change === 'string') return refuse(reply, 400, change);
    const { role, scope, password } = change;
    if (role !== 'administrator' && (await isLastAdministrator(name))) return last(reply);
    const detail = { before: known, after: { role, scope }, password: password !== null };
    await audit.append({ atMs: nowMs(), who, role: own, what: 'account.change', of: name, detail });
    await sql.query('UPDATE accounts SET role = $2, scope = $3::jsonb WHERE name = $1', [
      name,
      role,
      JSON.stringify(scope),
    ]);
    if (password !== null) {
      const salt = randomBytes(16).toString('base64url');
      const hash = await derive(password, salt, scryptN);
      await sql.query('UPDATE accounts SET salt = $2, hash = $3 WHERE name = $1', [name, salt, hash]);
    }
    endLogins(name);
    return { name, role, scope };
  });

  /** Closed for good; its name stays taken, so that what stands in the audit is of one person. */
  http.delete<{ Params: { name: string } }>('/accounts/:name', needs('accounts.manage'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { name } = request.params;
    const known = await openAccount(name);
    if (!known) return noSuch(reply, name);
    if (await isLastAdministrator(name)) return last(reply);
    await audit.append({ atMs: nowMs(), who, role, what: 'account.close', of: name, detail: { before: known } });
    await sql.query('UPDATE accounts SET closed_ms = $2 WHERE name = $1', [name, nowMs()]);
    endLogins(name);
    return reply.code(204).send();
  });

  http.get('/audit', needs('audit.read'), async (_, reply) => {
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
    "SELECT count(*)::int4 AS count FROM accounts WHERE role = 'administrator' AND closed_ms IS NULL",
  );
  if (count > 0) return;
  const invite = randomBytes(32).toString('base64url');
  await sql.query("DELETE FROM invites WHERE role = 'administrator'");
  await keepInvite(sql, digest(invite), {
    ...{ role: 'administrator', scope: EVERYTHING, untilMs: nowMs() + INVITE_MS },
  });
  http.addHook('onListen', async () => {
    const address = http.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const scheme = http.server instanceof TlsServer ? 'https' : 'http';
    tell(`first administrator, once, within a day: ${scheme}://127.0.0.1:${port}/?invite=${invite}`);
  });
}

async function keepInvite(
  sql: Sql,
  hash: string,
  { role, scope, untilMs }: { role: Role; scope: Scope; untilMs: number },
): Promise<void> {
  await sql.query('INSERT INTO invites (hash, role, until_ms, scope) VALUES ($1, $2, $3, $4::jsonb)', [
    hash,
    role,
    untilMs,
    JSON.stringify(scope),
  ]);
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

function scopeIn(body: unknown): Scope | string {
  const isThere = typeof body === 'object' && body !== null && Object.hasOwn(body, 'scope');
  return isThere ? readScope(Reflect.get(body, 'scope')) : NOTHING;
}

/** What a change leaves out stays as it is; a string says what is wrong. */
function changeIn(
  body: unknown,
  known: Pick<Account, 'role' | 'scope'>,
): { role: Role; scope: Scope; password: string | null } | string {
  const told = (name: string): unknown =>
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
  const [role = known.role, password = null] = [told('role'), told('password')];
  const scope = told('scope') === undefined ? known.scope : readScope(told('scope'));
  if (typeof scope === 'string') return scope;
  if (!isRole(role)) return `role: expected one of ${ROLES.join(', ')}`;
  if (password !== null && (typeof password !== 'string' || password.length < LEAST_PASSWORD || password.length > 200))
    return `password: expected ${LEAST_PASSWORD} to 200 characters`;
  return { role, scope, password };
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
