import { describe, expect, test } from 'vitest';
import type { View } from '../../model/city/manifest.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import {
  type Frame,
  framedView,
  lookingAt,
  metresPerPxAt,
  moved,
  viewOfPlace,
  wholeView,
} from '../../src/view/framing.ts';
import { poseByKey } from '../../src/view/key-poses.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 400 };
const VIEW: View = { ...ORIGIN, heightM: 1400, headingDeg: 0, pitchDeg: -45 };
const FRAME: Frame = {
  widthPx: 1200,
  heightPx: 800,
  insets: { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 },
  fovyRad: Math.PI / 3,
};

/** Where the middle of a view meets the plane of the origin, east and north. */
function middleOf({ pitchDeg, headingDeg, ...at }: View): [number, number] {
  const [east, north, up] = enuFromLonLat(ORIGIN, at);
  const flat = up / Math.tan((-pitchDeg * Math.PI) / 180);
  const heading = (headingDeg * Math.PI) / 180;
  return [east + flat * Math.sin(heading), north + flat * Math.cos(heading)];
}

describe('where the camera goes', () => {
  test('ahead is where the view looks: 100 m ahead of a view to the east is 100 m east', () => {
    const [east, north] = enuFromLonLat(VIEW, moved({ ...VIEW, headingDeg: 90 }, 0, 100));
    expect(east).toBeCloseTo(100, -0.5);
    expect(north).toBeCloseTo(0, 0);
  });

  test('to the right of a view to the east is south', () => {
    const [east, north] = enuFromLonLat(VIEW, moved({ ...VIEW, headingDeg: 90 }, 100, 0));
    expect(east).toBeCloseTo(0, 0);
    expect(north).toBeCloseTo(-100, -0.5);
  });

  test('the pose that looks at a point has it in its middle, from the distance asked for', () => {
    for (const headingDeg of [0, 130, 300]) {
      const view = lookingAt(ORIGIN, headingDeg, -30, 1000);
      expect(view.heightM - ORIGIN.heightM).toBeCloseTo(500, 6);
      const [east, north] = middleOf(view);
      expect(Math.hypot(east, north)).toBeLessThan(6);
    }
  });

  test('a place without panels is looked at from 3.2 of its radii, never nearer than 60 m', () => {
    const rangeOf = (radiusM: number) => (viewOfPlace(ORIGIN, radiusM, VIEW, FRAME).heightM - 400) / Math.SQRT1_2;
    expect(rangeOf(100)).toBeCloseTo(320, 6);
    expect(rangeOf(1)).toBeCloseTo(60, 6);
  });

  test('a view that is flatter or steeper than places are looked at is bent', () => {
    expect(viewOfPlace(ORIGIN, 100, { ...VIEW, pitchDeg: -3 }, FRAME).pitchDeg).toBe(-25);
    expect(viewOfPlace(ORIGIN, 100, { ...VIEW, pitchDeg: -89 }, FRAME).pitchDeg).toBe(-60);
    expect(viewOfPlace(ORIGIN, 100, VIEW, FRAME)).toMatchObject({ pitchDeg: -45, headingDeg: 0 });
  });

  test('a panel at the left moves the middle to the middle of what is left, and the camera back', () => {
    const covered = { ...FRAME, insets: { ...FRAME.insets, leftPx: 400 } };
    const free = viewOfPlace(ORIGIN, 100, VIEW, FRAME);
    const view = viewOfPlace(ORIGIN, 100, VIEW, covered);
    expect(view.heightM).toBeGreaterThan(free.heightM);
    // The camera stands west of the place, so that the place lies right of the middle.
    expect(enuFromLonLat(ORIGIN, view)[0]).toBeLessThan(-100);
  });

  test('a view is framed by its distance to the ground; one that looks at the sky stays', () => {
    const covered = { ...FRAME, insets: { ...FRAME.insets, rightPx: 300 } };
    const framed = framedView(VIEW, 400, covered);
    const rangeM = 1000 / Math.SQRT1_2;
    expect(enuFromLonLat(VIEW, framed)[0]).toBeCloseTo(150 * metresPerPxAt(rangeM, FRAME), -1);
    const flat = { ...VIEW, pitchDeg: -2 };
    expect(framedView(flat, 400, covered)).toBe(flat);
  });

  test('all of a city is seen beside a panel that takes half the window: aside, and twice as far', () => {
    const covered = { ...FRAME, insets: { ...FRAME.insets, leftPx: 600 } };
    const whole = wholeView(VIEW, 400, covered);
    expect(whole.heightM - 400).toBeCloseTo(2000, 6);
    const rangeM = 2000 / Math.SQRT1_2;
    const [eastM, northM] = middleOf(whole);
    expect(eastM).toBeCloseTo(-300 * metresPerPxAt(rangeM, FRAME), -1);
    expect(northM).toBeCloseTo(middleOf(VIEW)[1], -1);
    const free = wholeView(VIEW, 400, FRAME);
    for (const name of ['lonDeg', 'latDeg', 'heightM'] as const) expect(free[name]).toBeCloseTo(VIEW[name], 6);
  });

  test('metres a pixel: 800 px of 60° at 1 km are 1,155 m', () => {
    expect(800 * metresPerPxAt(1000, FRAME)).toBeCloseTo(2000 * Math.tan(Math.PI / 6), 6);
  });
});

describe('steps by keys', () => {
  const key = (name: string, shiftKey = false) => poseByKey(VIEW, { key: name, shiftKey }, 100);

  test('arrows shift the ground, with Shift they turn and tilt', () => {
    expect(enuFromLonLat(VIEW, key('ArrowUp') ?? VIEW)[1]).toBeCloseTo(100, -0.5);
    expect(key('ArrowLeft', true)?.headingDeg).toBe(350);
    expect(key('ArrowRight', true)?.headingDeg).toBe(10);
    expect(key('ArrowUp', true)?.pitchDeg).toBe(-39);
  });

  test('a tilt ends at the plumb line and a little above the horizon', () => {
    expect(poseByKey({ ...VIEW, pitchDeg: -88 }, { key: 'PageDown', shiftKey: false }, 100)?.pitchDeg).toBe(-89.9);
    expect(poseByKey({ ...VIEW, pitchDeg: 18 }, { key: 'PageUp', shiftKey: false }, 100)?.pitchDeg).toBe(20);
  });

  test('any other key leads nowhere', () => expect(key('a')).toBeNull());
});
