import { McapIndexedReader, type McapTypes } from '@mcap/core';
import { FeedError, type Reading } from '../../../../model/sensors/decode.ts';
import { sourceMessage } from '../messages.ts';
import { readTableColumns, rowsOf, type TableColumns } from './table-columns.ts';

/** One thing that a recording tells, at the time when it came. */
export type RecordedMessage = { logMs: number } & (
  | { kind: 'reading'; stream: string; reading: Reading }
  /** As it came over the wire. */
  | { kind: 'message'; topic: string; data: Uint8Array }
);

/** A file of the past: read from its beginning as often as wanted, in the order in which its messages came. */
export interface Recording {
  fromMs: number;
  toMs: number;
  messages(): AsyncIterator<RecordedMessage>;
}

const MAX_BYTES = 512 << 20;

/** How a table is read: here, or where it can be ended. */
export type ReadTable = (bytes: Uint8Array) => Promise<TableColumns>;

/**
 * MCAP as the hub records it, or readings in any format that a listed reader gives (CSV and Parquet as the hub exports them); told by its
 * first bytes, not by its name.
 */
export async function openRecordingFile(
  bytes: Uint8Array,
  readTable: ReadTable = readTableColumns,
): Promise<Recording> {
  if (bytes.byteLength > MAX_BYTES)
    throw new FeedError(sourceMessage('tape-large', { most: MAX_BYTES, got: bytes.byteLength }));
  if (begins(bytes, [0x89, 0x4d, 0x43, 0x41, 0x50])) return openMcap(bytes);
  return recordingOfTable(await readTable(bytes));
}

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

async function openMcap(bytes: Uint8Array): Promise<Recording> {
  const readable = {
    size: async () => BigInt(bytes.byteLength),
    read: async (offset: bigint, size: bigint) => bytes.subarray(Number(offset), Number(offset + size)),
  };
  const reader = await McapIndexedReader.Initialize({ readable }).catch(brokenMcap);
  const { statistics } = reader;
  if (!statistics || statistics.messageCount === 0n) throw new FeedError(sourceMessage('tape-empty', {}));
  return {
    fromMs: msOf(statistics.messageStartTime),
    toMs: msOf(statistics.messageEndTime),
    messages: () => mcapMessages(reader),
  };
}

async function* mcapMessages(reader: McapIndexedReader): AsyncGenerator<RecordedMessage> {
  try {
    for await (const { channelId, logTime, data } of reader.readMessages() as AsyncIterable<McapTypes.Message>) {
      const topic = reader.channelsById.get(channelId)?.topic ?? '';
      yield { kind: 'message', logMs: msOf(logTime), topic, data };
    }
  } catch (error) {
    brokenMcap(error);
  }
}

function brokenMcap(error: unknown): never {
  throw new FeedError(sourceMessage('tape-broken', { reason: error instanceof Error ? error.message : String(error) }));
}

const msOf = (ns: bigint): number => Number(ns / 1000n) / 1000;

function recordingOfTable(table: TableColumns): Recording {
  const [fromMs] = table.logMs;
  const toMs = table.logMs.at(-1);
  if (fromMs === undefined || toMs === undefined) throw new FeedError(sourceMessage('tape-no-readings', {}));
  return {
    fromMs,
    toMs,
    async *messages() {
      yield* rowsOf(table);
    },
  };
}
