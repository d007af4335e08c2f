import { dwellingClass, STOREY_M } from '../../model/city/dwellings.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { USE_COLUMNS } from '../../model/plans/building-use.ts';
import { textAt } from '../columns.ts';
import type { InputColumn, LayerInput, PolygonGeometry } from '../model.ts';

/** Gross floor area a resident has, and people a dwelling (own marks between 30 and 50 m², 待核). */
const FLOOR_M2_PER_PERSON = 40;
const PEOPLE_PER_DWELLING = 2.6;
/**
 * Hours at which the shares of people at home are given: rounded from time-use surveys (work from 8 to 18); a city's own belongs in its
 * place (待核).
 */
const HOURS = [0, 6, 8, 10, 12, 14, 16, 18, 20, 22];
const AT_HOME = {
  weekday: [0.97, 0.95, 0.7, 0.5, 0.54, 0.5, 0.53, 0.66, 0.84, 0.94],
  weekend: [0.97, 0.96, 0.88, 0.72, 0.7, 0.68, 0.69, 0.74, 0.82, 0.93],
};

/** A city's people without districts: nobody tells where those begin. */
export const inferPopulation = (residents: number) => ({
  residents,
  hours: HOURS,
  residentsAtHome: AT_HOME,
  districts: [],
});

interface WithResidents {
  layers: LayerInput[];
  /** Buildings that got residents, how many of them tell no use, the people of all, and the floor area a person. */
  buildings: number;
  unknownUse: number;
  residents: number;
  floorM2: number;
}

/**
 * Gives every existing building that its use calls a dwelling as many residents as its gross floor area holds. Buildings of unknown use get
 * none unless they are as large as houses are, layers that tell residents themselves stay as they are.
 */
export function withResidents(layers: readonly LayerInput[], origin: LonLat): WithResidents {
  const out: WithResidents = { layers: [], buildings: 0, unknownUse: 0, residents: 0, floorM2: FLOOR_M2_PER_PERSON };
  for (const layer of layers) {
    const people = residentsOf(layer, origin);
    out.layers.push(people ? housed(layer, people.counts) : layer);
    out.unknownUse += people?.unknownUse ?? 0;
    for (const count of people?.counts ?? []) {
      out.residents += count;
      if (count > 0) out.buildings++;
    }
  }
  return out;
}

function residentsOf(
  { kind, state, features }: LayerInput,
  origin: LonLat,
): { counts: Uint32Array; unknownUse: number } | null {
  const { geometry, columns, count } = features;
  if (kind !== 'building' || state !== 'existing' || geometry.kind !== 'polygon') return null;
  const named = (names: readonly string[]) =>
    names.map((name) => columns.find((column) => column.name.toLowerCase() === name)).find((column) => column);
  const use = named(USE_COLUMNS);
  if (use?.type !== 'string' || named(['residents'])) return null;
  const storeys = named(['storeys', 'levels', 'building:levels']);
  const height = named(['height']);
  const counts = new Uint32Array(count);
  let unknownUse = 0;
  for (let row = 0; row < count; row++) {
    const dwelling = dwellingClass(textAt(use.values, row), () => storeyM2(geometry, row, origin));
    if (dwelling === null) continue;
    const groundM2 = storeyM2(geometry, row, origin);
    const floors = numberAt(storeys, row) ?? (numberAt(height, row) ?? STOREY_M) / STOREY_M;
    counts[row] = Math.round((groundM2 * Math.max(1, Math.round(floors))) / FLOOR_M2_PER_PERSON);
    if (dwelling === 'house-sized' && counts[row] > 0) unknownUse++;
  }
  return counts.some((people) => people > 0) ? { counts, unknownUse } : null;
}

function numberAt(column: InputColumn | undefined, row: number): number | null {
  if (!column || column.type === 'string') return null;
  const value = column.values[row];
  return Number.isFinite(value) && value > 0 && value < 1e9 ? value : null;
}

/**
 * Floor area for each storey of the whole building, counted from its ground: each part has its share of the height, so that a tower on a
 * podium and a house on a bridge count what they hold.
 */
function storeyM2(geometry: PolygonGeometry, row: number, origin: LonLat): number {
  const { featurePart, partRing, partBaseM, partTopM } = geometry;
  const parts = Array.from({ length: featurePart[row + 1] - featurePart[row] }, (_, k) => featurePart[row] + k);
  const topOf = (part: number) => partTopM?.[part] ?? 1;
  const baseOf = (part: number) => partBaseM?.[part] ?? 0;
  const heightM = Math.max(...parts.map(topOf));
  return parts.reduce(
    (sum, part) => sum + ringM2(geometry, partRing[part], origin) * ((topOf(part) - baseOf(part)) / heightM),
    0,
  );
}

function ringM2({ ringVertex, lonLatDeg }: PolygonGeometry, ring: number, origin: LonLat): number {
  const points: Point[] = [];
  for (let v = ringVertex[ring]; v < ringVertex[ring + 1]; v++) {
    const [x, y] = enuFromLonLat(origin, {
      lonDeg: lonLatDeg[2 * v],
      latDeg: lonLatDeg[2 * v + 1],
      heightM: origin.heightM,
    });
    points.push([x, y]);
  }
  return Math.abs(signedAreaM2(points));
}

function housed(layer: LayerInput, residents: Uint32Array): LayerInput {
  const dwellings = residents.map((people) => Math.ceil(people / PEOPLE_PER_DWELLING));
  const columns: InputColumn[] = [
    { name: 'dwellings', type: 'uint32', values: dwellings },
    { name: 'residents', type: 'uint32', values: residents },
  ];
  const known = new Set(layer.features.columns.map(({ name }) => name));
  return {
    ...layer,
    features: { ...layer.features, columns: [...layer.features.columns, ...columns.filter((c) => !known.has(c.name))] },
    attributes: [
      ...layer.attributes,
      { name: 'dwellings', type: 'integer', unit: '1', label: { zh: '户数（推断）', en: 'Dwellings (inferred)' } },
      { name: 'residents', type: 'integer', unit: '1', label: { zh: '居民（推断）', en: 'Residents (inferred)' } },
    ],
  };
}
