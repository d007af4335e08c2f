import { expect, test } from 'vitest';
import { extrudeBuildings } from '../../../tiles/shape/extrude.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { GABLE, HIP, PYRAMID } from '../../../tiles/shape/roof.ts';
import { leastNormalCosine, openEdges, volumeM3 } from './closed.ts';
import { buildingLayer, ORIGIN, type PartSpec, rectangle } from './footprints.ts';

const flat = groundOf(ORIGIN, 0, null);

function extrude(...buildings: PartSpec[][]) {
  const layer = buildingLayer(buildings);
  return extrudeBuildings(
    layer,
    Uint32Array.from(buildings, (_, i) => i),
    flat,
  );
}

const BLOCK = rectangle(0, 0, 10, 6);

test('a block on the ground is open at its foot ring alone', () => {
  const mesh = extrude([{ rings: [BLOCK], topM: 5 }]);
  expect(openEdges(mesh)).toBe(4);
  expect(mesh.index.length / 3).toBe(8 + 2);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('a block in the air is closed below too', () => {
  const mesh = extrude([{ rings: [BLOCK], baseM: 3, topM: 8 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(300, 6);
});

test('a courtyard has walls of its own', () => {
  const hole = rectangle(2, 2, 4, 4).reverse();
  const mesh = extrude([{ rings: [BLOCK, hole], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(56 * 5, 6);
});

test.each([
  ['gable', GABLE, 60],
  ['hip', HIP, 48],
  ['pyramid', PYRAMID, 40],
])('a %s roof closes over its walls', (_, roof, roofM3) => {
  const mesh = extrude([{ rings: [BLOCK], baseM: 1, topM: 6, roof, roofM: 2 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(300 + roofM3, 6);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('repeated vertices, vertices on a line and spikes drop out', () => {
  const ring: [number, number][] = [
    [0, 0],
    [0, 0],
    [5, 0],
    [10, 0],
    [10, 6],
    [10, 9],
    [10, 6],
    [0, 6],
    [0, 3],
  ];
  const mesh = extrude([{ rings: [ring], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(mesh.index.length / 3).toBe(8 + 2 + 2);
  expect(volumeM3(mesh)).toBeCloseTo(300, 6);
});

test('rings of more than one block of vertices stay closed', () => {
  const ring = Array.from({ length: 700 }, (_, i): [number, number] => {
    const angle = (i / 700) * 2 * Math.PI;
    const radius = i % 2 ? 200 : 180;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const mesh = extrude([{ rings: [ring], baseM: 1, topM: 6 }], [{ rings: [BLOCK], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
});

test('a building stands on the lowest ground under its rings', () => {
  const slope = {
    ...{ westM: -100, southM: -100, cellM: 100, columns: 3, rows: 3 },
    elevationM: Float32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2].map((k) => 400 + 10 * k)),
  };
  const mesh = extrudeBuildings(
    buildingLayer([[{ rings: [rectangle(20, 0, 30, 10)], topM: 5 }]]),
    Uint32Array.of(0),
    groundOf(ORIGIN, 0, slope),
  );
  const ups = mesh.positionM.filter((_, i) => i % 3 === 2);
  expect(Math.min(...ups)).toBeCloseTo(12, 1);
  expect(Math.max(...ups)).toBeCloseTo(17, 1);
});

test('a building without a height is an error, never a guess', () => {
  expect(() => extrude([{ rings: [BLOCK], topM: Number.NaN }])).toThrow(
    'building: row 0: expected a top above the base 0 m, got NaN',
  );
});
