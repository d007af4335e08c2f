import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from '../../model/accounts/accounts.ts';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';
import { digest, newSecret } from './passwords.ts';

/** Account that is logged in, with the scope that it had when it logged in; the tokens of its pages refer to one of these. */
export interface Session {
  /** Another one for each login. */
  id: string;
  name: string;
  role: Role;
  scope: Scope;
  untilMs: number;
  /** No use keeps it longer. */
  lastMs: number;
}

/** How long a login holds that nobody uses; each use renews it. */
export const TOKEN_MS = 15 * 60_000;
/** A shift: then whoever sits there says once more who it is. */
export const SESSION_MS = 8 * 3_600_000;
const MAX_SESSIONS = 10_000;
/** Pages of one login at once, the reloads of a quarter of an hour among them: the oldest token goes. */
const MAX_TOKENS = 50;

/**
 * The logins of this start of the hub: in memory alone, each under the digests of the tokens that its pages hold in their memory, and of the
 * secret in the browser's cookie, which gives a page that is loaded again a token of the same login.
 */
export class Sessions {
  private readonly byDigest = new Map<string, Session>();
  private readonly byCookie = new Map<string, Session>();
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
    this.drop(({ untilMs }) => untilMs <= this.nowMs());
    if (this.byDigest.size >= MAX_SESSIONS) throw new MessageError(serviceMessage('sessions', { most: MAX_SESSIONS }));
    const nowMs = this.nowMs();
    const times = { untilMs: nowMs + TOKEN_MS, lastMs: nowMs + SESSION_MS };
    return this.newToken({ id: newSecret(), name, role, scope, ...times });
  }

  /** Returns the secret for the cookie of a token's login; null: there is none. */
  cookieFor(token: string): string | null {
    const session = this.of(token);
    if (!session) return null;
    const secret = newSecret();
    this.byCookie.set(digest(secret), session);
    return secret;
  }

  /** Returns a new token of the login that the cookie is of; null: it has ended. */
  restore(secret: string): { token: string; session: Session } | null {
    const session = this.byCookie.get(digest(secret));
    if (!session || session.untilMs <= this.nowMs()) return null;
    this.renew(session);
    const own = [...this.byDigest].filter(([, each]) => each === session);
    if (own.length >= MAX_TOKENS) this.byDigest.delete(own[0][0]);
    return { token: this.newToken(session), session };
  }

  private newToken(session: Session): string {
    const token = newSecret();
    this.byDigest.set(digest(token), session);
    return token;
  }

  private drop(isOver: (session: Session) => boolean): void {
    for (const sessions of [this.byDigest, this.byCookie])
      for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key);
  }

  renew(session: Session): void {
    session.untilMs = Math.min(this.nowMs() + TOKEN_MS, session.lastMs);
  }

  /** Another number: the account was changed or closed since, and what was read of it before holds no more. */
  changesOf(name: string): number {
    return this.endings.get(name) ?? 0;
  }

  /** The login of a token ends, for all of its pages. */
  end(token: string): void {
    const ended = this.byDigest.get(digest(token));
    if (ended) this.drop((session) => session === ended);
  }

  /** Logins under the old rights or password end. */
  endAllOf(name: string): void {
    this.endings.set(name, this.changesOf(name) + 1);
    this.drop((session) => session.name === name);
  }

  clear(): void {
    this.drop(() => true);
  }
}

/** The session token of a request's Authorization header; undefined where there is none of the right form. */
export function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
}
