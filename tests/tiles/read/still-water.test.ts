import { expect, test } from 'vitest';
import type { LayerInput } from '../../../tiles/model.ts';
import { lowerUnderWater } from '../../../tiles/read/still-water.ts';
import { buildingLayer, ORIGIN, rectangle } from '../shape/footprints.ts';

/** An 11 × 11 raster of 10 m about the origin, 5 m high everywhere. */
const raster = () => ({
  westM: -50,
  southM: -50,
  cellM: 10,
  columns: 11,
  rows: 11,
  elevationM: new Float32Array(121).fill(5),
});

/** A harbour of 60 × 60 m with a mole of 20 × 20 m in it. */
function harbour(levelM: number | null): LayerInput {
  const hole = [...rectangle(-10, -10, 10, 10)].reverse();
  const layer = buildingLayer([[{ rings: [rectangle(-30, -30, 30, 30), hole], topM: 0 }]]);
  const { geometry } = layer.features;
  if (geometry.kind === 'polygon' && levelM !== null)
    geometry.elevationM = new Float32Array(geometry.lonLatDeg.length / 2).fill(levelM);
  return { ...layer, kind: 'water' };
}

test('the ground under level water lies a metre below it; moles, shores and what is deeper stay', () => {
  const ground = raster();
  ground.elevationM[3 * 11 + 3] = -8;
  const lowered = lowerUnderWater(ground, [harbour(0)], ORIGIN);
  const at = (x: number, y: number) => ground.elevationM[((y + 50) / 10) * 11 + (x + 50) / 10];
  expect(at(20, 20)).toBe(-1);
  expect(at(-20, -20)).toBe(-8);
  expect(at(0, 0)).toBe(5);
  expect(at(40, 0)).toBe(5);
  expect(lowered).toBe(ground.elevationM.filter((z) => z === -1).length);
  expect(lowered).toBeGreaterThan(10);
});

test('water without a level is draped: the ground stays', () => {
  const ground = raster();
  expect(lowerUnderWater(ground, [harbour(null)], ORIGIN)).toBe(0);
});
