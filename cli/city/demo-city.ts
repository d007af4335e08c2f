import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CityDraft } from '../../tiles/model.ts';
import { ROOT } from '../root.ts';

/** The compiled generator of the demo city. */
const GENERATOR = join(ROOT, 'build/node/demo/chengchuan.js');

/** The one function that the program calls in the generator. */
interface Generator {
  buildChengchuan: () => CityDraft;
}

/** Makes the demo city. Its generator is no part of the program: it is found by its place, as a city's files are, and nothing imports it. */
export async function buildDemo(): Promise<CityDraft> {
  const { buildChengchuan } = (await import(pathToFileURL(GENERATOR).href)) as Generator;
  return buildChengchuan();
}
