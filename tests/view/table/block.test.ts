import { expect, test } from 'vitest';
import { limited } from '../../../src/twin/table.ts';
import { blockOfView, fitted, isOnBlock } from '../../../src/twin/table-block.ts';
import { HeightField } from '../../../src/view/table/height-field.ts';
import { dragged, eyeOf } from '../../../src/view/table/orbit.ts';
import { CUT_SCALE, cutY, sidesOf, THICK_RATIO } from '../../../src/view/table/strata.ts';
import { tilesOfBlock } from '../../../src/view/table/terrain.ts';
import { wallShare } from '../../../src/view/wall-share.ts';

const BLOCK = { eastM: 100, northM: 200, sizeM: 1000 };

/** A plane that rises 1 m in 10 to the east, over the block and a little more. */
const SLOPE = {
  enu: new Float32Array([-500, -500, -50, 700, -500, 70, 700, 900, 70, -500, 900, -50]),
  index: new Uint32Array([0, 1, 2, 0, 2, 3]),
  isGiven: true,
};

test('the height of a slope is that of its plane, and beside the block that of its edge', () => {
  const field = new HeightField(SLOPE, BLOCK);
  expect(field.upM(100, 200)).toBeCloseTo(10, 4);
  expect(field.upM(-390, 690)).toBeCloseTo(-39, 4);
  expect(field.upM(9999, 200)).toBeCloseTo(60, 4);
});

test('the earth sides follow the ground above and are level below, and their depth is drawn five times as deep', () => {
  const field = new HeightField(SLOPE, BLOCK);
  const { position, depthM, index } = sidesOf(BLOCK, -40, (east, north) => field.upM(east, north));
  const ys = Array.from({ length: position.length / 3 }, (_, i) => position[3 * i + 1]);
  expect(Math.max(...ys)).toBeCloseTo(100, 3);
  expect(Math.min(...ys)).toBeCloseTo(-THICK_RATIO * 1000, 3);
  // At the south-west corner the ground is at 0 of the table, 70 m of the picture above the foot.
  expect(depthM[0]).toBe(0);
  expect(depthM[1]).toBeCloseTo(70 / CUT_SCALE, 3);
  expect(index.length).toBe(4 * 100 * 6);
  expect(cutY(0, -3, -40)).toBeCloseTo(40 - 3 * CUT_SCALE);
  expect(cutY(0, 2, -40)).toBe(40);
});

test('a block is rounded to ticks of 100 m, of an allowed size, and within the city', () => {
  const city = { extentM: [-4000, -3000, 4000, 3000] as [number, number, number, number] };
  expect(fitted(city, { eastM: 3900, northM: 0, sizeM: 1234 })).toEqual({ eastM: 3400, northM: 0, sizeM: 1200 });
  expect(fitted(city, { eastM: 0, northM: 0, sizeM: 9 }).sizeM).toBe(500);
  const small = { extentM: [-300, -200, 100, 200] as [number, number, number, number] };
  expect(fitted(small, { eastM: 0, northM: 0, sizeM: 500 })).toEqual({ eastM: -100, northM: 0, sizeM: 500 });
  expect(isOnBlock(BLOCK, 600, 700)).toBe(true);
  expect(isOnBlock(BLOCK, 601, 700)).toBe(false);
});

test('the block of a view lies where it looks: 1,000 m up and 45° down, 1,000 m ahead', () => {
  const origin = { lonDeg: 100, latDeg: 30, heightM: 0 };
  const city = { origin, extentM: [-9000, -9000, 9000, 9000] } as unknown as Parameters<typeof blockOfView>[0];
  const { eastM, northM } = blockOfView(city, { ...origin, heightM: 1000, headingDeg: 90, pitchDeg: -45 }, 1000);
  expect(eastM).toBeCloseTo(1000, 0);
  expect(northM).toBeCloseTo(0, 0);
});

test('terrain tiles of a block are those that its corners lie in, counted from the south-west of the world', () => {
  const city = { origin: { lonDeg: 0.001, latDeg: 0.001, heightM: 0 } };
  const tiles = tilesOfBlock(city, { eastM: 0, northM: 0, sizeM: 400 }, 1);
  expect(tiles).toEqual([
    { level: 1, column: 1, row: 0 },
    { level: 1, column: 2, row: 0 },
    { level: 1, column: 1, row: 1 },
    { level: 1, column: 2, row: 1 },
  ]);
});

test('the eye never goes under the table, and turns on', () => {
  expect(limited({ turnDeg: -30, tipDeg: -80, rangeRatio: 99, over: [3, -3] })).toEqual({
    turnDeg: 330,
    tipDeg: 12,
    rangeRatio: 5,
    over: [0.5, -0.5],
  });
  const { eye } = eyeOf({ turnDeg: 0, tipDeg: 30, rangeRatio: 2, over: [0, 0] }, 1000);
  expect(eye[1]).toBeCloseTo(1000);
  expect(eye[2]).toBeCloseTo(2000 * Math.cos(Math.PI / 6));
});

test('a hand that drags to the right brings what lies in the west', () => {
  const pose = { turnDeg: 0, tipDeg: 89, rangeRatio: 1, over: [0, 0] as const };
  const { over } = dragged(pose, 0.5, 0);
  expect(over[0]).toBeLessThan(0);
  expect(over[1]).toBeCloseTo(0);
});

test('windows of a wall: the strip that the frames cover belongs to the picture', () => {
  const place = { columns: 3, rows: 2, column: 2, row: 1, bezelXRatio: 0.05, bezelYRatio: 0.1 };
  expect(wallShare(place, 1000, 500)).toEqual({ fullWidthPx: 3100, fullHeightPx: 1050, leftPx: 2100, topPx: 550 });
  expect(wallShare({ ...place, columns: 1, rows: 1, column: 0, row: 0 }, 1000, 500)).toEqual({
    fullWidthPx: 1000,
    fullHeightPx: 500,
    leftPx: 0,
    topPx: 0,
  });
});
