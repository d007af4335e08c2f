import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { McapIndexedReader, McapRecordBuilder, McapStreamReader, type McapTypes, McapWriter } from '@mcap/core';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** What the bus said: when it came here, when it was so by its own clock, and the bytes as they came. */
export interface Recorded {
  topic: string;
  logMs: number;
  /** By the sender; of what has no time of its own, when it came. */
  publishMs: number;
  data: Uint8Array;
}

/** An operator's act in a recording: where to jump to. */
interface Incident {
  logMs: number;
  text: string;
}

const HEADER = { profile: '', library: 'shapan' };
const SCHEMA = { name: 'shapan.message', encoding: '', data: new Uint8Array() };
/** Bytes of a chunk in a finished file: a seek reads one. */
const CHUNK_BYTES = 1 << 20;
const INCIDENT = 'incident';
/** Some minutes of the demo city; a disk without room takes none of the hub's memory beyond it. */
const MAX_WAITING_BYTES = 1 << 25;

const toNs = (ms: number): bigint => BigInt(Math.round(ms * 1000)) * 1000n;
const toMs = (ns: bigint): number => Number(ns / 1000n) / 1000;

/**
 * A recording under way: the records of an MCAP without chunks, in which each message stands alone, so that a hub that is killed loses
 * what it had not yet handed to the system and no more. `finish` makes the indexed file of it, now or at the next start.
 * McapWriter was tried for it: without chunks it keeps everything in memory until its end, with them a torn file loses the last.
 */
export class OpenRecording {
  private readonly file: FileHandle;
  private readonly records = new McapRecordBuilder();
  private readonly channels = new Map<string, { id: number; sequence: number }>();
  private queue: Promise<void> = Promise.resolve();
  /** What could not be written yet; it waits for room. */
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  /** Bytes of the file that are known to be complete. A write that failed half-way is written over. */
  private lengthBytes = 0;
  private left = 0;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  static async begin(path: string): Promise<OpenRecording> {
    const recording = new OpenRecording(await open(path, 'wx'));
    recording.records.writeMagic();
    recording.records.writeHeader(HEADER);
    recording.records.writeSchema({ ...SCHEMA, id: 1 });
    await recording.flush();
    return recording;
  }

  /** Messages that were left out, since the disk took none for too long. */
  get leftOut(): number {
    return this.left;
  }

  /** Into memory; `flush` hands it to the system. */
  add({ topic, logMs, publishMs, data }: Recorded): void {
    if (this.waitingBytes + Number(this.records.length) > MAX_WAITING_BYTES) {
      this.left++;
      return;
    }
    let channel = this.channels.get(topic);
    if (!channel) {
      channel = { id: this.channels.size + 1, sequence: 0 };
      this.channels.set(topic, channel);
      this.records.writeChannel({ ...channelOf(topic, 1), id: channel.id });
    }
    const times = { logTime: toNs(logMs), publishTime: toNs(publishMs) };
    this.records.writeMessage({ channelId: channel.id, sequence: channel.sequence++, ...times, data });
  }

  /** Rejects where the disk does not take it: nothing is lost then, and the next flush tries again. */
  flush(): Promise<void> {
    const bytes = this.records.buffer.slice();
    this.records.reset();
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    const flushed = this.queue.then(() => this.writeWaiting());
    this.queue = flushed.catch(() => undefined);
    return flushed;
  }

  private async writeWaiting(): Promise<void> {
    for (let bytes = this.waiting.at(0); bytes; bytes = this.waiting.at(0)) {
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await this.file.write(bytes, from, bytes.length - from, this.lengthBytes + from);
        from += bytesWritten;
      }
      this.lengthBytes += bytes.length;
      this.waitingBytes -= bytes.length;
      this.waiting.shift();
    }
  }

  /** The file is closed in any case; rejects where its last messages could not be written. */
  async close(): Promise<void> {
    try {
      await this.flush();
      await this.file.truncate(this.lengthBytes);
      await this.file.sync();
    } finally {
      await this.file.close();
    }
  }
}

/** What `path` holds as an indexed file at `to`, put there whole; then `path` is gone. A tail that a crash tore off is left out. */
export async function finish(path: string, to: string, isIncident: (topic: string) => boolean): Promise<number> {
  const draft = `${to}.draft`;
  const file = await open(draft, 'w');
  let count = 0;
  try {
    const writer = new McapWriter({ writable: appendTo(file), chunkSize: CHUNK_BYTES });
    await writer.start(HEADER);
    const schemaId = await writer.registerSchema(SCHEMA);
    const channels = new Map<string, { id: number; sequence: number }>();
    for (const { topic, message } of readTolerantly(await readFile(path))) {
      const channel = channels.get(topic) ?? {
        id: await writer.registerChannel(channelOf(topic, schemaId)),
        sequence: 0,
      };
      channels.set(topic, channel);
      await writer.addMessage({ ...message, channelId: channel.id, sequence: channel.sequence++ });
      if (isIncident(topic)) {
        const text = new TextDecoder().decode(message.data);
        await writer.addMetadata({
          name: INCIDENT,
          metadata: new Map([
            ['logTime', String(message.logTime)],
            ['text', text],
          ]),
        });
      }
      count++;
    }
    await writer.end();
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
  await rename(draft, to);
  await rm(path);
  return count;
}

/** What `finish` or `openRecording` could not read for its bytes: a disk's own errors have a code, and the file may be whole. */
export function isBrokenRecording(error: unknown): boolean {
  return !(typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string');
}

function* readTolerantly(bytes: Uint8Array): Generator<{ topic: string; message: McapTypes.Message }> {
  const reader = new McapStreamReader();
  reader.append(bytes);
  const topics = new Map<number, string>();
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
    if (record.type === 'Channel') topics.set(record.id, record.topic);
    const topic = record.type === 'Message' ? topics.get(record.channelId) : undefined;
    if (record.type === 'Message' && topic !== undefined) yield { topic, message: record };
  }
}

interface OpenedRecording {
  fromMs: number;
  toMs: number;
  messages: number;
  incidents: Incident[];
  /** In the order in which they came here, from `fromMs` on. */
  from(fromMs: number): AsyncGenerator<Recorded>;
  close(): Promise<void>;
}

/** Opens an MCAP recording for replay; the file stays open until the recording is closed. */
export async function openRecording(path: string): Promise<OpenedRecording> {
  const file = await open(path, 'r');
  try {
    const reader = await McapIndexedReader.Initialize({ readable: readableOf(file) });
    const incidents: Incident[] = [];
    for await (const { metadata } of reader.readMetadata({ name: INCIDENT }))
      incidents.push({ logMs: incidentMs(metadata.get('logTime')), text: metadata.get('text') ?? '' });
    const { statistics } = reader;
    return {
      fromMs: toMs(statistics?.messageStartTime ?? 0n),
      toMs: toMs(statistics?.messageEndTime ?? 0n),
      messages: Number(statistics?.messageCount ?? 0n),
      incidents,
      async *from(fromMs) {
        try {
          for await (const message of reader.readMessages({ startTime: toNs(fromMs) })) {
            const topic = reader.channelsById.get(message.channelId)?.topic ?? '';
            yield { topic, logMs: toMs(message.logTime), publishMs: toMs(message.publishTime), data: message.data };
          }
        } catch (error) {
          throw broken(path, error);
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw broken(path, error);
  }
}

const broken = (path: string, error: unknown): MessageError =>
  new MessageError(
    serviceMessage('recording-broken', { path, reason: error instanceof Error ? error.message : String(error) }),
  );

function incidentMs(logTime = '0'): number {
  if (!/^\d{1,19}$/.test(logTime)) throw new Error(`an incident whose time is ${JSON.stringify(logTime.slice(0, 20))}`);
  return toMs(BigInt(logTime));
}

interface ReplayClock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/** The least rate of a replay, of the time that it was recorded in. */
export const SLOWEST = 0.1;
/** The greatest rate of a replay, of the time that it was recorded in. */
export const FASTEST = 100;

/** Yields each message when its turn comes at the rate; the order and the bytes do not depend on it. */
export async function* replay(
  recording: OpenedRecording,
  fromMs: number,
  rate: number,
  { nowMs, sleep }: ReplayClock,
): AsyncGenerator<Recorded> {
  if (!(rate >= SLOWEST && rate <= FASTEST))
    throw new MessageError(serviceMessage('replay-rate', { least: SLOWEST, most: FASTEST, got: rate }));
  const startMs = nowMs();
  let firstMs: number | null = null;
  for await (const message of recording.from(fromMs)) {
    firstMs ??= Math.max(fromMs, message.logMs);
    const waitMs = (message.logMs - firstMs) / rate - (nowMs() - startMs);
    if (waitMs > 0) await sleep(waitMs);
    yield message;
  }
}

/** One message as a line of an event log. */
export function lineOf({ topic, logMs, publishMs, data }: Recorded): string {
  return JSON.stringify([logMs, publishMs, topic, new TextDecoder().decode(data)]);
}

function channelOf(topic: string, schemaId: number) {
  return { topic, schemaId, messageEncoding: 'json', metadata: new Map<string, string>() };
}

function appendTo(file: FileHandle) {
  let at = 0n;
  return {
    position: () => at,
    async write(bytes: Uint8Array) {
      await file.appendFile(bytes);
      at += BigInt(bytes.byteLength);
    },
  };
}

function readableOf(file: FileHandle): McapTypes.IReadable {
  return {
    size: async () => BigInt((await file.stat()).size),
    async read(offset, size) {
      const bytes = new Uint8Array(Number(size));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Number(offset));
      if (bytesRead !== bytes.length) throw new Error(`expected ${bytes.length} bytes at ${offset}, got ${bytesRead}`);
      return bytes;
    },
  };
}
