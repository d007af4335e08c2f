import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { createTwin } from '../../src/twin/twin.ts';
import { wallMinOf } from '../../src/twin/wall-clock.ts';
import { frameCount, frameKind, frameMins, shootFilm, zipFrames } from '../../src/ui/film.ts';
import { rowsOf } from '../../src/ui/film-caption.ts';
import { skyStops } from '../../src/view/globe/photo.ts';
import { smallCity } from '../city/small-city.ts';

const DAY = 1440;
const START_MS = Date.UTC(2026, 4, 1, 4);

function filmedTwin() {
  const twin = createTwin(smallCity().city, START_MS);
  twin.getState().play(true);
  return twin;
}

describe('the frames of a film', () => {
  test('both ends are shown, the last step is as short as it must be', () => {
    expect(frameMins({ fromMin: 0, toMin: 10 * DAY, daysPerFrame: 4 })).toEqual([0, 4 * DAY, 8 * DAY, 10 * DAY]);
    expect(frameMins({ fromMin: 5, toMin: 5, daysPerFrame: 7 })).toEqual([5]);
    expect(frameCount({ fromMin: 5, toMin: 4, daysPerFrame: 7 })).toBe(0);
  });

  test('the record ends with the data date; without one all is planned', () => {
    expect([frameKind(9, 10), frameKind(10, 10), frameKind(11, 10), frameKind(11, null)]).toEqual([
      ...['actual', 'actual', 'planned', 'planned'],
    ]);
  });

  test('each is taken at its instant of the wall clock, and the clock is given back, playing', async () => {
    const twin = filmedTwin();
    const seen: [number, boolean][] = [];
    const told: number[] = [];
    const mins = frameMins({ fromMin: 29_000_000, toMin: 29_000_000 + 2 * DAY, daysPerFrame: 1 });
    const take = async () => {
      const { shownTimeMs, playing } = twin.getState();
      seen.push([wallMinOf(shownTimeMs, twin.city.zone), playing]);
      return new Blob(['x']);
    };
    const frames = await shootFilm(twin, mins, take, (ratio) => told.push(ratio), new AbortController().signal);
    expect(frames).toHaveLength(3);
    expect(seen).toEqual(mins.map((min) => [min, false]));
    expect(told.at(-1)).toBe(1);
    expect(twin.getState()).toMatchObject({ shownTimeMs: START_MS, playing: true });
  });

  test('a frame during which somebody moved the clock is taken again', async () => {
    const twin = filmedTwin();
    let takes = 0;
    const take = async () => {
      if (++takes === 1) twin.getState().showTime(7);
      return new Blob([`take ${takes}`]);
    };
    const [frame] = await shootFilm(twin, [29_000_000], take, () => {}, new AbortController().signal);
    expect(await frame.text()).toBe('take 2');
  });

  test('cancelled or failed, the clock is given back too', async () => {
    const twin = filmedTwin();
    const cancel = new AbortController();
    const cancelling = async () => {
      cancel.abort();
      return new Blob(['x']);
    };
    await expect(shootFilm(twin, [1, 2], cancelling, () => {}, cancel.signal)).rejects.toThrow();
    expect(twin.getState()).toMatchObject({ shownTimeMs: START_MS, playing: true });
    const failing = () => Promise.reject(new Error('still loads'));
    await expect(shootFilm(twin, [1], failing, () => {}, new AbortController().signal)).rejects.toThrow('still loads');
    expect(twin.getState()).toMatchObject({ shownTimeMs: START_MS, playing: true });
  });

  test('more than a page can hold is refused, not half kept', async () => {
    const huge = { size: 250e6 } as Blob;
    const filmed = shootFilm(
      filmedTwin(),
      [1, 2, 3],
      async () => huge,
      () => {},
      new AbortController().signal,
    );
    await expect(filmed).rejects.toThrow('at most 400 MB');
  });

  test('the archive holds them in order', async () => {
    const reader = new ZipReader(new BlobReader(await zipFrames([new Blob(['a']), new Blob(['bc'])])));
    const entries = await reader.getEntries();
    expect(entries.map(({ filename }) => filename)).toEqual(['frame-0001.jpg', 'frame-0002.jpg']);
    const [, second] = entries;
    if (second.directory) throw new Error('expected a file');
    expect(new TextDecoder().decode(await second.getData(new Uint8ArrayWriter()))).toBe('bc');
  });
});

test('the legend wraps where it does not fit, and an entry too wide has a row', () => {
  expect(rowsOf([40, 50, 20, 200, 10], 100)).toEqual([[0, 1], [2], [3], [4]]);
  expect(rowsOf([], 100)).toEqual([]);
});

test('the sky of the page is read as its colours and places', () => {
  expect(skyStops('linear-gradient(rgb(10, 20, 30) -12.5%, #abcdef 40.0%, rgb(1 2 3) 150.0%)')).toEqual([
    { colour: 'rgb(10, 20, 30)', ratio: -0.125 },
    { colour: '#abcdef', ratio: 0.4 },
    { colour: 'rgb(1 2 3)', ratio: 1.5 },
  ]);
  expect(skyStops('')).toEqual([]);
});
