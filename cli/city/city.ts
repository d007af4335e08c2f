import { existsSync } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import type { Text } from '../../model/city/manifest.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Downloader } from '../../tiles/gather/download.ts';
import { isCityId } from '../../tiles/recipe.ts';
import { help } from '../help.ts';
import { cliMessage, say, terminalWords } from '../messages.ts';
import { ROOT } from '../root.ts';
import { startCommand } from '../start.ts';
import { bakeCommand } from './bake.ts';

interface CityFlags {
  name: string;
  title?: string;
  bbox?: string;
  place?: string;
  geocoder?: string;
  overpass?: string;
  osm?: string[];
  elevation?: string[];
  verticalDatum: string;
  undulation: string;
  zone?: string;
  out: string;
  cities: string;
  cache: string;
  threads: string;
  open?: boolean;
  json?: boolean;
}

export function cityCommand(): Command {
  return new Command('city')
    .description(help('city.about'))
    .requiredOption('--name <id>', help('city.name'))
    .option('--title <text>', help('city.title'))
    .option('--bbox <W,S,E,N>', help('city.bbox'))
    .option('--place <name>', help('city.place'))
    .option('--geocoder <url>', help('city.geocoder'))
    .option('--overpass <url>', help('city.overpass'))
    .option('--osm <files...>', help('city.osm'))
    .option('--elevation <files...>', help('city.elevation', { parts: '{NS} {lat} {EW} {lon}' }))
    .option('--vertical-datum <name>', help('city.vertical-datum'), 'EGM2008')
    .option('--undulation <m>', help('city.undulation'), '0')
    .option('--zone <zone>', help('city.zone'))
    .option('--out <folder>', help('city.out'), join(ROOT, 'data/cities'))
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--cache <folder>', help('city.cache'), join(ROOT, 'data/cache'))
    .option('--threads <n>', help('any.threads'), '2')
    .option('--open', help('city.open'))
    .option('--json', help('any.json'))
    .action(city);
}

async function city(flags: CityFlags): Promise<void> {
  if (!isCityId(flags.name)) throw new MessageError(cliMessage('city-name', { got: flags.name }));
  if (!flags.overpass === !flags.osm) throw new MessageError(cliMessage('city-source', {}));
  const undulationM = Number(flags.undulation);
  if (!Number.isFinite(undulationM))
    throw new MessageError(cliMessage('number', { option: '--undulation', got: flags.undulation }));
  for (const url of [flags.geocoder, flags.overpass, ...(flags.elevation ?? []).filter(isAddress)])
    if (url !== undefined) checkAddress(url);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new MessageError(cliMessage('bake-cancelled', {})));
  process.once('SIGINT', onSignal);
  const to: Downloader = {
    cache: resolve(flags.cache),
    signal: stop.signal,
    onWait: (host, seconds) =>
      process.stderr.write(`${terminalWords(cliMessage('host-wait', { host, seconds: Math.ceil(seconds) }))}\n`),
  };
  try {
    const { box, title } = await boundsOf(flags, to);
    const folder = join(resolve(flags.out), flags.name);
    const recipe = await gather(flags, { box, title, folder, undulationM, to });
    process.removeListener('SIGINT', onSignal);
    if (!flags.json) say(cliMessage('city-recipe', { file: recipe }));
    const bakeFlags = [
      recipe,
      '--out',
      resolve(flags.cities),
      '--threads',
      flags.threads,
      ...(flags.json ? ['--json'] : []),
    ];
    await bakeCommand().parseAsync(bakeFlags, { from: 'user' });
  } finally {
    process.removeListener('SIGINT', onSignal);
  }
  if (flags.open)
    await startCommand().parseAsync(['--cities', resolve(flags.cities), '--city', flags.name], { from: 'user' });
}

async function boundsOf(flags: CityFlags, to: Downloader): Promise<{ box: Box; title: Text }> {
  const { parseBox } = await import('../../tiles/gather/box.ts');
  const named = (text: string): Text => ({ zh: flags.title ?? text, en: flags.title ?? text });
  if (flags.bbox !== undefined) return { box: parseBox(flags.bbox), title: named(flags.name) };
  if (flags.place === undefined || flags.geocoder === undefined) throw new MessageError(cliMessage('city-bounds', {}));
  const { askGeocoder } = await import('../../tiles/gather/geocoder.ts');
  const found = await askGeocoder(flags.geocoder, flags.place, to);
  if (!flags.json) say(cliMessage('city-place', { name: found.name, box: found.box.join(',') }));
  return { box: found.box, title: named(found.name.split(',')[0]) };
}

interface Gathering {
  box: Box;
  title: Text;
  folder: string;
  undulationM: number;
  to: Downloader;
}

/** Asks, cuts, and writes layers and recipe; resolves to the recipe's file. */
async function gather(flags: CityFlags, { box, title, folder, undulationM, to }: Gathering): Promise<string> {
  const { layOsm } = await import('../../tiles/gather/osm-layers.ts');
  const { townRecipe, zoneOfBox } = await import('../../tiles/gather/town-recipe.ts');
  const { askOverpass } = await import('../../tiles/gather/overpass.ts');
  const progress = (text: string) => (flags.json ? undefined : process.stderr.write(`${text} …\n`));
  if (flags.overpass) progress(new URL(flags.overpass).host);
  const sources = flags.overpass
    ? await askOverpass(flags.overpass, box, to)
    : (flags.osm ?? []).map((f) => resolve(f));
  const elevation = await elevationOf(flags, box, to);
  await mkdir(folder, { recursive: true });
  const { laid, names, tracks, problems } = await layOsm(sources, box, folder, (id) => progress(`OpenStreetMap ${id}`));
  const from = flags.overpass ? new URL(flags.overpass).host : sources.map((file) => basename(file)).join(', ');
  if (laid.length === 0) throw new MessageError(cliMessage('city-empty', { from, box: box.join(',') }));
  if (!flags.json)
    for (const { code, count, example } of problems)
      say(cliMessage('bake-problem', { layer: from, code, count, example }));
  const terrain =
    elevation.files.length === 0
      ? {}
      : {
          terrain: {
            files: elevation.files.map((file) => (file.startsWith(folder) ? relative(folder, file) : file)),
            source: elevation.source,
            vertical: flags.verticalDatum,
            undulationM,
          },
        };
  const zone = flags.zone ?? zoneOfBox(box);
  const date = await dateOf(sources);
  const recipe = townRecipe({ id: flags.name, name: title, zone, box, from, date, names, tracks, ...terrain }, laid);
  const file = join(folder, 'recipe.json');
  await writeFile(`${file}.draft`, `${JSON.stringify(recipe, null, 2)}\n`);
  await rename(`${file}.draft`, file);
  if (!flags.zone && !flags.json) say(cliMessage('city-zone', { zone }));
  return file;
}

async function elevationOf(flags: CityFlags, box: Box, to: Downloader): Promise<{ files: string[]; source: string }> {
  const { askElevation } = await import('../../tiles/gather/elevation.ts');
  const files: string[] = [];
  const sources: string[] = [];
  for (const wish of flags.elevation ?? []) {
    if (!isAddress(wish)) {
      if (!existsSync(wish)) throw new MessageError(cliMessage('no-file', { file: wish }));
      files.push(resolve(wish));
      sources.push(basename(wish));
      continue;
    }
    const tiles = await askElevation(wish, box, to);
    files.push(...tiles.files);
    const { host } = new URL(wish.replaceAll(/[{}]/g, ''));
    // The licence of GLO-30 asks for these words; another host's data have another owner, whom the host names.
    sources.push(
      /copernicus/i.test(wish)
        ? `${host}, © DLR e.V. 2010–2014 and © Airbus Defence and Space GmbH 2014–2018, provided under COPERNICUS by the European Union and ESA`
        : host,
    );
    if (tiles.absent > 0 && !flags.json) say(cliMessage('elevation-absent', { host, count: tiles.absent }));
  }
  return { files, source: sources.join('; ') };
}

/** The day on which the newest of the files came. */
async function dateOf(files: readonly string[]): Promise<string> {
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return new Date(Math.max(...times)).toISOString().slice(0, 10);
}

const isAddress = (text: string): boolean => /^https?:\/\//.test(text);

function checkAddress(text: string): void {
  if (!isAddress(text) || !URL.canParse(text)) throw new MessageError(cliMessage('city-address', { got: text }));
}
