import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isProblemCode } from '../../src/kit/words.ts';

const SRC = join(import.meta.dirname, '../../src');
const SOURCES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }));

/** Words stand in the kit, and those of a plug-in in its folder: one file a language. */
interface Bundle {
  home: string;
  chinese: Map<string, string>;
  english: Map<string, string>;
}

function bundleOf(home: string, fileOf: (language: 'zh' | 'en') => string): Bundle {
  const wordsIn = (language: 'zh' | 'en') =>
    flatten(JSON.parse(readFileSync(join(SRC, home, fileOf(language)), 'utf8')));
  return { home, chinese: wordsIn('zh'), english: wordsIn('en') };
}

function flatten(words: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

/** Languages have different plural forms; the key without its form is what must be in both. */
function plain(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

const KIT = bundleOf('kit', (language) => `words/${language}.json`);
const PLUGINS = readdirSync(join(SRC, 'plugins')).map((id) =>
  bundleOf(`plugins/${id}`, (language) => `words.${language}.json`),
);
const BUNDLES = [KIT, ...PLUGINS];
const chinese = new Map(BUNDLES.flatMap((bundle) => [...bundle.chinese]));
const english = new Map(BUNDLES.flatMap((bundle) => [...bundle.english]));

/** Keys and beginnings of keys (`` `run.status.${…}` ``) that a text of code has, whatever else looks like them. */
function usesIn(code: string): { keys: string[]; stems: string[] } {
  const keys = [...code.matchAll(/['"`]([a-z]\w*(?:\.[a-zA-Z_]+)+)['"`]/g)].map(([, key]) => key);
  const stems = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map(([, stem]) => stem);
  return { keys, stems };
}

test('a subject of words stands in one place', () => {
  const homes = BUNDLES.flatMap(({ home, chinese: own }) =>
    [...new Set([...own.keys()].map((key) => key.split('.')[0]))].map((subject) => ({ subject, home })),
  );
  const subjects = homes.map(({ subject }) => subject);
  expect(homes.filter(({ subject }, i) => subjects.indexOf(subject) !== i)).toEqual([]);
});

test('a plug-in uses its own words and those of the kit, the kit and the app none of a plug-in', () => {
  const drawing = SOURCES.filter(({ name }) => /^(app|kit|plugins)\//.test(name));
  const foreign = drawing.flatMap(({ name, text }) => {
    const { keys, stems } = usesIn(text.replace(/^import.*$/gm, ''));
    const others = PLUGINS.filter(({ home }) => !name.startsWith(`${home}/`)).flatMap((bundle) => [
      ...bundle.chinese.keys(),
    ]);
    const usedKeys = keys.filter((key) => others.some((other) => plain(other) === key));
    const usedStems = stems.filter((stem) => others.some((other) => other.startsWith(stem)));
    return [...usedKeys, ...usedStems].map((word) => ({ name, word }));
  });
  expect(foreign).toEqual([]);
});

test('both languages have the same words', () => {
  const keys = (words: Map<string, string>) => [...new Set([...words.keys()].map(plain))].sort();
  for (const bundle of BUNDLES)
    expect({ home: bundle.home, keys: keys(bundle.english) }).toEqual({
      home: bundle.home,
      keys: keys(bundle.chinese),
    });
});

test('the same places for values in both languages', () => {
  const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  for (const [key, text] of chinese) {
    const other = english.get(key);
    if (other !== undefined) expect({ key, places: places(other) }).toEqual({ key, places: places(text) });
  }
});

test('Chinese is Chinese, English is English', () => {
  const own = new Set(['top.language', 'top.languageName', 'tour.language', 'tour.zh', 'tour.en']);
  for (const [key, text] of english) if (!own.has(key)) expect(text).not.toMatch(/\p{Script=Han}/u);
  for (const [key, text] of chinese) {
    if (own.has(key) || /^[\s\p{P}\p{S}]*(\{\{\w+\}\}[\s\p{P}\p{S}]*)*$/u.test(text)) continue;
    if (!/^CIM\{\{level\}\}$/.test(text))
      expect({ key, text }).toEqual({ key, text: expect.stringMatching(/\p{Script=Han}/u) });
  }
});

test('every word is used, and every used word is there', () => {
  const code = SOURCES.map(({ text }) => text).join('\n');
  const { keys, stems } = usesIn(code);
  const used = new Set(keys);
  const unused = [...new Set([...chinese.keys()].map(plain))].filter(
    (key) => !used.has(key) && !stems.some((stem) => key.startsWith(stem)) && !/^\w+\.title$/.test(key),
  );
  expect(unused).toEqual([]);
});

test('no words stand in the code', () => {
  for (const { name, text } of SOURCES) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    if (!/^kit\/|\.tsx$/.test(name) || /(city-time\.ts|tour\.tsx|format\.ts)$/.test(name)) continue;
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
