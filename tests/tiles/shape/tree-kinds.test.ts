import { describe, expect, test } from 'vitest';
import { TREE_KINDS } from '../../../model/city/tree-kinds.ts';
import type { Features, PointGeometry } from '../../../tiles/model.ts';
import { modelNamed } from '../../../tiles/shape/models.ts';
import { TREE_MODELS, treeKindOf, treeModels, treeStretch } from '../../../tiles/shape/tree-kinds.ts';

test.each([
  ['Tilia cordata', 'round'],
  ['', 'round'],
  ['Acer platanoides', 'spreading'],
  ['Platanus × hispanica', 'spreading'],
  ['法桐', 'spreading'],
  ['Ginkgo biloba', 'column'],
  ['Populus nigra', 'column'],
  ['毛白杨', 'column'],
  ['Pinus sylvestris', 'conifer'],
  ['needleleaved', 'conifer'],
  ['油松', 'conifer'],
  ['Salix babylonica', 'weeping'],
  ['垂柳', 'weeping'],
  ['香樟', 'evergreen'],
  ['broadleaved evergreen', 'evergreen'],
  // No pine, no fir, no oak.
  ['pineapple guava', 'round'],
  ['杨梅', 'round'],
])('%s is %s', (words, kind) => {
  expect(treeKindOf(words)).toBe(kind);
});

describe('trees of a file', () => {
  const utf8 = (values: string[]) => {
    const parts = values.map((value) => Buffer.from(value));
    const offsets = Uint32Array.from([0, ...parts.map((_, i) => Buffer.concat(parts.slice(0, i + 1)).length)]);
    return { offsets, bytes: new Uint8Array(Buffer.concat(parts)) };
  };
  const features: Features<PointGeometry> = {
    count: 3,
    ids: utf8(['a', 'b', 'c']),
    geometry: {
      kind: 'point',
      lonLatDeg: new Float64Array(6),
      elevationM: new Float32Array(3).fill(Number.NaN),
      model: new Uint8Array(3),
      scale: new Float32Array(3).fill(5),
      headingDeg: new Float32Array(3),
    },
    columns: [
      { name: 'species', type: 'string', values: utf8(['', 'Quercus robur', '']) },
      { name: 'genus', type: 'string', values: utf8(['Picea', '', '']) },
    ],
  };

  test('each has the model of what its species, else its genus, says; one that says nothing is round', () => {
    const { models, geometry } = treeModels(features);
    expect([...geometry.model].map((number) => models[number])).toEqual(['tree-conifer', 'tree-spreading', 'tree-a']);
    expect([...features.geometry.model]).toEqual([0, 0, 0]);
  });
});

test('each kind has a model of its own that knows its kind', () => {
  for (const kind of TREE_KINDS) expect(modelNamed(TREE_MODELS[kind]).kind).toBe(kind);
  expect(new Set(Object.values(TREE_MODELS)).size).toBe(TREE_KINDS.length);
});

test('a tree is as high as is told, within what its model bears', () => {
  const modelM = Math.max(...modelNamed('tree-a').positionM.filter((_, i) => i % 3 === 2));
  expect(treeStretch('tree-a', 5, 8) * 5 * modelM).toBeCloseTo(8, 5);
  expect(treeStretch('tree-a', 5, 100)).toBe(2.2);
  expect(treeStretch('tree-a', 5, 0.1)).toBe(0.6);
  expect(treeStretch('tree-a', 5, Number.NaN)).toBe(1);
});
