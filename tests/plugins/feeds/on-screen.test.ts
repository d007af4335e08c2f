import { beforeEach, expect, test, vi } from 'vitest';
import { isSensorOnScreen } from '../../../src/plugins/feeds/on-screen.ts';

/** A window of 1280 × 720 whose left 360 px a panel has, and a top bar of 48 px. */
const FREE = { left: 360, right: 1280, top: 48, bottom: 720 };

beforeEach(() => {
  vi.stubGlobal('document', { querySelector: () => ({ getBoundingClientRect: () => FREE }) });
});

/** As the picture projects: straight down, a metre a pixel, the origin in its middle; what lies above 500 m is behind the camera. */
const view = {
  screenOf: ([eastM, northM, upM]: readonly [number, number, number]) =>
    upM > 500 ? null : { xPx: 640 + eastM, yPx: 360 - northM },
};
const onScreen = (...places: [number, number, number][]) =>
  places.map((_, sensor) => isSensorOnScreen(sensor, { placesM: Float64Array.from(places.flat()) }, view));

test('a sensor is on the screen where the picture shows it, each by its own place', () => {
  expect(onScreen([0, 0, 10], [900, 0, 10], [0, -400, 10], [639, -359, 0])).toEqual([true, false, false, true]);
});

test('what stands beneath a panel or the top bar is not on the screen', () => {
  expect(onScreen([-300, 0, 0], [-270, 0, 0], [0, 320, 0], [0, 300, 0])).toEqual([false, true, false, true]);
});

test('what lies behind the camera is not on the screen', () => {
  expect(onScreen([0, 0, 800])).toEqual([false]);
});

test('before the page has a free part, all of the window is', () => {
  vi.stubGlobal('document', { querySelector: () => null });
  expect(onScreen([-300, 0, 0])).toEqual([true]);
});
