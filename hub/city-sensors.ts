import { readFile } from 'node:fs/promises';
import { unitOf } from '../src/geo/units.ts';

export interface Name {
  zh: string;
  en: string;
}

export interface CityDatastream {
  id: string;
  name: Name;
  /** UCUM. */
  unit: string;
  cadenceS: number;
  warn?: number;
  alarm?: number;
}

/** A sensor of a baked city, from `public/city/<id>/sensors.json`. */
export interface CityThing {
  id: string;
  kind: string;
  name: Name;
  lonLat: [number, number];
  /** East and north of the city's origin, metres. */
  at: [number, number];
  elevationM?: number;
  /** The object that it watches. */
  of: string;
  datastreams: CityDatastream[];
}

export async function readCitySensors(file: string): Promise<CityThing[]> {
  const wrong = (place: string, expected: string, got: unknown) =>
    new Error(`${file}: ${place}: expected ${expected}, got ${JSON.stringify(got)}`);
  const { things } = JSON.parse(await readFile(file, 'utf8')) as { things?: unknown };
  if (!Array.isArray(things)) throw wrong('things', 'a list', things);
  const ids = new Set<string>();
  const isName = (name: unknown) => isRecord(name) && typeof name.zh === 'string' && typeof name.en === 'string';
  const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
  const isPair = (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every(isNumber);
  const claim = (place: string, id: unknown) => {
    if (typeof id !== 'string' || id === '' || ids.has(id)) throw wrong(place, 'an id of its own', id);
    ids.add(id);
  };
  for (const [i, thing] of things.entries()) {
    const place = `things[${i}]`;
    if (!isRecord(thing)) throw wrong(place, 'an object', thing);
    claim(`${place}.id`, thing.id);
    if (typeof thing.kind !== 'string') throw wrong(`${place}.kind`, 'a string', thing.kind);
    if (typeof thing.of !== 'string') throw wrong(`${place}.of`, 'a string', thing.of);
    if (!isName(thing.name)) throw wrong(`${place}.name`, 'zh and en', thing.name);
    if (!isPair(thing.lonLat)) throw wrong(`${place}.lonLat`, 'longitude and latitude', thing.lonLat);
    if (!isPair(thing.at)) throw wrong(`${place}.at`, 'metres east and north', thing.at);
    if (!Array.isArray(thing.datastreams)) throw wrong(`${place}.datastreams`, 'a list', thing.datastreams);
    for (const [j, stream] of thing.datastreams.entries()) {
      const at = `${place}.datastreams[${j}]`;
      if (!isRecord(stream)) throw wrong(at, 'an object', stream);
      claim(`${at}.id`, stream.id);
      if (!isName(stream.name)) throw wrong(`${at}.name`, 'zh and en', stream.name);
      if (!isNumber(stream.cadenceS) || Number(stream.cadenceS) <= 0)
        throw wrong(`${at}.cadenceS`, 'seconds', stream.cadenceS);
      try {
        unitOf(String(stream.unit));
      } catch (error) {
        throw new Error(`${file}: ${at}.${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return things as CityThing[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
