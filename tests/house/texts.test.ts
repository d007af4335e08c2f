import { expect, test } from 'vitest';
import { parseFiles } from './parse-files.ts';
import { readSources } from './source.ts';
import { findForbiddenWords, findTexts, findUntranslated } from './texts.ts';

const textsOf = (path: string, entries: string) =>
  findTexts(parseFiles({ [path]: `export const words = { ${entries} };` }));
const own = findTexts(readSources(process.cwd()));

test('no page but an administrator’s says recipe, bake, hash, console or the name of a city’s file', () => {
  expect(own.length).toBeGreaterThan(7000);
  expect(findForbiddenWords(own)).toEqual([]);
});

test('every text is in its own language, and none says both beside each other', () => {
  expect(findUntranslated(own)).toEqual([]);
});

test('a forbidden word is found in either language, with what to say instead', () => {
  const texts = textsOf(
    'src/plugins/flood/words.ts',
    "'flood.a': { zh: '请重新烘焙（prisms.json）', en: 'Bake it again' }, 'flood.b': { zh: '面积 ha', en: 'Area, ha' }, 'flood.c': { zh: '散列', en: `hash` }",
  );
  expect(findForbiddenWords(texts).map(({ key, what }) => `${key} ${what}`)).toEqual([
    'flood.a 烘焙 → 生成，或请管理员加入',
    'flood.a Bake → processed, or ask the administrator',
    'flood.a prisms.json → what is missing, and that the administrator adds it',
    'flood.b ha → 公顷',
    'flood.c 散列 → 校验码',
    'flood.c hash → checksum',
  ]);
});

test('an administrator is told the command, and the command line and the log may say what they do', () => {
  const told =
    "large: { zh: '请管理员运行：shapan bake {file} --id 名称', en: 'the administrator runs: shapan bake {file} --id name' }";
  expect(findForbiddenWords(textsOf('src/plugins/own-files/messages.ts', told))).toEqual([]);
  expect(
    findForbiddenWords(
      textsOf(
        'src/plugins/own-files/messages.ts',
        told.replace('请管理员', '请').replace('the administrator runs', 'run'),
      ),
    ),
  ).toHaveLength(1);
  expect(findForbiddenWords(textsOf('cli/messages.ts', "a: { zh: '烘焙', en: 'bake' }"))).toEqual([]);
});

test('a value with the name of a forbidden word, and litres a second and hectare, are none', () => {
  const texts = textsOf(
    'model/a.ts',
    "a: { zh: '校验码 {hash}', en: 'checksum {hash}' }, b: { zh: '单位 L/(s·ha)', en: 'in L/(s·ha)' }",
  );
  expect(findForbiddenWords(texts)).toEqual([]);
});

test('a text that is left in the other language is found, one of a name or a unit is not', () => {
  const texts = textsOf(
    'src/a.ts',
    "a: { zh: 'Water plan', en: 'Water plan' }, b: { zh: '水务', en: 'Water plan · 水务' }, c: { zh: 'P50', en: 'P50' }, d: { zh: 'CesiumJS，Apache-2.0', en: 'CesiumJS, Apache-2.0' }",
  );
  expect(findUntranslated(texts).map(({ key, language }) => `${key} ${language}`)).toEqual(['a zh', 'b en']);
});
