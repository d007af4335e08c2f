import { expect, test } from 'vitest';
import type { Quality } from '../../src/twin/quality.ts';
import {
  ignoreFrames,
  newQualityWatch,
  type QualityWatch,
  RETRY_MS,
  UNSTEADY_MS,
  watchFrame,
  watchRest,
} from '../../src/view/quality-watch.ts';

interface Played {
  quality: Quality;
  atMs: number;
  changes: Quality[];
}

/** Frames of so many milliseconds one after another for `forMs`; the picture is drawn as the watch says. */
function play(watch: QualityWatch, from: Played, forMs: number, frameMs: (quality: Quality) => number, moves = true) {
  const now = { ...from, changes: [...from.changes] };
  const endMs = from.atMs + forMs;
  while (now.atMs < endMs) {
    const took = frameMs(now.quality);
    const next = watchFrame(watch, { atMs: now.atMs, frameMs: took, cameraMoves: moves }, now.quality);
    now.atMs += took;
    if (next) {
      now.quality = next;
      now.changes.push(next);
    }
  }
  return now;
}

function rest(watch: QualityWatch, from: Played): Played {
  const next = watchRest(watch, from.quality, from.atMs);
  return next ? { ...from, quality: next, changes: [...from.changes, next] } : from;
}

const fine: Played = { quality: 'fine', atMs: 10_000, changes: [] };
const fast: Played = { quality: 'fast', atMs: 10_000, changes: [] };

test('a slow motion keeps its look, and the picture is coarser once the camera rests', () => {
  const watch = newQualityWatch();
  const moved = play(watch, fine, 6000, () => 50);
  expect(moved.changes).toEqual([]);
  expect(rest(watch, moved).quality).toBe('medium');
});

test('a picture that only the clock moves is coarser at once', () => {
  const { changes, atMs } = play(newQualityWatch(), fine, 2050, () => 50, false);
  expect(changes).toEqual(['medium']);
  expect(atMs).toBe(12_050);
});

test('a picture that follows the hand a tenth of a second late is coarsened in mid-flight, a step at a time', () => {
  const { changes } = play(newQualityWatch(), fine, 12_000, () => 125);
  expect(changes).toEqual(['medium', 'fast']);
});

test('a hitch, and a screen of 30 Hz, are not slow', () => {
  const hitch = newQualityWatch();
  let frames = 0;
  const hitched = play(hitch, fine, 10_000, () => (++frames % 40 === 0 ? 400 : 17));
  expect(rest(hitch, hitched).quality).toBe('fine');
  const wall = newQualityWatch();
  expect(
    rest(
      wall,
      play(wall, fine, 60_000, () => 33.4),
    ).quality,
  ).toBe('fine');
});

test('a card that takes some frames at once and then holds the page is slow, though most frames are quick', () => {
  const watch = newQualityWatch();
  let frames = 0;
  const uneven = play(watch, fine, 10_000, () => (++frames % 6 === 0 ? 97 : 17.5));
  expect(rest(watch, uneven).quality).toBe('medium');
});

test('what was slow for a while of a motion and is not any more stays as it is', () => {
  const watch = newQualityWatch();
  const slow = play(watch, fine, 2500, () => 50);
  expect(
    rest(
      watch,
      play(watch, slow, 4500, () => 18),
    ).quality,
  ).toBe('fine');
});

test('a finer picture is tried after ten quick seconds, at rest, and a screen of 30 Hz tries none', () => {
  const watch = newQualityWatch();
  const early = play(watch, fast, 9000, () => 16);
  expect(rest(watch, early).quality).toBe('fast');
  expect(
    rest(
      watch,
      play(watch, early, 1500, () => 16),
    ).quality,
  ).toBe('medium');
  const wall = newQualityWatch();
  expect(
    rest(
      wall,
      play(wall, fast, 60_000, () => 33.4),
    ).quality,
  ).toBe('fast');
});

test('a quality that failed is not tried again for five minutes, then ten: an hour holds few changes', () => {
  const watch = newQualityWatch();
  const cost = (quality: Quality) => (quality === 'fast' ? 16 : 45);
  let now = play(watch, { ...fast, atMs: 0 }, 60_000, cost, false);
  // Tried once after ten seconds, left after two more.
  expect(now.changes).toEqual(['medium', 'fast']);
  const leftMs = 10_000 + UNSTEADY_MS + 2100;
  now = play(watch, now, leftMs + RETRY_MS - now.atMs - 100, cost, false);
  expect(now.changes).toHaveLength(2);
  now = play(watch, now, 30_000, cost, false);
  expect(now.changes).toEqual(['medium', 'fast', 'medium', 'fast']);
  now = play(watch, now, 60 * 60_000, cost, false);
  expect(now.changes.length).toBeLessThanOrEqual(10);
  expect(now.quality).toBe('fast');
});

test('frames are ignored while tiles come and for a second after', () => {
  const watch = newQualityWatch();
  const frame = (atMs: number) => watchFrame(watch, { atMs, frameMs: 500, cameraMoves: false }, 'fine');
  for (let atMs = 0; atMs < 20_000; atMs += 500) {
    ignoreFrames(watch, atMs);
    expect(frame(atMs)).toBeNull();
  }
  expect(watch.spanMs).toEqual([]);
  expect(frame(19_500 + UNSTEADY_MS - 1)).toBeNull();
  expect(watch.spanMs).toEqual([]);
  frame(19_500 + UNSTEADY_MS);
  expect(watch.spanMs).toEqual([500]);
});

test('there is nothing coarser than fast and nothing finer than fine', () => {
  const slow = newQualityWatch();
  expect(play(slow, fast, 30_000, () => 300).changes).toEqual([]);
  const quick = newQualityWatch();
  expect(play(quick, fine, 60_000, () => 8, false).changes).toEqual([]);
});
