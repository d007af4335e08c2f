import { expect, test } from 'vitest';
import { phrasesOf, widestEm } from '../../../src/plugins/tour/phrases.ts';

test('a short title never breaks within its words; it sets the size of its letters instead', () => {
  expect(phrasesOf('一座河边的城')).toEqual(['一座河边的城']);
  expect(widestEm(phrasesOf('一座河边的城'))).toBe(6);
});

test('a title breaks after punctuation, and a long run between words', () => {
  expect(phrasesOf('暴雨之后：城市怎样恢复')).toEqual(['暴雨之后：', '城市怎样恢复']);
  const long = phrasesOf('从规划到建成的每一步都看得见');
  expect(long.length).toBeGreaterThan(1);
  expect(long.join('')).toBe('从规划到建成的每一步都看得见');
  expect(long).not.toContain('的');
});

test('English breaks at its spaces and sets no size', () => {
  expect(phrasesOf('A city by a river').join('')).toBe('A city by a river');
  expect(widestEm(phrasesOf('A city by a river'))).toBe(1);
});
