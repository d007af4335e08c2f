import type { Socket } from 'node:net';
import { serviceMessage } from '../service-messages.ts';
import { allowance } from './bus.ts';

/** Half a minute of a city that says 1,500 observations a second. */
export const MAX_QUEUE_BYTES = 8_388_608;
/** Small messages take five times their bytes in memory while they wait. */
const MAX_QUEUES_BYTES = 134_217_728;

/** A connection as its queue sees it. */
interface Connection {
  /** Name of the client for the log. */
  name(): string;
  /** Bytes that were written to the connection and that its other end has not taken. */
  waitingBytes(): number;
  cut(): void;
}

interface SendLimits {
  /** Bytes that one connection may let lie. */
  mostBytes: number;
  /** Bytes that all connections together may let lie. */
  mostTogetherBytes: number;
}

/** The queue of one connection. */
interface SendQueue {
  /** Called after each write; cuts off this connection, or the one with most in its queue. */
  check(): void;
  close(): void;
}

/** Opens the queues of a broker; connections that are cut off stand in the hub's log, as many lines as can be read. */
export function openSendQueues(): SendQueues {
  const maySpeak = allowance(1, 20, () => performance.now());
  const limits = { mostBytes: MAX_QUEUE_BYTES, mostTogetherBytes: MAX_QUEUES_BYTES };
  return new SendQueues(limits, (name, bytes) => {
    if (maySpeak(1)) process.stderr.write(`hub: ${serviceMessage('slow-reader', { name, bytes }).text.en}\n`);
  });
}

/** After the connections with most were cut off, so much of the limit is used at most: the next write does not begin it anew. */
const RELIEVED_RATIO = 0.75;

/**
 * Bytes that the broker's connections have not taken yet. The embedded broker (aedes) has a hundred messages under way and waits for the
 * slowest socket of each; when all hundred wait for one device that reads no more, nobody hears anything. No socket of the broker makes it
 * wait, therefore: what is written counts as sent, and a connection that lets too much lie is cut off. Mosquitto drops such messages
 * instead (`max_queued_messages`); a client that is cut off knows that it missed some, comes back and asks history.
 */
export class SendQueues {
  private readonly counted = new Map<Connection, number>();
  private readonly limits: SendLimits;
  private readonly report: (name: string, waitingBytes: number) => void;
  /** Never less than what waits; connections that have taken theirs are counted anew when it passes the limit. */
  private totalBytes = 0;
  private cuts = 0;

  constructor(limits: SendLimits, report: (name: string, waitingBytes: number) => void) {
    this.limits = limits;
    this.report = report;
  }

  /** Connections that were cut off since the start. */
  get cutOff(): number {
    return this.cuts;
  }

  open(connection: Connection): SendQueue {
    this.counted.set(connection, 0);
    return {
      check: () => this.check(connection),
      close: () => this.close(connection),
    };
  }

  private check(connection: Connection): void {
    if (!this.counted.has(connection)) return;
    if (this.count(connection) > this.limits.mostBytes) this.cut(connection);
    if (this.totalBytes > this.limits.mostTogetherBytes) this.relieve();
  }

  private count(connection: Connection): number {
    const bytes = connection.waitingBytes();
    this.totalBytes += bytes - (this.counted.get(connection) ?? 0);
    this.counted.set(connection, bytes);
    return bytes;
  }

  private relieve(): void {
    for (const connection of this.counted.keys()) this.count(connection);
    if (this.totalBytes <= this.limits.mostTogetherBytes) return;
    const byBytes = [...this.counted].sort(([, a], [, b]) => b - a);
    for (const [connection] of byBytes) {
      if (this.totalBytes <= RELIEVED_RATIO * this.limits.mostTogetherBytes) break;
      this.cut(connection);
    }
  }

  private cut(connection: Connection): void {
    const bytes = this.counted.get(connection) ?? 0;
    this.close(connection);
    this.cuts++;
    this.report(connection.name(), bytes);
    connection.cut();
  }

  private close(connection: Connection): void {
    this.totalBytes -= this.counted.get(connection) ?? 0;
    this.counted.delete(connection);
  }
}

/** Puts a queue before a socket: its `write` never asks the writer to wait. */
export function boundWrites(socket: Socket, queues: SendQueues, name: () => string): void {
  const queue = queues.open({
    name,
    waitingBytes: () => socket.writableLength,
    // With an error: without one Node makes one for each of some hundred thousand pieces that wait, which held everybody for 4 s.
    cut: () => socket.destroy(new Error('it lets too much lie')),
  });
  const write: Socket['write'] = socket.write.bind(socket);
  socket.write = (...args: unknown[]) => {
    Reflect.apply(write, socket, args);
    queue.check();
    return true;
  };
  socket.once('close', () => queue.close());
}
