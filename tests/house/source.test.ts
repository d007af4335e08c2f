import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countLines, isKernel, lineAt, parseSource, readKernelEntries, readSources, walk } from './source.ts';

/** A folder on disk with these files, removed when the test is over. */
function writeTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'house-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('sources are read from the folders that there are; fixtures and declaration files are none', () => {
  const root = writeTree({
    'src/b/b.tsx': '',
    'src/a.ts': '',
    'src/a.css': '',
    'src/engine.d.ts': '',
    'tests/a.test.ts': '',
    'tests/fixtures/broken.ts': 'const = ;',
    'vite.config.ts': '',
    'other.ts': '',
  });
  expect(readSources(root).map(({ path }) => path)).toEqual([
    'src/a.ts',
    'src/b/b.tsx',
    'tests/a.test.ts',
    'vite.config.ts',
  ]);
});

test('entries of kernels are read from their configuration', () => {
  const root = writeTree({ 'workers/flood/kernel/asconfig.json': '{ "entries": ["./work.ts"] }', 'workers/a.ts': '' });
  expect(readKernelEntries(root)).toEqual(new Set(['workers/flood/kernel/work.ts']));
});

test('lines are counted from 1, and a line break at the end begins no further one', () => {
  const source = parseSource('src/a.ts', 'const a = 1;\nconst b = 2;\n');
  expect(countLines(source)).toBe(2);
  expect(lineAt(source, 0)).toBe(1);
  expect(lineAt(source, source.text.indexOf('const b'))).toBe(2);
});

test('an empty file has no line, and a last line without a break is one', () => {
  expect(countLines(parseSource('src/a.ts', ''))).toBe(0);
  expect(countLines(parseSource('src/a.ts', 'const a = 1;'))).toBe(1);
});

test('offsets are right behind Chinese text and pictographs', () => {
  const source = parseSource('src/a.ts', "const a = '沙盘😀';\nexport const b = 1;\n");
  const { start } = source.program.body[1];
  expect(source.text.slice(start, start + 6)).toBe('export');
});

test('a path tells whose code a file is', () => {
  expect(parseSource('hub/a.ts', '').kind).toBe('product');
  expect(parseSource('demo/a.ts', '').kind).toBe('demo');
  expect(parseSource('tests/hub/a.test.ts', '').kind).toBe('test');
  expect(parseSource('vite.config.ts', '').kind).toBe('config');
  expect(isKernel('workers/flood/kernel/work.ts')).toBe(true);
  expect(isKernel('workers/flood/core/kernel.ts')).toBe(false);
});

test('what is no TypeScript is refused with its path', () => {
  expect(() => parseSource('src/a.ts', 'const = ;')).toThrow('src/a.ts: expected TypeScript, got "Unexpected token"');
});

test('a walk meets parents before children', () => {
  const seen: string[] = [];
  walk(parseSource('src/a.ts', 'f(x);').program, (node, parents) => seen.push(`${parents.length} ${node.type}`));
  expect(seen).toEqual(['0 Program', '1 ExpressionStatement', '2 CallExpression', '3 Identifier', '3 Identifier']);
});
