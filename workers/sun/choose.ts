import type { Box } from '../../model/geo/plane/box.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { SunStudyRequest } from '../../model/questions/sun-study.ts';
import { MessageError } from '../../model/text/message.ts';
import { PLAIN_ARENA } from '../shared/arena.ts';
import { boxOfBuilding, type CityVolumes, wordOfUse } from '../shared/city-volumes.ts';
import { sunMessage } from './messages.ts';
import { LOOK, type SunBand, sunBand } from './sun-band.ts';
import { layerAt } from './sun-city.ts';
import { AFTER, ALWAYS, BEFORE, prismsOfCity, type ScenePrism } from './sun-scene.ts';

/** Rows of a layer by its ids, read when an id is first asked for. */
type RowOf = (layer: string, id: string) => Promise<number | null>;

interface Scheme {
  /** Buildings of the city that the scheme hides; others are as their layer's state says. */
  hidden: ReadonlySet<number>;
  /** Layers, by place in the prisms' list, that stand with the scheme. */
  layers: ReadonlySet<number>;
  added: ScenePrism[];
  ids: string[];
}

/** What is looked at, and what may stand before it. */
interface Chosen {
  prisms: ScenePrism[];
  buildings: Set<number>;
  boxM: Box;
  /** Ids of added buildings; building number `city.buildings + i` is the i-th of them. */
  addedIds: string[];
}

/** Shadows end here, however low the sun. */
const MAX_REACH_M = 5000;
const MIN_SLOPE = 0.02;

/** Buildings of a request, and every prism that can stand between them and the sun of its band. */
export async function chooseStudy(
  city: CityVolumes,
  request: SunStudyRequest,
  place: { lonDeg: number; latDeg: number },
  groundAt: (x: number, y: number) => number,
  rowOf: RowOf,
): Promise<Chosen> {
  const band = sunBand({ ...request.rules, stepMin: 15 }, request.year, place, PLAIN_ARENA);
  const scheme = await schemeOf(city, request, groundAt, rowOf);
  const buildings = await buildingsOf(city, request, scheme, band, rowOf);
  if (buildings.size === 0) throw new MessageError(sunMessage('none-chosen', {}));
  const boxM = boxAround(city, scheme, buildings);
  let lowest = Number.POSITIVE_INFINITY;
  for (const b of buildings) if (b < city.buildings) lowest = Math.min(lowest, city.groundM[b]);
  return { prisms: prismsBefore(city, scheme, boxM, lowest, band), buildings, boxM, addedIds: scheme.ids };
}

/** Every prism that can stand between a box, with this lowest ground, and the sun of a request's band. */
export async function chooseAround(
  city: CityVolumes,
  request: Pick<SunStudyRequest, 'rules' | 'year' | 'scheme'>,
  boxM: Box,
  lowestM: number,
  place: { lonDeg: number; latDeg: number },
  groundAt: (x: number, y: number) => number,
  rowOf: RowOf,
): Promise<ScenePrism[]> {
  const band = sunBand({ ...request.rules, stepMin: 15 }, request.year, place, PLAIN_ARENA);
  return prismsBefore(city, await schemeOf(city, request, groundAt, rowOf), boxM, lowestM, band);
}

function prismsBefore(
  city: CityVolumes,
  scheme: Scheme,
  [west, south, east, north]: Box,
  lowestM: number,
  band: SunBand,
): ScenePrism[] {
  const phasesOf = phaseRule(city, scheme);
  const reachM = reachOf(city, scheme, lowestM, band);
  const near: number[] = [];
  for (let p = 0; p < city.prisms.count; p++) {
    const [w, s, e, n] = boxOfBuilding(city, city.buildingOf[p]);
    if (e >= west - reachM && w <= east + reachM && n >= south - reachM && s <= north + reachM) near.push(p);
  }
  const standing = prismsOfCity(city.prisms, near, (p) => {
    const building = city.buildingOf[p];
    const phases = phasesOf(building);
    return phases === 0 ? null : { building, phases };
  });
  return [...standing, ...scheme.added];
}

/** Today existing buildings stand; with the scheme without the hidden ones, and its layers. */
function phaseRule(city: CityVolumes, { hidden, layers }: Scheme): (building: number) => number {
  const { prisms, firstPrism } = city;
  return (building) => {
    const layer = prisms.layer[firstPrism[building]];
    if (layers.has(layer)) return AFTER;
    if (prisms.layers[layer].state !== 'existing') return 0;
    return hidden.has(building) ? BEFORE : ALWAYS;
  };
}

async function schemeOf(
  city: CityVolumes,
  { scheme }: Pick<SunStudyRequest, 'scheme'>,
  groundAt: (x: number, y: number) => number,
  rowOf: RowOf,
): Promise<Scheme> {
  const hidden = new Set<number>();
  for (const [i, { layer, id }] of (scheme?.hide ?? []).entries())
    hidden.add(await buildingOf(city, layer, id, `scheme.hide.${i}`, rowOf));
  const layers = new Set((scheme?.layers ?? []).map((id, i) => layerAt(city, id, `scheme.layers.${i}`)));
  const added = (scheme?.add ?? []).map(({ ringM, baseM, heightM, storeys, groundUpM }, i): ScenePrism => {
    const ring = signedAreaM2(ringM) < 0 ? ringM.toReversed() : ringM;
    const lowestM = () => ring.reduce((low, [x, y]) => Math.min(low, groundAt(x, y)), Number.POSITIVE_INFINITY);
    const groundM = groundUpM ?? lowestM();
    const building = city.buildings + i;
    return {
      building,
      phases: AFTER,
      groundM,
      footM: groundM + baseM,
      topM: groundM + heightM,
      storeys,
      isPitched: false,
      rings: [ring.flat()],
    };
  });
  return { hidden, layers, added, ids: (scheme?.add ?? []).map(({ id }) => id) };
}

async function buildingOf(city: CityVolumes, layer: string, id: string, place: string, rowOf: RowOf): Promise<number> {
  const at = layerAt(city, layer, place);
  const row = await rowOf(layer, id);
  const building = row === null ? null : city.find(at, row);
  if (building !== null) return building;
  throw new MessageError(sunMessage('no-building', { place, layer, id }));
}

async function buildingsOf(
  city: CityVolumes,
  { of }: SunStudyRequest,
  scheme: Scheme,
  band: SunBand,
  rowOf: RowOf,
): Promise<Set<number>> {
  const chosen = new Set<number>();
  if (of.kind === 'objects') {
    for (const [i, { layer, id }] of of.objects.entries())
      chosen.add(await buildingOf(city, layer, id, `of.objects.${i}`, rowOf));
    return chosen;
  }
  const phasesOf = phaseRule(city, scheme);
  const isUse = usesOf(city, of.uses);
  const newPrisms = of.kind === 'shaded' ? newBlockers(city, scheme) : [];
  if (of.kind === 'shaded' && newPrisms.length === 0) throw new MessageError(sunMessage('no-scheme', {}));
  for (let b = 0; b < city.buildings; b++) {
    // Who gives way to the scheme has no windows with it, and loses no sun.
    if ((phasesOf(b) & BEFORE) === 0 || scheme.hidden.has(b) || !isUse(b)) continue;
    const [west, south, east, north] = boxOfBuilding(city, b);
    const isIn =
      of.kind === 'box'
        ? isBetween((west + east) / 2, of.boxM[0], of.boxM[2]) && isBetween((south + north) / 2, of.boxM[1], of.boxM[3])
        : newPrisms.some((blocker) => mayShade(blocker, city, b, band));
    if (isIn) chosen.add(b);
  }
  return chosen;
}

const isBetween = (value: number, low: number, high: number): boolean => value >= low && value <= high;

function usesOf(city: CityVolumes, uses: readonly string[] | undefined): (building: number) => boolean {
  if (uses === undefined) return () => true;
  const wanted = new Set<string | null>(uses);
  return (building) => wanted.has(wordOfUse(city.prisms, city.firstPrism[building]));
}

interface Blocker {
  x: number;
  y: number;
  radiusM: number;
  topM: number;
}

/** What only the scheme has. */
function newBlockers(city: CityVolumes, { added, layers }: Scheme): Blocker[] {
  const of = ([west, south, east, north]: Box, topM: number): Blocker => ({
    x: (west + east) / 2,
    y: (south + north) / 2,
    radiusM: Math.hypot(east - west, north - south) / 2,
    topM,
  });
  const planned = Array.from({ length: city.buildings }, (_, b) => b).filter((b) =>
    layers.has(city.prisms.layer[city.firstPrism[b]]),
  );
  return [
    ...planned.map((b) => of(boxOfBuilding(city, b), city.topM[b])),
    ...added.map(({ rings, topM }) => of(boxOfRing(rings[0]), topM)),
  ];
}

/** By circles around both, for each quarter of an hour: too many rather than too few. */
function mayShade({ x, y, radiusM, topM }: Blocker, city: CityVolumes, b: number, { looks, count }: SunBand): boolean {
  const [west, south, east, north] = boxOfBuilding(city, b);
  const roomM = radiusM + Math.hypot(east - west, north - south) / 2;
  const dx = x - (west + east) / 2;
  const dy = y - (south + north) / 2;
  const distanceM = Math.hypot(dx, dy);
  if (distanceM > MAX_REACH_M) return false;
  for (let k = 0; k < count; k++) {
    const [sunEast, sunNorth, slope] = looks.subarray(LOOK * k, LOOK * k + LOOK);
    const ahead = dx * sunEast + dy * sunNorth;
    // Between two quarters the sun turns by at most so much of its distance.
    const across = Math.abs(dx * sunNorth - dy * sunEast) - 0.1 * distanceM;
    if (ahead < -roomM || across > roomM) continue;
    if (topM - city.groundM[b] > Math.max(slope, MIN_SLOPE) * Math.max(0, 0.9 * ahead - roomM)) return true;
  }
  return false;
}

function boxOfRing(ring: readonly number[]): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    box[0] = Math.min(box[0], ring[i]);
    box[1] = Math.min(box[1], ring[i + 1]);
    box[2] = Math.max(box[2], ring[i]);
    box[3] = Math.max(box[3], ring[i + 1]);
  }
  return box;
}

function boxAround(city: CityVolumes, { added }: Scheme, buildings: ReadonlySet<number>): Box {
  const all: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const b of buildings) {
    const [w, s, e, n] = b < city.buildings ? boxOfBuilding(city, b) : boxOfRing(added[b - city.buildings].rings[0]);
    all[0] = Math.min(all[0], w);
    all[1] = Math.min(all[1], s);
    all[2] = Math.max(all[2], e);
    all[3] = Math.max(all[3], n);
  }
  return all;
}

/** How far the highest roof can throw its shadow onto ground so low, in the band. */
function reachOf(city: CityVolumes, { added }: Scheme, lowestM: number, band: SunBand): number {
  const highest = [...city.topM, ...added.map(({ topM }) => topM)].reduce((a, b) => Math.max(a, b), lowestM);
  let slope = Number.POSITIVE_INFINITY;
  for (let k = 0; k < band.count; k++) slope = Math.min(slope, band.looks[LOOK * k + 2]);
  return Math.min(MAX_REACH_M, (highest - lowestM) / Math.max(slope, MIN_SLOPE));
}
