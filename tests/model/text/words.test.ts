import { expect, test } from 'vitest';
import { sayWord } from '../../../model/text/words.ts';

test('values take the places of their names; a name without a value stays, and no value is read as a sentence', () => {
  const word = { zh: '{file}：{got}', en: '{file}: got {got}' };
  expect(sayWord(word, { file: '{got}', got: 3 }, 'zh')).toBe('{got}：3');
  expect(sayWord(word, { file: { zh: '文件', en: 'a file' } }, 'en')).toBe('a file: got {got}');
  expect(sayWord({ zh: '{toString}', en: '{toString}' }, {}, 'en')).toBe('{toString}');
});

test('one thing is said in the singular, in English alone and by a count alone', () => {
  const boats = { zh: '{count} 艘船', en: '{count} boats', one: '{count} boat' };
  expect([0, 1, 2].map((count) => sayWord(boats, { count }, 'en'))).toEqual(['0 boats', '1 boat', '2 boats']);
  expect(sayWord(boats, { count: '1' }, 'en')).toBe('1 boats');
  expect(sayWord(boats, { count: 1 }, 'zh')).toBe('1 艘船');
});
