import type { FastifyReply } from 'fastify';
import { MIN_PASSWORD, ROLES } from '../../model/accounts/accounts.ts';
import { type Message, MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { refuse } from './access.ts';
import type { AccountParts } from './account-parts.ts';
import type { AccountRights } from './account-rows.ts';
import { hashPassword } from './passwords.ts';
import { isRole } from './roles.ts';
import { NOTHING, readScope } from './scope.ts';
import { isWeakPassword } from './weak-passwords.ts';

const MAX_TEXT = 200;

/** What a change of an account asks for; what it leaves out stays as it is. */
interface AccountChange extends AccountRights {
  password: string | null;
}

/**
 * Whether a login name is one the hub takes: up to 64 letters, digits, spaces, dots, hyphens and underscores of any
 * script.
 */
export function isName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(name);
}

/** Answers 400 where name or password of a new account do not hold the rules. */
export function badAccount(reply: FastifyReply): FastifyReply {
  return refuse(reply, 400, hubMessage('bad-account', { least: MIN_PASSWORD }), 'badName');
}

/** What is wrong with a password that an account is to have; null: nothing. */
export function passwordFault(password: string, name: string): Message | null {
  if (password.length < MIN_PASSWORD || password.length > MAX_TEXT)
    return hubMessage('bad-text', { place: 'password', least: MIN_PASSWORD, most: MAX_TEXT });
  return isWeakPassword(password, name) ? hubMessage('weak-password', {}) : null;
}

/** What is wrong with a role that is none of the hub's, with those that there are. */
export function badRole(got: unknown): Message {
  return hubMessage('bad-choice', { place: 'role', choices: ROLES.join(', '), got: String(got) });
}

/** Texts of a body by their names, no others; 1 to 200 characters each. */
export function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const out: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = fieldOf(body, name);
    if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT) {
      const error = new MessageError(hubMessage('bad-text', { place: name, least: 1, most: MAX_TEXT }));
      throw Object.assign(error, { statusCode: 400 });
    }
    out[name] = value;
  }
  return out as Record<Name, string>;
}

/** Nothing where it is left out; null: it is no scope. */
export function scopeIn(body: unknown): AccountRights['scope'] | null {
  const scope = fieldOf(body, 'scope');
  return scope === undefined ? NOTHING : readScope(scope);
}

/** A message says what is wrong. */
export function changeIn(body: unknown, known: AccountRights & { name: string }): AccountChange | Message {
  const role = fieldOf(body, 'role') ?? known.role;
  const password = fieldOf(body, 'password') ?? null;
  const scopeField = fieldOf(body, 'scope');
  const scope = scopeField === undefined ? known.scope : readScope(scopeField);
  if (scope === null) return hubMessage('bad-scope', {});
  if (!isRole(role)) return badRole(role);
  if (password !== null && typeof password !== 'string')
    return hubMessage('bad-text', { place: 'password', least: MIN_PASSWORD, most: MAX_TEXT });
  const fault = password === null ? null : passwordFault(password, known.name);
  if (fault) return fault;
  return { role, scope, password };
}

/** False: the name is taken. */
export async function addAccount(
  { hub, accounts, rows, gate, scryptN }: AccountParts,
  name: string,
  { role, scope }: AccountRights,
  password: string,
  by: { who: string; role: string },
): Promise<boolean> {
  const hashed = await gate.enter(() => hashPassword(password, scryptN), true);
  if (!(await rows.add(name, { role, scope }, hashed, hub.nowMs()))) return false;
  await accounts.audit.append({ atMs: hub.nowMs(), ...by, what: 'account.create', of: name, detail: { role, scope } });
  return true;
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}
