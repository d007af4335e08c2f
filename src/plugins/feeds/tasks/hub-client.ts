import { FeedError, fieldOf, parseJson, type Reading } from '../../../../model/sensors/decode.ts';
import type { Login } from '../../../twin/account.ts';
import { sourceMessage } from '../messages.ts';
import type { HubStreams } from './hub-streams.ts';
import type { History } from './repair.ts';
import { sensorThings } from './sensor-things.ts';

/** An answer of the hub that has not come by then will not. */
const ANSWER_MS = 60_000;

/** What a page that was just opened asks of the past. */
export interface BackfillSource extends History {
  /** The newest observation of every stream. */
  newest(): AsyncIterable<{ stream: number } & Reading>;
}

/** Asks the hub over HTTP, in the name of who is logged in. */
export class HubClient {
  readonly things: ReturnType<typeof sensorThings>;
  private readonly hubUrl: string;
  private login: Login | null = null;

  constructor(hubUrl: string) {
    this.hubUrl = hubUrl;
    this.things = sensorThings(new URL('v1.1/', hubUrl).href, (path, signal) => this.ask(path, signal));
  }

  get token(): string | null {
    return this.login?.token ?? null;
  }

  signIn(login: Login | null): void {
    this.login = login;
  }

  ask(path: string, signal?: AbortSignal): Promise<Response> {
    const limit = AbortSignal.timeout(ANSWER_MS);
    const headers = this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
    return fetch(new URL(path, this.hubUrl), { headers, signal: signal ? AbortSignal.any([limit, signal]) : limit });
  }

  /** A JSON answer; rejects with what came in its place. */
  async json(path: string, signal?: AbortSignal): Promise<unknown> {
    const response = await this.ask(path, signal);
    if (!response.ok) throw new FeedError(sourceMessage('status', { path, got: response.status }));
    return parseJson(await response.text());
  }

  /** Each entry of a list in a JSON answer. */
  async each(path: string, list: string, take: (json: unknown) => void, signal: AbortSignal): Promise<void> {
    const entries = fieldOf(await this.json(path, signal), list);
    if (!Array.isArray(entries)) throw new FeedError(sourceMessage('hub-list', { path, list }));
    for (const entry of entries) take(entry);
  }

  /** Whether a hub answers at the address at all. */
  async isThere(): Promise<boolean> {
    const health = await this.ask('health').catch(() => null);
    return health?.headers.get('Content-Type')?.includes('json') ?? false;
  }

  /**
   * History by the streams' numbers here. A range over all streams is asked in parts of `partMs`: services page by rows skipped, which
   * cost them all rows before.
   */
  past(streams: HubStreams, partMs: number, signal?: AbortSignal): BackfillSource {
    const { things } = this;
    const ourOwn = async function* (rows: AsyncIterable<{ id: string; reading: Reading }>) {
      for await (const { id, reading } of rows) {
        const stream = streams.oursOf(id);
        if (stream !== undefined) yield { stream, ...reading };
      }
    };
    return {
      newest: () => ourOwn(things.newest(signal)),
      recent(wanted, fromMs, most) {
        const ids = wanted.flatMap((stream) => streams.theirsOf(stream) ?? []);
        return ourOwn(things.recent(ids, fromMs, most, signal));
      },
      async *range(fromMs, toMs, stream) {
        const id = stream === null ? null : streams.theirsOf(stream);
        if (id === undefined) return;
        const stepMs = stream === null ? partMs : Number.POSITIVE_INFINITY;
        for (let partFromMs = fromMs; partFromMs <= toMs; partFromMs += stepMs)
          yield* ourOwn(things.observations(partFromMs, Math.min(toMs, partFromMs + stepMs), id, signal));
      },
    };
  }
}
