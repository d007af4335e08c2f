import { Matrix4, Quaternion, Vector3 } from 'three';
import { expect, test } from 'vitest';
import {
  BLOCK_WIDTH_M,
  firstPlacement,
  gripped,
  moved,
  type Placement,
  putOn,
  type RoomPoint,
  rigOf,
  steered,
  yawOf,
} from '../../../src/view/table/placement.ts';

const PLACED: Placement = { at: [0, 1, -1], turnRad: 0, widthM: 1.2 };

/** From the room to the table's frame, as the rig in the scene has it. */
function tableOf(placement: Placement, sizeM: number, point: RoomPoint): Vector3 {
  const { position, turnRad, times } = rigOf(placement, sizeM);
  const turn = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), turnRad);
  return new Vector3(...point).applyMatrix4(
    new Matrix4().compose(new Vector3(...position), turn, new Vector3(times, times, times)),
  );
}

/** And back. */
function roomOf(placement: Placement, sizeM: number, point: RoomPoint): Vector3 {
  const { position, turnRad, times } = rigOf(placement, sizeM);
  const turn = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), turnRad);
  const rig = new Matrix4().compose(new Vector3(...position), turn, new Vector3(times, times, times));
  return new Vector3(...point).applyMatrix4(rig.invert());
}

function expectAt({ x, y, z }: Vector3, [wantX, wantY, wantZ]: RoomPoint): void {
  expect(x).toBeCloseTo(wantX, 6);
  expect(y).toBeCloseTo(wantY, 6);
  expect(z).toBeCloseTo(wantZ, 6);
}

test('a block of 1,000 m is 1.2 m wide in the room: 0.6 m beside its middle are its edge, 500 m off', () => {
  expect(BLOCK_WIDTH_M).toBe(1.2);
  expectAt(tableOf(PLACED, 1000, [0, 1, -1]), [0, 0, 0]);
  expectAt(tableOf(PLACED, 1000, [0.6, 1, -1]), [500, 0, 0]);
  expectAt(tableOf(PLACED, 1000, [0, 1.06, -1]), [0, 50, 0]);
  expectAt(tableOf({ ...PLACED, turnRad: Math.PI / 2 }, 1000, [0, 1, -1.6]), [500, 0, 0]);
});

test('one who looks north of the room at a page turned to the east sees the east behind the middle', () => {
  const placement = firstPlacement([0, 1.6, 0], 0, 90);
  expect(placement.at[2]).toBeLessThan(-BLOCK_WIDTH_M / 2);
  const [x, y, z] = placement.at;
  const farther = tableOf(placement, 1000, [x, y, z - 0.12]);
  expectAt(farther, [100, 0, 0]);
});

test('whoever turned left before it was put on has the block before the eyes', () => {
  const left = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), Math.PI / 2);
  const down = new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -0.4);
  expect(yawOf(left.multiply(down))).toBeCloseTo(Math.PI / 2, 6);
  const { at } = firstPlacement([1, 1.6, 2], Math.PI / 2, 0);
  expect(at[0]).toBeLessThan(1 - BLOCK_WIDTH_M / 2);
  expect(at[2]).toBeCloseTo(2, 6);
});

test('one hand shifts the block as far as it goes, and not through the floor', () => {
  expect(moved(PLACED, [0, 1, 0], [0.25, 1.5, -0.5]).at).toEqual([0.25, 1.5, -1.5]);
  expect(moved(PLACED, [0, 1, 0], [0, -3, 0]).at[1]).toBe(0);
});

test('what two hands hold stays in them: parted twice as far, a quarter turned, 10 cm higher', () => {
  const from = [
    [-0.2, 1, -1],
    [0.2, 1, -1],
  ] as const;
  const to = [
    [0, 1.1, -0.6],
    [0, 1.1, -1.4],
  ] as const;
  const after = gripped(PLACED, from, to);
  expect(after.widthM).toBeCloseTo(2.4, 6);
  for (const i of [0, 1]) {
    const { x, y, z } = tableOf(PLACED, 1000, from[i]);
    expectAt(roomOf(after, 1000, [x, y, z]), to[i]);
  }
});

test('a block becomes no larger than a room and no smaller than a hand, and hands that touch change nothing', () => {
  const apart = (m: number): readonly [RoomPoint, RoomPoint] => [
    [-m / 2, 1, -1],
    [m / 2, 1, -1],
  ];
  expect(gripped(PLACED, apart(0.1), apart(2)).widthM).toBe(6);
  expect(gripped(PLACED, apart(2), apart(0.1)).widthM).toBe(0.3);
  expect(gripped(PLACED, apart(0.01), apart(1))).toBe(PLACED);
});

test('hands one above the other turn nothing, however they waver', () => {
  const at = (waverM: number): readonly [RoomPoint, RoomPoint] => [
    [0, 0.8, -1],
    [waverM, 1.2, -1],
  ];
  expect(gripped(PLACED, at(0.01), at(-0.01)).turnRad).toBe(0);
});

test('a stick turns 60° and lifts 40 cm in a second, in one frame or in ninety', () => {
  const inOne = steered(PLACED, 1, -1, 1);
  let inNinety = PLACED;
  for (let i = 0; i < 90; i++) inNinety = steered(inNinety, 1, -1, 1 / 90);
  expect(inOne.turnRad).toBeCloseTo(Math.PI / 3, 6);
  expect(inOne.at[1]).toBeCloseTo(1.4, 6);
  expect(inNinety.turnRad).toBeCloseTo(inOne.turnRad, 6);
  expect(inNinety.at[1]).toBeCloseTo(inOne.at[1], 6);
  expect(steered(PLACED, 0.1, -0.1, 1)).toBe(PLACED);
});

test('on a real desk the frame of the block stands, not its zero', () => {
  expect(putOn(PLACED, [2, 0.7, -3]).at).toEqual([2, 0.7 + 0.135 * 1.2, -3]);
});
