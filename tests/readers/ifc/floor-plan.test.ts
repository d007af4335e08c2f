import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { floorPlansOfIfc, type IfcFloorPlan } from '../../../readers/ifc/floor-plan.ts';
import { smallStoreys } from './small-storeys.ts';

const m2Of = ({ areas }: IfcFloorPlan) =>
  areas.map(({ outer, holes }) =>
    [outer, ...holes].reduce((sum, ring, i) => sum + (i === 0 ? 1 : -1) * Math.abs(signedAreaM2(ring)), 0),
  );
const crosses = (wall: readonly Point[], [x, y]: Point) =>
  wall.some(([ax, ay], i) => {
    if (i === 0) return false;
    const [bx, by] = wall[i - 1];
    return Math.abs(ax - x) < 0.25 && Math.abs(bx - x) < 0.25 && Math.min(ay, by) < y && y < Math.max(ay, by);
  });

test('rooms and doorways of a storey are walked on, its walls are open where a door is, and a door to the outside is a way out', async () => {
  const [ground, upper] = await floorPlansOfIfc(smallStoreys(), 'house.ifc');
  expect([ground.storey, upper.storey]).toEqual(['1F', '2F']);
  expect(ground.isOfRooms).toBe(true);
  // Two rooms; doorways as wide as the door, as deep as the wall and .1 m more on each side.
  expect(m2Of(ground).map((m2) => Number(m2.toFixed(3)))).toEqual([12, 12, 0.4, 0.5]);
  expect(ground.exits).toHaveLength(1);
  const [{ from, to }] = ground.exits;
  expect([from[0], to[0]].map((x) => Number(x.toFixed(3)))).toEqual([-0.3, -0.3]);
  expect([from[1], to[1]].map((y) => Number(y.toFixed(3))).sort()).toEqual([1, 2]);
  const barred = (at: Point) => ground.walls.some((wall) => crosses(wall, at));
  expect([barred([4.1, 0.5]), barred([4.1, 1.5]), barred([-0.15, 2.5]), barred([-0.15, 1.5])]).toEqual([
    ...[true, false, true, false],
  ]);
  expect([m2Of(upper)[0].toFixed(2), upper.walls.length, upper.exits.length]).toEqual(['24.60', 0, 0]);
});

test('a storey without rooms has its slab for floor, and no ways out by itself', async () => {
  const plans = await floorPlansOfIfc(smallStoreys({ hasRooms: false }), 'house.ifc');
  expect(plans).toHaveLength(1);
  expect([plans[0].isOfRooms, m2Of(plans[0])[0].toFixed(2), plans[0].exits.length]).toEqual([false, '24.60', 0]);
});

test('what is no IFC, and an IFC without a floor, are refused by name', async () => {
  await expect(floorPlansOfIfc(new TextEncoder().encode('{}'), 'a.ifc')).rejects.toThrow(/a\.ifc/);
  const text = new TextDecoder().decode(smallStoreys({ hasRooms: false })).replaceAll('=IFCSLAB(', '=IFCROOF(');
  await expect(floorPlansOfIfc(new TextEncoder().encode(text), 'b.ifc')).rejects.toThrow(/b\.ifc.*IfcSpace/);
});

const SHARED = resolve('../shared/data/construction/ifc');
const house = resolve(SHARED, 'AC20-FZK-Haus_IFC4.ifc');
const duplex = resolve(SHARED, 'Duplex_Architecture_IFC2x3.ifc');

describe.skipIf(!existsSync(house) || !existsSync(duplex))(
  'published models (../shared/data, where it is there)',
  () => {
    test('the FZK house: five doors below, two of them to the outside', async () => {
      const [ground] = await floorPlansOfIfc(readFileSync(house), 'house');
      expect([ground.storey, ground.doors, ground.exits.length]).toEqual(['Erdgeschoss', 5, 2]);
    });

    test('the duplex: four ways out below, of eight doors', async () => {
      const [ground] = await floorPlansOfIfc(readFileSync(duplex), 'duplex');
      expect([ground.doors, ground.exits.length]).toEqual([8, 4]);
    });
  },
);
