import {
  type Area,
  isEverything,
  isRefusalWord,
  parseLogin,
  type RefusalWord,
  type Role,
  type Scope,
} from '../city/accounts.ts';
import type { Slice, Twin } from './twin.ts';

/** Who is logged in at the hub; visitors are not. */
export interface Account {
  name: string;
  role: Role;
  /** What part of the city it reads and touches. */
  scope: Scope;
  /** The districts of its scope. */
  areas: readonly Area[];
}

export interface AccountSlice {
  account: Account | null;
  takeAccount(account: Account | null): void;
}

export const accountSlice: Slice<AccountSlice> = (set) => ({
  account: null,
  takeAccount: (account) => set({ account }),
});

/** Roles that the hub lets act on alarms; it asks again itself. */
export function mayActOnAlarms(account: Account | null): boolean {
  return account?.role === 'dispatcher' || account?.role === 'controller';
}

/** Roles that the hub lets work on cases; it asks again itself. */
export const mayActOnCases = mayActOnAlarms;

/** Roles that the hub gives recordings to. */
export function mayExport(account: Account | null): boolean {
  return account !== null && account.role !== 'visitor' && account.role !== 'administrator';
}

/** The role that may name sources of readings, whose hosts the page's worker then speaks to. */
export const mayNameSources = (account: Account | null): boolean => account?.role === 'administrator';

/** The role that makes, changes and closes accounts. */
export const mayManageAccounts = mayNameSources;

/** Roles that the hub lets tell devices something, and those that may be the second person. */
export const mayAskCommands = (account: Account | null): boolean => account?.role === 'controller';
export const mayConfirmCommands = mayActOnAlarms;

/** What the worker of the feeds speaks to the hub with. */
export interface Login {
  token: string;
  /** Whether its scope is the whole city. */
  seesAll: boolean;
}

/** The hub's no: its own words for the log, and the word by which the page says it in the reader's language, where it has one. */
export class Refused extends Error {
  override name = 'Refused';
  readonly word: RefusalWord | null;

  constructor(message: string, word: RefusalWord | null) {
    super(message);
    this.word = word;
  }
}

/** Speaks with the hub in the name of who is logged in. The token is in this closure and in the feeds' worker alone: no storage, no cookie, gone with the page. */
export interface AccountSession {
  /** Rejects with what the hub said. */
  login(name: string, password: string): Promise<void>;
  /** By a link that is used once. */
  accept(invite: string, name: string, password: string): Promise<void>;
  logout(): Promise<void>;
  post(path: string, body: object): Promise<unknown>;
  patch(path: string, body: object): Promise<unknown>;
  get(path: string): Promise<unknown>;
  remove(path: string): Promise<void>;
  /** Told of each login, and of null when there is none any more: the worker of the feeds speaks in the same name. */
  follow(told: (login: Login | null) => void): void;
  /** A file. */
  download(path: string): Promise<Uint8Array>;
}

/** HTTP's own status for it; the hub's guard of tries says no more. */
const TOO_MANY = 429;

export function openSession(twin: Twin, hubUrl: string): AccountSession {
  let token: string | null = null;
  const followers: ((login: Login | null) => void)[] = [];

  async function ask(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<unknown> {
    const response = await fetch(new URL(path, hubUrl), {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
    const answer: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return answer;
    if (response.status === 401 && token !== null) forget();
    const word = response.status === TOO_MANY ? 'tooMany' : textOf(answer, 'word');
    throw new Refused(
      textOf(answer, 'message') ?? `${path}: expected 200, got ${response.status}`,
      isRefusalWord(word) ? word : null,
    );
  }

  function enter(login: Login | null, account: Account | null): void {
    token = login?.token ?? null;
    for (const told of followers) told(login);
    twin.getState().takeAccount(account);
  }
  const forget = () => enter(null, null);

  function take(answer: unknown): void {
    const { token, ...account } = parseLogin(answer);
    enter({ token, seesAll: isEverything(account.scope) }, account);
  }

  return {
    login: async (name, password) => take(await ask('accounts/login', { name, password })),
    accept: async (invite, name, password) => take(await ask('accounts/invited', { invite, name, password })),
    async logout() {
      await ask('accounts/logout', {});
      forget();
    },
    post: (path, body) => ask(path, body),
    patch: (path, body) => ask(path, body, 'PATCH'),
    get: (path) => ask(path),
    remove: async (path) => void (await ask(path, undefined, 'DELETE')),
    follow: (told) => void followers.push(told),
    async download(path) {
      const response = await fetch(new URL(path, hubUrl), {
        headers: token === null ? {} : { Authorization: `Bearer ${token}` },
      });
      if (!response.ok) throw new Error(`${path}: expected 200, got ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

function textOf(json: unknown, name: string): string | null {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : null;
  return typeof value === 'string' ? value : null;
}
