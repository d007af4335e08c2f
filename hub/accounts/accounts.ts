import { Server as TlsServer } from 'node:tls';
import rateLimit from '@fastify/rate-limit';
import { isEverything, OTHER_CLASS, type Scope } from '../../model/accounts/accounts.ts';
import { isWallTopic } from '../../model/hub/topics.ts';
import { type Audit, openAudit } from '../audit/audit.ts';
import { isForAll, placeOfMessage } from '../broker/message-place.ts';
import { refusalOf } from '../history/observations.ts';
import type { AccessPolicy, Caller, Hub } from '../hub.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { openTurns } from '../sql/turns.ts';
import { httpCaller, type Needs, needs, readerOf, refuse } from './access.ts';
import { type AccountParts, type Accounts, INVITE_MS } from './account-parts.ts';
import { openAccountRoutes } from './account-routes.ts';
import { AccountRows } from './account-rows.ts';
import { Gate } from './gate.ts';
import { openLoginRoutes } from './login-routes.ts';
import { digest, newSecret, SCRYPT_N } from './passwords.ts';
import { deviceMay, may, maySubscribe, rightOfTopic, type Verb } from './roles.ts';
import { covers, EVERYTHING, NOTHING, readsDocument, writesDocument } from './scope.ts';
import { type Session, Sessions, tokenOf } from './sessions.ts';
import { Tries } from './tries.ts';

/** Answers a minute for one account, or one address without a login: eighty pages behind a proxy ask as much. Devices are not counted. */
const READS_PER_MINUTE = 6000;
const READING: readonly string[] = ['GET', 'HEAD'];
const DEVICE = 'device ';

interface AccountsOptions {
  scryptN?: number;
  /** Scope of callers without an account; left out, the whole city until there is an account, and nothing from then on. */
  visitors?: Scope | undefined;
}

/**
 * Names and rights behind the hub. Visitors need none; the first start writes a link with which the first administrator makes an account.
 * Deny by default: an address that names no right is closed.
 */
export async function openAccounts(
  hub: Hub,
  writeLine: (line: string) => void,
  { scryptN = SCRYPT_N, visitors }: AccountsOptions = {},
): Promise<Accounts> {
  const rows = await AccountRows.open(hub.sql);
  const sessions = new Sessions(hub.nowMs);
  await hub.http.register(rateLimit, { global: false });
  await hub.http.register(rateLimit, {
    max: READS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ asker }) => asker,
    allowList: ({ method, asker, routeOptions }) =>
      !READING.includes(method) || routeOptions.config.needs === 'nothing' || asker.startsWith(DEVICE),
  });
  const accounts = accountsOf(hub, await openAudit(hub), sessions);
  const visitorScope = () => visitors ?? (rows.hasAny ? NOTHING : EVERYTHING);
  hub.accessPolicy = guardOf(hub, sessions, visitorScope, accounts.hallKeys);
  guardAddresses(hub, accounts, sessions);
  guardBodies(hub);
  const parts: AccountParts = {
    hub,
    accounts,
    rows,
    sessions,
    tries: new Tries(hub.nowMs),
    gate: new Gate(),
    inTurn: openTurns().write,
    scryptN,
  };
  openLoginRoutes(parts);
  openAccountRoutes(parts);
  openAuditRoute(parts);
  await inviteFirst(parts, writeLine);
  return accounts;
}

function accountsOf(hub: Hub, audit: Audit, sessions: Sessions): Accounts {
  const before = hub.accessPolicy;
  const accounts: Accounts = {
    audit,
    sessionOf: (token) => sessions.of(token),
    who(request) {
      const session = sessions.of(tokenOf(request));
      if (!session) throw new Error(`${request.url}: expected an address that needs a right of somebody`);
      return session;
    },
    whoStill(request, reply) {
      const session = sessions.of(tokenOf(request));
      if (!session) refuse(reply, 401, hubMessage('needs-login', { what: subjectText('accounts.manage') }));
      return session;
    },
    scopeOf(request) {
      request.isScopeChecked = true;
      const { needs: right } = request.routeOptions.config;
      if (right === undefined || right === 'nothing') return NOTHING;
      return hub.accessPolicy.scopeOf(httpCaller(request, hub.devices), right);
    },
    touches(request, reply, place) {
      if (covers(accounts.scopeOf(request), place)) return true;
      refuse(reply, 403, hubMessage('outside-scope', { area: place.area ?? 'all', kind: place.class }));
      return false;
    },
    touchesDocument(request, reply, held) {
      const scope = accounts.scopeOf(request);
      if (writesDocument(scope, held)) return true;
      const area = held === 'all' ? null : held.find((one) => !writesDocument(scope, [one]));
      refuse(
        reply,
        403,
        area ? hubMessage('outside-scope', { area, kind: OTHER_CLASS }) : hubMessage('needs-everything', {}),
      );
      return false;
    },
    hallKeys: new Set(),
    close() {
      hub.accessPolicy = before;
      sessions.clear();
    },
  };
  return accounts;
}

/** What stands before the broker: rights by role, and each message by the part of the city that the caller's scope covers. */
function guardOf(hub: Hub, sessions: Sessions, visitorScope: () => Scope, hallKeys: ReadonlySet<string>): AccessPolicy {
  const devices = hub.accessPolicy;
  const sessionAt = ({ password }: Caller) => sessions.of(password);
  const isHall = ({ password }: Caller) => password !== undefined && hallKeys.has(digest(password));
  const scopeOf = (caller: Caller, right: Verb): Scope => {
    const session = sessionAt(caller);
    if (session) return session.scope;
    // What people did and share a hall or a gateway sees as visitors do.
    const isAllMeasured = caller.source?.kind === 'gateway' || isHall(caller);
    return isAllMeasured && right !== 'records.read' ? EVERYTHING : visitorScope();
  };
  const hears = (caller: Caller, topic: string) => maySubscribe(sessionAt(caller)?.role ?? 'visitor', topic);
  return {
    scopeOf,
    loginOf: (caller) => sessionAt(caller)?.id ?? null,
    allows(caller, verb, topic) {
      if (caller.door !== 'web') return devices.allows(caller, verb, topic);
      return verb === 'subscribe' && hears(caller, topic);
    },
    /** The role is asked again: a subscription may be older than the end of the login that it was granted to. */
    mayReceive(caller, message) {
      if (caller.door !== 'web') return devices.mayReceive(caller, message);
      const right = rightOfTopic(message.topic);
      if (right === null || !hears(caller, message.topic)) return false;
      const scope = scopeOf(caller, right);
      if (isEverything(scope) || isForAll(message)) return true;
      // A wall shows the whole city: it is for whoever sees a part of it.
      if (isWallTopic(message.topic)) return readsDocument(scope, 'all');
      const place = placeOfMessage(message, hub.places);
      return place !== null && covers(scope, place);
    },
  };
}

/** Before any handler: what an address needs, and whether the caller has it. */
function guardAddresses(hub: Hub, accounts: Accounts, sessions: Sessions): void {
  hub.http.decorateRequest('asker', '');
  hub.http.decorateRequest('isScopeChecked', false);
  hub.http.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const { needs: right, scope, isPolled } = request.routeOptions.config;
    const session = sessions.of(tokenOf(request));
    const caller = httpCaller(request, hub.devices);
    const fault = faultOf(session, right, caller);
    const what = right ?? String(request.routeOptions.url);
    if (fault)
      return refuse(
        reply,
        fault,
        hubMessage(fault === 401 ? 'needs-login' : 'needs-role', { what: subjectText(what) }),
      );
    if (scope === 'city' && !isEverything(accounts.scopeOf(request)))
      return refuse(reply, 403, hubMessage('needs-everything', {}));
    request.asker = askerOf(caller, session, request.ip);
    const isReading = right === 'observations.read' || right === 'records.read';
    if (session && !isReading && !isPolled) sessions.renew(session);
  });
  // Fails closed: what a handler took from the whole city without asking whose part it is goes to nobody.
  hub.http.addHook('onSend', async (request, reply) => {
    const { scope } = request.routeOptions.config;
    if ((scope === 'place' || scope === 'document') && reply.statusCode < 300 && !request.isScopeChecked)
      throw new Error(`${request.routeOptions.url}: expected a handler that asks the scope of the caller`);
  });
}

/** Limits and shares are counted by these names. */
function askerOf({ source }: Caller, session: Session | null, address: string): string {
  if (source) return `${DEVICE}${source.kind === 'device' ? source.id : 'gateway'}`;
  return session ? `name ${session.name}` : `address ${address}`;
}

/** What no database keeps is refused before anything is done; of observations each row for itself. */
function guardBodies({ http }: Hub): void {
  http.addHook('preHandler', async (request, reply) => {
    if (request.is404 || request.body === undefined) return;
    if (request.routeOptions.config.needs === 'observations.write' || Buffer.isBuffer(request.body)) return;
    const expected = refusalOf(request.body);
    if (expected !== null) return refuse(reply, 400, hubMessage('unkept', { expected }));
  });
}

function faultOf(session: Session | null, right: Needs | undefined, caller: Caller): 401 | 403 | null {
  if (right === 'nothing') return null;
  if (right === undefined) return 403;
  if (caller.door !== 'web') return deviceMay(right) ? null : 403;
  if (may(session?.role ?? 'visitor', right)) return null;
  return session ? 403 : 401;
}

const AUDIT_PAGE = 1000;

function openAuditRoute({ hub, accounts: { audit } }: AccountParts): void {
  const { http } = hub;
  http.get('/audit', needs('audit.read', 'city'), async (request, reply) => {
    const by = readerOf(hub, request);
    const lines: string[] = [];
    for (
      let page = await audit.rows(1, AUDIT_PAGE, by);
      page.length > 0;
      page = await audit.rows(lines.length + 1, AUDIT_PAGE, by)
    )
      lines.push(...page.map((row) => JSON.stringify(row)));
    return reply.type('application/x-ndjson').send(`${lines.join('\n')}\n`);
  });
  http.get('/audit/key', needs('audit.read', 'none'), async (_, reply) =>
    reply.type('application/x-pem-file').send(audit.publicKey),
  );
}

/** While there is no administrator each start makes a new link, and the old ones end. */
async function inviteFirst(
  { hub: { http, nowMs }, rows }: AccountParts,
  writeLine: (line: string) => void,
): Promise<void> {
  if ((await rows.administrators()).length > 0) return;
  const invite = newSecret();
  await rows.dropAdministratorInvites();
  const untilMs = nowMs() + INVITE_MS;
  await rows.keepInvite(digest(invite), { role: 'administrator', scope: EVERYTHING, untilMs });
  const { front = null, city = null } = http.hasDecorator('mount') ? http.mount : {};
  const listener = front ?? http;
  const write = async () => {
    const address = listener.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const scheme = listener.server instanceof TlsServer ? 'https' : 'http';
    const page = front && city !== null ? `?city=${encodeURIComponent(city)}` : '';
    writeLine(`first administrator, once, within a day: ${scheme}://127.0.0.1:${port}/${page}#invite=${invite}`);
  };
  if (listener.server.listening) await write();
  else listener.addHook('onListen', write);
}
