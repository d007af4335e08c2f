import type { CitySensor, CityStream } from '../../model/sensors/sensors.ts';
import type { Sql } from '../sql/sql-api.ts';

/** What the hub knows of a datastream without asking the database. */
export interface Datastream {
  id: number;
  /** Its id in the city: `sn-rain-0001/1`. */
  code: string;
  thing: number;
  feature: number;
  cadenceS: number;
  /** Its results are numbers (OM_Measurement, OM_CountObservation). */
  isMeasured: boolean;
}

const MEASUREMENT = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
/** Types of observation (18-088, table 12) of which each result is a number. */
const MEASURED = /\/OM_(Measurement|CountObservation)$/;
const GEOJSON = 'application/geo+json';
const UCUM = 'http://unitsofmeasure.org';

interface Entity {
  code: string;
  name: string;
  description: string;
  [column: string]: unknown;
}

/**
 * Where each thing stands that has moved, or is new, since this was last asked: 18-088, 8.2.3. Joined once: looked up thing by thing in a table
 * that is still empty to the planner, 20,000 took 40 s.
 */
export async function recordLocations(sql: Sql, nowMs: number): Promise<void> {
  await sql.query(
    `INSERT INTO historical_locations (thing, location, time_ms)
     SELECT t.id, t.location, $1 FROM things t
     LEFT JOIN (SELECT DISTINCT ON (thing) thing, location FROM historical_locations ORDER BY thing, id DESC) last ON last.thing = t.id
     WHERE t.location IS NOT NULL AND t.location IS DISTINCT FROM last.location`,
    [nowMs],
  );
}

/** Puts a city's sensors into the catalogue, or renews what is there; ids stay. All or nothing. */
export async function registerSensors(sql: Sql, city: string, things: readonly CitySensor[]): Promise<void> {
  await sql.transaction(async (within) => {
    const places = things.map((thing) => ({
      ...named(thing.id, thing.name),
      encoding_type: GEOJSON,
      geometry: {
        type: 'Point',
        coordinates: thing.elevationM === undefined ? thing.lonLat : [...thing.lonLat, thing.elevationM],
      },
      properties: {},
    }));
    await upsert(
      within,
      'locations',
      places.map(({ geometry, ...place }) => ({ ...place, location: geometry })),
    );
    await upsert(
      within,
      'features',
      places.map(({ geometry, ...place }) => ({ ...place, feature: geometry })),
    );
    await upsert(
      within,
      'things',
      things.map(({ id, name, kind, of }) => ({
        ...named(id, name),
        location: id,
        properties: { code: id, city, kind, of, name },
      })),
      { location: 'locations' },
    );
    const streams = things.flatMap((thing) =>
      thing.datastreams.map((stream) => ({ thing, stream, code: propertyCode(thing, stream) })),
    );
    const kinds = [...new Map(streams.map((each) => [each.code, each])).values()];
    await upsert(
      within,
      'sensors',
      kinds.map(({ code, thing, stream }) => ({
        ...named(code, stream.name),
        encoding_type: 'text/plain',
        metadata: `${city}: ${thing.kind}, every ${stream.cadenceS} s`,
        properties: { kind: thing.kind },
      })),
    );
    await upsert(
      within,
      'observed_properties',
      kinds.map(({ code, thing, stream }) => ({
        ...named(code, stream.name),
        definition: `urn:shapan:observed-property:${code.replaceAll(' ', '-')}`,
        properties: { kind: thing.kind, name: stream.name },
      })),
    );
    await upsertStreams(within, streams);
  });
}

/** Writes the datastreams, which name the rows of all other tables by their codes. */
async function upsertStreams(
  within: Sql,
  streams: readonly { thing: CitySensor; stream: CityStream; code: string }[],
): Promise<void> {
  await upsert(
    within,
    'datastreams',
    streams.map(({ thing, stream: { id, name, unit, cadenceS, warn, alarm }, code }) => ({
      ...named(id, { zh: `${thing.name.zh} · ${name.zh}`, en: `${thing.name.en} · ${name.en}` }),
      observation_type: MEASUREMENT,
      unit: { name: unit, symbol: unit, definition: `${UCUM}/${unit}` },
      properties: {
        code: id,
        kind: thing.kind,
        ucum: unit,
        cadenceS,
        ...(warn !== undefined && { warn }),
        ...(alarm !== undefined && { alarm }),
      },
      cadence_s: cadenceS,
      thing: thing.id,
      sensor: code,
      observed_property: code,
      feature: thing.id,
    })),
    { thing: 'things', sensor: 'sensors', observed_property: 'observed_properties', feature: 'features' },
  );
}

/** All datastreams of the database by number, as the ingest looks them up. */
export async function readDatastreams(sql: Sql): Promise<Map<number, Datastream>> {
  const rows = await sql.query<Omit<Datastream, 'isMeasured'> & { type: string }>(
    'SELECT id, code, thing, feature, cadence_s AS "cadenceS", observation_type AS type FROM datastreams ORDER BY id',
  );
  return new Map(rows.map(({ type, ...row }) => [row.id, { ...row, isMeasured: MEASURED.test(type) }]));
}

/** Brings a list that stands up to date with the catalogue: those who hold it see what came and went. */
export async function renewStreams(sql: Sql, streams: Map<number, Datastream>): Promise<void> {
  const known = await readDatastreams(sql);
  for (const stream of streams.keys()) if (!known.has(stream)) streams.delete(stream);
  for (const [stream, datastream] of known) streams.set(stream, datastream);
}

function named(code: string, name: { zh: string; en: string }): Entity {
  return { code, name: name.zh, description: name.en, of_city: true };
}

function propertyCode({ kind }: CitySensor, { name }: CityStream): string {
  return `${kind} ${name.en}`;
}

/** All rows in one statement. `links` names the columns that are told by the code of a row elsewhere, and where. */
async function upsert(
  sql: Sql,
  table: string,
  rows: readonly Entity[],
  links: Record<string, string> = {},
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]);
  const types = (await columnTypes(sql, table)).filter(({ name }) => columns.includes(name));
  const cells = types.map(({ name, type }) => ({
    name,
    read: `${name} ${name in links ? 'text' : type}`,
    cell: name in links ? `(SELECT id FROM ${links[name]} WHERE code = sent.${name})` : `sent.${name}`,
  }));
  const changes = cells.filter(({ name }) => name !== 'code').map(({ name }) => `${name} = excluded.${name}`);
  await sql.query(
    `INSERT INTO ${table} (${cells.map(({ name }) => name).join(', ')})
     SELECT ${cells.map(({ cell }) => cell).join(', ')}
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (${cells.map(({ read }) => read).join(', ')})) WITH ORDINALITY AS sent
     ORDER BY sent.ordinality
     ON CONFLICT (code) DO UPDATE SET ${changes.join(', ')}`,
    [JSON.stringify(rows)],
  );
}

function columnTypes(sql: Sql, table: string): Promise<{ name: string; type: string }[]> {
  return sql.query(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
}
