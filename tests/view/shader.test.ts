import { Cartesian2 } from '@cesium/engine';
import { describe, expect, test, vi } from 'vitest';
import { LAYER_KINDS } from '../../model/city/manifest.ts';
import { createPicture } from '../../src/view/globe/shader/picture.ts';
import { createLayerShader, type ShaderOptions } from '../../src/view/globe/shader/shader.ts';
import { NO_TASKS, packMetres, packReach, tileLinks } from '../../src/view/globe/shader/tables.ts';

const OPTIONS: Omit<ShaderOptions, 'kind'> = {
  gidBase: 100,
  count: 3,
  planned: false,
  construction: false,
  lamp: false,
  translucent: false,
  isData: false,
  isRoad: false,
  order: 0,
};

const wordsOf = (text: string, prefix: 'u' | 'v') => new Set(text.match(new RegExp(`\\b${prefix}_\\w+`, 'g')));

describe.each<Partial<ShaderOptions> & Pick<ShaderOptions, 'kind'>>([
  ...LAYER_KINDS.map((kind) => ({ kind })),
  { kind: 'area', hasMatter: true },
])('the shader of $kind, hasMatter $hasMatter', (own) => {
  const { shader } = createLayerShader({ ...OPTIONS, ...own });
  const vertex = String(shader.vertexShaderText);
  const fragment = String(shader.fragmentShaderText);

  test('reads no uniform that it is not given', () => {
    const given = new Set(Object.keys(shader.uniforms));
    const missing = [...wordsOf(vertex + fragment, 'u')].filter((name) => !given.has(name));
    expect(missing).toEqual([]);
  });

  test('hands every varying that the fragment stage reads over from the vertex stage', () => {
    const declared = new Set(Object.keys(shader.varyings));
    for (const name of wordsOf(fragment, 'v')) {
      expect(declared).toContain(name);
      expect(vertex).toMatch(new RegExp(`\\b${name}(\\.\\w+)? =`));
    }
  });

  test('closes what it opens', () => {
    for (const text of [vertex, fragment])
      for (const [open, close] of ['()', '{}', '[]'])
        expect(text.split(open).length, `${open}${close}`).toBe(text.split(close).length);
  });

  test('hides a feature by collapsing it to a point', () => {
    expect(vertex).toMatch(/if \(v_paint\.a < 0\.5.*\) vsOutput\.positionMC = vec3\(0\.0\);/);
  });
});

test('walls of buildings dissolve before a camera that stands in them, trees and ground do not', () => {
  const fragmentOf = (kind: ShaderOptions['kind']) =>
    String(createLayerShader({ ...OPTIONS, kind }).shader.fragmentShaderText);
  expect(fragmentOf('building')).toMatch(/> \(s\.d - 0\.5\) \/ 4\.5\) discard;/);
  expect(fragmentOf('element')).toContain('discard;');
  // Leaves of trees are cut by a rule of their own.
  for (const kind of ['area', 'tree', 'water'] as const) expect(fragmentOf(kind)).not.toContain('(s.d - 0.5)');
  for (const kind of ['area', 'water'] as const) expect(fragmentOf(kind)).not.toContain('discard;');
});

test('rows of landmarks are marked beside the heights, and only buildings have any', () => {
  const layer = createLayerShader({ ...OPTIONS, kind: 'building' });
  const setUniform = vi.spyOn(layer.shader, 'setUniform');
  layer.setMiddles({ upM: Float32Array.of(1, 2, 3), landmarks: new Set([1]) });
  const [name, value] = setUniform.mock.calls[0];
  expect(name).toBe('u_middle');
  const { typedArray } = value as unknown as { typedArray: Uint8Array };
  expect([3, 7, 11].map((i) => typedArray[i])).toEqual([0, 255, 0]);
  const area = createLayerShader({ ...OPTIONS, kind: 'area' });
  const setOther = vi.spyOn(area.shader, 'setUniform');
  area.setMiddles({ upM: Float32Array.of(1, 2, 3), landmarks: new Set([1]) });
  expect(setOther).not.toHaveBeenCalled();
});

test('lamps light decks of bridges from their own channel, and what is washed is a landmark: nothing of either by day', () => {
  const fragmentOf = (kind: ShaderOptions['kind']) =>
    String(createLayerShader({ ...OPTIONS, kind }).shader.fragmentShaderText);
  expect(fragmentOf('bridge')).toContain('lampPool(deckLampsAt(s.enu.xy)');
  expect(fragmentOf('area')).not.toContain('lampPool(deckLampsAt');
  const onDecksOf = (isRoad: boolean) =>
    createLayerShader({ ...OPTIONS, isRoad, kind: 'area' }).shader.uniforms.u_onDecks?.value;
  expect([onDecksOf(true), onDecksOf(false)]).toEqual([1, 0]);
  expect(fragmentOf('tunnel')).not.toContain('deckLampsAt');
  expect(fragmentOf('bridge')).toContain('if (u_lamps <= 0.0) return vec2(0.0);');
  expect(fragmentOf('building')).toMatch(/if \(isLandmark && .*u_state == 0.*colour \+= landmarkWash/);
  expect(fragmentOf('building')).toMatch(/vec3 landmarkWash[^}]*\* u_lamps;/);
});

test('a far pipe keeps 2, 3, 5 or 8 px by its diameter', () => {
  const { vertexShaderText } = createLayerShader({ ...OPTIONS, kind: 'pipe' }).shader;
  expect(vertexShaderText).toContain('dn < 300.0 ? 1.00 : dn < 600.0 ? 1.50 : dn < 1200.0 ? 2.50 : 4.00;');
});

test('only what is draped is pulled to the eye, the later layer more', () => {
  const pullOf = (kind: ShaderOptions['kind'], order: number) => createLayerShader({ ...OPTIONS, kind, order }).shader;
  expect(String(pullOf('area', 0).vertexShaderText)).toContain('u_pull');
  expect(String(pullOf('building', 0).vertexShaderText)).not.toContain('u_pull');
  expect(pullOf('area', 2).uniforms.u_pull?.value).toBeGreaterThan(Number(pullOf('area', 1).uniforms.u_pull?.value));
});

test('an element is there until a schedule says otherwise: a table of one task, links as the tiles have them', () => {
  const { uniforms } = createLayerShader({ ...OPTIONS, kind: 'element' }).shader;
  expect(uniforms.u_taskCount?.value).toBe(1);
  expect(NO_TASKS.length / 8).toBe(1);
  expect([...tileLinks(1)]).toEqual([255, 254, 255, 254]);
});

test('heights are packed as centimetres above −10 km in 24 bits', () => {
  const unpacked = ([high, middle, low]: Uint8Array) => (high * 65536 + middle * 256 + low) / 100 - 10_000;
  for (const metres of [-9999.99, -0.5, 0, 402.37, 8848.86])
    expect(unpacked(packMetres(Float32Array.of(metres)))).toBeCloseTo(metres, 2);
});

test('an element at work grows from its foot: the level is between its two heights, and there are no crumbs', () => {
  const shader = createLayerShader({ ...OPTIONS, kind: 'element' }).shader;
  expect(String(shader.fragmentShaderText)).toContain('if (s.enu.z > v_built.w) discard;');
  expect(String(shader.fragmentShaderText)).not.toMatch(/hash\(floor\(s\.enu/);
  expect(String(shader.vertexShaderText)).toContain('mix(footM, topM, max(v_built.z,');
});

test('heights lie in steps of 2 cm above −400 m, and an unknown one is nothing', () => {
  const [a, b, c, d, ...unknown] = packReach(Float32Array.of(-18.4, 3, Number.NaN, Number.NaN));
  expect(-400 + 0.02 * (256 * a + b)).toBeCloseTo(-18.4, 6);
  expect(-400 + 0.02 * (256 * c + d)).toBeCloseTo(3, 6);
  expect(unknown).toEqual([0, 0, 0, 0]);
});

test('what is baked of the light is read by what stands in it, from one texture that layers share', () => {
  for (const kind of ['building', 'area', 'water', 'tree'] as const) {
    const { shader } = createLayerShader({ ...OPTIONS, kind });
    expect(String(shader.fragmentShaderText)).toContain('texture(u_light');
    const { uniformMap } = shader as unknown as { uniformMap: Record<string, () => unknown> };
    expect(typeof uniformMap.u_light).toBe('function');
  }
  expect(createLayerShader({ ...OPTIONS, kind: 'pipe' }).shader.uniforms).not.toHaveProperty('u_light');
});

test('until a city’s light has come, and where it has none, it is shown with none of its strength', () => {
  const layer = createLayerShader({ ...OPTIONS, kind: 'area' });
  const picture = createPicture(() => {});
  picture.uniforms.baked.x = 1;
  layer.setPicture(picture.uniforms);
  expect(layer.shader.uniforms.u_baked?.value).toEqual(new Cartesian2(0, 0));
});

test('strips on a road tell their tones, are not marked, and give way where a pixel is wider', () => {
  const { shader } = createLayerShader({ ...OPTIONS, kind: 'area', isStrips: true });
  expect(String(shader.vertexShaderText)).toContain('vsInput.metadata.tone');
  expect(String(shader.fragmentShaderText)).toContain('if (seen < 0.06) discard;');
});

test('areas whose tiles say what lies on each wear its pattern, and only what data paint has none', () => {
  const { shader } = createLayerShader({ ...OPTIONS, kind: 'area', hasMatter: true });
  expect(String(shader.vertexShaderText)).toContain('v_matter = float(vsInput.metadata.matter);');
  const fragment = String(shader.fragmentShaderText);
  expect(fragment).toContain('if (!painted) base *= groundPattern(s.enu.xy, px);');
  // Alpha 252 is a colour of the things themselves: to the pattern it is no paint of data.
  expect(fragment).toMatch(/v_paint\.a > 0\.986 && v_paint\.a < 0\.990\) \{\s+painted = false;/);
  expect(String(createLayerShader({ ...OPTIONS, kind: 'area' }).shader.fragmentShaderText)).not.toContain(
    'groundPattern',
  );
});
