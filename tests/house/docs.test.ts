import { expect, test } from 'vitest';
import { docBefore, findDanglingDocs, findUndocumentedExports, isFiller } from './docs.ts';
import { parseFiles } from './parse-files.ts';
import { parseSource } from './source.ts';

test('a comment that adds something is none of the filler', () => {
  expect(isFiller('Mean free walking speed of adults on level ground.', 'FREE_SPEED_MPS')).toBe(false);
  expect(isFiller('多规融合的冲突', 'Conflict')).toBe(false);
});

test.each([
  ['Gives the sum.', 'sum'],
  ["The history of the flood's runs.", 'FloodRunHistory'],
  ['This function returns the shown frame.', 'shownFrame'],
  ['A type that represents all planned stops.', 'PlannedStop'],
  ['', 'x'],
])('filler: "%s" above %s', (doc, name) => expect(isFiller(doc, name)).toBe(true));

test('the doc is the block right before the statement', () => {
  const text =
    '/** First. */\nconst a = 1;\n/** Second\n * goes on. */\n// biome-ignore lint: why\nexport const b = 1;';
  const source = parseSource('src/a.ts', text);
  expect(docBefore(source, text.indexOf('export'))).toBe('Second\ngoes on.');
  expect(docBefore(source, text.indexOf('const a'))).toBe('First.');
});

test('a line comment or a plain block is no doc, nor is the doc of the line before', () => {
  for (const text of [
    '// Speed of adults walking.\n',
    '/* Speed of adults walking. */',
    '/** One. */ const b = 1;\n',
  ]) {
    expect(docBefore(parseSource('src/a.ts', `${text}export const a = 1;`), text.length)).toBeNull();
  }
});

test('exports without a doc that says something are counted among all of product code', () => {
  const sources = parseFiles({
    'src/a.ts': [
      '/** Radius of a sphere with the volume of the Earth. */',
      'export const EARTH_RADIUS_M = 6371000;',
      'export type Bare = 1;',
      '/** A flood. */',
      'export interface Flood {}',
      'type NotExported = 1;',
      "export { other } from './b.ts';",
    ].join('\n'),
    'tests/a.ts': 'export const bare = 1;',
  });
  expect(findUndocumentedExports(sources)).toEqual({
    exportCount: 3,
    undocumented: [
      { path: 'src/a.ts', line: 3, what: 'Bare' },
      { path: 'src/a.ts', line: 5, what: 'Flood (filler: A flood.)' },
    ],
  });
});

test('a doc comment that hangs in the air is found, of a member too, and a sentence is not', () => {
  const text = [
    '/** Of the slider; the clock goes by milliseconds. */',
    'export const STEP_S = 1;',
    'interface Cut {',
    '  /**',
    '   * Who cuts.',
    '   */',
    '  by: string;',
    '  /** Offsets of the cuts. */',
    '  at: number[];',
    '}',
    '// Of no concern.',
  ].join('\n');
  const found = findDanglingDocs(parseFiles({ 'src/a.ts': text, 'tests/a.ts': text }));
  expect(found.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([
    'src/a.ts:1 Of the slider; the clock goes by milliseconds.',
    'src/a.ts:4 Who cuts.',
  ]);
});
