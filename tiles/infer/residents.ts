import { dwellingClass, STOREY_M } from '../../model/city/dwellings.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { USE_COLUMNS } from '../../model/plans/building-use.ts';
import type { Text } from '../../model/text/text.ts';
import { textAt } from '../columns.ts';
import type { InputColumn, LayerInput, PolygonGeometry } from '../model.ts';
import { givenResidents } from './given-residents.ts';

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
  /** The layer that has the role of the population, and its people who are in no building; absent: residents are inferred. */
  given?: { layer: string; unhoused: number };
}

/**
 * Gives every existing building that its use calls a dwelling the residents that a layer with the role of the population has for it, else as many
 * as its gross floor area holds. Buildings of unknown use get
 * none unless they are as large as houses are, layers that tell residents themselves stay as they are.
 */
export function withResidents(layers: readonly LayerInput[], origin: LonLat): WithResidents {
  const out: WithResidents = { layers: [], buildings: 0, unknownUse: 0, residents: 0, floorM2: FLOOR_M2_PER_PERSON };
  const floors = layers.map((layer) => floorsOf(layer, origin));
  const source = layers.find(({ roles }) => roles?.population);
  const houses = layers.flatMap((layer, k) => (floors[k] ? [{ layer, floorM2: floors[k].floorM2 }] : []));
  const given = source ? givenResidents(source, houses, origin) : null;
  for (const [k, layer] of layers.entries()) {
    const own = floors[k];
    if (!own) {
      out.layers.push(layer);
      continue;
    }
    const house = houses.findIndex((one) => one.layer === layer);
    const counts = given?.counts[house] ?? Uint32Array.from(own.floorM2, (m2) => Math.round(m2 / FLOOR_M2_PER_PERSON));
    const isHoused = counts.some((people) => people > 0);
    out.layers.push(
      isHoused ? housed(layer, counts, source !== undefined && given !== null ? source.label : null) : layer,
    );
    if (!isHoused) continue;
    out.unknownUse += own.houseSized.filter((row) => counts[row] > 0).length;
    out.buildings += counts.reduce((sum, people) => sum + Number(people > 0), 0);
    out.residents += counts.reduce((sum, people) => sum + people, 0);
  }
  if (source && given) out.given = { layer: source.id, unhoused: given.unhoused };
  return out;
}

/** Floor area of each row in which people live, and the rows that are taken for houses by their size alone; null: nobody may say so of the layer. */
function floorsOf(
  { kind, state, features }: LayerInput,
  origin: LonLat,
): { floorM2: Float64Array; houseSized: number[] } | null {
  const { geometry, columns, count } = features;
  if (kind !== 'building' || state !== 'existing' || geometry.kind !== 'polygon') return null;
  const named = (names: readonly string[]) =>
    names.map((name) => columns.find((column) => column.name.toLowerCase() === name)).find((column) => column);
  const use = named(USE_COLUMNS);
  if (use?.type !== 'string' || named(['residents'])) return null;
  const storeys = named(['storeys', 'levels', 'building:levels']);
  const height = named(['height']);
  const floorM2 = new Float64Array(count);
  const houseSized: number[] = [];
  for (let row = 0; row < count; row++) {
    const dwelling = dwellingClass(textAt(use.values, row), () => storeyM2(geometry, row, origin));
    if (dwelling === null) continue;
    const groundM2 = storeyM2(geometry, row, origin);
    const floors = numberAt(storeys, row) ?? (numberAt(height, row) ?? STOREY_M) / STOREY_M;
    floorM2[row] = groundM2 * Math.max(1, Math.round(floors));
    if (dwelling === 'house-sized') houseSized.push(row);
  }
  return { floorM2, houseSized };
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

/** `source`: label of the layer that the people are of; null: they are inferred. */
function housed(layer: LayerInput, residents: Uint32Array, source: Text | null): LayerInput {
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
      { name: 'residents', type: 'integer', unit: '1', label: residentsLabel(source) },
    ],
  };
}

const residentsLabel = (source: Text | null): Text =>
  source === null
    ? { zh: '居民（推断）', en: 'Residents (inferred)' }
    : { zh: `居民（按“${source.zh}”分摊）`, en: `Residents (spread from "${source.en}")` };
