import { expect, test } from 'vitest';
import { addCrowns, emptyScene, type HeatScene } from '../../../workers/outdoor-heat/heat-scene.ts';
import { addSunlight, THROUGH_LEAVES } from '../../../workers/outdoor-heat/shade-sweep.ts';
import { openSkySweep } from '../../../workers/outdoor-heat/sky-sweep.ts';
import { skyViewAt } from '../../../workers/outdoor-heat/sky-view.ts';
import { seeded } from '../../../workers/shared/random.ts';

const place = (columns: number, rows: number, cellM = 1) => ({ westM: 0, southM: 0, cellM, columns, rows });

function skyViewOf(scene: HeatScene, azimuths?: number) {
  const sweep = openSkySweep(scene, azimuths);
  for (let i = 0; i < sweep.steps; i++) sweep.step();
  return sweep.view();
}

/** A wall in one column. */
function wallIn(column: number, heightM: number, columns = 41, rows = 41) {
  const scene = emptyScene(place(columns, rows), 0);
  for (let row = 0; row < rows; row++) {
    scene.topM[row * columns + column] = heightM;
    scene.isBuilt[row * columns + column] = 1;
  }
  return scene;
}

test('open level ground sees the whole sky', () => {
  const { open, crowns, side } = skyViewOf(emptyScene(place(9, 7), 0));
  expect([...open].every((one) => one === 1)).toBe(true);
  expect([...crowns].every((one) => one === 0)).toBe(true);
  expect([...side].every((one) => Math.abs(one - 1) < 1e-6)).toBe(true);
});

test('the middle of a long street as wide as its walls are high sees 0.447 of the sky', () => {
  const columns = 23;
  const rows = 1001;
  const scene = emptyScene(place(columns, rows), 0);
  for (let row = 0; row < rows; row++) {
    scene.topM[row * columns] = 21;
    scene.topM[row * columns + columns - 1] = 21;
  }
  const { open } = skyViewOf(scene, 64);
  expect(Math.abs(open[500 * columns + 11] - 0.44721)).toBeLessThan(0.01);
});

test('a sweep sees what a march cell by cell sees, over uneven ground with blocks', () => {
  const random = seeded(5);
  const side = 60;
  const scene = emptyScene(place(side, side, 2), 0);
  for (let cell = 0; cell < side * side; cell++) scene.topM[cell] = random();
  for (let block = 0; block < 25; block++) {
    const column = Math.floor(50 * random());
    const row = Math.floor(50 * random());
    const heightM = 5 + 20 * random();
    for (let i = 0; i < 64; i++) scene.topM[(row + (i >> 3)) * side + column + (i & 7)] = heightM;
  }
  const { open } = skyViewOf(scene);
  const raster = { ...place(side, side, 2), heightM: scene.topM };
  let sum = 0;
  for (let cell = 0; cell < side * side; cell++) sum += Math.abs(open[cell] - skyViewAt(raster, cell, 32));
  expect(sum / (side * side)).toBeLessThan(0.02);
});

test('a wall of 10 m under a sun of 45° shades ten metres behind it', () => {
  const scene = wallIn(20, 10);
  const lit = new Float32Array(41 * 41);
  addSunlight(scene, { azimuthDeg: 90, altitudeDeg: 45 }, 1, lit);
  const row = [...lit.subarray(20 * 41, 21 * 41)];
  expect(row.indexOf(0)).toBe(10);
  expect(row.lastIndexOf(0)).toBe(19);
});

test('a crown lets the sun in below it: its shade begins away from the trunk', () => {
  const scene = emptyScene(place(41, 41), 0);
  addCrowns(scene, [{ atM: [20.5, 20.5], crownM: 3, heightM: 8 }]);
  const lit = new Float32Array(41 * 41);
  addSunlight(scene, { azimuthDeg: 90, altitudeDeg: 30 }, 1, lit);
  const row = [...lit.subarray(20 * 41, 21 * 41)];
  expect(row[21]).toBe(1);
  expect(row[15]).toBeCloseTo(THROUGH_LEAVES);
  expect(row[4]).toBe(1);
});

test('under a wide crown nearly all the sky is leaves', () => {
  const scene = emptyScene(place(41, 41), 0);
  addCrowns(scene, [{ atM: [20.5, 20.5], crownM: 30, heightM: 12 }]);
  const { open, crowns } = skyViewOf(scene);
  expect(open[20 * 41 + 20]).toBe(1);
  expect(crowns[20 * 41 + 20]).toBeGreaterThan(0.85);
});
