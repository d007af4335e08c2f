import { expect, test } from 'vitest';
import { BARK_TONE } from '../../../model/city/tree-kinds.ts';
import { MODEL_NAMES, modelNamed } from '../../../tiles/shape/models.ts';
import { leastNormalCosine } from './closed.ts';

test.each(MODEL_NAMES)(
  '%s: indices in range, unit normals on the outside, at most 200 triangles, foot on the ground',
  (name) => {
    const { positionM, normal, tone, index } = modelNamed(name);
    expect(Math.max(...index)).toBe(tone.length - 1);
    expect(index.length / 3).toBeLessThanOrEqual(200);
    for (let v = 0; v < normal.length; v += 3)
      expect(Math.hypot(normal[v], normal[v + 1], normal[v + 2]) / 127).toBeCloseTo(1, 1);
    const mesh = {
      positionM: Float64Array.from(positionM),
      normal,
      featureIndex: new Uint16Array(tone.length),
      index: Uint32Array.from(index),
    };
    expect(leastNormalCosine(mesh)).toBeGreaterThan(0.5);
    const low = Math.min(...positionM.filter((_, i) => i % 3 === 2));
    expect(Math.abs(low)).toBeLessThan(name === 'outfall' || name === 'shaft' ? 1.21 : 0.15);
  },
);

test('a crown is one metre across, so that its scale is its width', () => {
  const { positionM } = modelNamed('tree-a');
  const east = positionM.filter((_, i) => i % 3 === 0);
  expect(Math.max(...east) - Math.min(...east)).toBeCloseTo(1, 1);
});

test('posts, arms and heads of lamps say how wide they are, crowns are solid', () => {
  const { slenderM, tone } = modelNamed('lamp');
  expect(slenderM).toHaveLength(tone.length);
  expect(new Set(slenderM)).toEqual(new Set([0.17, 0.09, 0.2].map(Math.fround)));
  expect(modelNamed('tree-a').slenderM).toBeUndefined();
});

test('crowns have two tones, and stand on a darker trunk', () => {
  const { tone, positionM } = modelNamed('tree-a');
  expect([...new Set(tone)].sort((a, b) => a - b)).toEqual([BARK_TONE, 196, 255]);
  const heights = (wanted: number) => [...tone].flatMap((own, v) => (own === wanted ? [positionM[3 * v + 2]] : []));
  expect(Math.min(...heights(BARK_TONE))).toBe(0);
  expect(Math.max(...heights(BARK_TONE))).toBeGreaterThan(Math.min(...heights(196)));
});

test('an unknown name is an error that lists the known ones', () => {
  expect(() => modelNamed('toString')).toThrow(/expected one of tree-a, .*got "toString"/);
});
