import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, extname, join, normalize, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { type Connect, defineConfig, type Plugin } from 'vite';
import { guideFiles } from './docs/site/guide.ts';
import { noticesOf, noticesText } from './docs/site/notices.ts';
import { listCities } from './hub/serve.ts';
import type { Word } from './model/text/words.ts';

const ROOT = import.meta.dirname;
const ENGINE = join(ROOT, 'node_modules/@cesium/engine');
const CITIES = join(ROOT, 'public/city');

/** What Cesium fetches at run time, by its path below CESIUM_BASE_URL. */
const ENGINE_FOLDERS = {
  Workers: join(ENGINE, 'Build/Workers'),
  ThirdParty: join(ENGINE, 'Build/ThirdParty'),
  Assets: join(ENGINE, 'Source/Assets'),
};

/** Draco and KTX2, which tilesets made elsewhere come in; the package leaves them beside its sources. */
const ENGINE_DECODERS = ['draco_decoder.wasm', 'basis_transcoder.wasm'];
const DECODER_FOLDER = join(ENGINE, 'Source/ThirdParty');

/** Isolation for shared memory; the strict policy is the product server's, since hot reload needs inline scripts. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Cesium's workers and assets: read from its package in dev, copied beside the built app. vite-plugin-cesium was left out: it loads the whole 5.6 MB engine as a classic script. */
function cesiumAssets(): Plugin {
  let out = '';
  return {
    name: 'shapan-cesium-assets',
    config: () => ({ define: { CESIUM_BASE_URL: JSON.stringify('/cesium/') } }),
    configResolved(config) {
      out = config.build.outDir;
    },
    configureServer(server) {
      const decoders = folderMiddleware(DECODER_FOLDER);
      server.middlewares.use('/cesium/ThirdParty/', (request, response, next) =>
        ENGINE_DECODERS.includes((request.url ?? '').slice(1)) ? decoders(request, response, next) : next(),
      );
      for (const [name, folder] of Object.entries(ENGINE_FOLDERS))
        server.middlewares.use(`/cesium/${name}/`, folderMiddleware(folder));
    },
    async writeBundle() {
      for (const [name, folder] of Object.entries(ENGINE_FOLDERS))
        await cp(folder, join(resolve(ROOT, out), 'cesium', name), { recursive: true });
      for (const name of ENGINE_DECODERS)
        await cp(join(DECODER_FOLDER, name), join(resolve(ROOT, out), 'cesium/ThirdParty', name));
    },
  };
}

const NO_VOXELS = 'export default class NoVoxels {}';
/** Cesium's own modules that ask for more than the page draws with, each with what stands in its place in the built page. */
const LIGHT_CESIUM: Record<string, string> = {
  // The index brings encoder, simplifier and clusterizer too.
  meshoptimizer: "export { MeshoptDecoder } from 'meshoptimizer/decoder';",
  // Splats are decoded when the first of them comes.
  '@spz-loader/core': `export const loadSpz = async (...splats) => (await import('@spz-loader/core')).loadSpz(...splats);`,
  // No tileset of the page has voxels, which are asked for by class alone.
  './VoxelPrimitive.js': NO_VOXELS,
  '../Scene/VoxelPrimitive.js': NO_VOXELS,
  // Imagery of Cesium ion, with the providers of every firm: the page names its own maps.
  '../Scene/createWorldImageryAsync.js': `export default () => Promise.reject(new Error('no imagery of Cesium ion'));`,
  // Nothing of the page is an entity; what draws them brings every geometry.
  '../DataSources/DataSourceDisplay.js': `
    import { Event } from '@cesium/engine';
    export default class NoDataSources {
      defaultDataSource = { entities: { collectionChanged: new Event() } };
      update() { return true; }
      destroy() {}
    }`,
  // Credits of files are refused and the engine's own is a word: what cleans the HTML of others has nothing to clean, and lets none through.
  dompurify: `export default { sanitize: (html) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;') };`,
  // Every browser that draws WebGL 2 tells graphemes itself.
  'grapheme-splitter': `
    const graphemes = new Intl.Segmenter();
    export default class Graphemes {
      splitGraphemes(text) { return Array.from(graphemes.segment(text), ({ segment }) => segment); }
    }`,
  // Nobody asks an address for its registrar's part.
  './SecondLevelDomains': 'module.exports = {};',
};

/** The package has a shader of Cesium as one text, its lines joined by `\n\` at their ends. */
const CESIUM_SHADER = /^([\s\S]*?export default )("[\s\S]*")(;\s*)$/;

/** Leaves the comments of Cesium's shaders out, which are two fifths of them compressed. */
function bareShaders(): Plugin {
  return {
    name: 'shapan-bare-shaders',
    apply: 'build',
    transform: {
      filter: { id: /\/@cesium\/engine\/Source\/Shaders\/.*\.js$/ },
      handler(code) {
        const [, before, literal, after] = code.match(CESIUM_SHADER) ?? [];
        if (literal === undefined) return null;
        const shader = String(runInNewContext(literal))
          .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
          .replace(/^\s+|[ \t]+$/gm, '');
        return `${before}${JSON.stringify(shader)}${after}`;
      },
    },
  };
}

function lightCesium(): Plugin {
  const prefix = '\0light:';
  return {
    name: 'shapan-light-cesium',
    apply: 'build',
    enforce: 'pre',
    resolveId(id, importer) {
      return importer && /\/(?:@cesium\/engine|urijs)\//.test(importer) && id in LIGHT_CESIUM ? prefix + id : null;
    },
    load: (id) => (id.startsWith(prefix) ? LIGHT_CESIUM[id.slice(prefix.length)] : null),
  };
}

/** What a reader loads to read a file. */
const READER_BODY = /\bimport\('\.[^']*'\)/g;

/** The page asks the formats for names and endings; its worker reads files, and is built apart: the page has no second copy of what reads. */
function namesOfFormats(): Plugin {
  return {
    name: 'shapan-names-of-formats',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/readers\/[\w-]+\/reader\.ts$/ },
      handler: (code) => code.replaceAll(READER_BODY, `Promise.reject(new Error('files are read by the worker'))`),
    },
  };
}

/** GEOS carries its WebAssembly as text; in the built page it is a file beside, a quarter smaller and never parsed as a program. */
function geosBeside(): Plugin {
  const binary = /"data:application\/octet-stream;base64,([\w+/=]+)"/;
  const decode = 'if(A==q&&h)';
  return {
    name: 'shapan-geos-beside',
    apply: 'build',
    transform: {
      filter: { id: /\/geos-wasm\/.*\/geos\.esm\.js$/ },
      handler(code) {
        const base64 = code.match(binary)?.[1];
        if (base64 === undefined || !code.includes(decode))
          throw new Error(
            'geos.esm.js: expected its WebAssembly as text and where it is decoded; look at the new version',
          );
        const file = this.emitFile({ type: 'asset', name: 'geos.wasm', source: Buffer.from(base64, 'base64') });
        return code
          .replace(binary, `import.meta.ROLLUP_FILE_URL_${file}`)
          .replace(decode, `if(!h)return fetch(q).then(r=>r.arrayBuffer()).then(b=>new Uint8Array(b));${decode}`);
      },
    },
  };
}

/** Files of IFC are read line by line in the page and never written by their library: its tables for writing and for lines by kinship stay behind. */
function readingIfc(): Plugin {
  // Empty, not gone: a line that is read looks its class up in one of them, whether or not its kin are wanted.
  const table = /^((?:InheritanceDef|InversePropertyDef|Constructors|ToRawLineData)\[\d\] = )\{\n[\s\S]*?^\};\n/gm;
  const found = 12;
  return {
    name: 'shapan-reading-ifc',
    apply: 'build',
    transform: {
      filter: { id: /\/web-ifc\/web-ifc-api\.js$/ },
      handler(code) {
        if (code.match(table)?.length !== found)
          throw new Error(
            `web-ifc-api.js: expected ${found} tables that only its writer uses; look at the new version`,
          );
        return code.replace(table, '$1{};\n');
      },
    },
  };
}

/** The table of 12,000 reference systems is data: a file beside, which is parsed as data and not as a program. */
function crsTableBeside(): Plugin {
  return {
    name: 'shapan-crs-table-beside',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /\/crs-table\.json$/ },
      handler(id) {
        const file = this.emitFile({ type: 'asset', name: 'crs-table.json', source: readFileSync(id) });
        const code = `export default await (await fetch(import.meta.ROLLUP_FILE_URL_${file})).json();`;
        return { code, moduleType: 'js' };
      },
    },
  };
}

/** The numerical kernels (`workers/<subject>/kernel`) are compiled before anything is bundled or served, so that a fresh clone needs no step more. */
function kernels(): Plugin {
  const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
  return {
    name: 'shapan-kernels',
    buildStart() {
      for (const subject of readdirSync(join(ROOT, 'workers'))) {
        const source = join(ROOT, 'workers', subject, 'kernel');
        const config = join(source, 'asconfig.json');
        if (!existsSync(config)) continue;
        const { outFile } = JSON.parse(readFileSync(config, 'utf8')).options;
        const product = join(source, outFile);
        const newest = Math.max(...readdirSync(source).map((name) => statSync(join(source, name)).mtimeMs));
        if (existsSync(product) && statSync(product).mtimeMs > newest) continue;
        execFileSync(process.execPath, [compiler, '--config', config], { cwd: ROOT, stdio: 'inherit' });
      }
    },
  };
}

/** Baked cities are served from where they lie, never copied into the build. */
function bakedCities(): Plugin {
  return {
    name: 'shapan-baked-cities',
    configureServer(server) {
      server.middlewares.use('/city/index.json', (_request, response) => {
        listCities(CITIES).then(
          (cities) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(cities)),
          (error) => response.writeHead(500).end(String(error)),
        );
      });
      server.middlewares.use('/city/', folderMiddleware(CITIES));
    },
  };
}

/** The module of the built page in place of all its tables of words; below it stands one a language. */
const PAGE_WORDS = 'virtual:page-words';
/** A table of words as the formatter writes it. */
const WORD_TABLE = /(?<=^export const \w+ = )\{$.*?^\} as const satisfies WordTable(?=;$)/ms;

/**
 * The built page loads its words in the language that it speaks, and the other when somebody chooses it: two modules hold all tables of `src`, one a
 * language, and each `words.ts` names them. While developing and in tests a table is itself.
 */
function splitWords(): Plugin {
  const tables = (): Record<string, Word>[] =>
    readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\/words\.ts$/.test(name))
      .flatMap((name) => readFileSync(join(ROOT, 'src', name), 'utf8').match(WORD_TABLE) ?? [])
      .map((table) => runInNewContext(`(${table.replace(' as const satisfies WordTable', '')})`));
  return {
    name: 'shapan-split-words',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith(PAGE_WORDS) ? `\0${id}` : null),
    load(id) {
      const [name, language] = id.slice(1).split('/');
      if (name !== PAGE_WORDS) return null;
      if (language !== 'zh' && language !== 'en') {
        const load = (each: string) => `${each}: () => import('${PAGE_WORDS}/${each}').then(({ words }) => words)`;
        return `export const pageWords = { ${load('zh')}, ${load('en')} };`;
      }
      const words = tables().flatMap(Object.entries<Word>);
      const text = Object.fromEntries(words.map(([key, word]) => [key, word[language]]));
      const one = Object.fromEntries(words.flatMap(([key, word]) => (word.one ? [[key, word.one]] : [])));
      return `const one = ${JSON.stringify(language === 'en' ? one : {})};
        const wordOf = ([key, text]) => [key, { zh: text, en: text, one: one[key] }];
        export const words = Object.fromEntries(Object.entries(${JSON.stringify(text)}).map(wordOf));`;
    },
    transform: {
      filter: { id: /\/src\/.*\/words\.ts$/ },
      handler: (code) =>
        WORD_TABLE.test(code)
          ? `import { pageWords } from '${PAGE_WORDS}';\n${code.replace(WORD_TABLE, 'pageWords')}`
          : null,
    },
  };
}

/** The guide and the notices of third parties stand beside the built app; while developing they are made anew at each request. */
function guide(): Plugin {
  return {
    name: 'shapan-guide',
    configureServer(server) {
      server.middlewares.use('/guide/', (request, response) => {
        const path = decodeURIComponent((request.url ?? '/').split('?')[0]).slice(1);
        const file = guideFiles(ROOT).get(path);
        if (file === undefined) response.writeHead(404).end();
        else response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(path)] ?? 'text/plain' }).end(file);
      });
      server.middlewares.use('/THIRD-PARTY-NOTICES.txt', (_request, response) => {
        response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(noticesText(noticesOf(ROOT)));
      });
    },
    generateBundle() {
      for (const [path, source] of guideFiles(ROOT))
        this.emitFile({ type: 'asset', fileName: `guide/${path}`, source });
      const source = noticesText(noticesOf(ROOT));
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
    },
  };
}

/** SQLite brings a worker for pages that have none of their own: the readers run in a worker already, and nothing starts it. */
function noSqliteWorker(): Plugin {
  return {
    name: 'shapan-no-sqlite-worker',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const name of Object.keys(bundle))
          if (/^assets\/sqlite3-worker1-[\w-]+\.js$/.test(name)) delete bundle[name];
      },
    },
  };
}

/** The feeds' worker has an entry of its own, which imports the page's one worker: the hub sends named hosts with the policy of this file alone. */
function feedsEntry(): Plugin {
  return {
    name: 'shapan-feeds-entry',
    generateBundle(_options, bundle) {
      const worker = Object.keys(bundle).find((name) => /^assets\/page\.worker-[\w-]+\.js$/.test(name));
      if (!worker)
        throw new Error('expected the worker of the page (assets/page.worker-*.js) in the build, found none');
      const source = `import './${basename(worker)}';\n`;
      this.emitFile({ type: 'asset', fileName: 'assets/feeds.worker-page.js', source });
    },
  };
}

/** `.gz` and `.br` beside what compresses, as the product's server expects. Brotli 9: 11 takes 8 s more for 4 % less. */
function compressed(): Plugin {
  let out = '';
  let isWritten = false;
  return {
    name: 'shapan-compressed',
    configResolved(config) {
      out = config.build.outDir;
    },
    writeBundle() {
      isWritten = true;
    },
    async closeBundle() {
      // A build that failed has written nothing, and its own reason is the one to show.
      if (!isWritten) return;
      const folder = resolve(ROOT, out);
      const names = (await readdir(folder, { recursive: true })).filter((name) =>
        /\.(js|css|html|wasm|json|txt)$/.test(name),
      );
      const compressNext = async () => {
        for (let name = names.pop(); name !== undefined; name = names.pop()) await compressFile(join(folder, name));
      };
      await Promise.all(Array.from({ length: availableParallelism() }, compressNext));
    },
  };
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length < 1024) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  const [gz, br] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params }),
  ]);
  await Promise.all([writeFile(`${file}.gz`, gz), writeFile(`${file}.br`, br)]);
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.xml': 'text/xml',
  '.glb': 'model/gltf-binary',
  '.terrain': 'application/vnd.quantized-mesh',
};

function folderMiddleware(folder: string): Connect.NextHandleFunction {
  return (request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0]));
    const file = join(folder, path);
    if (!file.startsWith(folder)) {
      response.writeHead(403).end();
      return;
    }
    stat(file).then(
      (found) => {
        if (!found.isFile()) {
          response.writeHead(404).end();
          return;
        }
        response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
        createReadStream(file).pipe(response);
      },
      () => response.writeHead(404).end(),
    );
  };
}

/** While developing, the hub runs beside (`npm run shapan -- hub`) and is reached as the product's page reaches it: on its own origin. */
const HUB_PROXY = Object.fromEntries(
  ['/v1.1', '/history', '/health', '/accounts', '/alarms', '/audit', '/mqtt'].map((path) => [
    path,
    { target: 'http://127.0.0.1:8090', ws: path === '/mqtt' },
  ]),
);

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

export default defineConfig({
  publicDir: false,
  define: { SHAPAN_VERSION: JSON.stringify(version) },
  // A camera has one picture and no sound, subtitles or rights management: the player without them is 220 kB less.
  resolve: { alias: [{ find: /^hls\.js$/, replacement: 'hls.js/light' }] },
  plugins: [
    react(),
    splitWords(),
    kernels(),
    lightCesium(),
    bareShaders(),
    namesOfFormats(),
    crsTableBeside(),
    cesiumAssets(),
    bakedCities(),
    feedsEntry(),
    noSqliteWorker(),
    guide(),
    compressed(),
  ],
  worker: {
    format: 'es',
    plugins: () => [geosBeside(), readingIfc(), crsTableBeside()],
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { headers: HEADERS, proxy: HUB_PROXY },
  build: {
    outDir: 'build/app',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 5000,
    assetsInlineLimit: 0,
    // How long the plug-ins took is no fault of the build.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
