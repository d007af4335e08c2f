import { ROLES, type Role } from '../city/accounts.ts';
import type { Slice, Twin } from './twin.ts';

/** Who is logged in at the hub; visitors are not. */
export interface Account {
  name: string;
  role: Role;
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
  /** Told of each token, and of null when there is none any more: the worker of the feeds speaks in the same name. */
  follow(told: (token: string | null) => void): void;
  /** A file. */
  download(path: string): Promise<Uint8Array>;
}

export function openSession(twin: Twin, hubUrl: string): AccountSession {
  let token: string | null = null;
  const followers: ((token: string | null) => void)[] = [];
  const setToken = (next: string | null): void => {
    token = next;
    for (const told of followers) told(next);
  };

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
    throw new Error(textOf(answer, 'message') ?? `${path}: expected 200, got ${response.status}`);
  }

  function forget(): void {
    setToken(null);
    twin.getState().takeAccount(null);
  }

  function take(answer: unknown): void {
    const [name, told] = [textOf(answer, 'name'), textOf(answer, 'role')];
    const role = ROLES.find((one) => one === told);
    setToken(textOf(answer, 'token'));
    twin.getState().takeAccount(name !== null && role !== undefined ? { name, role } : null);
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
