import type { Sql } from '../sql/sql-api.ts';
import { EntityError, isObject, type Json, linked, RULES, read, wrong } from './sensor-things-create.ts';
import { TYPES } from './sensor-things-model.ts';

/** It cannot be done to this entity, whatever is sent: the city's own, or one that others need. */
export class EntityInUse extends Error {}

/** There is no such entity. */
export class EntityNotFound extends Error {}

interface Stored {
  properties: Json;
  of_city: boolean;
  unit?: unknown;
}

/**
 * Changes what is told of an entity and leaves the rest (18-088, 10.3.2); `isWhole` (PUT): what is not told is taken away, or refused where
 * no entity is without it; links that are not told stay. What the service itself says of it (`@iot.…`, and what observations keep of a datastream) may come back with it. Its code stays, and so does the unit of a datastream: what was measured was
 * measured in it.
 */
export function changeEntity(sql: Sql, set: string, id: number, body: unknown, isWhole = false): Promise<void> {
  return sql.transaction(async (within) => {
    const { name, table, fields, links } = RULES[set];
    const before = await readOwn(within, set, id);
    if (!isObject(body)) throw wrong(name, 'an object', body);
    const known = ['properties', ...fields.map((field) => field.name), ...links.map((link) => link.name)];
    const kept = TYPES[set].optional ?? [];
    const other = Object.keys(body).find(
      (key) => !known.includes(key) && !kept.includes(key) && !key.includes('@iot.'),
    );
    if (other !== undefined) throw new EntityError(`${name}/${other}: expected one of ${known.join(', ')}`);
    const columns: Json = {};
    for (const field of fields)
      if (isWhole || Object.hasOwn(body, field.name))
        columns[field.column] = read(field.kind, body[field.name], `${name}/${field.name}`);
    for (const link of links)
      if (Object.hasOwn(body, link.name))
        columns[link.column] = await linked(within, link.set, body[link.name], `${name}/${link.name}`, 0);
    if (columns.unit !== undefined && definitionOf(columns.unit) !== definitionOf(before.unit))
      throw new EntityError(`${name}/unitOfMeasurement: expected the unit that its observations are in`);
    if (isWhole || Object.hasOwn(body, 'properties')) {
      const { properties = {} } = body;
      if (!isObject(properties)) throw wrong(`${name}/properties`, 'an object', properties);
      const { code, ucum, cadenceS } = before.properties;
      const stays = { code, ...(ucum === undefined ? {} : { ucum, cadenceS }) };
      columns.properties = { ...properties, ...stays };
    }
    const names = Object.keys(columns);
    if (names.length === 0) throw wrong(name, `one of ${known.join(', ')}`, body);
    const values = names.map((column) =>
      isObject(columns[column]) ? JSON.stringify(columns[column]) : columns[column],
    );
    const sets = names.map((column, i) => `${column} = $${i + 2}`);
    await within.query(`UPDATE ${table} SET ${sets.join(', ')} WHERE id = $1`, [id, ...values]);
  });
}

/** Takes an entity away with all that is nothing without it (18-088, table 25): a Thing with its Datastreams, these with their Observations. */
export function deleteEntity(sql: Sql, set: string, id: number): Promise<void> {
  return sql.transaction(async (within) => {
    const { properties } = await readOwn(within, set, id);
    const by = { Things: 'thing', Datastreams: 'id', Sensors: 'sensor', ObservedProperties: 'observed_property' }[set];
    if (by !== undefined) await deleteDatastreams(within, by, id);
    if (set === 'Locations') await within.query('UPDATE things SET location = NULL WHERE location = $1', [id]);
    if (set === 'FeaturesOfInterest') {
      const [user] = await within.query<{ id: number }>('SELECT id FROM datastreams WHERE feature = $1 LIMIT 1', [id]);
      if (user) throw new EntityInUse(`FeaturesOfInterest(${id}): expected one that no Datastream needs`);
      await within.query('DELETE FROM observations WHERE feature = $1', [id]);
    }
    await within.query(`DELETE FROM ${RULES[set].table} WHERE id = $1`, [id]);
    // Its place as a feature, which came with it, goes where nothing was observed there.
    if (set === 'Things')
      await within.query(
        `DELETE FROM features f WHERE code = $1 AND NOT of_city AND NOT EXISTS (SELECT 1 FROM datastreams WHERE feature = f.id)
           AND NOT EXISTS (SELECT 1 FROM observations WHERE feature = f.id)`,
        [properties.code],
      );
  });
}

async function deleteDatastreams(sql: Sql, by: string, id: number): Promise<void> {
  const streams = await sql.query<{ id: number; of_city: boolean }>(
    `SELECT id, of_city FROM datastreams WHERE ${by} = $1`,
    [id],
  );
  const own = streams.find(({ of_city }) => of_city);
  if (own) throw new EntityInUse(`Datastreams(${own.id}): expected none of the city's own file`);
  for (const table of ['observations', 'hours'])
    for (const stream of streams) await sql.query(`DELETE FROM ${table} WHERE datastream = $1`, [stream.id]);
  await sql.query(`DELETE FROM datastreams WHERE ${by} = $1`, [id]);
}

/** An entity that may be changed here. */
export async function readOwn(sql: Sql, set: string, id: number): Promise<Stored> {
  const [row] = await sql.query<Stored>(`SELECT * FROM ${RULES[set].table} WHERE id = $1`, [id]);
  if (!row) throw new EntityNotFound(`there is no ${set}(${id})`);
  if (row.of_city)
    throw new EntityInUse(
      `${set}(${id}): expected one that was created here: this one is of the city's own file, or in its list of own sensors`,
    );
  return row;
}

const definitionOf = (unit: unknown): unknown => (isObject(unit) ? unit.definition : undefined);
