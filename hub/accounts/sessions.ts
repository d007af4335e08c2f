import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from '../../model/accounts/accounts.ts';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';
import { digest, newSecret } from './passwords.ts';

/** Account that is logged in, with the scope that it had when it logged in; a token refers to one of these. */
export interface Session {
  name: string;
  role: Role;
  scope: Scope;
  untilMs: number;
  /** No use keeps it longer. */
  lastMs: number;
}

/** Short, in the page's memory alone, renewed while it is used. */
export const TOKEN_MS = 15 * 60_000;
/** A shift: then whoever sits there says once more who it is. */
export const SESSION_MS = 8 * 3_600_000;
const MAX_SESSIONS = 10_000;

/** The logins of this start of the hub: in memory alone, each under the digest of its token. */
export class Sessions {
  private readonly byDigest = new Map<string, Session>();
  /** How often the logins of a name were ended. */
  private readonly endings = new Map<string, number>();
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  of(token: string | undefined): Session | null {
    const session = token === undefined ? undefined : this.byDigest.get(digest(token));
    return session && session.untilMs > this.nowMs() ? session : null;
  }

  /** Returns the token. */
  begin(name: string, role: Role, scope: Scope): string {
    for (const [key, { untilMs }] of this.byDigest) if (untilMs <= this.nowMs()) this.byDigest.delete(key);
    if (this.byDigest.size >= MAX_SESSIONS) throw new MessageError(serviceMessage('sessions', { most: MAX_SESSIONS }));
    const token = newSecret();
    const nowMs = this.nowMs();
    this.byDigest.set(digest(token), { name, role, scope, untilMs: nowMs + TOKEN_MS, lastMs: nowMs + SESSION_MS });
    return token;
  }

  renew(session: Session): void {
    session.untilMs = Math.min(this.nowMs() + TOKEN_MS, session.lastMs);
  }

  /** Another number: the account was changed or closed since, and what was read of it before holds no more. */
  changesOf(name: string): number {
    return this.endings.get(name) ?? 0;
  }

  end(token: string): void {
    this.byDigest.delete(digest(token));
  }

  /** Logins under the old rights or password end. */
  endAllOf(name: string): void {
    this.endings.set(name, this.changesOf(name) + 1);
    for (const [key, session] of this.byDigest) if (session.name === name) this.byDigest.delete(key);
  }

  clear(): void {
    this.byDigest.clear();
  }
}

/** The session token of a request's Authorization header; undefined where there is none of the right form. */
export function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
}
