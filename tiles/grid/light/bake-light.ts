import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactOrigin } from '../../../model/city/facts.ts';
import { DRAWN_DAY, type LightHead, parseLight } from '../../../model/city/light.ts';
import type { BakeContext } from '../../bake-context.ts';
import type { CityInput } from '../../model.ts';
import { digestOf } from '../../reuse/digest.ts';
import type { FormerBake } from '../../reuse/former-bake.ts';
import type { Ground } from '../../shape/ground.ts';
import { timed } from '../../stage-times.ts';
import type { StripPng } from '../../tileset/strip-png.ts';
import type { CityPrisms } from '../prisms.ts';
import { lightSource } from './light-source.ts';
import { type LightPngs, makeLight } from './light-thread.ts';

const HEAD = 'light.json';
const PICTURE = 'light.png';
const NIGHT = 'light-night.png';

/**
 * Writes the light of a city (`model/city/light.ts`), for every city that has something to throw a shadow: ground with relief, buildings or
 * trees. It is always inferred: nobody measures it.
 */
export async function bakeLight(
  input: Pick<CityInput, 'extentM' | 'elevation' | 'layers' | 'files'>,
  ground: Ground,
  prisms: () => CityPrisms,
  folder: string,
  { reuse, threads, signal }: Pick<BakeContext, 'reuse' | 'threads' | 'signal'>,
): Promise<Partial<Record<'light', FactOrigin>>> {
  const source = timed('light', () => lightSource(input, ground, prisms));
  const blocks = source.blocks.topM.length;
  const trees = source.crowns.eastNorthCrownM.length / 3;
  if (blocks + trees === 0 && !input.elevation) return {};
  const key = timed('light', () => digestOf(source));
  if (reuse.take('light', key) === null) {
    const { day, night } = await makeLight({ source, former: formerLight(reuse) }, threads, signal);
    writeFileSync(join(folder, PICTURE), day.png);
    writeFileSync(join(folder, NIGHT), night.png);
    const record: LightRecord = { day: day.strips, night: night.strips };
    reuse.keep('light', key, [PICTURE, NIGHT], record);
  }
  const head: LightHead = { format: 1, file: PICTURE, night: NIGHT, ...source.frame, sun: { ...DRAWN_DAY } };
  reuse.write(HEAD, Buffer.from(JSON.stringify(parseLight(head))));
  const { eastNorthHeightM, deckEastNorthHeightM, supposed } = source.lamps;
  const lamps = eastNorthHeightM.length / 3;
  const decks = deckEastNorthHeightM.length / 3;
  const values = { cellM: source.frame.cellM, blocks, trees };
  if (lamps === 0) return { light: { state: 'inferred', code: 'light-of-solids', values } };
  const surveyed = lamps - supposed;
  if (decks > 0)
    return {
      light: {
        state: 'inferred',
        code: 'light-with-deck-lamps',
        values: { ...values, told: surveyed, supposed, decks },
      },
    };
  if (supposed === 0) return { light: { state: 'inferred', code: 'light-with-lamps', values: { ...values, lamps } } };
  if (surveyed === 0)
    return { light: { state: 'inferred', code: 'light-with-supposed-lamps', values: { ...values, lamps } } };
  return {
    light: { state: 'inferred', code: 'light-with-lamps-added', values: { ...values, told: surveyed, supposed } },
  };
}

interface LightRecord {
  day: StripPng['strips'];
  night: StripPng['strips'];
}

/** The pictures of the last bake. */
function formerLight(reuse: FormerBake): LightPngs | null {
  const former = reuse.former('light');
  if (!former) return null;
  const [day, night] = former.paths;
  const { day: dayStrips, night: nightStrips } = former.record as LightRecord;
  return {
    day: { png: readFileSync(day), strips: dayStrips },
    night: { png: readFileSync(night), strips: nightStrips },
  };
}
