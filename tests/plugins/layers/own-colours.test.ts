import { expect, test } from 'vitest';
import { ownColours } from '../../../src/plugins/layers/own-colours.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();

test('pipes go by their system and plans by their classes; buildings have no colour that needs words', () => {
  expect(ownColours(city.layers)).toEqual([
    { token: 'pipe-storm', kind: 'pipe', meanings: [{ zh: '雨水管', en: 'Storm sewers' }] },
    { token: 'lu-b', kind: 'area', meanings: [{ zh: 'B1', en: 'B1' }] },
    { token: 'lu-r', kind: 'area', meanings: [{ zh: 'R2', en: 'R2' }] },
  ]);
});

test('classes of one plan that share a colour are one entry', () => {
  const layers = city.layers.map((layer) =>
    layer.group === 'plan' ? { ...layer, colour: { attribute: 'use', tokens: { R2: 'lu-r', R1: 'lu-r' } } } : layer,
  );
  expect(
    ownColours(layers)
      .at(-1)
      ?.meanings.map(({ en }) => en),
  ).toEqual(['R1', 'R2']);
});
