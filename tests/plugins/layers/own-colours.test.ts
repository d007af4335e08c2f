import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ownColours, PIPE_CODES } from '../../../src/plugins/layers/own-colours.ts';
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

test('every system of pipes has a code and a line of its own beside its colour', () => {
  const tokens = readFileSync('src/kit/styles/tokens.css', 'utf8');
  const style = readFileSync('src/plugins/layers/style.css', 'utf8');
  const systems = [...new Set([...tokens.matchAll(/--(pipe-\w+):/g)].map(([, token]) => token))];
  expect(Object.keys(PIPE_CODES).sort()).toEqual(systems.sort());
  expect(new Set(Object.values(PIPE_CODES)).size).toBe(systems.length);
  // Storm and water are whole lines: the first brown, the second blue, as the convention has them.
  const patterns = systems.filter((token) => style.includes(`.swatch .${token} {`));
  expect(systems.filter((token) => !patterns.includes(token))).toEqual(['pipe-storm', 'pipe-water']);
});
