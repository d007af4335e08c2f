import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TASKS } from '../src/tasks.ts';
import { findCycleFiles } from './house/cycles.ts';
import { findLinks } from './house/imports.ts';
import { productOf, readSources } from './house/source.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Folder → folders it may import; `types:` allows types only. A folder always may import itself. */
const MAY_IMPORT: Record<string, string[]> = {
  model: [],
  readers: ['model'],
  workers: ['model', 'readers'],
  scenarios: ['model', 'types:workers'],
  tiles: ['model', 'readers'],
  hub: ['model', 'scenarios', 'hub/plugins'],
  // What people upload is an archive, read by the one reader of archives.
  'hub/plugins': ['model', 'hub', 'readers'],
  cli: ['tiles', 'hub', 'hub/plugins', 'workers', 'scenarios', 'readers', 'model'],
  demo: ['tiles', 'model'],
  'src/twin': ['model', 'scenarios', 'types:workers'],
  'src/view': ['src/twin', 'model'],
  'src/kit': ['model', 'src/twin', 'types:src/view', 'src/page.worker.ts'],
  'src/plugins': ['src/twin', 'src/view', 'src/kit', 'model', 'scenarios', 'types:workers'],
  'src/app': ['src/twin', 'src/view', 'src/kit', 'src/plugins', 'model', 'scenarios', 'workers'],
  'src/page.worker.ts': ['src/tasks.ts', 'model', 'workers'],
  'src/tasks.ts': ['src/app', 'src/plugins'],
};

/** What runs in a worker of the page, with the files that start it: it reads files itself and bakes what was read. */
const RUNS_IN_PAGE_WORKER = /^src\/(?:app|plugins\/[^/]+)\/tasks\//;

/** Where plug-ins draw with an engine of the view: `scene/globe*`, `scene/table*`. */
function scenesOf(engine: 'globe' | 'table'): string[] {
  return readdirSync(join(ROOT, 'src/plugins')).map((id) => `src/plugins/${id}/scene/${engine}`);
}

/** Package → the only folders that know it. */
const PACKAGE_HOMES: Record<string, string[]> = {
  '@cesium/engine': ['src/view/globe', ...scenesOf('globe')],
  three: ['src/view/table', ...scenesOf('table')],
  '3d-tiles-renderer': ['src/view/table'],
  zustand: ['src/twin', 'src/kit', 'src/plugins'],
  react: ['src/kit', 'src/plugins', 'src/app'],
  'react-dom': ['src/app'],
  fastify: ['hub'],
  '@fastify/static': ['hub'],
  '@fastify/rate-limit': ['hub'],
  aedes: ['hub'],
  ws: ['hub'],
  pg: ['hub'],
  'pg-boss': ['hub'],
  aws4fetch: ['hub'],
  '@electric-sql/pglite': ['hub'],
  'hyparquet-writer': ['hub', 'readers'],
  '@modelcontextprotocol/sdk': ['cli'],
  hyparquet: ['readers'],
  mqtt: ['hub', 'src/plugins/feeds'],
  '@mcap/core': ['hub', 'src/plugins/feeds'],
  'hls.js': ['src/plugins/camera-sights'],
  'whip-whep': ['src/plugins/camera-sights'],
  uplot: ['src/kit', 'src/plugins'],
  'fast-xml-parser': ['readers'],
  papaparse: ['readers', 'workers/construction', 'workers/thematic-maps'],
  '@zip.js/zip.js': [
    'readers',
    'workers/construction',
    'src/kit/film',
    'src/plugins/build',
    'src/plugins/own-files',
    'src/plugins/scene-file',
    'hub/plugins',
  ],
  '@sqlite.org/sqlite-wasm': ['readers'],
  '@tmcw/togeojson': ['readers'],
  '@xmldom/xmldom': ['readers'],
  flatgeobuf: ['readers'],
  'read-excel-file': ['readers'],
  'hyparquet-compressors': ['readers'],
  'web-ifc': ['readers'],
  'laz-perf': ['readers'],
  meshoptimizer: ['tiles', 'model'],
  earcut: ['tiles', 'readers', 'workers/construction'],
  'gltf-validator': ['tiles'],
  geotiff: ['readers'],
  proj4: ['model/geo'],
  'robust-predicates': ['model/geo/plane'],
  pbf: ['readers', 'hub/features'],
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

const imports = ['model', 'readers', 'src', 'workers', 'tiles', 'scenarios', 'hub', 'cli', 'demo']
  .flatMap(sourceFiles)
  .flatMap(importsOf);

/** Files of the app that open the engines of the view, and name them. */
const OPENS_ENGINES = ['src/app/main.ts', 'src/app/picture.ts'];

/** The path below the root that a relative import means; '' for a package. */
function pathOf(from: string, target: string): string {
  return target.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(from), target)).replaceAll('\\', '/') : '';
}

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
      if (RUNS_IN_PAGE_WORKER.test(from) && ['readers', 'workers', 'tiles'].includes(theirs)) return false;
      return !allowed.includes(theirs) && !(typesOnly && allowed.includes(`types:${theirs}`));
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('an engine of the view is reached by its own drawings alone, and by the app, which opens it', () => {
    const broken = imports.filter(({ from, target }) => {
      const path = relative(ROOT, resolve(ROOT, dirname(from), target)).replaceAll('\\', '/');
      const engine = /^src\/view\/(globe|table)\//.exec(path)?.[1];
      if (engine === undefined || from.startsWith(`src/view/${engine}/`) || OPENS_ENGINES.includes(from)) return false;
      return !new RegExp(`^src/plugins/[^/]+/scene/${engine}`).test(from);
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('plug-ins keep apart: a plug-in imports its own folder alone', () => {
    const broken = imports.filter(({ from, target }) => {
      const own = /^src\/plugins\/([^/]+)\//.exec(from)?.[1];
      if (own === undefined) return false;
      const theirs = /^src\/plugins\/([^/]+)/.exec(pathOf(from, target))?.[1];
      return theirs !== undefined && theirs !== own;
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('no circles, types included', () => {
    const links = findLinks(productOf(readSources(ROOT)));
    expect(findCycleFiles(links, 'values and types')).toEqual([]);
  });

  test('workers keep apart: an engine imports its own folder and workers/shared', () => {
    const broken = imports.filter(({ from, target }) => {
      const own = /^workers\/([^/]+)\//.exec(from)?.[1];
      if (own === undefined) return false;
      const theirs = /^workers\/([^/]+)\//.exec(pathOf(from, target))?.[1];
      return theirs !== undefined && theirs !== own && theirs !== 'shared';
    });
    expect(broken.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  test('nothing of the product imports from tests', () => {
    const broken = imports.filter(({ from, target }) => pathOf(from, target).startsWith('tests/'));
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
      ({ from, target }) =>
        target === 'comlink' &&
        !/^src\/(?:page\.worker|kit\/start-task|app\/workers)\.ts$|^src\/(?:app|plugins\/[^/]+)\/tasks\//.test(from),
    );
    expect(broken.map(({ from }) => from)).toEqual([]);
  });

  test('the page has one worker entry, which lets errors keep their messages, and starts listed tasks alone', () => {
    const texts = sourceFiles('src').map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
    const naming = (pattern: RegExp) => texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
    expect(naming(/\bexpose\(/)).toEqual(['src/page.worker.ts']);
    expect(naming(/handleMessageTransfer\(transferHandlers\);/)).toEqual(['src/page.worker.ts']);
    expect(naming(/new Worker\(new URL\(/)).toEqual(['src/kit/start-task.ts']);
    const started = texts.flatMap(({ text }) =>
      [...text.matchAll(/(?:startTask|askTask|askAboutFile|readIn)\(\s*'([^']+)'|name: '([\w-]+)' \}\);/g)].map(
        ([, task, name]) => task ?? name,
      ),
    );
    expect([...new Set(started)].sort()).toEqual(Object.keys(TASKS).sort());
  });

  test('the pure parts name no screen, network or clock', () => {
    const pure = ['model', 'readers', 'workers']
      .flatMap(sourceFiles)
      .filter((file) => file !== 'readers/fetch-below.ts');
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
