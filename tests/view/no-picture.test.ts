import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { createTwin } from '../../src/twin/twin.ts';
import { openNoPicture } from '../../src/view/no-picture.ts';

const HOME = { lonDeg: 10, latDeg: 0, heightM: 1000, headingDeg: 40, pitchDeg: -90 };
const CITY = {
  id: 'town',
  name: { zh: '小镇', en: 'Town' },
  origin: { lonDeg: 10, latDeg: 0, heightM: 0 },
  home: HOME,
  layers: [],
} as unknown as Manifest;

const line = { className: '', textContent: '', setAttribute: () => {}, remove: () => {} };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { createElement: () => line });
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const twin = createTwin(CITY, 0);
  const page = openNoPicture({ append: () => {} } as unknown as HTMLElement, twin, () => true);
  return { twin, page, camera: () => twin.getState().camera };
}

test('a flight ends at once, the zoom halves the way to the ground, and north is up when it is asked for', () => {
  const { twin, page, camera } = open();
  twin.getState().flyTo({ ...HOME, lonDeg: 11 }, 2000);
  expect(camera().lonDeg).toBe(11);
  page.zoomIn();
  expect(camera().heightM).toBeCloseTo(500, 6);
  page.zoomOut();
  expect(camera()).toMatchObject({ heightM: expect.closeTo(1000, 6), headingDeg: 40 });
  page.faceNorth();
  expect(camera().headingDeg).toBe(0);
  page.close();
});

test('the clock plays at its rate until the page is closed', () => {
  const { twin, page } = open();
  twin.setState({ playing: true, rate: 10 });
  const beginMs = twin.getState().shownTimeMs;
  vi.advanceTimersByTime(600);
  expect(twin.getState().shownTimeMs - beginMs).toBeCloseTo(6000, -2);
  page.close();
  const endMs = twin.getState().shownTimeMs;
  vi.advanceTimersByTime(600);
  expect(twin.getState().shownTimeMs).toBe(endMs);
});

test('a photograph is refused in words, which stand in place of the picture too', async () => {
  const { page } = open();
  await expect(page.photograph(new AbortController().signal)).rejects.toThrow('picture=off');
  expect(line.textContent).toContain('picture=off');
  page.close();
});
