import type { FastifyReply, FastifyRequest } from 'fastify';
import { MIN_PASSWORD, type Role, type Scope } from '../../model/accounts/accounts.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { needs, refuse } from './access.ts';
import { addAccount, badAccount, isName, passwordFault, textsOf } from './account-form.ts';
import type { AccountParts } from './account-parts.ts';
import { digest, isPassword } from './passwords.ts';
import { isRole } from './roles.ts';
import { clearSessionCookie, isOwnPage, sessionCookieOf, setSessionCookie } from './session-cookie.ts';
import { type Session, TOKEN_MS, tokenOf } from './sessions.ts';

/** Tries of a name and address in a minute, right or wrong: after the body was read, which says the name. */
const MAX_TRIES = 8;
/** Bytes of a body at most, since anybody may send one: of a name, a password and an invitation. */
const MAX_BODY_BYTES = 8_192;
const LIMITED = {
  bodyLimit: MAX_BODY_BYTES,
  config: {
    ...needs('nothing', 'none').config,
    rateLimit: {
      max: MAX_TRIES,
      timeWindow: '1 minute',
      hook: 'preHandler' as const,
      keyGenerator: (request: FastifyRequest) => JSON.stringify([request.ip, nameIn(request.body)]),
    },
  },
};

function nameIn(body: unknown): string {
  const name: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'name') : null;
  return typeof name === 'string' ? name.slice(0, 64) : '';
}

/** The doors that need no login: with a password, with an invitation, and out again. */
export function openLoginRoutes(parts: AccountParts): void {
  openLogin(parts);
  openInvited(parts);
  openRestoring(parts);
  const { hub, sessions } = parts;
  hub.http.post('/accounts/logout', needs('nothing', 'none'), async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) sessions.end(token);
    clearSessionCookie(request, reply);
    return reply.code(204).send();
  });
}

/** Restores of one address in a minute: many people may be behind one proxy. */
const MAX_RESTORES = 300;

/** A page that is loaded again is given a token of the login that the browser's cookie is of; without one it is a visitor's (204). */
function openRestoring(parts: AccountParts): void {
  const { hub, sessions } = parts;
  const rateLimit = { max: MAX_RESTORES, timeWindow: '1 minute' };
  const rights = { bodyLimit: MAX_BODY_BYTES, config: { ...needs('nothing', 'none').config, rateLimit } };
  hub.http.post('/accounts/session', rights, async (request, reply) => {
    if (!isOwnPage(request)) return refuse(reply, 403, hubMessage('foreign-page', {}));
    const secret = sessionCookieOf(request);
    const restored = secret === null ? null : sessions.restore(secret);
    if (restored) return loginAnswer(parts, restored.token, restored.session);
    if (secret !== null) clearSessionCookie(request, reply);
    return reply.code(204).send();
  });
}

/**
 * What the account is, is read again after its password was found right, which takes half a second, and the session begins in the same
 * step in which nothing has been changed since: a login under rights that are being taken away is refused.
 */
function openLogin(parts: AccountParts): void {
  const { hub, rows, tries } = parts;
  hub.http.post('/accounts/login', LIMITED, async (request, reply) => {
    const { name, password } = textsOf(request.body, ['name', 'password']);
    const place = placeOf(name, request);
    const isKnown = await rows.knowsPlace(place, hub.nowMs());
    const waitMs = tries.begin(name, request.ip, isKnown);
    if (waitMs > 0) return held(reply, waitMs);
    const forgive = forgiver(parts, name, request, isKnown);
    const enter: LoginTry['enter'] = (role, scope) => entered(parts, request, reply, { name, role, scope });
    const session = await logIn(parts, { name, password, place, isKnown, enter }).catch(forgive);
    if (!session) return refuse(reply, 401, hubMessage('wrong-login', {}), 'wrongLogin');
    tries.succeeded(name, request.ip, isKnown);
    return session;
  });
}

/** A try that the hub could not look at was neither right nor wrong. */
function forgiver({ tries }: AccountParts, name: string, { ip }: FastifyRequest, isKnown: boolean) {
  return (error: unknown): never => {
    if (error instanceof HubUnready) tries.unheard(name, ip, isKnown);
    throw error;
  };
}

interface LoginTry {
  name: string;
  password: string;
  /** From where, as a digest. */
  place: string;
  isKnown: boolean;
  /** Begins the session. */
  enter(role: Role, scope: Scope): object;
}

/** Null: it was wrong, and noted. */
async function logIn(parts: AccountParts, login: LoginTry): Promise<object | null> {
  const { name, password, place, isKnown, enter } = login;
  const { hub, accounts, rows, sessions, gate, scryptN } = parts;
  const changes = sessions.changesOf(name);
  const account = await rows.find(name);
  const isRight = await gate.enter(() => isPassword(password, account, scryptN), isKnown);
  const current = isRight ? await rows.find(name) : null;
  const entry = { atMs: hub.nowMs(), who: name, of: name };
  if (current && current.hash === account?.hash) {
    const { role, scope } = current;
    await accounts.audit.append({ ...entry, role, what: 'login', detail: { scope } });
    await rows.keepPlace(place, hub.nowMs());
    if (sessions.changesOf(name) === changes) return enter(role, scope);
  }
  await accounts.audit.append({ ...entry, role: 'visitor', what: 'login.refused', detail: {} });
  return null;
}

const placeOf = (name: string, { ip }: FastifyRequest): string => digest(JSON.stringify([name, ip]));

function held(reply: FastifyReply, waitMs: number): FastifyReply {
  reply.header('Retry-After', Math.ceil(waitMs / 1000));
  return refuse(reply, 429, hubMessage('tries', { minutes: Math.ceil(waitMs / 60_000) }), 'tooMany');
}

/** The name under which tries of invitations are counted: no account can have it. */
const INVITED = '';

function openInvited(parts: AccountParts): void {
  const { hub, rows, tries } = parts;
  hub.http.post('/accounts/invited', LIMITED, async (request, reply) => {
    const { invite, name, password } = textsOf(request.body, ['invite', 'name', 'password']);
    if (password.length < MIN_PASSWORD || !isName(name)) return badAccount(reply);
    const fault = passwordFault(password, name);
    if (fault) return refuse(reply, 400, fault, 'weakPassword');
    const waitMs = tries.begin(INVITED, request.ip, true);
    if (waitMs > 0) return held(reply, waitMs);
    const forgive = forgiver(parts, INVITED, request, true);
    const found = await rows.takeInvite(digest(invite), hub.nowMs()).catch(forgive);
    if (!found || !isRole(found.role)) return refuse(reply, 403, hubMessage('used-invite', {}), 'usedInvite');
    tries.succeeded(INVITED, request.ip, true);
    const { role, scope } = found;
    if (!(await addAccount(parts, name, { role, scope }, password, { who: 'invite', role }))) {
      await rows.keepInvite(digest(invite), found);
      return refuse(reply, 409, hubMessage('taken-name', { name }), 'takenName');
    }
    await rows.keepPlace(placeOf(name, request), hub.nowMs());
    return entered(parts, request, reply, { name, role, scope });
  });
}

/** Begins a session: the page is given its token, the browser a cookie for the time when the page is loaded again. */
function entered(
  parts: AccountParts,
  request: FastifyRequest,
  reply: FastifyReply,
  account: Pick<Session, 'name' | 'role' | 'scope'>,
): object {
  const { name, role, scope } = account;
  const token = parts.sessions.begin(name, role, scope);
  const secret = parts.sessions.cookieFor(token);
  if (secret !== null) setSessionCookie(request, reply, secret);
  return loginAnswer(parts, token, account);
}

/** What the page is told of a login; of the districts of its scope the names, which it has from nowhere else. */
function loginAnswer(
  { hub: { places } }: AccountParts,
  token: string,
  { name, role, scope }: Pick<Session, 'name' | 'role' | 'scope'>,
): object {
  const areas = places.names().areas.filter(({ id }) => scope.areas !== 'all' && scope.areas.includes(id));
  return { token, name, role, scope, forMs: TOKEN_MS, areas };
}
