import type { NamedService } from '../../model/city/feature-service.ts';
import { type Message, MessageError, messagesOf } from '../../model/text/message.ts';
import { FairQueue } from '../features/fair-queue.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { AnswerCache } from './answer-cache.ts';
import { checkedType, type FileKind } from './file-kinds.ts';
import { serviceMessage } from './messages.ts';
import { fetchBytes } from './service-fetch.ts';
import type { ServiceHealth } from './service-questions.ts';

/** A file as it goes on to the page. */
export interface ServiceFile {
  type: string;
  bytes: Buffer;
}

/** Requests to one service that are open at once: a dead service keeps none of another waiting. */
const MAX_OPEN = 6;
/** Requests that wait at once at most, to one service and of one asker. */
const MAX_WAITING = 400;
const MAX_WAITING_OF_ONE = 120;
/** A service that did not answer so many times in a row is left alone for so long. */
const FAILURES_TO_REST = 6;
const REST_MS = 15_000;
/** A fault is shown for so long after it, though others were answered since. */
const FAULT_SHOWN_MS = 60_000;

interface Wait {
  start(): void;
}

interface Line {
  open: number;
  waiting: FairQueue<Wait>;
  failures: number;
  restUntilMs: number;
  came: number;
  tookMs: number;
  atMs: number;
  fault: { atMs: number; said: Message } | null;
}

/** Files of services elsewhere: each within its limits, in fair turns, and kept for a while for whoever asks next. */
export class ServiceFiles {
  private readonly lines = new WeakMap<NamedService, Line>();
  private readonly cache: AnswerCache<ServiceFile>;
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
    this.cache = new AnswerCache(nowMs, ({ bytes }) => bytes.byteLength);
  }

  /** A file that did not come, or is not what it should be, is a MessageError. */
  get(service: NamedService, address: URL, kind: FileKind, asker: string): Promise<ServiceFile> {
    const known = this.cache.get(service, address.href);
    if (known) return known;
    const line = this.lineOf(service);
    this.refuse(line, address, asker);
    return this.cache.keep(
      service,
      address.href,
      this.inTurn(line, asker, () => this.fetch(line, address, kind)),
    );
  }

  /** Null: nobody has asked it since the hub began, or since it was named anew. */
  healthOf(service: NamedService): ServiceHealth | null {
    const line = this.lines.get(service);
    if (!line || line.atMs === 0) return null;
    const { atMs, tookMs, came, fault } = line;
    const isFaulty = fault !== null && this.nowMs() - fault.atMs < FAULT_SHOWN_MS;
    return { atMs, tookMs, count: came === 0 ? null : came, problems: isFaulty ? [fault.said] : [] };
  }

  private refuse(line: Line, { host }: URL, asker: string): void {
    if (line.restUntilMs > this.nowMs() && line.fault)
      throw new MessageError(serviceMessage('resting', { host, reason: line.fault.said.text }));
    if (line.waiting.size >= MAX_WAITING || line.waiting.sizeOf(asker) >= MAX_WAITING_OF_ONE)
      throw new HubUnready(hubMessage('services-busy', {}));
  }

  private lineOf(service: NamedService): Line {
    const known = this.lines.get(service);
    if (known) return known;
    const counts = { open: 0, failures: 0, restUntilMs: 0, came: 0, tookMs: 0, atMs: 0 };
    const line: Line = { ...counts, waiting: new FairQueue(), fault: null };
    this.lines.set(service, line);
    return line;
  }

  private async inTurn<T>(line: Line, asker: string, work: () => Promise<T>): Promise<T> {
    if (line.open >= MAX_OPEN) await new Promise<void>((start) => line.waiting.add(asker, { start }));
    line.open++;
    try {
      return await work();
    } finally {
      line.open--;
      line.waiting.next()?.start();
    }
  }

  private async fetch(line: Line, address: URL, kind: FileKind): Promise<ServiceFile> {
    const startMs = performance.now();
    line.atMs = this.nowMs();
    try {
      // While it waited for its turn the service may have fallen silent.
      if (line.restUntilMs > this.nowMs() && line.fault) throw new MessageError(line.fault.said);
      const bytes = await fetchBytes(address, kind.wish);
      const type = checkedType(kind, bytes, address.host);
      line.came++;
      line.failures = 0;
      return { type, bytes };
    } catch (error) {
      const [said] = messagesOf(error) ?? [];
      if (said) this.note(line, said);
      throw error;
    } finally {
      line.tookMs = Math.round(performance.now() - startMs);
    }
  }

  private note(line: Line, said: Message): void {
    line.fault = { atMs: this.nowMs(), said };
    if (said.code !== 'slow' && said.code !== 'unreachable') return;
    line.failures++;
    if (line.failures >= FAILURES_TO_REST) line.restUntilMs = this.nowMs() + REST_MS;
  }
}
