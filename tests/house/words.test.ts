import { expect, test } from 'vitest';
import { parseFiles } from './parse-files.ts';
import { countWordMechanisms, findOtherWords } from './words.ts';

test('tables of words are one mechanism', () => {
  const table =
    "export const floodWords = { 'flood.title': { zh: '洪涝', en: 'Flood' } } as const satisfies WordTable;";
  const others = findOtherWords(parseFiles({ 'src/plugins/flood/words.ts': table }));
  expect([others, countWordMechanisms(others)]).toEqual([[], 1]);
});

test('a library, files, dictionaries by language or by sentence, functions of their own and messages of schemas are others', () => {
  const sentences = Array.from({ length: 8 }, (_, i) => `'sentence number ${i}': '第 ${i} 句'`).join(', ');
  const others = findOtherWords(
    parseFiles({
      'src/kit/a.ts': "import i18next from 'i18next'; import zh from './words.zh.json';",
      'src/kit/b.ts': "const WORDS = { zh: { close: '关闭' }, en: { close: 'Close' } };",
      'cli/c.ts': `const ZH = { ${sentences} };`,
      'model/d.ts': 'const fill = (text) => text.replace(/\\{(\\w+)\\}/g, valueOf);',
      'model/e.ts':
        "const at = requirement('id'); v.regex(/a/, at); v.check(isId, requirement('id')); v.check(isId, 'an id');",
      'tests/e.ts': "import i18next from 'i18next';",
    }),
  );
  expect(others.map(({ path, mechanism }) => `${path} ${mechanism}`)).toEqual([
    'src/kit/a.ts a library',
    'src/kit/a.ts a file of words',
    'src/kit/b.ts a dictionary a language',
    'cli/c.ts a dictionary by sentences',
    'model/d.ts a function of its own',
    'model/e.ts a message of a schema',
  ]);
  expect(countWordMechanisms(others)).toBe(7);
});
