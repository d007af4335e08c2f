import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { enuFromLonLat, lonLatFromEnu } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import type { Point } from '../geo/plane/point.ts';
import { MessageError } from '../text/message.ts';
import { MAX_CORNERS, type Scheme, SchemeAssumptions, SchemeBuilding, SchemeParcel, SchemeRoad } from './scheme.ts';
import { schemeMessage } from './scheme-messages.ts';
import { isSimpleRing } from './site-geometry.ts';

/** Schemes of a city that are compared with each other. */
interface SchemeSet {
  schemes: Scheme[];
  assumptions: SchemeAssumptions;
}

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Degrees = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));
const Polygon = v.object({
  type: v.literal('Polygon'),
  coordinates: v.pipe(
    v.array(v.pipe(v.array(v.pipe(v.array(Degrees), v.minLength(2))), v.minLength(4), v.maxLength(MAX_CORNERS + 1))),
    v.length(1),
  ),
});
const { ringM: _parcelRing, ...parcelFacts } = SchemeParcel.entries;
const { ringM: _buildingRing, ...buildingFacts } = SchemeBuilding.entries;
const { lineM: _roadLine, ...roadFacts } = SchemeRoad.entries;
const Line = v.object({
  type: v.literal('LineString'),
  coordinates: v.pipe(v.array(v.pipe(v.array(Degrees), v.minLength(2))), v.minLength(2), v.maxLength(MAX_CORNERS)),
});
/** Since format 2 a scheme has roads, since 3 basements; without any it is written as before. */
const FORMAT_WITH_ROADS = 2;
const FORMAT_WITH_BASEMENTS = 3;

/** GeoJSON that any GIS opens, with what a scheme is beside its shapes. */
const SchemeFile = v.object({
  type: v.literal('FeatureCollection'),
  shapan: v.object({
    format: v.picklist([1, FORMAT_WITH_ROADS, FORMAT_WITH_BASEMENTS]),
    city: v.string(),
    schemes: v.pipe(v.array(v.object({ id: Id, name: v.pipe(v.string(), v.maxLength(200)) })), v.maxLength(50)),
    assumptions: SchemeAssumptions,
  }),
  features: v.pipe(
    v.array(
      v.variant('kind', [
        v.object({
          type: v.literal('Feature'),
          kind: v.literal('parcel'),
          properties: v.object({ scheme: Id, ...parcelFacts }),
          geometry: Polygon,
        }),
        v.object({
          type: v.literal('Feature'),
          kind: v.literal('building'),
          properties: v.object({ scheme: Id, ...buildingFacts }),
          geometry: Polygon,
        }),
        v.object({
          type: v.literal('Feature'),
          kind: v.literal('road'),
          properties: v.object({ scheme: Id, ...roadFacts }),
          geometry: Line,
        }),
      ]),
    ),
    v.maxLength(20_000),
  ),
});

type Ring = [number, number][];

/** Schemes as a file, places in degrees. */
export function schemesFileText(city: string, origin: LonLat, { schemes, assumptions }: SchemeSet): string {
  const degrees = (corner: Point) => degreesAt(origin, corner);
  const polygon = (ringM: readonly Point[]) => polygonOf(origin, ringM);
  const features = schemes.flatMap(({ id: scheme, parcels, buildings, roads = [] }) => [
    ...parcels.map(({ ringM, ...facts }) => featureOf('parcel', { scheme, ...facts }, polygon(ringM))),
    ...buildings.map(({ ringM, ...facts }) => featureOf('building', { scheme, ...facts }, polygon(ringM))),
    ...roads.map(({ lineM, ...facts }) =>
      featureOf('road', { scheme, ...facts }, { type: 'LineString', coordinates: lineM.map(degrees) }),
    ),
  ]);
  const names = schemes.map(({ id, name }) => ({ id, name }));
  const shapan = { format: formatOf(schemes), city, schemes: names, assumptions };
  return `${JSON.stringify({ type: 'FeatureCollection', shapan, features }, undefined, 1)}\n`;
}

function formatOf(schemes: readonly Scheme[]): number {
  const parts = schemes.flatMap(({ parcels, buildings }) => [...parcels, ...buildings]);
  if (parts.some(({ basement }) => basement !== undefined)) return FORMAT_WITH_BASEMENTS;
  return schemes.some(({ roads = [] }) => roads.length > 0) ? FORMAT_WITH_ROADS : 1;
}

const featureOf = (kind: string, properties: object, geometry: object) => ({
  type: 'Feature',
  kind,
  properties,
  geometry,
});

/** A place of the city's plane in degrees. */
function degreesAt(origin: LonLat, [eastM, northM]: Point): [lonDeg: number, latDeg: number] {
  const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, dropM(origin, eastM, northM)]);
  return [lonDeg, latDeg];
}

/** A ring of the city's plane as GeoJSON, in degrees and closed. */
export function polygonOf(origin: LonLat, ringM: readonly Point[]) {
  const ring = ringM.map((corner) => degreesAt(origin, corner));
  return { type: 'Polygon' as const, coordinates: [[...ring, ring[0]]] };
}

/** How far the ellipsoid lies below the plane of the origin there, so that a place goes to degrees and back without moving. */
function dropM(origin: LonLat, eastM: number, northM: number): number {
  const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
  return enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM })[2];
}

/** Reads schemes of the city; an error names the feature and the field that is wrong. */
export function parseSchemesFile(json: unknown, file: string, city: string, origin: LonLat): SchemeSet {
  const { shapan, features } = parseAs(SchemeFile, json, file);
  if (shapan.city !== city) throw new MessageError(schemeMessage('other-city', { file, city, got: shapan.city }));
  const metres = ([lonDeg, latDeg]: readonly number[]): [number, number] => {
    const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    return [eastM, northM];
  };
  const ringOf = ({ coordinates: [ring] }: v.InferOutput<typeof Polygon>): Ring => ring.slice(0, -1).map(metres);
  const schemes = shapan.schemes.map((named): Scheme => ({ ...named, parcels: [], buildings: [] }));
  for (const feature of features) {
    const scheme = schemes.find((one) => one.id === feature.properties.scheme);
    if (!scheme) throw new MessageError(schemeMessage('no-parcel', { file, id: feature.properties.id }));
    if (feature.kind === 'road') {
      const { scheme: _, ...road } = feature.properties;
      scheme.roads = [...(scheme.roads ?? []), { ...road, lineM: feature.geometry.coordinates.map(metres) }];
      continue;
    }
    const { scheme: _, ...facts } = feature.properties;
    const ringM = ringOf(feature.geometry);
    if (!isSimpleRing(ringM)) throw new MessageError(schemeMessage('crossed-ring', {}));
    if ('edges' in facts)
      scheme.parcels.push({ ...facts, edges: ringM.map((_, i) => facts.edges[i] ?? 'side'), ringM });
    else scheme.buildings.push({ ...facts, ringM });
  }
  for (const { parcels, buildings } of schemes)
    for (const { id, parcel } of buildings)
      if (!parcels.some((one) => one.id === parcel)) throw new MessageError(schemeMessage('no-parcel', { file, id }));
  return { schemes, assumptions: shapan.assumptions };
}
