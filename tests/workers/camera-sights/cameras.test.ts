import { expect, test } from 'vitest';
import type { CityCamera } from '../../../model/city/cameras.ts';
import {
  cameraSight,
  coverageAround,
  frustumAt,
  NOT_QUERIED,
  poseCamera,
  sharesOf,
} from '../../../workers/camera-sights/cameras.ts';
import { overGround } from '../../../workers/shared/decks.ts';
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
  expect(at(58, 98)).toBe(NOT_QUERIED);
});

test('the larger share of an event comes first; whoever sees nothing of it is left out', () => {
  const at = (id: string, y: number, headingDeg: number) =>
    poseCamera(PLAIN, { ...CAMERA, id, at: [0, y], headingDeg }, (elevationM) => elevationM);
  // An event of 40 m around a point 60 m ahead: from 0 m all of it lies within 90° and 100 m, from 60 m the half ahead.
  const found = sharesOf(PLAIN, [at('half', 60, 0), at('whole', -10, 0), at('away', 0, 180)], [0, 60], 20);
  expect(found.map(({ posed }) => posed.camera.id)).toEqual(['whole', 'half']);
  expect(found[0].shareRatio).toBe(1);
  expect(found[1].shareRatio).toBeGreaterThan(0);
  expect(found[1].shareRatio).toBeLessThan(0.5);
  expect(found[0].distanceM).toBeCloseTo(Math.hypot(70, 10 - 1.5), 9);
});

const RING = [
  [-5, -20],
  [5, -20],
  [5, 20],
  [-5, 20],
];

test('a camera on a bridge stands on the deck; one whose foot is told stands there; beside the bridge on the ground', () => {
  // A bridge of 40 m over a bed at -8, its doors on banks at 2 and 4.
  const bedAt = (_: number, y: number) => (y <= -20 ? 2 : y >= 20 ? 4 : -8);
  const door = (y: number, from: string, to: string) => ({ id: from, from, to, a: [-5, y], b: [5, y] }) as never;
  const area = { id: 'deck', level: 'ground', kind: 'bridge', outer: RING, holes: [] } as never;
  const levels = [{ id: 'ground', label: { zh: '', en: '' }, elevationM: null }];
  const doors = [door(-20, 'bank', 'deck'), door(20, 'deck', 'bank')];
  const deckUpAt = overGround({ areas: [area], doors, levels }, bedAt);
  const eyeUp = (part: Partial<CityCamera>) => poseCamera(PLAIN, { ...CAMERA, ...part }, (up) => up, deckUpAt).eye[2];
  expect(eyeUp({ at: [0, 0] })).toBeCloseTo(3 + 10, 9);
  expect(eyeUp({ at: [0, 10] })).toBeCloseTo(3.5 + 10, 9);
  expect(eyeUp({ at: [0, 0], groundM: -8 })).toBeCloseTo(-8 + 10, 9);
  expect(eyeUp({ at: [9, 0] })).toBeCloseTo(0 + 10, 9);
});
