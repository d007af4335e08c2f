import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CityDraft } from '../../tiles/model.ts';
import { ROOT } from '../root.ts';

/** Where the generator of the demo city lies, built. */
const GENERATOR = join(ROOT, 'build/node/demo/chengchuan.js');

/** What the generator is asked for. */
interface Generator {
  buildChengchuan: () => CityDraft;
}

/** Makes the demo city. Its generator is no part of the program: it is found by its place, as a city's files are, and nothing imports it. */
export async function buildDemo(): Promise<CityDraft> {
  const { buildChengchuan } = (await import(pathToFileURL(GENERATOR).href)) as Generator;
  return buildChengchuan();
}
