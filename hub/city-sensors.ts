import { readFile } from 'node:fs/promises';
import { unitOf } from '../model/geo/units.ts';
import { type CitySensor, parseCitySensors } from '../model/sensors/sensors.ts';

/** The sensors of a baked city, with units that are known: the page shows a strange one as it stands, the hub's history takes none. */
export async function readCitySensors(file: string): Promise<readonly CitySensor[]> {
  const things = parseCitySensors(jsonOf(await readFile(file, 'utf8'), file), file);
  for (const [i, { datastreams }] of things.entries())
    for (const [j, { unit }] of datastreams.entries())
      try {
        unitOf(unit);
      } catch (error) {
        throw new Error(`${file}: things.${i}.datastreams.${j}.${error instanceof Error ? error.message : error}`);
      }
  return things;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: expected JSON: ${error instanceof Error ? error.message : error}`);
  }
}
