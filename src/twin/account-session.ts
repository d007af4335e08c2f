import { isEverything, isRefusalWord, parseLogin, type RefusalWord } from '../../model/accounts/accounts.ts';
import { TOO_MANY } from '../../model/hub/http-status.ts';
import { isMessage, type Message, MessageError } from '../../model/text/message.ts';
import type { Account, Login } from './account.ts';
import { hubAnswerMessage } from './hub-messages.ts';
import { serviceKey } from './services.ts';
import type { Twin } from './twin.ts';

/**
 * A refusal of the hub, in both languages, and the word by which the page has a sentence of its own.
 */
export class Refused extends MessageError {
  override name = 'Refused';
  readonly word: RefusalWord | null;

  constructor(word: RefusalWord | null, message: Message) {
    super(message);
    this.word = word;
  }
}

/**
 * Keeps over a reload that there was a login here, and nothing of it: the secret is in a cookie that no script reads, and a page whose browser
 * has none need not ask.
 */
interface LoginNote {
  load(key: string): string | null;
  save(key: string, text: string): boolean;
}

/**
 * Speaks with the hub in the name of who is logged in. The token is in this closure and in the feeds' worker alone: no storage, gone with the
 * page. A page that is loaded again is given another one of the same login, by the hub's cookie.
 */
export interface AccountSession {
  /** Resolves when the login of before a reload is here again, or is known not to be; while the hub is away it is tried again later. */
  restore(): Promise<void>;
  /** Shows what is measured by the key of a hall, also where visitors see nothing. */
  showMeasured(hallKey: string): void;
  /** Rejects with what the hub said. */
  login(name: string, password: string): Promise<void>;
  /** By a link that is used once. */
  accept(invite: string, name: string, password: string): Promise<void>;
  logout(): Promise<void>;
  post(path: string, body: object): Promise<unknown>;
  /** Sends an archive as it is. */
  upload(path: string, archive: Blob): Promise<unknown>;
  patch(path: string, body: object): Promise<unknown>;
  get(path: string): Promise<unknown>;
  remove(path: string): Promise<void>;
  /** Told of the login that there is, of each later one, and of null when there is none any more: the worker of the feeds speaks in the same name. */
  follow(onLogin: (login: Login | null) => void): void;
  /** By these the hub knows who asks; for files that the engine of the picture fetches itself, from the hub alone. */
  headers(): Record<string, string>;
  /** A file. */
  download(path: string): Promise<Uint8Array>;
}

/** The session that the page opened; offered before the first plug-in is opened. */
export const ACCOUNT_SESSION = serviceKey<AccountSession>('account session');

const NOTE = 'login';
/** How long a page waits with its first question for its login, and how often it looks again for a hub that is away. */
const RESTORE_MS = 5000;
/** A browser that keeps nothing. */
const NO_NOTE: LoginNote = { load: () => null, save: () => false };

export function openSession(twin: Twin, hubUrl: string, note = NO_NOTE): AccountSession {
  let token: string | null = null;
  let current: Login | null = null;
  let hall: Login | null = null;
  const followers: ((login: Login | null) => void)[] = [];
  /** What was asked in this login's name and is not answered yet. */
  const pending = new Set<Promise<unknown>>();

  function ask(path: string, body?: object, method = body ? 'POST' : 'GET', own = token): Promise<unknown> {
    const answer = askAs(own, path, body, method);
    if (own === null) return answer;
    const settled: Promise<void> = answer.then(
      () => undefined,
      () => undefined,
    );
    pending.add(settled);
    void settled.then(() => pending.delete(settled));
    return answer;
  }

  async function askAs(own: string | null, path: string, body: object | undefined, method: string): Promise<unknown> {
    const response = await fetch(new URL(path, hubUrl), {
      method,
      // A page that is left ends it no more.
      keepalive: path === 'accounts/logout',
      ...(body ? { body: body instanceof Blob ? body : JSON.stringify(body) } : {}),
      headers: {
        ...(body ? { 'Content-Type': body instanceof Blob ? 'application/zip' : 'application/json' } : {}),
        ...(own === null ? {} : { Authorization: `Bearer ${own}` }),
      },
    });
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
    if (response.ok) {
      if (answer === undefined) throw new MessageError(hubAnswerMessage('not-json', { path }));
      return answer;
    }
    if (response.status === 401 && own !== null && own === token) forget();
    const word = response.status === TOO_MANY ? 'tooMany' : textOf(answer, 'word');
    throw new Refused(isRefusalWord(word) ? word : null, refusalIn(answer, path, response.status));
  }

  function enter(login: Login | null, account: Account | null): void {
    token = login?.token ?? null;
    note.save(NOTE, login ? '1' : '');
    twin.getState().takeAccount(account);
    tell(login ?? hall);
  }
  function tell(login: Login | null): void {
    current = login;
    for (const onLogin of followers) onLogin(login);
  }
  const headers = (): Record<string, string> => (token === null ? {} : { Authorization: `Bearer ${token}` });
  const forget = () => enter(null, null);

  function take(answer: unknown): void {
    const { token, ...account } = parseLogin(answer);
    enter({ token, seesAll: isEverything(account.scope) }, account);
  }

  async function restore(): Promise<void> {
    if (!note.load(NOTE) || token !== null) return;
    const signal = AbortSignal.timeout(RESTORE_MS);
    const answer = await fetch(new URL('accounts/session', hubUrl), { method: 'POST', signal }).catch(() => null);
    // Somebody logged in meanwhile.
    if (token !== null) return;
    if (answer?.status === 200) return take(await answer.json());
    if (answer && answer.status < 500 && answer.status !== TOO_MANY) note.save(NOTE, '');
    else setTimeout(() => void restore(), RESTORE_MS);
  }

  return {
    restore,
    showMeasured(hallKey) {
      hall = { token: hallKey, seesAll: true };
      if (token === null) tell(hall);
    },
    login: async (name, password) => take(await ask('accounts/login', { name, password })),
    accept: async (invite, name, password) => take(await ask('accounts/invited', { invite, name, password })),
    async logout() {
      const own = token;
      // From here on nobody speaks in this name; what was asked in it is answered before the hub forgets it.
      forget();
      let ended: Promise<unknown> | null = null;
      const end = () => (ended ??= askAs(own, 'accounts/logout', {}, 'POST'));
      // Whoever logs out and closes the page is logged out too.
      globalThis.addEventListener?.('pagehide', end);
      await Promise.all(pending);
      await end().finally(() => globalThis.removeEventListener?.('pagehide', end));
    },
    post: (path, body) => ask(path, body),
    upload: (path, archive) => ask(path, archive),
    patch: (path, body) => ask(path, body, 'PATCH'),
    get: (path) => ask(path),
    remove: async (path) => void (await ask(path, undefined, 'DELETE')),
    follow(onLogin) {
      followers.push(onLogin);
      if (current) onLogin(current);
    },
    headers,
    async download(path) {
      const response = await fetch(new URL(path, hubUrl), { headers: headers() });
      if (!response.ok) {
        const answer: unknown = await response.json().catch(() => null);
        throw new Refused(null, refusalIn(answer, path, response.status));
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/** What the hub said in both languages; of an answer without it (of a protocol, of a proxy) what can be said of any. */
function refusalIn(answer: unknown, path: string, got: number): Message {
  const error: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : null;
  if (isMessage(error)) return error;
  const reason = textOf(answer, 'message');
  return reason === null
    ? hubAnswerMessage('status', { path, got })
    : hubAnswerMessage('refused', { path, got, reason });
}

function textOf(json: unknown, name: string): string | null {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : null;
  return typeof value === 'string' ? value : null;
}
