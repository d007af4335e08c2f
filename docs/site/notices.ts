import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Notice {
  name: string;
  version: string;
  /** SPDX expression, as the package states it. */
  licence: string;
  /** The licence file of the package, and its NOTICE where it has one; empty where the package is not installed here. */
  text: string;
}

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  link?: boolean;
}

/** Compiled into what is served though only the build needs them: the runtime of the numerical kernels. */
const BUILT_IN = ['assemblyscript'];

/**
 * What others wrote of everything that is run or served: the whole of the lock file's production packages, bundled into the page or loaded by the
 * hub and the command line, and the runtimes that the build compiles in. A package for another platform is named though it is not installed.
 */
export function noticesOf(root: string): Notice[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const notices = new Map<string, Notice>();
  for (const [place, { version = '', license, dev, link }] of Object.entries(lock.packages)) {
    const name = place.split('node_modules/').at(-1) ?? '';
    if (name === '' || link || (dev && !BUILT_IN.includes(name))) continue;
    const folder = join(root, place);
    notices.set(`${name}@${version}`, { name, version, licence: license ?? licenceOf(folder), text: textsOf(folder) });
  }
  return [...notices.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Under the LGPL, which asks that anyone can put another build of the library in the place of this one. */
const LGPL_NOTICE = [
  'GEOS 3.13.0 (LGPL-2.1-or-later, https://libgeos.org) is used unchanged, as the package geos-wasm (LGPL-3.0-or-later, https://github.com/chrispahm/geos-wasm).',
  'It is a file of its own, assets/geos.esm-*.js in the built page and node_modules/geos-wasm for the command line: another build with the same exports may take its place.',
].join('\n');

/** The file that is served as `THIRD-PARTY-NOTICES.txt`: equal texts stand once, under the packages that share them. */
export function noticesText(notices: readonly Notice[]): string {
  const sharers = new Map<string, Notice[]>();
  for (const notice of notices) {
    const key = notice.text === '' ? `(no licence file) ${notice.licence}` : notice.text;
    sharers.set(key, [...(sharers.get(key) ?? []), notice]);
  }
  const parts = [...sharers].map(([text, packages]) => {
    const names = packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    return `${names.join('\n')}\n\n${text}`;
  });
  return [
    'Shapan contains or uses the following packages. Their licences:',
    'The far ground is Natural Earth, public domain.',
    LGPL_NOTICE,
    ...parts,
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return 'not stated';
  const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: string };
  return license ?? 'not stated';
}

function textsOf(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(name) && !name.endsWith('.js'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}
