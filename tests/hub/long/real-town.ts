import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeTown } from '../../pictures/bake-towns.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Where `npm run towns` puts the real towns, unless `TOWNS` says otherwise. */
export const TOWNS = process.env.TOWNS ?? join(ROOT, 'build/towns');

/** What the real town needs that is not here; null: it can be served, or baked first. */
export function missingForTown(): string | null {
  if (!existsSync(join(ROOT, 'build/node/cli/shapan.js'))) return 'the program is not compiled (npm run check)';
  if (existsSync(join(TOWNS, 'bayreuth/manifest.json'))) return null;
  const data = join(ROOT, '../shared/data/city/town-bayreuth-north');
  return existsSync(data) ? null : `${data} is not there`;
}

/** Bakes Bayreuth where it is not there yet. */
export async function needTown(): Promise<void> {
  if (existsSync(join(TOWNS, 'bayreuth/manifest.json'))) return;
  mkdirSync(TOWNS, { recursive: true });
  await makeTown(TOWNS, 'bayreuth');
}
