import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticesOf, noticesText } from '../../docs/site/notices.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOTICES = noticesOf(ROOT);

/** Licences under which the product may be given away together with Apache-2.0 code; MPL's are of files that stay as they are. */
const PERMITTED =
  /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|MPL-2\.0|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|Zlib|Python-2\.0)$/;

/** Libraries that must stay replaceable: each is imported as a whole, by itself, so that it is built into a file of its own. */
const REPLACEABLE: Readonly<Record<string, string>> = { 'geos-wasm': 'LGPL-3.0-or-later' };

test('every package that the product depends on is named with its version', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const [name, version] of Object.entries(dependencies))
    expect(NOTICES.some((notice) => notice.name === name && notice.version === version)).toBe(true);
});

test('the kernels’ runtime is named though only the build needs its package; a test tool is not', () => {
  const names = NOTICES.map(({ name }) => name);
  expect(names).toContain('assemblyscript');
  expect(names).not.toContain('vitest');
});

test('every licence is one under which the product may be given away', () => {
  const others = NOTICES.filter(
    ({ name, licence }) =>
      REPLACEABLE[name] !== licence &&
      !licence
        .replace(/[()]/g, '')
        .split(/ OR | AND /)
        .every((one) => PERMITTED.test(one)),
  );
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test('a library under the LGPL is loaded as a whole from one place, and the notices say how to replace it', () => {
  const importers = ['workers', 'src', 'cli', 'hub', 'model', 'readers', 'tiles']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.tsx?$/.test(path) && readFileSync(join(ROOT, path), 'utf8').includes("'geos-wasm'"));
  expect(importers).toEqual([join('workers', 'shared', 'geos.ts')]);
  expect(readFileSync(join(ROOT, importers[0]), 'utf8')).toContain("import('geos-wasm')");
  expect(noticesText(NOTICES)).toMatch(
    /GEOS 3\.13\.0 .*unchanged[\s\S]*another build with the same exports may take its place/,
  );
});

test('equal texts stand once, under all packages that share them', () => {
  const text = noticesText([
    { name: 'a', version: '1.0.0', licence: 'MIT', text: 'Permission is granted' },
    { name: 'b', version: '2.0.0', licence: 'MIT', text: 'Permission is granted' },
  ]);
  expect(text).toContain('a 1.0.0 (MIT)\nb 2.0.0 (MIT)\n\nPermission is granted');
  expect(text.split('Permission is granted')).toHaveLength(2);
});
