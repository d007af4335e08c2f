import { describe, expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../../model/sensors/decode.ts';
import { MIN_WIDTH_PX, widthPx } from '../../../src/plugins/feeds/scene/sensor-tag.ts';
import { HUB, hubStreams } from '../../../src/plugins/feeds/tasks/hub-streams.ts';
import { linesOf } from '../../../src/plugins/feeds/tasks/line-source.ts';
import type { StreamInfo } from '../../../src/plugins/feeds/tasks/pipeline.ts';

/** Lines of an answer that comes in these pieces, with what was refused of it. */
async function linesIn(...pieces: (string | Uint8Array)[]): Promise<{ lines: string[]; refused: string[] }> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      for (const piece of pieces) stream.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      stream.close();
    },
  });
  const refused: string[] = [];
  const lines: string[] = [];
  for await (const line of linesOf(body, (problem) => refused.push(String(problem)))) lines.push(line);
  return { lines, refused };
}

describe('lines of an answer', () => {
  test('end with any of the three endings', async () => {
    expect((await linesIn('a\nb\r\nc\rd')).lines).toEqual(['a', 'b', 'c', 'd']);
  });

  test('are whole however the answer was cut, also within an ending or a letter', async () => {
    expect((await linesIn('a', 'b\r', '\nc')).lines).toEqual(['ab', 'c']);
    const letter = new TextEncoder().encode('水位');
    expect((await linesIn(letter.slice(0, 2), letter.slice(2), '\nx')).lines).toEqual(['水位', 'x']);
  });

  test('that are too long are refused once, and those after them are read', async () => {
    const part = 'x'.repeat(MAX_MESSAGE_BYTES - 10);
    const { lines, refused } = await linesIn('first\n', part, part, part, '\nlast');
    expect(lines).toEqual(['first', 'last']);
    expect(refused).toHaveLength(1);
  });
});

describe("the hub's list of streams", () => {
  const infos = ['level', 'rain', 'pump', 'private'].map((id, i) => ({
    id,
    source: i === 2 ? 1 : HUB,
  })) as StreamInfo[];
  const listed = (pairs: [id: string, code: string][]) =>
    hubStreams(infos, { streams: async () => pairs.map(([id, code]) => ({ id, code })) } as never, async () => {
      throw new Error('none of this city');
    });
  const { signal } = new AbortController();

  test('leads from its numbers to ours and back', async () => {
    const streams = listed([
      ['17', 'rain'],
      ['4', 'level'],
    ]);
    await streams.list(signal);
    expect([streams.oursOf('17'), streams.theirsOf(0), streams.oursOf('99')]).toEqual([1, '4', undefined]);
  });

  test('knows which streams of the hub it does not name, and which another source has', async () => {
    const streams = listed([
      ['17', 'rain'],
      ['5', 'pump'],
      ['6', 'of another city'],
    ]);
    await streams.list(signal);
    expect([...streams.unlisted()]).toEqual([0, 3]);
    expect([streams.isElsewhere('5'), streams.isElsewhere('17')]).toEqual([true, false]);
    expect(streams.seesAll()).toBe(false);
  });

  test('without one stream of the city is refused, and is none after it was forgotten', async () => {
    await expect(listed([['6', 'of another city']]).list(signal)).rejects.toThrow('none of this city');
    const streams = listed(infos.map(({ id }, i) => [String(i), id]));
    await streams.list(signal);
    expect(streams.seesAll()).toBe(true);
    streams.forget();
    expect([streams.isListed(), streams.oursOf('0'), streams.unlisted().length]).toEqual([false, undefined, 0]);
  });
});

test('a tag is as wide as what it says: Han twice as wide as the rest, nearly', () => {
  expect(widthPx('12.5')).toBe(16 + 4 * 9);
  expect(widthPx('水位 5')).toBe(16 + 2 * 16 + 2 * 9);
  expect(widthPx('8')).toBe(MIN_WIDTH_PX);
});
