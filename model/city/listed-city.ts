import type { Text } from '../text/text.ts';
import type { Edition } from './edition.ts';
import { CITY_FACTS, type CityFact } from './facts.ts';

/** A city as the server lists it; all but id and name are there where its manifest says them. */
export interface ListedCity {
  id: string;
  name: Text;
  fictional?: boolean;
  /** East to west and south to north. */
  extentM?: readonly [number, number, number, number];
  origin?: { lonDeg: number; latDeg: number };
  layers?: number;
  buildings?: number;
  /** Facts that engines and desks work on; one that is not named is absent. */
  facts?: Partial<Record<CityFact, 'given' | 'inferred'>>;
  /** Sources whose data it is made of. */
  sources?: readonly Text[];
  /** The ground's picture, by day and by night: PNG tiles. */
  ground?: { plan: string; command: string; minLevel: number; maxLevel: number };
  /** Where its buildings stand: a file of places, as the manifest's layers have them. */
  footprints?: { file: string; count: number };
  /** Former bakes that were kept, the latest first. */
  editions?: readonly Edition[];
}

/** Reads a manifest as it lies on the disk, which may be anybody's: parts that cannot be read are left out. */
export function listedCity(id: string, manifest: unknown): ListedCity {
  const json = objectOf(manifest);
  const name = objectOf(json.name);
  const listed: ListedCity = { id, name: { zh: textOf(name.zh) ?? id, en: textOf(name.en) ?? id } };
  if (!Array.isArray(json.layers)) return listed;
  const layers = json.layers.map(objectOf);
  const buildings = layers.filter(({ kind }) => kind === 'building');
  const origin = objectOf(json.origin);
  const ground = objectOf(json.ground);
  const most = buildings.reduce<Json | null>((a, b) => (a && Number(a.count) >= Number(b.count) ? a : b), null);
  return {
    ...listed,
    fictional: json.fictional === true,
    ...(isExtent(json.extentM) ? { extentM: json.extentM } : {}),
    ...(isNumber(origin.lonDeg) && isNumber(origin.latDeg)
      ? { origin: { lonDeg: origin.lonDeg, latDeg: origin.latDeg } }
      : {}),
    layers: layers.length,
    buildings: buildings.reduce((sum, { count }) => sum + (isNumber(count) ? count : 0), 0),
    facts: factsOf(objectOf(json.facts)),
    sources: sourcesOf(layers),
    ...(isGround(ground) ? { ground: pick(ground) } : {}),
    ...(typeof most?.places === 'string' && isNumber(most.count)
      ? { footprints: { file: most.places, count: most.count } }
      : {}),
  };
}

type Json = Record<string, unknown>;
type Ground = NonNullable<ListedCity['ground']>;

const objectOf = (json: unknown): Json => (typeof json === 'object' && json !== null ? (json as Json) : {});
const textOf = (json: unknown): string | null => (typeof json === 'string' && json.trim() !== '' ? json : null);
const isNumber = (json: unknown): json is number => typeof json === 'number' && Number.isFinite(json);
const isExtent = (json: unknown): json is [number, number, number, number] =>
  Array.isArray(json) && json.length === 4 && json.every(isNumber);
const isGround = (ground: Json): boolean =>
  typeof ground.plan === 'string' &&
  typeof ground.command === 'string' &&
  isNumber(ground.minLevel) &&
  isNumber(ground.maxLevel);
const pick = ({ plan, command, minLevel, maxLevel }: Json): Ground => ({ plan, command, minLevel, maxLevel }) as Ground;

function factsOf(json: Json): NonNullable<ListedCity['facts']> {
  const facts: NonNullable<ListedCity['facts']> = {};
  for (const name of Object.keys(CITY_FACTS) as CityFact[]) {
    const { state } = objectOf(json[name]);
    if (state === 'given' || state === 'inferred') facts[name] = state;
  }
  return facts;
}

/** Enough to say whose they are; the page's credits name all. */
const MAX_SOURCES = 3;

function sourcesOf(layers: readonly Json[]): Text[] {
  const byName = new Map<string, Text>();
  for (const layer of layers) {
    const name = objectOf(objectOf(layer.source).name);
    const zh = textOf(name.zh);
    const en = textOf(name.en);
    if (zh && en) byName.set(en, { zh, en });
  }
  return [...byName.values()].slice(0, MAX_SOURCES);
}
