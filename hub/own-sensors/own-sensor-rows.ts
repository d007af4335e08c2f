import { type OwnSensor, parseOwnSensors, streamIdOf } from '../../model/sensors/own-sensors.ts';
import type { Sql } from '../sql/sql-api.ts';

/** The sensors that users of a city connected, as the database keeps them, by id. */
export async function readOwnSensors(sql: Sql): Promise<readonly OwnSensor[]> {
  const rows = await sql.query<{ spec: unknown }>('SELECT spec FROM own_sensors ORDER BY id');
  return parseOwnSensors({ sensors: rows.map(({ spec }) => spec) }, 'own_sensors');
}

/** Keeps them, in place of those of the same ids. */
export async function writeOwnSensors(sql: Sql, sensors: readonly OwnSensor[]): Promise<void> {
  await sql.query(
    `INSERT INTO own_sensors SELECT one->>'id', one FROM jsonb_array_elements($1::jsonb) AS one
     ON CONFLICT (id) DO UPDATE SET spec = excluded.spec`,
    [JSON.stringify(sensors)],
  );
}

/** Ids of the catalogue's things and datastreams among these: what users connect takes none of them. */
export async function readTakenCodes(sql: Sql, sensors: readonly OwnSensor[]): Promise<ReadonlySet<string>> {
  const codes = sensors.flatMap(({ id }) => [id, streamIdOf(id)]);
  const rows = await sql.query<{ code: string }>(
    `SELECT code FROM things WHERE code = ANY($1::text[]) UNION SELECT code FROM datastreams WHERE code = ANY($1::text[])
     UNION SELECT code FROM locations WHERE code = ANY($1::text[]) UNION SELECT code FROM features WHERE code = ANY($1::text[])`,
    [codes],
  );
  return new Set(rows.map(({ code }) => code));
}

/** Takes one away with all that is nothing without it (18-088, table 25): its datastream, and what that measured. */
export async function deleteOwnSensor(sql: Sql, id: string): Promise<void> {
  await sql.transaction(async (within) => {
    await within.query('DELETE FROM own_sensors WHERE id = $1', [id]);
    const streams = await within.query<{ id: number }>(
      'SELECT d.id FROM datastreams d JOIN things t ON t.id = d.thing WHERE t.code = $1',
      [id],
    );
    for (const stream of streams)
      for (const table of ['observations', 'hours'])
        await within.query(`DELETE FROM ${table} WHERE datastream = $1`, [stream.id]);
    for (const stream of streams) await within.query('DELETE FROM datastreams WHERE id = $1', [stream.id]);
    for (const table of ['things', 'features', 'locations'])
      await within.query(`DELETE FROM ${table} WHERE code = $1`, [id]);
  });
}
