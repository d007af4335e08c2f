import { readFileSync } from 'node:fs';
import { parseCameras } from '../../model/city/cameras.ts';
import { parseDistricts } from '../../model/city/districts.ts';
import { CITY_FACTS, type GivenFact } from '../../model/city/facts.ts';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseDrainNetwork, parseWalkable } from '../../model/city/grid.ts';
import { parseAtHome } from '../../model/city/population.ts';
import { parseResources } from '../../model/resources/resources.ts';
import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import { parseCitySensors } from '../../model/sensors/sensors.ts';
import { jsonFault } from '../../model/text/json-fault.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import type { CityContents } from '../model.ts';
import { noteFile } from './files-read.ts';

const NOWHERE = { lonDeg: 0, latDeg: 0, heightM: 0 };

/** What each engine reads its fact with: a file that it would refuse is refused here. */
const PARSERS: Record<Exclude<GivenFact, 'tracks'>, (json: unknown, file: string) => unknown> = {
  walkable: parseWalkable,
  roads: parseRoadNetwork,
  drains: parseDrainNetwork,
  floodWorks: parseFloodWorks,
  sensors: parseCitySensors,
  // Only what the file says is judged here: where its degrees lie in the city's plane does not matter.
  resources: (json, file) => parseResources(json, NOWHERE, file),
  cameras: (json, file) => parseCameras(json, NOWHERE, file),
  population: (json, file) => [parseAtHome(json, file), parseDistricts(json, file)],
};

/** The facts that a recipe names, as they are, once their engines' parsers have passed them; `readTracks` reads lines of trains and boats. */
export function readFacts({
  tracks: _,
  ...paths
}: Partial<Record<GivenFact, string | undefined>>): Pick<CityContents, 'facts' | 'files'> {
  const out: Pick<CityContents, 'facts' | 'files'> = { facts: {}, files: {} };
  for (const [name, path] of Object.entries(paths) as [keyof typeof PARSERS, string | undefined][]) {
    if (path === undefined) continue;
    const text = readText(path);
    PARSERS[name](jsonOf(text, path), path);
    out.facts[name] = { state: 'given' };
    out.files[CITY_FACTS[name].file] = text;
  }
  return out;
}

/** A JSON file that a recipe names; the error says which and why. */
export function readText(path: string): string {
  try {
    noteFile(path);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadError(bakeMessage('recipe-file', { path, reason }));
  }
}

export function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReadError(bakeMessage('recipe-json', { path, reason: jsonFault(error) }));
  }
}
