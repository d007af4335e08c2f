import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../../model/accounts/accounts.ts';
import type { Audit } from '../audit/audit.ts';
import type { Hub } from '../hub.ts';
import type { AccountRows } from './account-rows.ts';
import type { Gate } from './gate.ts';
import type { DocumentAreas, Place } from './scope.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Tries } from './tries.ts';

/** Accounts as every part of the hub with addresses is given them: they say which account sends a request, and what it may touch. */
export interface Accounts {
  readonly audit: Audit;
  /** The one who asks, behind an address that needs a right of theirs. */
  who(request: FastifyRequest): Session;
  /** The same for who had to wait; null: the login has ended meanwhile, and the reply is sent (401). */
  whoStill(request: FastifyRequest, reply: FastifyReply): Session | null;
  /** Returns the scope of the login, or of visitors. An answer of a route whose scope is `place` or `document` without it is withheld. */
  scopeOf(request: FastifyRequest): Scope;
  /** Whether it lies in the asker's part of the city; else the reply is sent (403). */
  touches(request: FastifyRequest, reply: FastifyReply, place: Place): boolean;
  /** Whether the asker may write a shared document of these districts; else the reply is sent (403). */
  touchesDocument(request: FastifyRequest, reply: FastifyReply, held: DocumentAreas): boolean;
  /** Digests of the keys of halls: whoever brings one sees what is measured, also where visitors see nothing. */
  readonly hallKeys: Set<string>;
  sessionOf(token: string | undefined): Session | null;
  /** All logins end. */
  close(): void;
}

/** What the routes of accounts share. */
export interface AccountParts {
  hub: Hub;
  accounts: Accounts;
  rows: AccountRows;
  sessions: Sessions;
  tries: Tries;
  gate: Gate;
  /** One change of an account after the other: of two administrators who close each other at once one remains. */
  inTurn<Result>(change: () => Promise<Result>): Promise<Result>;
  scryptN: number;
}

/** The link of an invitation is good for a day. */
export const INVITE_MS = 24 * 3_600_000;
