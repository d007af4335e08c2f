import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../e2e/house.ts';
import { openTownHost } from './town-host.ts';

/**
 * `npm run towns -- <folder>`: bakes the real towns that `TOWNS=<folder> npm run walk` goes through and `npm run pictures` draws: Bayreuth and
 * Monaco by `shapan city` from hosts on this machine, Kamloops and Tsinghua by their recipes. Those that are there are kept.
 */
const DATA = join(ROOT, '../shared/data/city');

/** Towns that are gathered: where their extract lies, and what `shapan city` is told. */
const GATHERED = {
  bayreuth: {
    extract: 'town-bayreuth-north',
    told: { title: 'Bayreuth', bbox: '11.4807,49.9721,11.6053,50.047', zone: 'Europe/Berlin', undulation: '47' },
  },
  monaco: {
    extract: 'town-monaco',
    told: { title: 'Monaco', bbox: '7.4086,43.7231,7.4400,43.7520', zone: 'Europe/Monaco', undulation: '48' },
  },
} as const;
type GatheredTown = keyof typeof GATHERED;

export async function bakeTowns(folder: string): Promise<void> {
  if (!existsSync(DATA)) {
    process.stdout.write(`nothing is baked: the data of the towns lie beside the checkout, and ${DATA} is not there\n`);
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const town of ['kamloops', 'tsinghua'])
    if (isMissing(folder, town)) await shapan('bake', join(ROOT, `tests/recipes/${town}.json`), '--out', folder);
  for (const town of Object.keys(GATHERED) as GatheredTown[]) if (isMissing(folder, town)) await makeTown(folder, town);
}

const isMissing = (folder: string, town: string): boolean => !existsSync(join(folder, town, 'manifest.json'));

/**
 * The answers of the hosts and the recipe go beside the towns, into a folder whose name begins with a dot: it is none of them. Returns the
 * folder of the recipe.
 */
export async function makeTown(folder: string, town: GatheredTown): Promise<string> {
  const { extract, told } = GATHERED[town];
  const host = await openTownHost(join(DATA, extract));
  const gathered = join(folder, '.gathered');
  try {
    await shapan(
      ...['city', '--name', town, ...Object.entries(told).flatMap(([option, value]) => [`--${option}`, value])],
      ...['--overpass', host.overpass, '--elevation', host.elevation, '--vertical-datum', 'EGM96'],
      ...['--out', gathered, '--cache', join(gathered, 'cache', town), '--cities', folder],
    );
  } finally {
    host.close();
  }
  return join(gathered, town);
}

async function shapan(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`shapan ${args[0]} ended with ${code}`);
}

if (process.argv[1]?.endsWith('bake-towns.js')) await bakeTowns(resolve(process.argv[2] ?? 'build/towns'));
