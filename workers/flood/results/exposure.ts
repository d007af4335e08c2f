import type { FloodWorks } from '../../../model/city/flood-works.ts';
import type { Walkable } from '../../../model/city/grid.ts';
import { openRows, type ReadFile } from '../../../model/city/layer-rows.ts';
import type { LayerInfo, Manifest } from '../../../model/city/manifest.ts';
import type { Place } from '../works/works.ts';
import { type Building, type Entrance, type Exposure, type Road, VITALS } from './impact.ts';

/** Where a house tells no sill: a step (Chinese residential floors stand 0.15 m or more above the ground; GB 50096, 待核). */
const DEFAULT_SILL_M = 0.15;
/**
 * Height of a storey, where a house does not state how many it has (Chinese dwellings: 2.8 m or more from floor to floor; GB 50096, 待核).
 */
const DEFAULT_STOREY_M = 3;
/** A height that is less for each storey is no height of storeys. */
const MIN_STOREY_M = 2;
/** Decks carry their road over the water. */
const ABOVE_WATER = new Set(['deck', 'ramp', 'bridge']);

/** What of a baked city a flood can hurt: houses with their sills, roads with their outlines, ways underground. */
export async function readExposure(
  city: Manifest,
  { openings }: Pick<FloodWorks, 'openings'>,
  walkable: Pick<Walkable, 'areas'> | null,
  read: ReadFile,
  /** The ground at a place, above the city's datum. */
  bedAt: (at: Place) => number,
): Promise<Exposure> {
  const houses = city.layers.filter(
    ({ kind, state, count }) => kind === 'building' && state === 'existing' && count > 0,
  );
  const roads = city.layers.find(({ id, count }) => id === 'roads' && count > 0);
  return {
    buildings: (await Promise.all(houses.map((layer) => readBuildings(layer, read)))).flat(),
    roads: roads ? await readRoads(roads, outlines(walkable), read) : [],
    entrances: [
      ...openings.map(({ id, label, at, sillM }): Entrance => ({ id, name: label, at, sillM })),
      ...(await readGarages(city, read, bedAt)),
    ],
  };
}

/** Where a car goes down, as OpenStreetMap tells it: the attribute, and its values that mean a garage below the ground. */
const GARAGES = { parking: new Set(['underground']), amenity: new Set(['parking_entrance']) } as const;

/**
 * Underground garages, each as one entrance at the place that the city's data have of it. Its threshold is the crest of its ramp, which Chinese
 * garages have 0.15 m or more above the road (JGJ 100, 待核); none of the layers that were met tells its own.
 */
async function readGarages(city: Manifest, read: ReadFile, bedAt: (at: Place) => number): Promise<Entrance[]> {
  const kinds = Object.keys(GARAGES) as (keyof typeof GARAGES)[];
  const layers = city.layers.filter(
    ({ state, count, attributes }) =>
      state === 'existing' && count > 0 && attributes.some(({ name }) => kinds.some((kind) => kind === name)),
  );
  const found: Entrance[] = [];
  for (const layer of layers) {
    const rows = await openRows(layer, read, kinds);
    for (let row = 0; row < layer.count; row++) {
      if (!kinds.some((kind) => GARAGES[kind].has(rows.text(kind, row) ?? ''))) continue;
      const { id, name, at } = rows.thing(row);
      const sillM = bedAt(at) + DEFAULT_SILL_M;
      if (Number.isFinite(sillM)) found.push({ id, name, at, sillM, isGarage: true });
    }
  }
  return found;
}

async function readBuildings(layer: LayerInfo, read: ReadFile): Promise<Building[]> {
  const rows = await openRows(layer, read, ['use', 'sill', 'base', 'height', 'storeys', 'dwellings', 'residents']);
  return Array.from({ length: layer.count }, (_, row) => {
    const { id, name, at, radiusM } = rows.thing(row);
    const use = rows.text('use', row);
    const heightM = rows.number('height', row) ?? DEFAULT_STOREY_M;
    const storeys = Math.max(1, Math.round(rows.number('storeys', row) ?? heightM / DEFAULT_STOREY_M));
    return {
      id,
      name,
      at,
      reachM: levelReachM(radiusM, heightM),
      // What begins above the street, as a skyway does, lets the water pass below.
      sillM: rows.number('sill', row) ?? Math.max(DEFAULT_SILL_M, rows.number('base', row) ?? 0),
      storeys,
      storeyM: Math.max(heightM / storeys, MIN_STOREY_M),
      dwellings: rows.number('dwellings', row) ?? 0,
      residents: rows.number('residents', row) ?? 0,
      vital: VITALS.find((vital) => vital === use) ?? null,
    };
  });
}

async function readRoads(layer: LayerInfo, rings: Map<string, readonly Place[]>, read: ReadFile): Promise<Road[]> {
  const rows = await openRows(layer, read, ['width', 'level']);
  return Array.from({ length: layer.count }, (_, row) => {
    const { id, name, at } = rows.thing(row);
    const road = { id, name, ring: rings.get(tailOf(id)) ?? null, at, reachM: (rows.number('width', row) ?? 0) / 2 };
    return ABOVE_WATER.has(rows.text('level', row) ?? '') ? null : road;
  }).filter((road) => road !== null);
}

/** A street's walkable ribbon bears the road's own number: `wk-A2-001` is the ground of `seg-A2-001`. */
function outlines(walkable: Pick<Walkable, 'areas'> | null): Map<string, readonly Place[]> {
  const streets = walkable?.areas.filter(({ kind }) => kind === 'street' || kind === 'underpass') ?? [];
  return new Map(streets.map(({ id, outer }) => [tailOf(id), outer]));
}

const tailOf = (id: string): string => id.slice(id.indexOf('-') + 1);

/** Returns the reach in plan of a thing in a ball of this radius that is so high. */
const levelReachM = (radiusM: number, heightM: number): number =>
  Math.sqrt(Math.max(1, radiusM ** 2 - (heightM / 2) ** 2));
