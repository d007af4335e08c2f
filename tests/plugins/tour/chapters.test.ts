import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { View } from '../../../model/city/manifest.ts';
import { readTour, type Tour } from '../../../model/tours/tour.ts';
import { openChapters } from '../../../src/plugins/tour/scene/chapters.ts';
import type { ShownChapter } from '../../../src/plugins/tour/scene/shown-chapter.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { SceneHost } from '../../../src/view/scene.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const VIEW: View = { lonDeg: 108.75, latDeg: 34.3, heightM: 460, headingDeg: 0, pitchDeg: -20 };
const text = (words: string) => ({ zh: words, en: words });
const chapter = (id: string, more: object = {}) => ({
  id,
  title: text(id),
  caption: text(id),
  view: VIEW,
  seconds: 10,
  ...more,
});
const tourOf = (...chapters: object[]): Tour =>
  readTour({ format: 2, kind: 'tour', id: 'walk', title: text('Walk'), chapters }, 'walk').tour;

let twin: Twin;
let flown: { to: View; durationMs: number }[];
let frames: (() => void)[];
let shown: string[];
let said: string[];
let isSpeaking: boolean;

/** A pane on which every flight arrives at once. */
function hostOf(): SceneHost {
  const part: Pick<SceneHost, 'twin' | 'leads' | 'canvas' | 'requestFrame' | 'beforeFrame' | 'groundUpM' | 'fail'> & {
    camera: SceneHost['camera'];
  } = {
    twin,
    leads: true,
    canvas: new EventTarget() as HTMLCanvasElement,
    camera: {
      view: () => flown.at(-1)?.to ?? VIEW,
      framed: (view) => view,
      turn() {},
      fly: async (to, durationMs) => {
        flown.push({ to, durationMs });
        return true;
      },
    },
    requestFrame() {},
    beforeFrame(step) {
      frames.push(step);
      return () => {};
    },
    groundUpM: async (points) => points.map(() => 500),
    fail(reason) {
      throw reason;
    },
  };
  return part as SceneHost;
}

const played = (tour: Tour, index: number): ShownChapter => ({
  tour,
  index,
  isPlaying: true,
  shot: null,
  report() {},
  pageState: {
    write: () => 'before',
    show(state) {
      shown.push(state);
      return [];
    },
  },
  narrator: { say: ({ id }) => said.push(id), stop() {}, isSpeaking: () => isSpeaking },
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('window', new EventTarget());
  [flown, frames, shown, said, isSpeaking] = [[], [], [], [], false];
  twin = pageTwin(city);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a chapter shows the city as it says, runs its clock, and gives way to the next one; the end puts all back', async () => {
  const tour = tourOf(chapter('a', { scene: 'under=below', hour: 8, toHour: 10 }), chapter('b'));
  const beforeMs = twin.getState().shownTimeMs;
  const drawing = openChapters(hostOf());
  twin.getState().startTour();
  drawing.show(played(tour, 0));
  await vi.advanceTimersByTimeAsync(20);
  const startMs = twin.getState().shownTimeMs;
  await vi.advanceTimersByTimeAsync(5000);
  expect((twin.getState().shownTimeMs - startMs) / 3_600_000).toBeCloseTo(1, 1);
  expect(twin.getState().tourProgressRatio).toBeCloseTo(0.5, 1);
  await vi.advanceTimersByTimeAsync(5500);
  expect(twin.getState().tourIndex).toBe(1);
  drawing.show(null);
  expect(shown).toEqual(['under=below', 'before']);
  expect(twin.getState().shownTimeMs).toBe(beforeMs);
  drawing.close();
});

test('the camera goes along the way of a chapter, above the ground', async () => {
  const tour = tourOf(chapter('a', { way: [{ ...VIEW, lonDeg: 108.76 }] }));
  const drawing = openChapters(hostOf());
  twin.getState().startTour();
  drawing.show(played(tour, 0));
  await vi.advanceTimersByTimeAsync(20);
  for (let i = 0; i < 20; i++) {
    await vi.advanceTimersByTimeAsync(480);
    for (const step of frames) step();
  }
  const lons = flown.map(({ to }) => to.lonDeg);
  expect(lons.at(-1)).toBeGreaterThan(108.7595);
  expect([...lons].sort((a, b) => a - b)).toEqual(lons);
  // The ground lies 500 m above the origin here, so that the way of 460 m has to rise over it by its clearance.
  for (const { to } of flown) expect(to.heightM).toBeGreaterThan(city.origin.heightM + 511);
  drawing.close();
});

test('a chapter that is read aloud waits for its last word, a silent one does not', async () => {
  const tour = tourOf(chapter('a'), chapter('b'));
  const drawing = openChapters(hostOf());
  twin.getState().narrate(true);
  twin.getState().startTour();
  isSpeaking = true;
  drawing.show(played(tour, 0));
  await vi.advanceTimersByTimeAsync(14_000);
  expect([said, twin.getState().tourIndex]).toEqual([['a'], 0]);
  isSpeaking = false;
  await vi.advanceTimersByTimeAsync(300);
  expect(twin.getState().tourIndex).toBe(1);
  drawing.close();
});

test('a held tour goes on after a minute without a touch, the last ten seconds counted', async () => {
  const drawing = openChapters(hostOf());
  twin.getState().startTour();
  twin.getState().holdTour();
  drawing.show({ ...played(tourOf(chapter('a')), 0), isPlaying: false });
  await vi.advanceTimersByTimeAsync(49_000);
  expect([twin.getState().tour, twin.getState().tourResumeInS]).toEqual(['held', null]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(twin.getState().tourResumeInS).toBeGreaterThan(4);
  await vi.advanceTimersByTimeAsync(7000);
  expect(twin.getState().tour).toBe('playing');
  drawing.close();
});

test('a moment that is filmed: the camera where the chapter has it then, its scenery once, and all put back after it', async () => {
  const tour = tourOf(
    chapter('a', { way: [{ ...VIEW, lonDeg: 108.76 }], scene: 'under=below' }),
    chapter('b', { seconds: 100 }),
  );
  const drawing = openChapters(hostOf());
  const pose = async (index: number, ratio: number) => {
    twin.getState().poseTour({ tour, index, ratio });
    const shot = twin.getState().tourShot;
    drawing.show({ ...played(tour, index), isPlaying: false, shot });
    await vi.advanceTimersByTimeAsync(20);
    expect(twin.getState().posedTourSerial).toBe(shot?.serial);
    return flown.at(-1);
  };
  expect(await pose(0, 0)).toEqual({ to: expect.objectContaining({ lonDeg: VIEW.lonDeg }), durationMs: 0 });
  expect((await pose(0, 1))?.to.lonDeg).toBeCloseTo(108.76, 6);
  expect(shown).toEqual(['under=below']);
  // Turned by a fifth of a degree a second.
  expect((await pose(1, 0.5))?.to.headingDeg).toBeCloseTo(10, 6);
  expect(twin.getState().tour).toBe('off');
  drawing.show(null);
  expect(shown).toEqual(['under=below', '', 'before']);
  drawing.close();
});

test('a moment is posed also where the ground is not known, and the reason is told', async () => {
  const told: unknown[] = [];
  const host: SceneHost = {
    ...hostOf(),
    groundUpM: () => Promise.reject(new Error('no terrain')),
    fail: (reason) => told.push(reason),
  };
  const drawing = openChapters(host);
  const tour = tourOf(chapter('a'));
  twin.getState().poseTour({ tour, index: 0, ratio: 0 });
  const shot = twin.getState().tourShot;
  drawing.show({ ...played(tour, 0), isPlaying: false, shot });
  await vi.advanceTimersByTimeAsync(20);
  expect(twin.getState().posedTourSerial).toBe(shot?.serial);
  expect(told).toEqual([new Error('no terrain')]);
  drawing.close();
});
