import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { instantOfWall, wallMinOf } from '../../../model/wall-clock.ts';
import { captureFilm, zipFrames } from '../../../src/kit/film/film.ts';
import { type Caption, cutTo, paintCaption, rowsOf } from '../../../src/kit/film/film-caption.ts';
import { atWork, frameCount, frameKind, frameMins } from '../../../src/plugins/build/film.ts';
import type { PlanRow } from '../../../src/plugins/build/schedule-controller.ts';
import { skyStops } from '../../../src/view/globe/camera/photo.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const DAY = 1440;
const START_MS = Date.UTC(2026, 4, 1, 4);

const shotsAt = (mins: readonly number[]) => mins.map((min) => ({ timeMs: instantOfWall(min, smallCity().city.zone) }));

function filmedTwin() {
  const twin = pageTwin(smallCity().city, START_MS);
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
    const frames = await captureFilm(
      twin,
      shotsAt(mins),
      take,
      (ratio) => told.push(ratio),
      new AbortController().signal,
    );
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
    const [frame] = await captureFilm(twin, shotsAt([29_000_000]), take, () => {}, new AbortController().signal);
    expect(await frame.text()).toBe('take 2');
  });

  test('cancelled or failed, the clock is given back too', async () => {
    const twin = filmedTwin();
    const cancel = new AbortController();
    const cancelling = async () => {
      cancel.abort();
      return new Blob(['x']);
    };
    await expect(captureFilm(twin, shotsAt([1, 2]), cancelling, () => {}, cancel.signal)).rejects.toThrow();
    expect(twin.getState()).toMatchObject({ shownTimeMs: START_MS, playing: true });
    const failing = () => Promise.reject(new Error('still loads'));
    await expect(captureFilm(twin, shotsAt([1]), failing, () => {}, new AbortController().signal)).rejects.toThrow(
      'still loads',
    );
    expect(twin.getState()).toMatchObject({ shownTimeMs: START_MS, playing: true });
  });

  test('more than a page can hold is refused, not half kept', async () => {
    const huge = { size: 250e6 } as Blob;
    const filmed = captureFilm(
      filmedTwin(),
      shotsAt([1, 2, 3]),
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

describe('what is written on a frame', () => {
  /** A canvas that keeps what is written on it; each letter is 10 pixels wide. */
  function paper(width: number, height: number) {
    const written: { text: string; x: number; y: number }[] = [];
    const context = {
      ...{ measureText: (text: string) => ({ width: 10 * [...text].length }), fillRect() {}, strokeRect() {} },
      ...{ save() {}, restore() {}, beginPath() {}, rect() {}, clip() {}, moveTo() {}, lineTo() {}, stroke() {} },
      fillText: (text: string, x: number, y: number) => void written.push({ text, x, y }),
    };
    const canvas = { width, height, getContext: () => context } as unknown as HTMLCanvasElement;
    return { canvas, written };
  }
  const caption: Caption = {
    date: '2027-03-18',
    mark: '模拟',
    lines: ['车站 · 计划', '进行中 1 项：地下连续墙'],
    legend: [
      { colour: '#888', label: '已建成', isHatched: false },
      { colour: '#f00', label: '应开工未开工', isHatched: true },
    ],
  };
  const ink = { ink: '#000', surface: '#fff', line: '#888', mode: '#808', tint: '#fef', font: 'sans-serif' };

  test('date, mark, project, what is at work, and the legend below them, all inside the frame', () => {
    const { canvas, written } = paper(1280, 720);
    paintCaption(canvas, caption, ink);
    expect(written.map(({ text }) => text)).toEqual([
      ...['2027-03-18', '模拟', '车站 · 计划', '进行中 1 项：地下连续墙', '已建成', '应开工未开工'],
    ]);
    for (const { y } of written) expect(y).toBeLessThan(720);
    expect(written[0].y).toBeGreaterThan(720 / 2);
  });

  test('in a narrow frame a line and the legend take more rows, and the third row of a line is cut', () => {
    const { canvas, written } = paper(110, 400);
    const long = { ...caption, lines: [...caption.lines, '地下连续墙、三轴搅拌桩、高压旋喷桩与首道混凝土支撑'] };
    paintCaption(canvas, long, ink);
    expect(written.slice(2, 8).map(({ text }) => text)).toEqual([
      ...['车站 · 计划', '进行中 1 项：', '地下连续墙', '地下连续墙、三轴', '搅拌桩、高压旋喷', '桩与首道混凝土…'],
    ]);
    for (let i = 3; i < written.length; i++) expect(written[i].y).toBeGreaterThan(written[i - 1].y);
  });

  test('a line that fits is left as it is; a letter of two code units is never cut', () => {
    const measure = (text: string) => [...text].length;
    expect(cutTo('四个字符', 4, measure)).toBe('四个字符');
    expect(cutTo('𠮷𠮷𠮷', 2, measure)).toBe('𠮷…');
  });

  test('at work is what has begun and not ended, critical first; no summary', () => {
    const row = (name: string, startMin: number, finishMin: number, critical = false, kind = 'task') =>
      ({ ...{ name, startMin, finishMin, critical, kind }, floatMin: 0 }) as PlanRow;
    const rows = [
      row('all', 0, 100, true, 'summary'),
      row('ended', 0, 50),
      row('b', 10, 60),
      row('a', 50, 51, true),
      row('later', 51, 90),
    ];
    expect(atWork(rows, 50).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

test('the sky of the page is read as its colours and places', () => {
  expect(skyStops('linear-gradient(rgb(10, 20, 30) -12.5%, #abcdef 40.0%, rgb(1 2 3) 150.0%)')).toEqual([
    { colour: 'rgb(10, 20, 30)', ratio: -0.125 },
    { colour: '#abcdef', ratio: 0.4 },
    { colour: 'rgb(1 2 3)', ratio: 1.5 },
  ]);
  expect(skyStops('')).toEqual([]);
});
