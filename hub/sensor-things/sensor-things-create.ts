import { randomUUID } from 'node:crypto';
import { unitOf } from '../../model/geo/units.ts';
import { jsonText } from '../../model/text/json-text.ts';
import type { Sql } from '../sql/sql-api.ts';

/** What was sent is no entity of its set; the sentence goes to whoever sent it. */
export class EntityError extends Error {}

/** The link that an address implies: `Things(3)/Datastreams` makes a Datastream of Thing 3. */
export interface ImpliedLink {
  set: string;
  id: number;
}

/** A JSON object before any of its fields was checked. */
export type Json = Record<string, unknown>;
type Kind = 'text' | 'json' | 'object' | 'uri' | 'geojson' | 'unit';

interface Field {
  name: string;
  column: string;
  kind: Kind;
}

interface Rule {
  name: string;
  table: string;
  fields: readonly Field[];
  /** To one entity each, told by id or made along with it. */
  links: readonly { name: string; set: string; column: string }[];
  /** Made along with it, each of them linked back. */
  parts: readonly { name: string; set: string }[];
}

const field = (name: string, column: string, kind: Kind): Field => ({ name, column, kind });
const NAMED = [field('name', 'name', 'text'), field('description', 'description', 'text')];
const ENCODING = field('encodingType', 'encoding_type', 'text');
const link = (name: string, set: string, column: string) => ({ name, set, column });

/** What each set asks for (18-088, tables 3 to 19); `properties` may be left out of all. */
export const RULES: Record<string, Rule> = {
  Things: {
    name: 'Thing',
    table: 'things',
    fields: NAMED,
    links: [link('Locations', 'Locations', 'location')],
    parts: [{ name: 'Datastreams', set: 'Datastreams' }],
  },
  Locations: {
    name: 'Location',
    table: 'locations',
    fields: [...NAMED, ENCODING, field('location', 'location', 'geojson')],
    links: [],
    parts: [],
  },
  Sensors: {
    name: 'Sensor',
    table: 'sensors',
    fields: [...NAMED, ENCODING, field('metadata', 'metadata', 'text')],
    links: [],
    parts: [],
  },
  ObservedProperties: {
    name: 'ObservedProperty',
    table: 'observed_properties',
    fields: [...NAMED, field('definition', 'definition', 'uri')],
    links: [],
    parts: [],
  },
  FeaturesOfInterest: {
    name: 'FeatureOfInterest',
    table: 'features',
    fields: [...NAMED, ENCODING, field('feature', 'feature', 'geojson')],
    links: [],
    parts: [],
  },
  Datastreams: {
    name: 'Datastream',
    table: 'datastreams',
    fields: [...NAMED, field('observationType', 'observation_type', 'uri'), field('unitOfMeasurement', 'unit', 'unit')],
    links: [
      link('Thing', 'Things', 'thing'),
      link('Sensor', 'Sensors', 'sensor'),
      link('ObservedProperty', 'ObservedProperties', 'observed_property'),
    ],
    parts: [],
  },
};

const DEEPEST = 4;
const MAX_PARTS = 100;
const MAX_STRING_CHARS = 10_000;

/** Whether a name is one of the entity sets that can be created. */
export function isSet(name: string): boolean {
  return Object.hasOwn(RULES, name);
}

/**
 * Makes an entity and what is inline in it (18-088, 10.2), all or nothing; resolves to its id. Its `properties.code`, where one is told,
 * is its id for life and used once. A Datastream's own feature of interest is the place of its Thing.
 */
export function createEntity(sql: Sql, set: string, body: unknown, implied: ImpliedLink | null): Promise<number> {
  return sql.transaction((within) => insert(within, set, body, implied, RULES[set].name, 0));
}

async function insert(
  sql: Sql,
  set: string,
  body: unknown,
  implied: ImpliedLink | null,
  place: string,
  depth: number,
): Promise<number> {
  const rule = RULES[set];
  if (depth > DEEPEST) throw new EntityError(`${place}: expected at most ${DEEPEST} levels`);
  if (!isObject(body)) throw wrong(place, 'an object', body);
  const { code, properties } = propertiesOf(body, place);
  const columns: Json = { code, properties };
  for (const { name, column, kind } of rule.fields) columns[column] = read(kind, body[name], `${place}/${name}`);
  for (const { name, set: to, column } of rule.links) {
    const linkedEntity = implied?.set === to ? { '@iot.id': implied.id } : body[name];
    columns[column] = await linked(sql, to, linkedEntity, `${place}/${name}`, depth);
  }
  if (set === 'Datastreams') {
    columns.feature = await featureOf(sql, Number(columns.thing), `${place}/Thing`);
    columns.cadence_s = typeof properties.cadenceS === 'number' && properties.cadenceS > 0 ? properties.cadenceS : 0;
    columns.properties = { ...properties, ucum: ucumOf(body.unitOfMeasurement) };
  }
  const id = await insertRow(sql, rule.table, columns, place);
  for (const { name, set: to } of rule.parts) {
    const parts = body[name] ?? [];
    if (!Array.isArray(parts) || parts.length > MAX_PARTS) throw wrong(`${place}/${name}`, 'a list', parts);
    for (const [i, part] of parts.entries())
      await insert(sql, to, part, { set, id }, `${place}/${name}[${i}]`, depth + 1);
  }
  return id;
}

async function insertRow(sql: Sql, table: string, columns: Json, place: string): Promise<number> {
  const names = Object.keys(columns);
  const values = names.map((name) => (isObject(columns[name]) ? JSON.stringify(columns[name]) : columns[name]));
  const [made] = await sql.query<{ id: number }>(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})
     ON CONFLICT (code) DO NOTHING RETURNING id`,
    values,
  );
  if (!made) throw new EntityError(`${place}/properties/code: expected a code not in use, got ${columns.code}`);
  return made.id;
}

/** By its id, or made; of a Thing's Locations the one that there may be. */
export async function linked(
  sql: Sql,
  set: string,
  linkedEntity: unknown,
  place: string,
  depth: number,
): Promise<number | null> {
  if (Array.isArray(linkedEntity)) {
    if (linkedEntity.length > 1)
      throw new EntityError(`${place}: expected one, got ${linkedEntity.length}: things stand still here`);
    return linkedEntity.length === 0 ? null : linked(sql, set, linkedEntity[0], place, depth);
  }
  if (linkedEntity === undefined && set === 'Locations') return null;
  if (!isObject(linkedEntity)) throw wrong(place, 'an @iot.id or an entity', linkedEntity);
  if (!Object.hasOwn(linkedEntity, '@iot.id')) return insert(sql, set, linkedEntity, null, place, depth + 1);
  const id = linkedEntity['@iot.id'];
  const [known] = Number.isInteger(id)
    ? await sql.query<{ id: number }>(`SELECT id FROM ${RULES[set].table} WHERE id = $1`, [id])
    : [];
  if (!known) throw wrong(`${place}/@iot.id`, `the id of one of the ${set}`, id);
  return known.id;
}

/** A place as a feature (18-088, 10.2.1.2): the one that stands where the Thing does. */
async function featureOf(sql: Sql, thing: number, place: string): Promise<number> {
  const [at] = await sql.query<{ code: string; name: string; description: string; location: Json }>(
    `SELECT t.code, l.name, l.description, l.location FROM things t JOIN locations l ON l.id = t.location WHERE t.id = $1`,
    [thing],
  );
  if (!at) throw new EntityError(`${place}: expected a Thing with a Location, which is its feature of interest`);
  const [known] = await sql.query<{ id: number }>('SELECT id FROM features WHERE code = $1', [at.code]);
  if (known) return known.id;
  const { code, name, description, location: feature } = at;
  return insertRow(
    sql,
    'features',
    { code, name, description, encoding_type: 'application/geo+json', feature, properties: {} },
    place,
  );
}

function propertiesOf(body: Json, place: string): { code: string; properties: Json } {
  const linkedEntity = body.properties ?? {};
  if (!isObject(linkedEntity)) throw wrong(`${place}/properties`, 'an object', linkedEntity);
  const code = linkedEntity.code ?? `st-${randomUUID()}`;
  if (typeof code !== 'string' || code === '' || code.length > 128)
    throw wrong(`${place}/properties/code`, 'a text of 1 to 128 characters', code);
  return { code, properties: { ...linkedEntity, code } };
}

/** Checks one field of a new entity against its kind; the error names the place, what was expected and what came. */
export function read(kind: Kind, value: unknown, place: string): unknown {
  switch (kind) {
    case 'text':
    case 'uri':
      if (typeof value !== 'string' || value === '' || value.length > MAX_STRING_CHARS)
        throw wrong(place, 'a text', value);
      if (kind === 'uri' && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(value)) throw wrong(place, 'a URI', value);
      return value;
    case 'unit':
      ucumOf(value, place);
      return value;
    case 'geojson':
      if (!isObject(value) || typeof value.type !== 'string' || !(value.coordinates ?? value.geometry))
        throw wrong(place, 'GeoJSON', value);
      return value;
    default:
      if (!isObject(value)) throw wrong(place, 'an object', value);
      return value;
  }
}

/** `http://unitsofmeasure.org/m3/s`, `…/ucum.html#m3/s`, `ucum:m3/s`, or the code bare. */
const UCUM = /^(?:https?:\/\/unitsofmeasure\.org\/(?:ucum(?:\.html)?#(?:para-\d+)?)?|ucum:)?(.+)$/;

/** The UCUM code of a unit of measurement: a number without one is no measurement, and is refused. */
function ucumOf(unit: unknown, place = 'Datastream/unitOfMeasurement'): string {
  if (!isObject(unit) || typeof unit.name !== 'string' || typeof unit.symbol !== 'string')
    throw wrong(place, 'name, symbol and definition', unit);
  const code = typeof unit.definition === 'string' ? UCUM.exec(unit.definition)?.[1] : undefined;
  if (code === undefined) throw wrong(`${place}/definition`, 'a UCUM code', unit.definition);
  try {
    return unitOf(code).code;
  } catch (error) {
    throw new EntityError(`${place}/definition: ${error instanceof Error ? error.message : error}`);
  }
}

/** The error of a field, with what was expected and the first hundred characters of what came. */
export function wrong(place: string, expected: string, got: unknown): EntityError {
  return new EntityError(`${place}: expected ${expected}, got ${jsonText(got).slice(0, 100)}`);
}

/** Whether a value of JSON is an object, neither null nor a list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
