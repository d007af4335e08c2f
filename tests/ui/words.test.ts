import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from '../../src/ui/words/en.json' with { type: 'json' };
import zh from '../../src/ui/words/zh.json' with { type: 'json' };
import { isProblemCode } from '../../src/ui/words.ts';

const UI = join(import.meta.dirname, '../../src/ui');
const SOURCES = readdirSync(UI)
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(UI, name), 'utf8') }));

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

const [chinese, english] = [flatten(zh), flatten(en)];

test('both languages have the same words', () => {
  const keys = (words: Map<string, string>) => [...new Set([...words.keys()].map(plain))].sort();
  expect(keys(english)).toEqual(keys(chinese));
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
  const used = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.[a-zA-Z_]+)+)['"`]/g)].map(([, key]) => key));
  const stems = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/g)].map(([, stem]) => stem);
  const unused = [...new Set([...chinese.keys()].map(plain))].filter(
    (key) => !used.has(key) && !stems.some((stem) => key.startsWith(stem)) && !/^\w+\.title$/.test(key),
  );
  expect(unused).toEqual([]);
});

test('no words stand in the code', () => {
  for (const { name, text } of SOURCES) {
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    if (name === 'city-time.ts' || name === 'tour.tsx' || name === 'format.ts') continue;
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
  const readers = join(UI, '../../tiles/read');
  const reported = readdirSync(readers).flatMap((name) =>
    [...readFileSync(join(readers, name), 'utf8').matchAll(/(?:report|leaveOut|FeatureProblem)\(\s*'([a-z-]+)'/g)].map(
      ([, code]) => code,
    ),
  );
  expect(reported.length).toBeGreaterThan(15);
  expect(reported.filter((code) => !isProblemCode(code))).toEqual([]);
});
