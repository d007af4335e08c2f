import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Folder → folders it may import; `types:` allows types only. A folder always may import itself. */
const MAY_IMPORT: Record<string, string[]> = {
  'src/geo': [],
  'src/city': ['src/geo'],
  workers: ['src/geo', 'src/city', 'workers/construction/ifc'],
  /** The one core that baker and page share: a model is read alike on both sides. */
  'workers/construction/ifc': ['src/geo', 'src/city'],
  scenarios: ['types:workers'],
  hub: ['src/geo', 'src/city', 'scenarios'],
  tiles: ['src/geo', 'src/city', 'workers/construction/ifc'],
  cli: ['tiles', 'hub', 'workers', 'scenarios', 'src/city', 'src/geo', 'tests/validation', 'tests/bench'],
  'src/twin': ['src/geo', 'src/city', 'scenarios', 'types:workers', 'types:workers/construction/ifc'],
  'src/view': ['src/twin', 'src/city', 'src/geo'],
  'src/ui': ['src/twin', 'src/geo', 'src/city'],
  'src/main.ts': ['src/geo', 'src/city', 'src/twin', 'src/view', 'src/ui', 'src/workers.ts'],
  'src/workers.ts': ['src/city', 'src/twin', 'types:workers', 'workers'],
};

/** Package → the only folders that know it. */
const PACKAGE_HOMES: Record<string, string[]> = {
  '@cesium/engine': ['src/view'],
  three: ['src/view'],
  '3d-tiles-renderer': ['src/view'],
  zustand: ['src/twin', 'src/ui'],
  react: ['src/ui'],
  'react-dom': ['src/ui'],
  i18next: ['src/ui'],
  'react-i18next': ['src/ui'],
  fastify: ['hub'],
  '@fastify/static': ['hub'],
  '@fastify/rate-limit': ['hub'],
  aedes: ['hub'],
  ws: ['hub'],
  pg: ['hub'],
  '@electric-sql/pglite': ['hub'],
  'hyparquet-writer': ['hub'],
  hyparquet: ['src/twin'],
  mqtt: ['hub', 'src/twin'],
  '@mcap/core': ['hub', 'src/twin'],
  uplot: ['src/ui'],
  'fast-xml-parser': ['workers/construction'],
  papaparse: ['workers/construction', 'src/twin'],
  '@zip.js/zip.js': ['workers/construction', 'src/ui'],
  'web-ifc': ['workers/construction/ifc'],
  meshoptimizer: ['tiles', 'src/city'],
  earcut: ['tiles', 'workers/construction'],
  'gltf-validator': ['tiles'],
  geotiff: ['tiles'],
  proj4: ['src/geo'],
  pbf: ['tiles'],
  commander: ['cli'],
  'cli-progress': ['cli'],
};

interface Import {
  from: string;
  target: string;
  typesOnly: boolean;
}

const FOLDERS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const homeOf = (path: string) => FOLDERS.find((folder) => path === folder || path.startsWith(`${folder}/`));

function sourceFiles(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statement =
    /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+)['"]/gm;
  return [...text.matchAll(statement)].map(([, type, fixed, lazy, url]) => ({
    from: file,
    target: fixed ?? lazy ?? url,
    typesOnly: type !== undefined,
  }));
}

const imports = ['src', 'workers', 'tiles', 'scenarios', 'hub', 'cli'].flatMap(sourceFiles).flatMap(importsOf);

describe('who may import whom', () => {
  test('there are imports to judge', () => expect(imports.length).toBeGreaterThan(100));

  test('folders import only what the table allows', () => {
    const broken = imports.filter(({ from, target, typesOnly }) => {
      if (!target.startsWith('.')) return false;
      const path = relative(ROOT, resolve(ROOT, dirname(from), target)).replaceAll('\\', '/');
      const home = homeOf(from);
      const theirs = homeOf(path);
      if (!theirs || home === theirs) return !home && from.startsWith('src/');
      const allowed = home ? MAY_IMPORT[home] : [];
      return !allowed.includes(theirs) && !(typesOnly && allowed.includes(`types:${theirs}`));
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('packages stay in their homes', () => {
    const broken = imports.filter(({ from, target }) => {
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0];
      const homes = PACKAGE_HOMES[name];
      return homes !== undefined && !homes.some((home) => from.startsWith(home));
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('comlink is spoken only where a worker begins', () => {
    const broken = imports.filter(
      ({ from, target }) => target === 'comlink' && !from.endsWith('.worker.ts') && from !== 'src/workers.ts',
    );
    expect(broken.map(({ from }) => from)).toEqual([]);
  });

  test('the pure parts name no screen, network or clock', () => {
    const pure = ['src/geo', 'workers'].flatMap(sourceFiles).filter((file) => !file.endsWith('.worker.ts'));
    const broken = pure.filter((file) =>
      /\b(document|window|fetch|Date\.now|performance\.now|Math\.random)\b\s*[(.]/.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    expect(broken).toEqual([]);
  });

  test('attribute text never reaches an HTML sink', () => {
    const broken = sourceFiles('src').filter((file) =>
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    expect(broken).toEqual([]);
  });
});
