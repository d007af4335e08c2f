import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../e2e/house.ts';
import { openTownHost } from './town-host.ts';

/**
 * `npm run towns -- <folder>`: bakes the three real towns that `TOWNS=<folder> npm run walk` goes through, each by another way in:
 * Bayreuth by `shapan city` from hosts on this machine, Kamloops and Tsinghua by their recipes. Those that are there are kept.
 */
const DATA = join(ROOT, '../shared/data');
const BAYREUTH = join(DATA, 'city/town-bayreuth-north');

export async function bakeTowns(folder: string): Promise<void> {
  if (!existsSync(BAYREUTH)) {
    process.stdout.write(`nothing is baked: the data of the towns lie beside the checkout, and ${DATA} is not there\n`);
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const town of ['kamloops', 'tsinghua'])
    if (isMissing(folder, town)) await shapan('bake', join(ROOT, `tests/recipes/${town}.json`), '--out', folder);
  if (isMissing(folder, 'bayreuth')) await makeBayreuth(folder);
}

const isMissing = (folder: string, town: string): boolean => !existsSync(join(folder, town, 'manifest.json'));

/**
 * The answers of the hosts and the recipe go beside the towns, into a folder whose name begins with a dot: it is none of them. Returns the
 * folder of the recipe.
 */
export async function makeBayreuth(folder: string): Promise<string> {
  const host = await openTownHost(BAYREUTH);
  const gathered = join(folder, '.gathered');
  try {
    await shapan(
      ...['city', '--name', 'bayreuth', '--title', 'Bayreuth', '--bbox', '11.4807,49.9721,11.6053,50.047'],
      ...['--overpass', host.overpass, '--elevation', host.elevation, '--zone', 'Europe/Berlin'],
      ...['--vertical-datum', 'EGM96', '--undulation', '47'],
      ...['--out', gathered, '--cache', join(gathered, 'cache'), '--cities', folder],
    );
  } finally {
    host.close();
  }
  return join(gathered, 'bayreuth');
}

async function shapan(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`shapan ${args[0]} ended with ${code}`);
}

if (process.argv[1]?.endsWith('bake-towns.js')) await bakeTowns(resolve(process.argv[2] ?? 'build/towns'));
