/** The kind that a property has in a comparison. */
export type Kind = 'text' | 'number' | 'time' | 'truth' | 'json' | 'result';

interface Property {
  kind: Kind;
  /** As it is compared, of the row `a`. Times are milliseconds. */
  sql(a: string): string;
  /** As it is told, where that differs. */
  json?(a: string): string;
}

/** A navigation link of an entity type to another, to one or to many. */
export interface Link {
  to: string;
  isMany: boolean;
  /** No index leads along it: all rows of the set are looked at. */
  isScanned?: boolean;
  /** Which rows `b` belong to the row `a`. */
  on(a: string, b: string): string;
}

/** An entity type of SensorThings with the table, properties and links that queries are written from. */
export interface EntityType {
  set: string;
  /** As a link to one of it is called. */
  name: string;
  table: string;
  /** Which rows belong to some things; without it they are of no thing, and for all. */
  ofThings?(any: string): string;
  properties: Record<string, Property>;
  links: Record<string, Link>;
  id(a: string): Property;
  /** Unique, and the order in which pages are turned. */
  order(a: string): string[];
  /** The row with an id as it stands in an address; null where it cannot be one. */
  withId(a: string, id: string): string | null;
}

/** `to_timestamp(ms / 1000.0)` counts in decimal numbers and took half of the time of an answer of many rows. */
const time = (ms: string) =>
  `to_char(timestamp 'epoch' + ${ms} * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const column = (name: string, kind: Kind): Property => ({ kind, sql: (a) => `${a}.${name}` });

const DESCRIBED: Record<string, Property> = {
  name: column('name', 'text'),
  description: column('description', 'text'),
  properties: column('properties', 'json'),
};

const numbered = {
  id: (a: string): Property => ({ kind: 'number', sql: () => `${a}.id` }),
  order: (a: string) => [`${a}.id`],
  withId: (a: string, id: string) => (/^\d{1,9}$/.test(id) ? `${a}.id = ${Number(id)}` : null),
};

const toMany = (to: string, on: Link['on']): Link => ({ to, isMany: true, on });
const toOne = (to: string, on: Link['on']): Link => ({ to, isMany: false, on });

const withQuality = (name: string): Property => ({ kind: 'json', sql: (a) => `${a}.more -> '${name}'` });

/** SensorThings 1.1 part 1 (18-088), 8.2. Chinese is `name`, English `description`. */
export const TYPES: Record<string, EntityType> = {
  Things: {
    set: 'Things',
    name: 'Thing',
    table: 'things',
    ofThings: (any) => `id = ${any}`,
    ...numbered,
    properties: DESCRIBED,
    links: {
      Locations: toMany('Locations', (a, b) => `${b}.id = ${a}.location`),
      Datastreams: toMany('Datastreams', (a, b) => `${b}.thing = ${a}.id`),
      HistoricalLocations: toMany('HistoricalLocations', (a, b) => `${b}.thing = ${a}.id`),
    },
  },
  HistoricalLocations: {
    set: 'HistoricalLocations',
    name: 'HistoricalLocation',
    table: 'historical_locations',
    ofThings: (any) => `thing = ${any}`,
    ...numbered,
    properties: { time: { kind: 'time', sql: (a) => `${a}.time_ms`, json: (a) => time(`${a}.time_ms`) } },
    links: {
      Thing: toOne('Things', (a, b) => `${b}.id = ${a}.thing`),
      Locations: toMany('Locations', (a, b) => `${b}.id = ${a}.location`),
    },
  },
  Locations: {
    set: 'Locations',
    name: 'Location',
    table: 'locations',
    ofThings: (any) => `id IN (SELECT location FROM things WHERE id = ${any})`,
    ...numbered,
    properties: { ...DESCRIBED, encodingType: column('encoding_type', 'text'), location: column('location', 'json') },
    links: {
      Things: toMany('Things', (a, b) => `${b}.location = ${a}.id`),
      HistoricalLocations: toMany('HistoricalLocations', (a, b) => `${b}.location = ${a}.id`),
    },
  },
  Sensors: {
    set: 'Sensors',
    name: 'Sensor',
    table: 'sensors',
    ofThings: (any) => `id IN (SELECT sensor FROM datastreams WHERE thing = ${any})`,
    ...numbered,
    properties: { ...DESCRIBED, encodingType: column('encoding_type', 'text'), metadata: column('metadata', 'text') },
    links: { Datastreams: toMany('Datastreams', (a, b) => `${b}.sensor = ${a}.id`) },
  },
  ObservedProperties: {
    set: 'ObservedProperties',
    name: 'ObservedProperty',
    table: 'observed_properties',
    ofThings: (any) => `id IN (SELECT observed_property FROM datastreams WHERE thing = ${any})`,
    ...numbered,
    properties: { ...DESCRIBED, definition: column('definition', 'text') },
    links: { Datastreams: toMany('Datastreams', (a, b) => `${b}.observed_property = ${a}.id`) },
  },
  Datastreams: {
    set: 'Datastreams',
    name: 'Datastream',
    table: 'datastreams',
    ofThings: (any) => `thing = ${any}`,
    ...numbered,
    properties: {
      ...DESCRIBED,
      observationType: column('observation_type', 'text'),
      unitOfMeasurement: column('unit', 'json'),
    },
    links: {
      Thing: toOne('Things', (a, b) => `${b}.id = ${a}.thing`),
      Sensor: toOne('Sensors', (a, b) => `${b}.id = ${a}.sensor`),
      ObservedProperty: toOne('ObservedProperties', (a, b) => `${b}.id = ${a}.observed_property`),
      Observations: toMany('Observations', (a, b) => `${b}.datastream = ${a}.id`),
    },
  },
  FeaturesOfInterest: {
    set: 'FeaturesOfInterest',
    name: 'FeatureOfInterest',
    table: 'features',
    ofThings: (any) => `id IN (SELECT feature FROM datastreams WHERE thing = ${any})`,
    ...numbered,
    properties: { ...DESCRIBED, encodingType: column('encoding_type', 'text'), feature: column('feature', 'json') },
    links: {
      Observations: { ...toMany('Observations', (a, b) => `${b}.feature = ${a}.id`), isScanned: true },
    },
  },
  Observations: {
    set: 'Observations',
    name: 'Observation',
    table: 'observations',
    ofThings: (any) => `datastream IN (SELECT id FROM datastreams WHERE thing = ${any})`,
    id: (a) => ({
      kind: 'text',
      sql: () => `${a}.datastream || '-' || ${a}.phenomenon_ms || '-' || to_hex(${a}.result_hash)`,
    }),
    order: (a) => [`${a}.datastream`, `${a}.phenomenon_ms`, `${a}.result_hash`],
    withId(a, id) {
      const [, datastream, ms, hash] = /^(\d{1,9})-(-?\d{1,16})-([0-9a-f]{1,8})$/.exec(id) ?? [];
      if (hash === undefined) return null;
      return `${a}.datastream = ${datastream} AND ${a}.phenomenon_ms = ${ms} AND ${a}.result_hash = ${Number.parseInt(hash, 16) | 0}`;
    },
    properties: {
      phenomenonTime: {
        kind: 'time',
        sql: (a) => `${a}.phenomenon_ms`,
        json: (a) => `coalesce(${time(`${a}.phenomenon_begin_ms`)} || '/', '') || ${time(`${a}.phenomenon_ms`)}`,
      },
      resultTime: { kind: 'time', sql: (a) => `${a}.result_ms`, json: (a) => time(`${a}.result_ms`) },
      result: { kind: 'result', sql: (a) => a, json: (a) => `coalesce(to_jsonb(${a}.result), ${a}.other_result)` },
      resultQuality: withQuality('resultQuality'),
      validTime: withQuality('validTime'),
      parameters: withQuality('parameters'),
    },
    links: {
      Datastream: toOne('Datastreams', (a, b) => `${b}.id = ${a}.datastream`),
      FeatureOfInterest: toOne('FeaturesOfInterest', (a, b) => `${b}.id = ${a}.feature`),
    },
  },
};
