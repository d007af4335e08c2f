import { expect, test } from 'vitest';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { STYLE_STRENGTHS } from '../../../model/scenarios/picture-style.ts';
import { FIRST_POSE } from '../../../src/twin/table.ts';
import { openReaders } from '../../../src/view/readers.ts';
import { classTexture, TABLE_CLASSES } from '../../../src/view/table/class-texture.ts';
import { upOfElevation } from '../../../src/view/table/datum.ts';
import { poseByTableKey } from '../../../src/view/table/hand.ts';
import { plaster } from '../../../src/view/table/materials.ts';
import {
  isAcrylic,
  PLASTER,
  type PlasterKind,
  plasterColourOf,
  plasterKindOf,
} from '../../../src/view/table/plaster.ts';
import { PAINT_TEXELS, paintTexture, tableUniforms } from '../../../src/view/table/uniforms.ts';

const layer = (part: Partial<LayerInfo>) => ({ group: 'road', state: 'existing', ...part }) as LayerInfo;
const key = (name: string, shiftKey = false) => poseByTableKey(FIRST_POSE, { key: name, shiftKey });

test('arrows turn and tip, with Shift they shift, plus and minus lift, Home goes back', () => {
  expect(key('ArrowRight')?.turnDeg).toBe(FIRST_POSE.turnDeg + 6);
  expect(key('ArrowUp')?.tipDeg).toBe(FIRST_POSE.tipDeg + 5);
  expect(key('PageDown')?.tipDeg).toBe(FIRST_POSE.tipDeg - 5);
  expect(key('+')?.rangeRatio).toBeLessThan(FIRST_POSE.rangeRatio);
  expect(key('-')?.rangeRatio).toBeGreaterThan(FIRST_POSE.rangeRatio);
  expect(key('Home')).toBe(FIRST_POSE);
  expect(key('a')).toBeNull();
  const north = poseByTableKey({ ...FIRST_POSE, turnDeg: 0 }, { key: 'ArrowUp', shiftKey: true });
  expect(north?.over[1]).toBeGreaterThan(0);
  expect(north?.over[0]).toBeCloseTo(0);
});

test.each([
  ['building', 'building'],
  ['area', 'draped'],
  ['water', 'water'],
  ['tree', 'tree'],
  ['pipe', 'pipe'],
  ['tunnel', 'pipe'],
  ['bridge', 'structure'],
  ['element', 'structure'],
  ['point', null],
  ['points', null],
] as const)('a layer of kind %s is %s on the table', (kind, expected) => {
  expect(plasterKindOf(layer({ kind }))).toBe(expected);
});

test('plans and pipes keep the colour of their data, ground and green are plaster', () => {
  const token = (name: string) => (name === 'lu-r' ? [1, 0, 0] : [0, 0, 1]) as [number, number, number];
  expect(plasterColourOf(layer({ kind: 'area', group: 'plan', colour: { token: 'lu-r' } }), token)).toEqual([1, 0, 0]);
  expect(plasterColourOf(layer({ kind: 'pipe', group: 'underground', colour: { token: 'x' } }), token)).toEqual([
    0, 0, 1,
  ]);
  expect(plasterColourOf(layer({ kind: 'area', group: 'green' }), token)).toEqual(PLASTER.green);
  expect(plasterColourOf(layer({ kind: 'area', colour: { token: 'map-road' } }), token)).toEqual(PLASTER.road);
  expect(plasterColourOf(layer({ kind: 'area', colour: { token: 'sunken' } }), token)).toEqual(PLASTER.pavement);
  expect(plasterColourOf(layer({ kind: 'water' }), token)).toBe(PLASTER.water);
});

test('the stronger a style’s ground, the more of its matter the plaster of green and roads has; plans keep their data', () => {
  const token = () => [0, 0, 1] as [number, number, number];
  const green = layer({ kind: 'area', group: 'green' });
  const [half] = plasterColourOf(green, token, 0.5);
  expect(half).toBeCloseTo((PLASTER.green[0] + PLASTER.matter.green[0]) / 2);
  for (const [i, part] of plasterColourOf(green, token, 1).entries()) expect(part).toBeCloseTo(PLASTER.matter.green[i]);
  expect(plasterColourOf(layer({ kind: 'area', group: 'plan', colour: { token: 'lu-r' } }), token, 1)).toEqual([
    0, 0, 1,
  ]);
});

/** What the plaster of a kind is drawn by. */
function shaderOf(kind: PlasterKind): string {
  const shader = { uniforms: {}, vertexShader: '', fragmentShader: '#include <common>#include <color_fragment>' };
  const wish = { info: layer({ kind: 'area' }), order: 0, colour: PLASTER.land, saw: [], uniforms: tableUniforms() };
  plaster({ ...wish, kind }).onBeforeCompile(shader as never, null as never);
  return shader.fragmentShader;
}

test('what a table is more or less of is all that a style says but haze', () => {
  const uniforms = tableUniforms();
  for (const strength of STYLE_STRENGTHS)
    expect(Object.hasOwn(uniforms, `u_${strength}`), strength).toBe(strength !== 'haze');
  const text = (['building', 'draped', 'water', 'tree'] as const).map(shaderOf).join('');
  for (const strength of STYLE_STRENGTHS)
    expect(text.split(`u_${strength}`).length > 5, strength).toBe(strength !== 'haze');
});

test('only what is planned and has a body is of acrylic', () => {
  expect(isAcrylic(layer({ kind: 'building', state: 'planned' }))).toBe(true);
  expect(isAcrylic(layer({ kind: 'area', state: 'planned' }))).toBe(false);
  expect(isAcrylic(layer({ kind: 'building' }))).toBe(false);
});

test('classes stand in one row with their lower limit; those that are not drawn and those behind the last are marked', () => {
  const texture = classTexture(
    [
      { from: 0.05, token: 'a' },
      { from: 1, token: null },
    ],
    () => [0.25, 0.5, 0.75],
  );
  const texels = [...(texture.image.data as Float32Array)];
  expect(texels.slice(0, 3)).toEqual([0.25, 0.5, 0.75]);
  expect(texels[3]).toBeCloseTo(0.05);
  expect(texels.slice(4, 8)).toEqual([-1, 0, 0, 1]);
  expect(texels[11]).toBeGreaterThan(1e29);
  expect(texels).toHaveLength(4 * TABLE_CLASSES);
});

test('paint is one texel an object in rows of the texture; what is beyond it keeps its own colour', () => {
  const rgba = new Uint8Array(4 * (PAINT_TEXELS + 1)).fill(7);
  const { image } = paintTexture(rgba);
  expect([image.width, image.height]).toEqual([PAINT_TEXELS, 2]);
  const texels = image.data as Uint8Array;
  expect(texels[4 * PAINT_TEXELS]).toBe(7);
  expect(texels[4 * (PAINT_TEXELS + 1)]).toBe(254);
});

test('an elevation in the city’s frame: less the origin’s height, and less what the Earth falls away, 1.25 m at 4 km', () => {
  const city = { origin: { lonDeg: 0, latDeg: 0, heightM: 351 }, datum: { vertical: 'any', geoidUndulationM: -29 } };
  expect(upOfElevation(city, 0, 0, 400)).toBe(20);
  expect(upOfElevation(city, 4000, 0, 400)).toBeCloseTo(20 - 1.254, 2);
});

test('of several waters the deepest counts, people are added, and who leaves is asked no longer', () => {
  const readers = openReaders();
  expect(readers.depthAt(0, 0)).toBeNull();
  expect(readers.peopleAt(0, 0, 10)).toBeNull();
  const leave = readers.readDepth((east) => (east > 0 ? 2 : null));
  readers.readDepth(() => 1);
  expect(readers.depthAt(1, 0)).toBe(2);
  expect(readers.depthAt(-1, 0)).toBe(1);
  leave();
  expect(readers.depthAt(1, 0)).toBe(1);
  readers.countPeople((_, __, radiusM) => radiusM);
  readers.countPeople(() => 5);
  expect(readers.peopleAt(0, 0, 10)).toBe(15);
});
