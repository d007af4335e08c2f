import { dwellingClass, STOREY_M } from '../../model/city/dwellings.ts';
import { isAreaLayer, openAreas, type Triangle } from '../../model/city/layer-areas.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { apportioned, insideRatio, type PopulationUsed, piecesOf } from '../../model/city/people.ts';
import { NO_STOREYS } from '../../model/city/prisms.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { Text } from '../../model/text/text.ts';
import { readCitySolids } from './city-solids.ts';
import { boxOfBuilding, type CityVolumes, wordOfUse } from './city-volumes.ts';
import type { CityFiles } from './engine.ts';
import type { ServedThing } from './serving-things.ts';

/** People of an area without a dwelling stand evenly in it, one place for as much ground as this. */
const PIECE_M2 = 2500;

/** All existing buildings, and places of people who live in no known one, with their residents. */
export interface CityPopulation {
  homes: ServedThing[];
  used: PopulationUsed;
}

const isHousing = ({ kind, state }: LayerInfo): boolean => kind === 'building' && state === 'existing';

/** The layer that has the role of the population: of several the last, which came last; null: none has it. */
const populationLayer = ({ manifest: { layers } }: CityFiles): LayerInfo | null =>
  layers.findLast((layer) => layer.roles?.population) ?? null;

/** Whether a city's population is known: given, or told by its buildings. */
export const hasResidents = (files: CityFiles): boolean =>
  populationLayer(files) !== null ||
  files.manifest.layers.some((layer) => isHousing(layer) && layer.attributes.some(({ name }) => name === 'residents'));

/** Which population an engine will count with, before it is spread. */
export function populationKnown(files: CityFiles): { state: PopulationUsed['state']; label: Text | null } {
  const given = populationLayer(files);
  return { state: given ? 'given' : hasResidents(files) ? 'told' : 'absent', label: given?.label ?? null };
}

/** All existing buildings with their residents, and places of people outside buildings: a population that was given wins over the buildings' own. */
export async function populationOf(files: CityFiles): Promise<CityPopulation> {
  const layer = populationLayer(files);
  const column = layer?.roles?.population?.columns.residents;
  if (!layer || column === undefined) {
    const homes = await buildingsOf(files, 'residents');
    return { homes, used: { state: hasResidents(files) ? 'told' : 'absent' } };
  }
  const isGuessed = layer.roles?.population?.guessed.includes('residents') ?? false;
  const given = await givenPeople(files, layer, column);
  const known = { state: 'given', layer: layer.id, label: layer.label, column, isGuessed, ...given.counts } as const;
  if (layer.kind === 'building') {
    const homes = await buildingsOf(files, column, layer.id);
    const housed = homes.reduce((sum, { residents }) => sum + residents, 0);
    return { homes, used: { ...known, by: 'buildings', housed, unhoused: 0, areasWithoutDwelling: 0, outside: 0 } };
  }
  const homes = await buildingsOf(files, null);
  if (isAreaLayer(layer)) {
    const { city } = await readCitySolids(files);
    const spread = await spreadAreas(files, layer, given.people, homes, city);
    return { homes: spread.homes, used: { ...known, by: 'areas', ...spread.counts } };
  }
  const { places, outside } = await pointPlaces(files, layer, given.people);
  const unhoused = given.counts.residents - outside;
  const counts = { housed: 0, unhoused, areasWithoutDwelling: 0, outside };
  return { homes: [...homes, ...places], used: { ...known, by: 'points', ...counts } };
}

/** All existing buildings with the residents that a column tells, of one layer or of each; null: nobody is counted in them. */
async function buildingsOf(files: CityFiles, column: string | null, only?: string): Promise<ServedThing[]> {
  const homes: ServedThing[] = [];
  for (const layer of files.manifest.layers.filter(isHousing)) {
    const rows = await openRows(layer, (path) => files.read(path), column === null ? [] : [column]);
    const counts = column !== null && (only === undefined || only === layer.id);
    for (let row = 0; row < layer.count; row++) {
      const { id, name, at } = rows.thing(row);
      const residents = counts ? Math.max(0, rows.number(column, row) ?? 0) : 0;
      homes.push({ gid: layer.gidBase + row, id, name, atM: at, residents, capacity: null });
    }
  }
  return homes;
}

/** People by row of a layer. */
async function givenPeople(files: CityFiles, layer: LayerInfo, column: string) {
  const rows = await openRows(layer, (path) => files.read(path), [column]);
  const people = new Float64Array(layer.count);
  let blank = 0;
  let negative = 0;
  for (let row = 0; row < layer.count; row++) {
    const value = rows.number(column, row);
    if (value === null) blank++;
    else if (value < 0) negative++;
    else people[row] = value;
  }
  return { people, counts: { residents: people.reduce((sum, one) => sum + one, 0), blank, negative } };
}

/** People of points stand where the points are. */
async function pointPlaces(files: CityFiles, layer: LayerInfo, people: Float64Array) {
  const [west, south, east, north] = files.manifest.extentM;
  const rows = await openRows(layer, (path) => files.read(path), []);
  const places: ServedThing[] = [];
  let outside = 0;
  for (const [row, residents] of people.entries()) {
    if (residents === 0) continue;
    const { id, name, at } = rows.thing(row);
    const isInside = at[0] >= west && at[0] <= east && at[1] >= south && at[1] <= north;
    if (isInside) places.push(placeOf(id, name, at, residents));
    else outside += residents;
  }
  return { places, outside };
}

const placeOf = (id: string, name: Text, atM: [number, number], residents: number): ServedThing => ({
  gid: null,
  id,
  name,
  atM,
  residents,
  capacity: null,
  isPlace: true,
});

/**
 * Spreads the people of areas over the dwellings whose middle lies in them, by floor area (dasymetric mapping, Wright 1936). An area without
 * a dwelling keeps its people; of one that the city's edge cuts, the part of its people counts that its part inside is of its ground.
 */
async function spreadAreas(
  files: CityFiles,
  layer: LayerInfo,
  people: Float64Array,
  buildings: readonly ServedThing[],
  volumes: CityVolumes | null,
) {
  const areas = await openAreas(layer, (path) => files.read(path));
  const rows = await openRows(layer, (path) => files.read(path), []);
  const floorM2 = volumes ? dwellingFloors(files, volumes) : new Map<number, number>();
  const homesOfArea = new Map<number, number[]>();
  for (const [i, { gid, atM }] of buildings.entries()) {
    if (gid === null || !floorM2.has(gid)) continue;
    const row = areas.at(...atM);
    if (row !== null) homesOfArea.set(row, [...(homesOfArea.get(row) ?? []), i]);
  }
  const homes = buildings.map((home) => ({ ...home }));
  const extent = cornersOf(files.manifest.extentM);
  const counts = { housed: 0, unhoused: 0, areasWithoutDwelling: 0, outside: 0 };
  for (const [row, all] of people.entries()) {
    if (all === 0) continue;
    const triangles = areas.triangles(row);
    const inside = peopleInside(all, triangles, extent);
    counts.outside += all - inside;
    const own = homesOfArea.get(row) ?? [];
    const weights = own.map((i) => floorM2.get(buildings[i].gid ?? -1) ?? 0);
    for (const [k, residents] of apportioned(inside, weights).entries()) homes[own[k]].residents += residents;
    if (own.length > 0) counts.housed += inside;
    if (own.length > 0 || inside === 0) continue;
    counts.unhoused += inside;
    counts.areasWithoutDwelling++;
    homes.push(...piecesOfArea(rows.thing(row), triangles, extent, inside));
  }
  return { homes, counts };
}

/** More of an area inside than this is all of it: corners of tiles are rounded to a millimetre. */
const WHOLE_RATIO = 0.9999;

/** All people of an area that lies whole in the extent; of one that is cut whole people, by ground. An area that is drawn by no triangle lies nowhere. */
function peopleInside(people: number, triangles: readonly Triangle[], extent: readonly Point[]): number {
  const ratio = insideRatio({ triangles }, extent);
  return ratio > WHOLE_RATIO ? people : Math.min(people, Math.round(people * ratio));
}

function piecesOfArea(
  { id, name, at }: { id: string; name: Text; at: [number, number] },
  triangles: readonly Triangle[],
  [[west, south], , [east, north]]: readonly Point[],
  people: number,
): ServedThing[] {
  const pieces = piecesOf(triangles, PIECE_M2).filter(
    ({ atM: [x, y] }) => x >= west && x <= east && y >= south && y <= north,
  );
  if (pieces.length === 0) return [placeOf(id, name, [clamp(at[0], west, east), clamp(at[1], south, north)], people)];
  const parts = apportioned(
    people,
    pieces.map(({ areaM2 }) => areaM2),
  );
  return pieces.flatMap(({ atM }, k) => (parts[k] > 0 ? [placeOf(`${id}/${k + 1}`, name, atM, parts[k])] : []));
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

const cornersOf = ([west, south, east, north]: readonly [number, number, number, number]): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** Gross floor area of each existing building in which people live, by gid. */
const dwellingFloors = (files: CityFiles, volumes: CityVolumes): Map<number, number> =>
  new Map(
    floorsOf(files, volumes, (use, groundM2) => dwellingClass(use, () => groundM2) !== null).map(({ gid, floorM2 }) => [
      gid,
      floorM2,
    ]),
  );

/** A building and its gross floor area. */
interface BuildingFloors {
  gid: number;
  /** The middle of its box. */
  atM: [eastM: number, northM: number];
  /** The word of its data, empty where they have none. */
  use: string;
  /** Ground of a mean storey. */
  groundM2: number;
  floorM2: number;
}

/** Gross floor areas of the existing buildings that count: ground area of their parts by their share of the height, times their storeys. */
export function floorsOf(
  { manifest }: CityFiles,
  volumes: CityVolumes,
  counts: (use: string, groundM2: number) => boolean,
): BuildingFloors[] {
  const { prisms, firstPrism, buildingOf, groundM, topM } = volumes;
  const storeyM2 = new Float64Array(firstPrism.length);
  for (let p = 0; p < prisms.count; p++) {
    const b = buildingOf[p];
    const heightM = topM[b] - groundM[b];
    const partM = prisms.topM[p] - Math.max(prisms.footM[p], groundM[b]);
    if (heightM > 0) storeyM2[b] += (groundM2Of(prisms, p) * Math.max(0, partM)) / heightM;
  }
  const gidBase = new Map(manifest.layers.map((layer) => [layer.id, layer.gidBase]));
  return [...firstPrism].flatMap((p, b): BuildingFloors[] => {
    const { id, state } = prisms.layers[prisms.layer[p]];
    const base = gidBase.get(id);
    const groundM2 = storeyM2[b];
    const use = wordOfUse(prisms, p) ?? '';
    if (state !== 'existing' || base === undefined || groundM2 === 0 || !counts(use, groundM2)) return [];
    const storeys = prisms.storeys[p] === NO_STOREYS ? (topM[b] - groundM[b]) / STOREY_M : prisms.storeys[p];
    const [west, south, east, north] = boxOfBuilding(volumes, b);
    return [
      {
        gid: base + prisms.row[p],
        atM: [(west + east) / 2, (south + north) / 2],
        use,
        groundM2,
        floorM2: groundM2 * Math.max(1, Math.round(storeys)),
      },
    ];
  });
}

/** Ground of a prism without its holes. */
function groundM2Of({ ringOf, vertexOf, eastNorthM }: CityVolumes['prisms'], p: number): number {
  let areaM2 = 0;
  for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++) {
    const points: Point[] = [];
    for (let i = vertexOf[ring]; i < vertexOf[ring + 1]; i++) points.push([eastNorthM[2 * i], eastNorthM[2 * i + 1]]);
    areaM2 += signedAreaM2(points);
  }
  return Math.max(0, areaM2);
}
