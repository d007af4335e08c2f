import { expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import {
  densified,
  gridInside,
  pitGlb,
  pitMesh,
  pitVolumeM3,
  triangulated,
} from '../../../src/plugins/underground/scene/globe/pit.ts';

const SQUARE: Point[] = [
  [0, 0],
  [20, 0],
  [20, 10],
  [0, 10],
];
const ANGLE: Point[] = [
  [0, 0],
  [30, 0],
  [30, 10],
  [10, 10],
  [10, 30],
  [0, 30],
];

test('a level square pit of 20 × 10 m, 6 m deep, takes 1,200 m³', () => {
  const ground = gridInside(SQUARE, 50).map(() => 381);
  expect(pitVolumeM3(SQUARE, ground, 375)).toBeCloseTo(1200, 9);
});

test('over ground that rises 4 m across the pit the volume takes the mean', () => {
  const points = gridInside(SQUARE, 200);
  const ground = points.map(([east]) => 380 + 0.2 * east);
  expect(pitVolumeM3(SQUARE, ground, 376)).toBeCloseTo(200 * 6, 0);
});

test('the floor of an angle has its area, in triangles that turn one way', () => {
  const corners = triangulated(ANGLE);
  const areas = Array.from({ length: corners.length / 3 }, (_, i) =>
    signedAreaM2(corners.slice(3 * i, 3 * i + 3).map((corner) => ANGLE[corner])),
  );
  expect(areas.every((area) => area > 0)).toBe(true);
  expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(500, 9);
});

test('walls face inwards and end on the floor', () => {
  const mesh = pitMesh(SQUARE, [3, 4, 5, 6], -2);
  expect([...mesh.normal.subarray(0, 3)].map((part) => part + 0)).toEqual([0, 1, 0]);
  expect([...mesh.positionM.subarray(0, 12)]).toEqual([0, 0, 3, 20, 0, 4, 20, 0, -2, 0, 0, -2]);
  expect(mesh.index.length).toBe(4 * 6 + 2 * 3);
});

test('a rim gets points so that no piece is longer than asked', () => {
  const rim = densified(SQUARE, 6);
  expect(rim).toHaveLength(4 + 2 + 4 + 2);
  expect(rim[1]).toEqual([5, 0]);
});

test('inside an angle, not in its notch', () => {
  expect(isInRing(ANGLE, 5, 25)).toBe(true);
  expect(isInRing(ANGLE, 25, 25)).toBe(false);
});

test('the .glb says its own length and holds the mesh', () => {
  const bytes = pitGlb(pitMesh(SQUARE, [3, 3, 3, 3], -2));
  const view = new DataView(bytes.buffer);
  expect(view.getUint32(0, true)).toBe(0x46546c67);
  expect(view.getUint32(8, true)).toBe(bytes.length);
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true))));
  expect(json.accessors[0]).toMatchObject({ count: 20, min: [0, 0, -10], max: [20, 5, 0] });
});
