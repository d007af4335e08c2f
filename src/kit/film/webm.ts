/** One encoded picture of a film. */
export interface EncodedFrame {
  bytes: Uint8Array<ArrayBuffer>;
  timeMs: number;
  /** Stands alone; those after it need it. */
  isKey: boolean;
}

export interface WebmTrack {
  codecId: 'V_VP9' | 'V_VP8';
  widthPx: number;
  heightPx: number;
  durationMs: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Encoded pictures in a WebM file (Matroska's elements as RFC 9559 numbers them): one cluster from key frame to key frame, all of them
 * listed before the first, so that a player can seek. Numbers take eight bytes each, which spares counting them twice. A browser's own
 * recorder was tried first: it stamps by the clock on the wall, drops what its encoder has no time for (6 of 8 frames at 4 a second on two
 * slow cores) and states no duration. The first frame must be a key frame, and key frames no more than 32 s apart.
 */
export function webmOf(frames: readonly EncodedFrame[], track: WebmTrack): Blob {
  const groups: EncodedFrame[][] = [];
  for (const frame of frames) {
    if (frame.isKey) groups.push([]);
    if (groups.length === 0) throw new Error('webm: expected a key frame first, got one that needs another');
    groups[groups.length - 1].push(frame);
  }
  const clusters = groups.map(cluster);
  const before = [...info(track), ...tracks(track)];
  const sizesBefore = clusters.map((_, i) => clusters.slice(0, i).reduce((sum, one) => sum + sizeOf(one), 0));
  const cuesAt = (offset: number) =>
    element(
      ID.cues,
      ...groups.flatMap(([first], i) =>
        element(
          ID.cuePoint,
          ...element(ID.cueTime, uint(first.timeMs)),
          ...element(
            ID.cuePositions,
            ...element(ID.cueTrack, uint(1)),
            ...element(ID.cueCluster, uint(offset + sizesBefore[i])),
          ),
        ),
      ),
    );
  const cues = cuesAt(sizeOf(before) + sizeOf(cuesAt(0)));
  return new Blob([...head(), ...element(ID.segment, ...before, ...cues, ...clusters.flat())], { type: 'video/webm' });
}

/** Element ids: RFC 8794 (the file's head), RFC 9559 (the rest). */
const ID = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  ebmlMaxId: 0x42f2,
  ebmlMaxSize: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  lacing: 0x9c,
  codecId: 0x86,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cuePositions: 0xb7,
  cueTrack: 0xf7,
  cueCluster: 0xf1,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
} as const;

/** Times are told in milliseconds. */
const SCALE_NS = 1_000_000;
const VIDEO = 1;
const KEY_FRAME = 0x80;

const head = () =>
  element(
    ID.ebml,
    ...element(ID.ebmlVersion, uint(1)),
    ...element(ID.ebmlReadVersion, uint(1)),
    ...element(ID.ebmlMaxId, uint(4)),
    ...element(ID.ebmlMaxSize, uint(8)),
    ...element(ID.docType, text('webm')),
    ...element(ID.docTypeVersion, uint(4)),
    ...element(ID.docTypeReadVersion, uint(2)),
  );

const info = ({ durationMs }: WebmTrack) =>
  element(
    ID.info,
    ...element(ID.scale, uint(SCALE_NS)),
    ...element(ID.duration, float(durationMs)),
    ...element(ID.muxingApp, text('Shapan')),
    ...element(ID.writingApp, text('Shapan')),
  );

const tracks = ({ codecId, widthPx, heightPx }: WebmTrack) =>
  element(
    ID.tracks,
    ...element(
      ID.trackEntry,
      ...element(ID.trackNumber, uint(1)),
      ...element(ID.trackUid, uint(1)),
      ...element(ID.trackType, uint(VIDEO)),
      ...element(ID.lacing, uint(0)),
      ...element(ID.codecId, text(codecId)),
      ...element(ID.video, ...element(ID.pixelWidth, uint(widthPx)), ...element(ID.pixelHeight, uint(heightPx))),
    ),
  );

function cluster(frames: readonly EncodedFrame[]): Bytes[] {
  const [{ timeMs: startMs }] = frames;
  const blocks = frames.flatMap(({ bytes, timeMs, isKey }) => {
    const block = new DataView(new ArrayBuffer(4));
    block.setUint8(0, 0x80 | 1);
    block.setInt16(1, Math.round(timeMs) - Math.round(startMs));
    block.setUint8(3, isKey ? KEY_FRAME : 0);
    return element(ID.simpleBlock, new Uint8Array(block.buffer), bytes);
  });
  return element(ID.cluster, ...element(ID.clusterTime, uint(startMs)), ...blocks);
}

/** Id, size in eight bytes, content. */
function element(id: number, ...content: Bytes[]): Bytes[] {
  const idBytes = [24, 16, 8, 0].map((shift) => (id >>> shift) & 0xff);
  const size = uint(sizeOf(content));
  size[0] |= 1;
  return [new Uint8Array(idBytes.slice(idBytes.findIndex((byte) => byte !== 0))), size, ...content];
}

const sizeOf = (parts: readonly Bytes[]) => parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

function uint(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(Math.round(value)));
  return new Uint8Array(view.buffer);
}

function float(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return new Uint8Array(view.buffer);
}

const text = (value: string): Bytes => new TextEncoder().encode(value);
