import { McapIndexedReader, type McapTypes } from '@mcap/core';
import { type CityCase, laterCase, parseCase } from '../../city/cases.ts';
import { actOf } from './act.ts';
import { FeedError, jsonOf, readingOf } from './decode.ts';
import { streamIn } from './mqtt-source.ts';
import type { Pipeline } from './pipeline.ts';
import { ACTS_TOPIC, CASES_TOPIC } from './topics.ts';

/** Between so many messages the worker's other work gets its turn: live messages come all the while. */
const MESSAGES_IN_A_ROW = 2000;

const MOST_BYTES = 512 << 20;

/**
 * A recording (MCAP, as the hub writes it) as the page shows it: the same pipeline as live, with the times of arrival that were recorded
 * for a clock. `goTo` an instant gives what the page showed then, by whatever way: forward it reads on, back it begins anew from the
 * beginning, since an alarm and what was done to it may lie any time before (an hour of the demo city: some 230,000 messages).
 */
export class ReplayedFeed {
  readonly fromMs: number;
  readonly toMs: number;
  atMs: number;
  pipeline: Pipeline;
  cases = new Map<string, CityCase>();
  private readonly reader: McapIndexedReader;
  private readonly source: number;
  private readonly make: () => Pipeline;
  private readonly streamOf: (id: string) => number | undefined;
  private messages: AsyncIterator<McapTypes.Message> | null = null;
  private ahead: McapTypes.Message | null = null;

  private constructor(
    reader: McapIndexedReader,
    source: number,
    make: () => Pipeline,
    streamOf: (id: string) => number | undefined,
  ) {
    const { statistics } = reader;
    if (!statistics || statistics.messageCount === 0n) throw new FeedError('recording: expected messages, got none');
    this.reader = reader;
    this.source = source;
    this.make = make;
    this.streamOf = streamOf;
    this.fromMs = msOf(statistics.messageStartTime);
    this.toMs = msOf(statistics.messageEndTime);
    this.atMs = Number.NEGATIVE_INFINITY;
    this.pipeline = make();
  }

  /** `make` gives an empty pipeline, `streamOf` its stream by the name that topics have. */
  static async open(
    bytes: Uint8Array,
    source: number,
    make: () => Pipeline,
    streamOf: (id: string) => number | undefined,
  ): Promise<ReplayedFeed> {
    if (bytes.byteLength > MOST_BYTES)
      throw new FeedError(`recording: expected at most ${MOST_BYTES} bytes, got ${bytes.byteLength}`);
    const readable = {
      size: async () => BigInt(bytes.byteLength),
      read: async (offset: bigint, size: bigint) => bytes.subarray(Number(offset), Number(offset + size)),
    };
    const reader = await McapIndexedReader.Initialize({ readable }).catch((error: unknown) => {
      throw new FeedError(
        `recording: expected a finished MCAP file: ${error instanceof Error ? error.message : error}`,
      );
    });
    return new ReplayedFeed(reader, source, make, streamOf);
  }

  /** True: it began anew, and what was shown before counts no more. One call after the other. */
  async goTo(timeMs: number): Promise<boolean> {
    const wantedMs = Math.min(this.toMs, Math.max(this.fromMs, timeMs));
    const isAnew = this.messages === null || wantedMs < this.atMs;
    if (isAnew) {
      this.pipeline = this.make();
      this.cases = new Map();
      this.ahead = null;
      this.messages = this.reader.readMessages()[Symbol.asyncIterator]();
    }
    this.atMs = wantedMs;
    let taken = 0;
    for (let message = await this.next(); message; message = await this.next()) {
      if (msOf(message.logTime) > wantedMs) {
        this.ahead = message;
        break;
      }
      this.take(message);
      if (++taken % MESSAGES_IN_A_ROW === 0) await new Promise((done) => setTimeout(done));
    }
    return isAnew;
  }

  private async next(): Promise<McapTypes.Message | null> {
    const { ahead } = this;
    this.ahead = null;
    if (ahead) return ahead;
    const read = await this.messages?.next();
    return !read || read.done ? null : read.value;
  }

  private take({ channelId, logTime, data }: McapTypes.Message): void {
    const topic = this.reader.channelsById.get(channelId)?.topic ?? '';
    const logMs = msOf(logTime);
    try {
      const id = streamIn(topic);
      const stream = id === undefined ? undefined : this.streamOf(id);
      if (stream !== undefined) {
        this.pipeline.take({ stream, ...readingOf(jsonOf(data)) }, logMs, 'live');
        this.pipeline.hear(this.source, logMs);
      } else if (topic === ACTS_TOPIC) this.pipeline.alarms.act(actOf(jsonOf(data)));
      else if (topic === CASES_TOPIC) {
        const told = parseCase(jsonOf(data));
        this.cases.set(told.id, laterCase(this.cases.get(told.id), told));
      }
    } catch (error) {
      this.pipeline.refuse(this.source, `${topic}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

const msOf = (ns: bigint): number => Number(ns / 1000n) / 1000;
