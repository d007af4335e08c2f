/** The kind that a property has in a comparison. */
export type Kind = 'text' | 'number' | 'time' | 'span' | 'duration' | 'truth' | 'json' | 'result' | 'geometry';

/** A property of an entity type: how it is compared, and how it is told. */
export interface Property {
  kind: Kind;
  /** As it is compared, of the row `a`. Times are milliseconds; a span of time is its end. */
  sql(a: string): string;
  /** Where a span begins. */
  begin?(a: string): string;
  /** Each row has it: pages that are turned by it alone are found by its index. */
  isNeverNull?: boolean;
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
  /** Properties that an entity which has none of them is told without. */
  optional?: readonly string[];
  links: Record<string, Link>;
  id: Property;
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
  id: { kind: 'number', sql: (a: string) => `${a}.id`, isNeverNull: true } satisfies Property,
  order: (a: string) => [`${a}.id`],
  withId: (a: string, id: string) => (/^\d{1,9}$/.test(id) ? `${a}.id = ${Number(id)}` : null),
};

const toMany = (to: string, on: Link['on']): Link => ({ to, isMany: true, on });
const toOne = (to: string, on: Link['on']): Link => ({ to, isMany: false, on });

/** A value of a datastream's first or last observation by event time, which its key finds without the others. */
const ofObservation = (a: string, value: string, which: 'ASC' | 'DESC') =>
  `(SELECT ${value} FROM observations o WHERE o.datastream = ${a}.id ORDER BY o.phenomenon_ms ${which} LIMIT 1)`;

const FIRST_MS = 'coalesce(o.phenomenon_begin_ms, o.phenomenon_ms)';

/** The span from a datastream's first observation to its last, as its observations keep it. */
const spanOf = (first: string, last: string): Property => ({
  kind: 'span',
  sql: (a) => ofObservation(a, last, 'DESC'),
  begin: (a) => ofObservation(a, first, 'ASC'),
  json: (a) => `${time(ofObservation(a, first, 'ASC'))} || '/' || ${time(ofObservation(a, last, 'DESC'))}`,
});

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
    properties: {
      time: { kind: 'time', sql: (a) => `${a}.time_ms`, isNeverNull: true, json: (a) => time(`${a}.time_ms`) },
    },
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
      /** The place of its feature of interest, once it has an observation; features that single observations name are not counted in. */
      observedArea: {
        kind: 'json',
        sql: (a) => `(SELECT coalesce(f.feature->'geometry', f.feature) FROM features f
          WHERE f.id = ${a}.feature AND EXISTS (SELECT 1 FROM observations o WHERE o.datastream = ${a}.id))`,
      },
      phenomenonTime: spanOf(FIRST_MS, 'o.phenomenon_ms'),
      resultTime: spanOf('o.result_ms', 'o.result_ms'),
    },
    optional: ['observedArea', 'phenomenonTime', 'resultTime'],
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
    id: {
      kind: 'text',
      sql: (a) => `${a}.datastream || '-' || ${a}.phenomenon_ms || '-' || to_hex(${a}.result_hash)`,
      isNeverNull: true,
    },
    order: (a) => [`${a}.datastream`, `${a}.phenomenon_ms`, `${a}.result_hash`],
    withId(a, id) {
      const [, datastream, ms, hash] = /^(\d{1,9})-(-?\d{1,16})-([0-9a-f]{1,8})$/.exec(id) ?? [];
      if (hash === undefined) return null;
      return `${a}.datastream = ${datastream} AND ${a}.phenomenon_ms = ${ms} AND ${a}.result_hash = ${Number.parseInt(hash, 16) | 0}`;
    },
    properties: {
      phenomenonTime: {
        kind: 'span',
        sql: (a) => `${a}.phenomenon_ms`,
        begin: (a) => `coalesce(${a}.phenomenon_begin_ms, ${a}.phenomenon_ms)`,
        isNeverNull: true,
        json: (a) => `coalesce(${time(`${a}.phenomenon_begin_ms`)} || '/', '') || ${time(`${a}.phenomenon_ms`)}`,
      },
      resultTime: { kind: 'time', sql: (a) => `${a}.result_ms`, json: (a) => time(`${a}.result_ms`) },
      result: { kind: 'result', sql: (a) => a, json: (a) => `coalesce(to_jsonb(${a}.result), ${a}.other_result)` },
      resultQuality: withQuality('resultQuality'),
      validTime: withQuality('validTime'),
      parameters: withQuality('parameters'),
    },
    optional: ['resultQuality', 'validTime', 'parameters'],
    links: {
      Datastream: toOne('Datastreams', (a, b) => `${b}.id = ${a}.datastream`),
      FeatureOfInterest: toOne('FeaturesOfInterest', (a, b) => `${b}.id = ${a}.feature`),
    },
  },
};
