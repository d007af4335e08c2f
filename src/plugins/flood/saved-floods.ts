import { MessageError } from '../../../model/text/message.ts';
import { floodFormMessage } from './messages.ts';
import type { FloodRecord } from './run-controller.ts';
import type { FloodRunFacts, SavedFlood } from './slice.ts';

/** A kept run without its planes: what is small, as it was in the window. */
export interface StoredFlood extends SavedFlood {
  facts: FloodRunFacts;
  small: SmallRecord;
}

type End = NonNullable<FloodRecord['end']>;
type SmallRecord = Omit<FloodRecord, 'ground' | 'frames' | 'end'> & {
  ground: Omit<FloodRecord['ground'], 'bedElevationM'>;
  frames: Omit<FloodRecord['frames'][number], 'cells'>[];
  end: Omit<End, 'maxima'> & { watchEveryS: number };
};

/** Where runs are kept: a run is there whole or not at all. */
export interface SavedFloodStore {
  list(): Promise<SavedFlood[]>;
  put(flood: StoredFlood, planes: readonly ArrayBuffer[]): Promise<void>;
  /** Null: it is not there any more. */
  get(id: string): Promise<{ flood: StoredFlood; planes: ArrayBuffer[] } | null>;
  remove(id: string): Promise<void>;
}

/** Bytes of the saved runs of all cities together, at most: some tens of runs. */
const MAX_KEPT_BYTES = 1e9;

const PLANES = [
  'depthM',
  'speedMps',
  'depthSpeedM2ps',
  'hazardRating',
  'arrivalS',
  'deepestAtS',
  'over100MmS',
  'over300MmS',
] as const;

/** Keeps a run that is over; refuses it where there is no room, and keeps what there was. */
export async function saveFlood(
  store: SavedFloodStore,
  city: string,
  facts: FloodRunFacts,
  record: FloodRecord,
  nowMs: number,
): Promise<SavedFlood> {
  if (!record.end) throw new Error('record: expected a run that is over');
  const { ground, end, ...rest } = record;
  // A record grows in place: what comes while it is packed is not in it.
  const frames = [...record.frames];
  const { bedElevationM, ...smallGround } = ground;
  const { maxima, ...smallEnd } = end;
  const arrays = [bedElevationM, ...PLANES.map((plane) => maxima[plane]), ...frames.map(({ cells }) => cells)];
  const planes: ArrayBuffer[] = [];
  for (const array of arrays) planes.push(await through(bytesOf(array), new CompressionStream('deflate')));
  const kept: SavedFlood = {
    id: `${nowMs}-${facts.id}`,
    city,
    name: facts.name,
    keptMs: nowMs,
    endS: frames.at(-1)?.timeS ?? 0,
    cells: ground.columns * ground.rows,
    bytes: planes.reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
  const used = (await store.list()).reduce((sum, { bytes }) => sum + bytes, 0);
  if (used + kept.bytes > MAX_KEPT_BYTES) throw noRoom(kept.bytes, used);
  const { frames: _, ...others } = rest;
  const small: SmallRecord = {
    ...others,
    ground: smallGround,
    frames: frames.map(({ cells: _, ...frame }) => frame),
    end: { ...smallEnd, watchEveryS: maxima.watchEveryS },
  };
  try {
    await store.put({ ...kept, facts, small }, planes);
  } catch (error) {
    if (error instanceof Error && error.name === 'QuotaExceededError') throw noRoom(kept.bytes, used);
    throw error;
  }
  return kept;
}

const noRoom = (needBytes: number, usedBytes: number): MessageError => {
  const mb = (bytes: number) => Math.ceil(bytes / 1e6);
  return new MessageError(
    floodFormMessage('keep-full', { needMb: mb(needBytes), usedMb: mb(usedBytes), mostMb: mb(MAX_KEPT_BYTES) }),
  );
};

/** A kept run as it was; what is not whole any more is refused by its name. */
export async function openSavedFlood(
  store: SavedFloodStore,
  id: string,
): Promise<{ facts: FloodRunFacts; record: FloodRecord }> {
  const kept = await store.get(id);
  if (!kept) throw new MessageError(floodFormMessage('keep-broken', { name: id }));
  const { facts, small, name } = kept.flood;
  const broken = new MessageError(floodFormMessage('keep-broken', { name }));
  const expected = 1 + PLANES.length + small.frames.length;
  if (kept.planes.length !== expected) throw broken;
  const cells = small.ground.columns * small.ground.rows;
  const plane = async (at: number, bytesPerCell: number): Promise<ArrayBuffer> => {
    const bytes = await through(new Uint8Array(kept.planes[at]), new DecompressionStream('deflate')).catch(() => null);
    if (bytes?.byteLength !== cells * bytesPerCell) throw broken;
    return bytes;
  };
  const floats = async (at: number) => new Float32Array(await plane(at, 4));
  const bedElevationM = await floats(0);
  const { watchEveryS, ...end } = small.end;
  const maxima = { watchEveryS } as End['maxima'];
  for (const [i, name] of PLANES.entries()) maxima[name] = await floats(1 + i);
  const frames: FloodRecord['frames'] = [];
  for (const [i, frame] of small.frames.entries())
    frames.push({ ...frame, cells: new Uint16Array(await plane(1 + PLANES.length + i, 8)) });
  return {
    facts,
    record: { ...small, ground: { ...small.ground, bedElevationM }, frames, end: { ...end, maxima } },
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** The browser packs beside the page's own thread. */
const through = (
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<ArrayBuffer> => new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();
