import { constants, rmSync } from 'node:fs';
import { access, chmod, copyFile, cp, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { findCityFile } from '../../hub/cities/city-files.ts';
import { readQuietHours } from '../../model/halls/quiet-hours.ts';
import { MessageError } from '../../model/text/message.ts';
import { readTour, type Tour, tourFile } from '../../model/tours/tour.ts';
import { REUSE_FILE, statedSums, writeChecksums } from '../../tiles/check/checksums.ts';
import { markerJson, type OwnFolder } from '../../tiles/replace-folder.ts';
import { writeCompressed } from '../../tiles/tileset/precompress.ts';
import { help } from '../help.ts';
import { cliMessage, say, terminalWords } from '../messages.ts';
import { ROOT } from '../root.ts';
import { versionOf, writeFolder } from '../sim/result-folder.ts';
import { freshApp } from './fresh-app.ts';
import { contentsOf, PACK_FILE, type PackFacts } from './pack-contents.ts';

interface PackFlags {
  out: string;
  cities: string;
  tour: string[];
  node: string[];
  kiosk?: boolean;
  quiet?: string;
  replace?: boolean;
  json?: boolean;
}

/** `shapan pack`: one folder with page, cities, tours and a small server, to be carried to a machine without network. */
export function packCommand(): Command {
  return new Command('pack')
    .description(help('pack.about'))
    .argument('[cities...]', help('pack.cities'))
    .requiredOption('--out <folder>', help('pack.out'))
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--tour <file...>', help('pack.tour'), [])
    .option('--node <file...>', help('pack.node'), [])
    .option('--kiosk', help('pack.kiosk'))
    .option('--quiet <hours>', help('pack.quiet'))
    .option('--replace', help('any.replace'))
    .option('--json', help('any.json'))
    .action(pack);
}

/** A pack names all its files. */
const PACK: OwnFolder = {
  marker: PACK_FILE,
  ownFiles(folder) {
    const files = markerJson(join(folder, PACK_FILE))?.files;
    if (!Array.isArray(files)) return null;
    return new Set([...files.map((file: { path?: unknown }) => String(file?.path)), PACK_FILE]);
  },
};

async function pack(ids: readonly string[], flags: PackFlags): Promise<void> {
  const hall = hallQuery(flags);
  const cityFolder = resolve(flags.cities);
  const cities = await wantedCities(cityFolder, ids);
  const tours = await readTours(flags.tour, cities);
  for (const file of flags.node) await access(file).catch(() => noFile(file));
  const app = await freshApp();
  const leftOut: string[] = [];
  const { files } = await writeFolder(flags.out, PACK, flags.replace === true, async (folder, signal) => {
    const copy = async (from: string, to: string): Promise<void> => {
      signal.throwIfAborted();
      await cp(from, join(folder, to), { recursive: true, dereference: true });
    };
    await copy(app, 'app');
    for (const id of cities) leftOut.push(...(await copyCity(cityFolder, id, join(folder, 'city', id), signal)));
    for (const city of new Set(tours.map(({ city }) => city))) await addTours(folder, city, tours);
    await bundleServer(folder);
    await addStarters(folder, flags.node);
    const facts: PackFacts = {
      format: 1,
      version: versionOf(),
      cities,
      query: `?city=${encodeURIComponent(cities[0])}${hall}`,
      files: await contentsOf(folder, signal),
    };
    await writeFile(join(folder, PACK_FILE), `${JSON.stringify(facts, null, 1)}\n`);
    return facts;
  });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const made = { folder: resolve(flags.out), cities: cities.join(', '), tours: tours.length, files: files.length };
  if (leftOut.length > 0) {
    const names = leftOut.slice(0, NAMED_FILES).join(', ');
    process.stderr.write(`${terminalWords(cliMessage('pack-left-out', { count: leftOut.length, names }))}\n`);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...made, cities, bytes, leftOut })}\n`);
  else say(cliMessage('pack-done', { ...made, megabytes: Math.ceil(bytes / 1e6) }));
}

const NAMED_FILES = 10;

/** Copies a city's data with their packed twins. Returns the other files, which are left where they are. */
export async function copyCity(cities: string, id: string, to: string, signal: AbortSignal): Promise<string[]> {
  const from = await realpath(join(cities, id));
  const leftOut: string[] = [];
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    signal.throwIfAborted();
    if (entry.isDirectory()) continue;
    const path = relative(from, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (path === REUSE_FILE) continue;
    if (!(await findCityFile(cities, `${id}/${path.replace(/\.(gz|br)$/, '')}`))) {
      leftOut.push(`${id}/${path}`);
      continue;
    }
    await mkdir(dirname(join(to, path)), { recursive: true });
    await copyFile(join(from, path), join(to, path));
  }
  return leftOut.sort();
}

/** How the page stands in a hall, for the query of its address. */
function hallQuery({ kiosk, quiet }: PackFlags): string {
  if (quiet === undefined) return kiosk ? '&kiosk=1' : '';
  if (!kiosk || !readQuietHours(quiet)) throw new MessageError(cliMessage('pack-quiet', { got: quiet }));
  return `&kiosk=1&quiet=${quiet}`;
}

const noFile = (file: string): never => {
  throw new MessageError(cliMessage('no-file', { file }));
};

async function wantedCities(folder: string, ids: readonly string[]): Promise<string[]> {
  const { listCities } = await import('../../hub/serve.ts');
  const baked = (await listCities(folder)).map(({ id }) => id);
  const missing = ids.find((id) => !baked.includes(id)) ?? (baked.length === 0 ? '*' : undefined);
  if (missing !== undefined)
    throw new MessageError(cliMessage('pack-city', { id: missing, folder, cities: baked.join(', ') }));
  return ids.length > 0 ? [...new Set(ids)] : baked;
}

type CityTour = Tour & { city: string };

/** Each tour with its city, the first where it names none. A chapter that is wrong is named and left out, as where the page reads it. */
async function readTours(files: readonly string[], cities: readonly string[]): Promise<CityTour[]> {
  const tours = new Map<string, CityTour>();
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => noFile(file));
    const { tour, faults } = readTour(jsonOf(text, file), basename(file));
    for (const fault of faults) process.stderr.write(`${terminalWords(fault)}\n`);
    const { city = cities[0] } = tour;
    if (!cities.includes(city))
      throw new MessageError(cliMessage('pack-tour-city', { file, city, cities: cities.join(', ') }));
    if (tours.has(tour.id)) throw new MessageError(cliMessage('pack-tour-twice', { file, id: tour.id }));
    tours.set(tour.id, { ...tour, city });
  }
  return [...tours.values()];
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError(cliMessage('pack-tour-json', { file }));
  }
}

/** Tours lie in their city's folder, and its manifest lists them: the page reads them there. */
async function addTours(folder: string, city: string, tours: readonly CityTour[]): Promise<void> {
  const own = tours.filter((tour) => tour.city === city);
  const names = own.map(({ id }) => tourFile(id));
  const cityFolder = join(folder, 'city', city);
  const sums = statedSums(cityFolder);
  const write = (name: string, json: unknown): void => {
    writeCompressed(join(cityFolder, name), Buffer.from(`${JSON.stringify(json, null, 2)}\n`));
    // An older bake left one, of other bytes.
    rmSync(join(cityFolder, `${name}.br`), { force: true });
    sums.delete(name);
  };
  await mkdir(join(cityFolder, 'tours'), { recursive: true });
  for (const [i, tour] of own.entries()) write(names[i], tour);
  const manifest = JSON.parse(await readFile(join(cityFolder, 'manifest.json'), 'utf8')) as { tours?: string[] };
  write('manifest.json', { ...manifest, tours: [...new Set([...names, ...(manifest.tours ?? [])])] });
  writeChecksums(cityFolder, sums);
}

/** One file with all that the server needs: the machine has no packages. */
async function bundleServer(folder: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, 'cli/city/pack-server.ts'),
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'server.mjs', codeSplitting: false } },
    },
  });
}

/** What a person opens: a script of each kind of machine, the programs of Node.js that were given, and words. */
async function addStarters(folder: string, nodes: readonly string[]): Promise<void> {
  for (const file of nodes) {
    const name = extname(file).toLowerCase() === '.exe' ? 'node.exe' : 'node';
    if (await stat(join(folder, name)).catch(() => null))
      throw new MessageError(cliMessage('pack-node-twice', { file, name }));
    await copyFile(file, join(folder, name), constants.COPYFILE_EXCL);
    await chmod(join(folder, name), 0o755);
  }
  for (const name of ['start.sh', 'start.command']) {
    await writeFile(join(folder, name), START_SH);
    await chmod(join(folder, name), 0o755);
  }
  await writeFile(join(folder, 'start.cmd'), START_CMD.replaceAll('\n', '\r\n'));
  await writeFile(join(folder, 'README.txt'), README.replaceAll('\n', '\r\n'));
}

/** The bytes of the project's own script, not of this machine: a stick of a kind that keeps no rights is started with `sh start.sh`. */
const START_SH = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
if ./node --version >/dev/null 2>&1; then exec ./node server.mjs --open "$@"; fi
exec node server.mjs --open "$@"
`;

const START_CMD = `@echo off
cd /d "%~dp0"
if exist node.exe (node.exe server.mjs --open %*) else (node server.mjs --open %*)
pause
`;

const README = `沙盘 Shapan

打开方法：Windows 双击 start.cmd；macOS 双击 start.command；Linux 在终端运行 sh start.sh。
不需要网络。本机须有 Node.js 20.19 以上，或打包时已用 --node 放入。页面在浏览器中打开，地址也写在终端里。
核对文件是否完好：node server.mjs --check

To open it: Windows, double-click start.cmd; macOS, double-click start.command; Linux, run sh start.sh in a terminal.
It needs no network. Node.js 20.19 or newer must be on the machine, or have been put in by --node. The page opens in the browser; its address stands in the terminal too.
To check that all files are as they were packed: node server.mjs --check
`;
