import { expect, test } from 'vitest';
import { type EncodedFrame, type WebmTrack, webmOf } from '../../../src/kit/film/webm.ts';

const TRACK: WebmTrack = { codecId: 'V_VP9', widthPx: 1280, heightPx: 720, durationMs: 1500 };

/** Three frames, half a second each; the third stands alone like the first. */
const FRAMES: EncodedFrame[] = [
  { bytes: Uint8Array.of(1, 2, 3), timeMs: 0, isKey: true },
  { bytes: Uint8Array.of(4), timeMs: 500, isKey: false },
  { bytes: Uint8Array.of(5, 6), timeMs: 1000, isKey: true },
];

interface Element {
  id: number;
  at: number;
  content: Uint8Array;
}

/** A row of elements by RFC 8794: the leading zeros of the first byte say how long an id or a size is. */
function elementsOf(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const idLength = Math.clz32(bytes[at]) - 23;
    const id = bytes.slice(at, at + idLength).reduce((sum, byte) => sum * 256 + byte, 0);
    const sizeLength = Math.clz32(bytes[at + idLength]) - 23;
    const sizeBytes = bytes.slice(at + idLength, at + idLength + sizeLength);
    sizeBytes[0] &= 0xff >> sizeLength;
    const start = at + idLength + sizeLength;
    const end = start + sizeBytes.reduce((sum, byte) => sum * 256 + byte, 0);
    if (end > bytes.length) throw new Error(`element ${id.toString(16)} at ${at} ends beyond what holds it`);
    found.push({ id, at, content: bytes.slice(start, end) });
    at = end;
  }
  return found;
}

const inside = (elements: readonly Element[], ...path: number[]): Element[] =>
  path.reduce<Element[]>(
    (from, id, depth) =>
      (depth === 0 ? from : from.flatMap(({ content }) => elementsOf(content))).filter((one) => one.id === id),
    [...elements],
  );
const numberOf = ({ content }: Element) => content.reduce((sum, byte) => sum * 256 + byte, 0);

const [SEGMENT, CLUSTER, SIMPLE_BLOCK] = [0x18538067, 0x1f43b675, 0xa3];

async function written(): Promise<Element[]> {
  return elementsOf(new Uint8Array(await webmOf(FRAMES, TRACK).arrayBuffer()));
}

test('a WebM file of one video track that says how long it lasts', async () => {
  const file = await written();
  expect(file.map(({ id }) => id)).toEqual([0x1a45dfa3, SEGMENT]);
  const [type] = inside(file, 0x1a45dfa3, 0x4282);
  expect(new TextDecoder().decode(type.content)).toBe('webm');
  const [duration] = inside(file, SEGMENT, 0x1549a966, 0x4489);
  expect(new DataView(duration.content.buffer).getFloat64(0)).toBe(1500);
  const [width, height] = [0xb0, 0xba].map((id) => inside(file, SEGMENT, 0x1654ae6b, 0xae, 0xe0, id)[0]);
  expect([numberOf(width), numberOf(height)]).toEqual([1280, 720]);
  const [codec] = inside(file, SEGMENT, 0x1654ae6b, 0xae, 0x86);
  expect(new TextDecoder().decode(codec.content)).toBe('V_VP9');
});

test('each frame lies in the cluster of its key frame, at its time after it', async () => {
  const clusters = inside(await written(), SEGMENT, CLUSTER);
  const told = clusters.map((cluster) => {
    const inCluster = elementsOf(cluster.content);
    const startMs = numberOf(inside(inCluster, 0xe7)[0]);
    return inside(inCluster, SIMPLE_BLOCK).map(({ content }) => {
      const view = new DataView(content.buffer);
      return [view.getUint8(0), startMs + view.getInt16(1), view.getUint8(3), ...content.slice(4)];
    });
  });
  expect(told).toEqual([
    [
      [0x81, 0, 0x80, 1, 2, 3],
      [0x81, 500, 0, 4],
    ],
    [[0x81, 1000, 0x80, 5, 6]],
  ]);
});

test('the list of clusters says where each begins', async () => {
  const [segment] = inside(await written(), SEGMENT);
  const places = elementsOf(segment.content)
    .filter(({ id }) => id === CLUSTER)
    .map(({ at }) => at);
  const listed = inside([segment], SEGMENT, 0x1c53bb6b, 0xbb, 0xb7, 0xf1).map(numberOf);
  expect(listed).toEqual(places);
  expect(inside([segment], SEGMENT, 0x1c53bb6b, 0xbb, 0xb3).map(numberOf)).toEqual([0, 1000]);
});

test('a film that begins with a frame that needs another is refused', () => {
  expect(() => webmOf(FRAMES.slice(1), TRACK)).toThrow('expected a key frame first');
});
