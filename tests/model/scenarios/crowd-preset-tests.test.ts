import { expect, test } from 'vitest';
import { PRESET_TESTS, testTitle } from '../../../model/scenarios/crowd-preset-tests.ts';

test('every published test has a name that a reader meets, each its own', () => {
  const names = Object.keys(PRESET_TESTS);
  for (const language of ['zh', 'en'] as const) {
    const titles = names.map((name) => testTitle(name)[language]);
    expect(new Set(titles).size).toBe(names.length);
    expect(titles.filter((title, i) => title === names[i])).toEqual([]);
  }
  expect(testTitle('hermes.0.7m-of-1.8m.flow').en).toBe('Exit 0.7 m of a hall 1.8 m wide: flow');
});
