import { Cartesian3 } from '@cesium/engine';
import { describe, expect, test } from 'vitest';
import {
  bodyShader,
  repeated,
  shadowRatio,
  shadowShader,
} from '../../../src/plugins/street-traffic/scene/globe/placed-shader.ts';
import { FACES_PER_SHAPE } from '../../../src/plugins/street-traffic/scene/mesh-parts.ts';
import { trackLook } from '../../../src/plugins/street-traffic/scene/track-look.ts';
import { vehicleLook } from '../../../src/plugins/street-traffic/scene/vehicle-look.ts';

const LOOKS = { vehicles: vehicleLook(), trains: trackLook() };
const spanOf = (positionM: readonly number[], axis: number) => {
  const values = positionM.filter((_, i) => i % 3 === axis);
  return [Math.min(...values), Math.max(...values)];
};

describe.each(Object.entries(LOOKS))('the shadow of %s', (_, { shape, shadow }) => {
  test('is one level sheet that looks up, below all of the body and a little larger than it', () => {
    expect(shadow.index.length / 3).toBe(2);
    const [low, high] = spanOf(shadow.positionM, 1);
    expect(low).toBe(high);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.15);
    expect(shadow.normal.filter((_each, i) => i % 3 === 1)).toEqual([1, 1, 1, 1]);
    // Boats lie in the mesh of trains too, and are wider.
    const body = shape.positionM.filter((_each, i) => shape.face[Math.floor(i / 3)] < 8);
    for (const axis of [0, 2]) {
      const beyondM = spanOf(shadow.positionM, axis)[1] - spanOf(body, axis)[1];
      expect(beyondM).toBeGreaterThan(0.4);
      expect(beyondM).toBeLessThan(0.7);
    }
  });

  test('is drawn for all slots at once, a rectangle each', () => {
    const { row, index } = repeated(shadow, 5);
    expect(row.length).toBe(20);
    expect(new Set(row.map((each) => Math.floor(each / FACES_PER_SHAPE)))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(Math.max(...index)).toBe(19);
  });
});

test('shaders of bodies and shadows read no uniform that they are not given', () => {
  for (const look of Object.values(LOOKS))
    for (const shader of [bodyShader(look, 0.004), shadowShader(look, 0.004)]) {
      const text = `${shader.vertexShaderText}${shader.fragmentShaderText}`;
      const given = Object.keys(shader.uniforms);
      expect([...new Set(text.match(/\bu_\w+/g))].filter((name) => !given.includes(name))).toEqual([]);
    }
});

test('shadows are whole by day, fainter at dusk, and none by night', () => {
  expect(shadowRatio(new Cartesian3(1, 0, 0))).toBe(1);
  expect(shadowRatio(new Cartesian3(0, 1, 0))).toBeCloseTo(0.6, 9);
  expect(shadowRatio(new Cartesian3(0, 0.01, 0.99))).toBe(0);
  expect(shadowRatio(new Cartesian3(0, 0, 1))).toBe(0);
});
