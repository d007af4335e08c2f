import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WordTable } from '../../model/text/words.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { commonWords } from '../../src/kit/words/words.ts';
import { addWords, isProblemCode, words } from '../../src/kit/words.ts';

const SRC = join(import.meta.dirname, '../../src');
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }));

/** Questions name the words of their fields. */
const QUESTIONS = readdirSync(join(SRC, '../model'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ text: readFileSync(join(SRC, '../model', name), 'utf8') }))
  .filter(({ text }) => text.includes(' word: '));

/** The words of the kit, and those of a plug-in in its folder. */
interface Bundle {
  home: string;
  table: WordTable;
}

const KIT: Bundle = { home: 'kit', table: commonWords };
const PLUGIN_TABLES = PLUGINS.flatMap(({ id, words: table }): Bundle[] =>
  table ? [{ home: `plugins/${id}`, table: table as WordTable }] : [],
);
const BUNDLES = [KIT, ...PLUGIN_TABLES];
const WORDS = BUNDLES.flatMap(({ table }) => Object.entries(table));

/** Keys and beginnings of keys (`` `run.status.${…}` ``) that a text of code has, whatever else looks like them. */
function usesIn(code: string): { keys: string[]; stems: string[] } {
  const keys = [...code.matchAll(/['"`]([a-z]\w*(?:\.[a-zA-Z_]+)+)['"`]/g)].map(([, key]) => key);
  const stems = [...code.matchAll(/`([a-z][\w.]*[._])\$\{/g)].map(([, stem]) => stem);
  return { keys, stems };
}

test('a subject of words stands in one place', () => {
  const homes = BUNDLES.flatMap(({ home, table }) =>
    [...new Set(Object.keys(table).map((key) => key.split('.')[0]))].map((subject) => ({ subject, home })),
  );
  const subjects = homes.map(({ subject }) => subject);
  expect(homes.filter(({ subject }, i) => subjects.indexOf(subject) !== i)).toEqual([]);
});

test('a plug-in uses its own words and those of the kit, the kit and the app none of a plug-in', () => {
  const drawing = SOURCES.filter(({ name }) => /^(app|kit|plugins)\//.test(name) && !name.endsWith('/words.ts'));
  const owners = new Map(PLUGIN_TABLES.flatMap(({ home, table }) => Object.keys(table).map((key) => [key, home])));
  const foreign = drawing.flatMap(({ name, text }) => {
    const { keys, stems } = usesIn(text.replace(/^import.*$/gm, ''));
    const isForeign = (home = name) => !name.startsWith(`${home}/`) && home !== name;
    const usedKeys = keys.filter((key) => isForeign(owners.get(key)));
    const usedStems = stems.filter((stem) =>
      [...owners].some(([key, home]) => key.startsWith(stem) && isForeign(home)),
    );
    return [...usedKeys, ...usedStems].map((word) => ({ name, word }));
  });
  expect(foreign).toEqual([]);
});

test('the same places for values in both languages', () => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [key, { zh, en }] of WORDS) expect({ key, places: places(en) }).toEqual({ key, places: places(zh) });
});

test('Chinese is Chinese, English is English', () => {
  const own = new Set(['top.language', 'top.languageName', 'tour.language', 'tour.zh', 'tour.en']);
  for (const [key, { zh, en, one = '' }] of WORDS) {
    if (own.has(key)) continue;
    expect(en + one).not.toMatch(/\p{Script=Han}/u);
    if (/^[\s\p{P}\p{S}]*(\{\w+\}[\s\p{P}\p{S}]*)*$/u.test(zh) || /^CIM\{level\}$/.test(zh)) continue;
    expect({ key, zh }).toEqual({ key, zh: expect.stringMatching(/\p{Script=Han}/u) });
  }
});

test('every word is used, and every used word is there', () => {
  const code = [...SOURCES.filter(({ name }) => !name.endsWith('/words.ts')), ...QUESTIONS]
    .map(({ text }) => text)
    .join('\n');
  const { keys, stems } = usesIn(code);
  const used = new Set(keys);
  const unused = WORDS.map(([key]) => key).filter(
    (key) => !used.has(key) && !stems.some((stem) => key.startsWith(stem)) && !/^\w+\.title$/.test(key),
  );
  expect(unused).toEqual([]);
});

test('no words stand in the code', () => {
  for (const { name, text } of SOURCES) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    if (!/^kit\/|\.tsx$/.test(name) || /(city-time\.ts|tour\.tsx|format\.ts|words\/words\.ts)$/.test(name)) continue;
    expect({ name, found: code.match(/\p{Script=Han}+/u)?.[0] }).toEqual({ name, found: undefined });
    const between = [...code.matchAll(/>([^<>{}=;]*\p{L}{2}[^<>{}=;]*)<\//gu)].map(([, words]) => words);
    const inNames = [...code.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/g)].map(([, words]) => words);
    expect({ name, between, inNames }).toEqual({ name, between: [], inNames: [] });
  }
});

test('no text reaches an HTML sink', () => {
  for (const { name, text } of SOURCES)
    expect({
      name,
      sink: text.match(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/)?.[0],
    }).toEqual({
      name,
      sink: undefined,
    });
});

test('every problem that a reader of the baker reports has words', () => {
  const files = ['tiles/read', 'readers'].flatMap((folder) =>
    readdirSync(join(SRC, '..', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(SRC, '..', folder, name)),
  );
  const reported = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:report|leaveOut|FeatureProblem)\(\s*'([a-z-]+)'/g)].map(
      ([, code]) => code,
    ),
  );
  expect(reported.length).toBeGreaterThan(15);
  expect(reported.filter((code) => !isProblemCode(code))).toEqual([]);
});

test('the built page says what is loaded until it has the other language', async () => {
  const loaded: string[] = [];
  const load = (language: string, text: string) => async () => {
    loaded.push(language);
    return { 'test.boat': { zh: text, en: text } };
  };
  await words.changeLanguage('zh');
  addWords({ zh: load('zh', '船'), en: load('en', 'boat') });
  expect(words.isLoaded('zh')).toBe(false);
  await words.changeLanguage('zh');
  const say = (language: 'zh' | 'en') => words.in(language)('test.boat' as 'common.close');
  expect([say('zh'), say('en'), loaded]).toEqual(['船', '船', ['zh']]);
  await words.changeLanguage('en');
  expect([say('zh'), say('en'), loaded]).toEqual(['船', 'boat', ['zh', 'en']]);
  await words.changeLanguage('zh');
  expect(loaded).toEqual(['zh', 'en']);
});
