import { expect, test } from 'vitest';
import type { CityCamera } from '../../../model/city/cameras.ts';
import {
  cameraSight,
  coverageAround,
  frustumAt,
  NOT_ASKED,
  poseCamera,
} from '../../../workers/camera-sights/cameras.ts';
import type { SightScene } from '../../../workers/shared/sight-scene.ts';

/** Level ground without buildings. */
const PLAIN: SightScene = { ground: null, city: null, stands: new Uint8Array(), index: null, refractionRatio: 0 };

/** 90° across and 45° down-sloped views come out in whole numbers: a camera 10 m high that looks north. */
const CAMERA: CityCamera = {
  id: 'cam',
  name: { zh: '', en: '' },
  at: [0, 0],
  groundM: null,
  aboveGroundM: 10,
  headingDeg: 0,
  tiltDeg: 0,
  fovDeg: 90,
  rangeM: 100,
  pixels: [2000, 1000],
  state: 'unknown',
  assumed: [],
};
const posed = poseCamera(PLAIN, CAMERA, (elevationM) => elevationM);

test('in the picture, beside it, behind it, too far; pixels on a metre by the depth', () => {
  const verdict = (point: [number, number, number]) => cameraSight(PLAIN, posed, point).verdict;
  expect(cameraSight(PLAIN, posed, [0, 50, 10])).toMatchObject({ verdict: 'seen', distanceM: 50 });
  // 2,000 pixels lie on the 100 m that 90° span at 50 m.
  expect(cameraSight(PLAIN, posed, [0, 50, 10]).pixelsPerM).toBeCloseTo(20, 9);
  expect(verdict([49, 50, 10])).toBe('seen');
  expect(verdict([51, 50, 10])).toBe('beside');
  // Half as high as wide: 25 m up or down at 50 m.
  expect(verdict([0, 50, 34])).toBe('seen');
  expect(verdict([0, 50, 36])).toBe('beside');
  expect(verdict([0, -50, 10])).toBe('beside');
  expect(verdict([0, 101, 10])).toBe('far');
});

test('turned east and tilted down, the middle of the picture lies there', () => {
  const turned = poseCamera(PLAIN, { ...CAMERA, headingDeg: 90, tiltDeg: -45 }, (elevationM) => elevationM);
  const corners = frustumAt(turned, 10);
  const middle = [0, 1, 2].map((k) => corners.reduce((sum, corner) => sum + corner[k], 0) / 4);
  const leg = 10 / Math.SQRT2;
  expect(middle[0]).toBeCloseTo(leg, 9);
  expect(middle[1]).toBeCloseTo(0, 9);
  expect(middle[2]).toBeCloseTo(10 - leg, 9);
});

test('the map counts cameras cell by cell within the radius', () => {
  const back = poseCamera(PLAIN, { ...CAMERA, at: [0, 80], headingDeg: 180 }, (elevationM) => elevationM);
  const { counts, westM, southM, cellM, columns } = coverageAround(PLAIN, [posed, back], [0, 40], 60);
  const at = (x: number, y: number) =>
    counts[Math.floor((y - southM) / cellM) * columns + Math.floor((x - westM) / cellM)];
  expect(at(0, 41)).toBe(2);
  expect(at(0, 70)).toBe(1);
  expect(at(54, 42)).toBe(0);
  expect(at(58, 98)).toBe(NOT_ASKED);
});
