import * as v from 'valibot';
import { jsonFault } from '../../../model/text/json-fault.ts';
import { MessageError } from '../../../model/text/message.ts';
import { checked, faultMessages } from '../../../model/text/schema-faults.ts';
import { MAX_CELLS } from '../city/ground.ts';
import type { FloodResult } from '../flood.ts';
import { floodMessage } from '../messages.ts';

/**
 * `result.flood`: a run in one file, which page and command line both open. All numbers little-endian.
 *
 *   bytes 0–7    ASCII `SHFLOOD1`
 *   bytes 8–11   uint32, length of the head
 *   then         the head: JSON (UTF-8) with everything that is small, and for each array its place
 *   then         the arrays, one after the other, each by itself: bytes laid out by significance (all first bytes of its items, then
 *                all second ones …: neighbours are alike, so it packs to about half), then deflate (RFC 1951, zlib wrapping: RFC 1950)
 *
 * `at` counts from the end of the head. Arrays are row-major from the south-west: bed and maxima float32, a frame's cells four
 * half floats (`FloodFrame`).
 */
const MAGIC = 'SHFLOOD1';
const HEAD_AT = 12;
/** What a page can hold; a file that says more is refused before memory is asked for. */
const MAX_HEAD_BYTES = 64e6;
const MAX_BYTES = 4e9;
/** What any small file may unpack to. A bed of real ground packs to half, and is a hundredth of a run of a hundred frames: dry ones cost next to nothing. */
const ALWAYS_BYTES = 400e6;
const MAX_INFLATION_RATIO = 300;

const Finite = v.pipe(v.number(), v.finite());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Ledger = v.object({
  initialM3: Finite,
  rainM3: Finite,
  enteredM3: Finite,
  infiltratedM3: Finite,
  /** Files from before hollows had a term of their own. */
  hollowsM3: v.optional(Finite, 0),
  drainedM3: Finite,
  leftM3: Finite,
  storedM3: Finite,
  errorRatio: Finite,
});
const Place = v.object({ at: Count, bytes: Count });
const Series = v.object({ timesS: v.array(Finite), values: v.array(Finite) });

/** Origin of a run: what a result states beside its numbers. */
const About = v.object({
  /** Name of the case. */
  name: v.string(),
  /** Id of the baked city that it ran on, or null. */
  city: v.nullable(v.string()),
  /** SHA-256 of the case and all that it names, hex. */
  inputHash: v.string(),
  /** Version of the program. */
  version: v.string(),
  /** What the run leaves out, in words. */
  notes: v.array(v.string()),
});

const Head = v.object({
  about: About,
  columns: v.pipe(v.number(), v.integer(), v.minValue(1)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  cellM: v.pipe(v.number(), v.minValue(0.01)),
  westM: Finite,
  southM: Finite,
  baseM: Finite,
  steps: Count,
  cellUpdates: v.pipe(v.number(), v.minValue(0)),
  hash: v.string(),
  scheme: v.variant('kind', [
    v.object({ kind: v.literal('full'), order: v.picklist([1, 2]) }),
    v.object({ kind: v.literal('fast') }),
  ]),
  ledger: Ledger,
  gauges: v.array(
    v.object({
      id: v.string(),
      series: Series,
      /** Files from before a dry gauge was told as one have none. */
      highest: v.optional(v.nullable(v.object({ levelM: Finite, depthM: Finite, atS: Finite })), null),
    }),
  ),
  openings: v.array(v.object({ id: v.string(), into: v.string(), reachedS: v.nullable(Finite), volumeM3: Finite })),
  bed: Place,
  watchEveryS: Finite,
  maxima: v.object({
    depthM: Place,
    speedMps: Place,
    depthSpeedM2ps: Place,
    hazardRating: Place,
    arrivalS: Place,
    deepestAtS: Place,
    over100MmS: Place,
    over300MmS: Place,
  }),
  frames: v.array(v.object({ timeS: Finite, ledger: Ledger, cells: Place })),
});

/** What a result file tells of its run beside the numbers, as its schema has it. */
export type RunAbout = v.InferOutput<typeof About>;
type Head = v.InferOutput<typeof Head>;

/** A file that is no run, or a broken one: the message names the place, what was expected and what came. */
export class ResultFileError extends MessageError {
  override name = 'ResultFileError';
}

/**
 * Packs a result into one file: a JSON head, then arrays sorted by byte significance and deflated, which halves them.
 */
export async function writeResult(result: FloodResult, about: RunAbout): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let at = 0;
  const put = async (values: Float32Array | Uint16Array, itemBytes: number) => {
    const packed = await through(bySignificance(bytesOf(values), itemBytes), new CompressionStream('deflate'));
    parts.push(packed);
    at += packed.length;
    return { at: at - packed.length, bytes: packed.length };
  };
  const { bedElevationM, maxima, frames, ...small } = result;
  const { watchEveryS, ...worst } = maxima;
  const bed = await put(bedElevationM, 4);
  const places: Record<string, { at: number; bytes: number }> = {};
  for (const [name, values] of Object.entries(worst)) places[name] = await put(values, 4);
  const shown = [];
  for (const { timeS, ledger, cells } of frames) shown.push({ timeS, ledger, cells: await put(cells, 8) });
  const head = { about, ...small, bed, watchEveryS, maxima: places, frames: shown };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const file = new Uint8Array(HEAD_AT + text.length + at);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(8, text.length, true);
  file.set(text, HEAD_AT);
  let next = HEAD_AT + text.length;
  for (const part of parts) {
    file.set(part, next);
    next += part.length;
  }
  return file;
}

/** Reads a result file again; an error names the file and what of it is not as expected. */
export async function readResult(
  file: Uint8Array<ArrayBuffer>,
  name: string,
  /** A page takes less than a command line. */
  maxBytes = MAX_BYTES,
): Promise<{ result: FloodResult; about: RunAbout }> {
  const { head, start } = readHead(file, name, maxBytes);
  checkApart(head, name);
  const { about, bed, watchEveryS, maxima: worst, frames: shown, ...small } = head;
  const cells = head.columns * head.rows;
  const take = async (what: string, { at, bytes }: Head['bed'], itemBytes: number): Promise<ArrayBuffer> => {
    if (start + at + bytes > file.length)
      throw new ResultFileError(floodMessage('result-cut', { name, what, bytes, value: start + at }));
    const packed = file.subarray(start + at, start + at + bytes);
    return unpacked(`${name}: ${what}`, packed, cells * itemBytes, itemBytes);
  };
  const floats = async (what: string, place: Head['bed']) => new Float32Array(await take(what, place, 4));
  const maxima = {
    watchEveryS,
    depthM: await floats('maxima.depthM', worst.depthM),
    speedMps: await floats('maxima.speedMps', worst.speedMps),
    depthSpeedM2ps: await floats('maxima.depthSpeedM2ps', worst.depthSpeedM2ps),
    hazardRating: await floats('maxima.hazardRating', worst.hazardRating),
    arrivalS: await floats('maxima.arrivalS', worst.arrivalS),
    deepestAtS: await floats('maxima.deepestAtS', worst.deepestAtS),
    over100MmS: await floats('maxima.over100MmS', worst.over100MmS),
    over300MmS: await floats('maxima.over300MmS', worst.over300MmS),
  };
  const bedElevationM = await floats('bed', bed);
  const frames = [];
  for (const [i, { timeS, ledger, cells: place }] of shown.entries())
    frames.push({ timeS, ledger, cells: new Uint16Array(await take(`frames.${i}`, place, 8)) });
  return { result: { ...small, bedElevationM, maxima, frames }, about };
}

/** Each array has bytes of its own: of ten thousand frames in one place a small file would make ten thousand frames. */
function checkApart({ bed, maxima, frames }: Head, name: string): void {
  const places = [
    { what: 'bed', ...bed },
    ...Object.entries(maxima).map(([of, place]) => ({ what: `maxima.${of}`, ...place })),
    ...frames.map(({ cells }, i) => ({ what: `frames.${i}`, ...cells })),
  ].sort((a, b) => a.at - b.at);
  for (const [i, { what, at }] of places.entries()) {
    const before = places[i - 1];
    if (before && before.at + before.bytes > at)
      throw new ResultFileError(floodMessage('result-shared', { name, what, other: before.what, at }));
  }
}

function readHead(file: Uint8Array<ArrayBuffer>, name: string, maxBytes: number): { head: Head; start: number } {
  const magic = new TextDecoder('latin1').decode(file.subarray(0, MAGIC.length));
  if (file.length < HEAD_AT || magic !== MAGIC)
    throw new ResultFileError(floodMessage('result-magic', { name, magic: MAGIC, got: JSON.stringify(magic) }));
  const length = new DataView(file.buffer, file.byteOffset).getUint32(8, true);
  if (length > MAX_HEAD_BYTES || HEAD_AT + length > file.length)
    throw new ResultFileError(floodMessage('result-head', { name, most: file.length - HEAD_AT, length }));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file.subarray(HEAD_AT, HEAD_AT + length)));
  } catch (error) {
    throw new ResultFileError(floodMessage('result-json', { name, reason: jsonFault(error) }));
  }
  const parsed = checked(Head, json);
  if (!parsed.success) {
    throw new ResultFileError(...faultMessages(parsed.issues, name));
  }
  const { columns, rows, frames } = parsed.output;
  const bytes = columns * rows * (36 + 8 * frames.length);
  const most = Math.min(maxBytes, Math.max(ALWAYS_BYTES, MAX_INFLATION_RATIO * file.length));
  if (columns * rows > MAX_CELLS || bytes > most)
    throw new ResultFileError(
      floodMessage('result-large', { name, most: MAX_CELLS, most2: most, columns, rows, bytes }),
    );
  return { head: parsed.output, start: HEAD_AT + length };
}

async function unpacked(
  what: string,
  packed: Uint8Array<ArrayBuffer>,
  length: number,
  itemBytes: number,
): Promise<ArrayBuffer> {
  let planes: Uint8Array;
  try {
    planes = await through(packed, new DecompressionStream('deflate'), length);
  } catch (error) {
    throw new ResultFileError(
      floodMessage('result-packed', { what, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
  if (planes.length !== length)
    throw new ResultFileError(
      floodMessage('result-bytes', {
        what,
        length,
        got: planes.length > length ? { zh: '更多', en: 'more' } : planes.length,
      }),
    );
  const bytes = new Uint8Array(length);
  const items = length / itemBytes;
  for (let plane = 0; plane < itemBytes; plane++)
    for (let i = 0; i < items; i++) bytes[i * itemBytes + plane] = planes[plane * items + i];
  return bytes.buffer;
}

function bySignificance(bytes: Uint8Array, itemBytes: number): Uint8Array<ArrayBuffer> {
  const items = bytes.length / itemBytes;
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0; plane < itemBytes; plane++)
    for (let i = 0; i < items; i++) planes[plane * items + i] = bytes[i * itemBytes + plane];
  return planes;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Stops taking once there is more than `most`: what unpacks without end is not kept. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // Fails with the reading side, which is awaited.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      break;
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
