import { decodePrisms, NO_STOREYS, type Prisms, parsePrismHead } from '../../model/city/prisms.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { areaM2, doOverlap, type Ring } from '../../model/schemes/site-geometry.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { Standing } from './engine-types.ts';

/** Where a building's storeys are not known (own value). */
const TYPICAL_STOREY_M = 3;

/** Layers whose things give way to a scheme. */
const CLEARED = ['building', 'tree'];

/** Places of the things of a layer: east, north, up, radius. */
interface PlacedLayer {
  id: string;
  kind: string;
  gidBase: number;
  placesM: Float32Array;
}

/** What a city has that may stand on a parcel, read once. */
export interface StandingCity {
  layers: PlacedLayer[];
  prisms: Prisms | null;
  /** First and further prisms by row, for each layer of the prisms. */
  ofRow: ReadonlyMap<string, number[]>;
}

/** Reads places and volumes of what exists today; what is planned or under construction does not give way. */
export async function readStanding(city: CityFiles): Promise<StandingCity> {
  const layers: PlacedLayer[] = [];
  for (const { id, kind, state, count, gidBase, places } of city.manifest.layers) {
    if (!CLEARED.includes(kind) || state !== 'existing' || count === 0) continue;
    const bytes = await city.read(places);
    layers.push({ id, kind, gidBase, placesM: new Float32Array(bytes.slice().buffer) });
  }
  const json = await city.findJson('prisms.json');
  if (json === null) return { layers, prisms: null, ofRow: new Map() };
  const head = parsePrismHead(json);
  const prisms = decodePrisms(head, await city.read(head.file));
  const ofRow = new Map<string, number[]>();
  for (let p = 0; p < prisms.count; p++) {
    const key = `${prisms.layers[prisms.layer[p]].id} ${prisms.row[p]}`;
    const known = ofRow.get(key);
    if (known) known.push(p);
    else ofRow.set(key, [p]);
  }
  return { layers, prisms, ofRow };
}

/** Things whose middle lies on a parcel, buildings in whose footprint a new one would stand, and the floor area of both. */
export function standingOn(
  { layers, prisms, ofRow }: StandingCity,
  rings: readonly Ring[],
  footprints: readonly Ring[],
): Standing {
  const found: Standing = { gids: [], buildings: 0, footprintM2: 0, gfaM2: 0, guessed: 0 };
  for (const { id, kind, gidBase, placesM } of layers)
    for (let row = 0; 4 * row < placesM.length; row++) {
      const [eastM, northM, , radiusM] = placesM.subarray(4 * row, 4 * row + 4);
      const parts = prisms && kind === 'building' ? (ofRow.get(`${id} ${row}`) ?? []) : [];
      const isOnParcel = rings.some((ring) => isInRing(ring, eastM, northM));
      const near = footprints.filter((ring) => reachesM(ring, eastM, northM) <= radiusM);
      const isBuiltOver = prisms && parts.some((p) => near.some((ring) => doOverlap(ring, outerRing(prisms, p))));
      if (!isOnParcel && !isBuiltOver) continue;
      found.gids.push(gidBase + row);
      if (kind !== 'building') continue;
      found.buildings++;
      if (prisms) addFloors(found, prisms, parts);
    }
  return found;
}

/** Floor area of a building's parts: storeys of the whole building, as much of them as a part is high. */
function addFloors(found: Standing, prisms: Prisms, parts: readonly number[]): void {
  if (parts.length === 0) return;
  const groundM = parts.reduce((low, p) => Math.min(low, prisms.groundM[p]), Number.POSITIVE_INFINITY);
  const topM = parts.reduce((high, p) => Math.max(high, prisms.topM[p]), Number.NEGATIVE_INFINITY);
  const heightM = Math.max(topM - groundM, 0.1);
  const known = prisms.storeys[parts[0]];
  const storeys = known === NO_STOREYS ? Math.max(1, Math.round(heightM / TYPICAL_STOREY_M)) : known;
  if (known === NO_STOREYS) found.guessed++;
  for (const p of parts) {
    const footprintM2 = prismAreaM2(prisms, p);
    if (prisms.footM[p] <= groundM + TYPICAL_STOREY_M / 2) found.footprintM2 += footprintM2;
    found.gfaM2 += (footprintM2 * storeys * (prisms.topM[p] - Math.max(prisms.footM[p], groundM))) / heightM;
  }
}

/** No nearer than this does any corner or edge of the ring lie: to its first corner, less its own size. */
function reachesM(ring: Ring, eastM: number, northM: number): number {
  const [x, y] = ring[0];
  const sizeM = ring.reduce((most, [u, v]) => Math.max(most, Math.hypot(u - x, v - y)), 0);
  return Math.hypot(eastM - x, northM - y) - sizeM;
}

const outerRing = (prisms: Prisms, p: number): Ring => ringAt(prisms, prisms.ringOf[p]);

const ringAt = ({ vertexOf, eastNorthM }: Prisms, ring: number): [number, number][] =>
  Array.from({ length: vertexOf[ring + 1] - vertexOf[ring] }, (_, i) => {
    const at = 2 * (vertexOf[ring] + i);
    return [eastNorthM[at], eastNorthM[at + 1]];
  });

/** The first ring less the others, its holes. */
function prismAreaM2(prisms: Prisms, p: number): number {
  const { ringOf } = prisms;
  let totalM2 = 0;
  for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++) {
    const ringM2 = areaM2(ringAt(prisms, ring));
    totalM2 += ring === ringOf[p] ? ringM2 : -ringM2;
  }
  return totalM2;
}
