import { NO_VALUE } from '../../model/city/column.ts';
import { apportioned } from '../../model/city/people.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInPolygon } from '../../model/geo/plane/ring.ts';
import type { Features, LayerInput, PolygonGeometry } from '../model.ts';

/** Areas are looked up by squares of this size. */
const BUCKET_M = 250;

/** Existing buildings of a layer with the floor area of those in which people live, 0 of the others. */
interface Housing {
  layer: LayerInput;
  floorM2: Float64Array;
}

interface GivenResidents {
  /** Residents by row of each layer of houses. */
  counts: Uint32Array[];
  /** People of areas that hold no dwelling: they are in no building. */
  unhoused: number;
}

/**
 * Residents of buildings by the layer that has the role of the population: those of areas by floor area of the dwellings whose middle lies in them, as
 * engines spread them, in whole people; those that the buildings themselves tell as they are. Null: its people are at points, which lie in no building.
 */
export function givenResidents(given: LayerInput, houses: readonly Housing[], origin: LonLat): GivenResidents | null {
  const column = given.features.columns.find(({ name }) => name === given.roles?.population?.columns.residents);
  if (!column || column.type === 'string') return null;
  const { values } = column;
  const peopleOf = (row: number): number => {
    const value = values[row];
    return value > 0 && value !== NO_VALUE ? Math.round(value) : 0;
  };
  if (given.kind === 'building') {
    const counts = houses.map(({ layer }) =>
      Uint32Array.from({ length: layer.features.count }, (_, row) => (layer.id === given.id ? peopleOf(row) : 0)),
    );
    return { counts, unhoused: 0 };
  }
  const { geometry, count } = given.features;
  if (geometry.kind !== 'polygon') return null;
  const areaAt = areaFinder(geometry, count, origin);
  const homes = houses.flatMap(({ layer, floorM2 }, house) =>
    [...floorM2.entries()].flatMap(([row, weight]) => {
      const area = weight > 0 ? areaAt(middleOf(layer, row, origin)) : null;
      return area === null ? [] : [{ house, row, weight, area }];
    }),
  );
  const homesOfArea = new Map<number, typeof homes>();
  for (const home of homes) {
    const known = homesOfArea.get(home.area);
    if (known) known.push(home);
    else homesOfArea.set(home.area, [home]);
  }
  const counts = houses.map(({ layer }) => new Uint32Array(layer.features.count));
  let unhoused = 0;
  for (let area = 0; area < count; area++) {
    const own = homesOfArea.get(area) ?? [];
    if (own.length === 0) unhoused += peopleOf(area);
    const parts = apportioned(
      peopleOf(area),
      own.map(({ weight }) => weight),
    );
    for (const [k, { house, row }] of own.entries()) counts[house][row] = parts[k];
  }
  return { counts, unhoused };
}

function pointsOf({ ringVertex, lonLatDeg }: PolygonGeometry, ring: number, origin: LonLat): Point[] {
  const points: Point[] = [];
  for (let v = ringVertex[ring]; v < ringVertex[ring + 1]; v++) {
    const place = { lonDeg: lonLatDeg[2 * v], latDeg: lonLatDeg[2 * v + 1], heightM: origin.heightM };
    const [x, y] = enuFromLonLat(origin, place);
    points.push([x, y]);
  }
  return points;
}

/** Mean of the corners of the first outline of a building or an area; no place where the layer has no outlines. */
export function middleOf(
  { features: { geometry } }: { features: Pick<Features, 'geometry'> },
  row: number,
  origin: LonLat,
): Point {
  if (geometry.kind !== 'polygon') return [Number.NaN, Number.NaN];
  const points = pointsOf(geometry, geometry.partRing[geometry.featurePart[row]], origin);
  const sum = points.reduce(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** Finds the first area that holds a place; null: none does. */
export function areaFinder(geometry: PolygonGeometry, count: number, origin: LonLat): (at: Point) => number | null {
  const { featurePart, partRing } = geometry;
  const buckets = new Map<string, { row: number; outer: Point[]; holes: Point[][] }[]>();
  for (let row = 0; row < count; row++)
    for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
      const rings = Array.from({ length: partRing[part + 1] - partRing[part] }, (_, k) =>
        pointsOf(geometry, partRing[part] + k, origin),
      );
      const [outer, ...holes] = rings;
      for (const key of bucketsOf(outer)) {
        const bucket = buckets.get(key);
        if (bucket) bucket.push({ row, outer, holes });
        else buckets.set(key, [{ row, outer, holes }]);
      }
    }
  return ([x, y]) => {
    const bucket = buckets.get(`${Math.floor(x / BUCKET_M)} ${Math.floor(y / BUCKET_M)}`) ?? [];
    return bucket.find((area) => isInPolygon(area, x, y))?.row ?? null;
  };
}

function bucketsOf(ring: readonly Point[]): string[] {
  const at = (pick: (...values: number[]) => number, axis: 0 | 1) =>
    Math.floor(ring.reduce((found, point) => pick(found, point[axis]), ring[0][axis]) / BUCKET_M);
  const keys: string[] = [];
  for (let i = at(Math.min, 0); i <= at(Math.max, 0); i++)
    for (let j = at(Math.min, 1); j <= at(Math.max, 1); j++) keys.push(`${i} ${j}`);
  return keys;
}
