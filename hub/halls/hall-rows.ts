import type { HourVisits } from '../../model/halls/hall.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';

/** Hours that are reported: a month. */
const MAX_LISTED_HOURS = 31 * 24;

/** The halls of a hub in its database. */
export interface HallRows {
  ids(by?: Reader): Promise<string[]>;
  /** Returns the digests of the keys of all halls. */
  digests(): Promise<string[]>;
  digestOf(id: string): Promise<string | null>;
  add(id: string, keyDigest: string): Promise<void>;
  /** With its visits. */
  remove(id: string): Promise<void>;
  addVisits(id: string, batch: number, hours: readonly HourVisits[]): Promise<void>;
  /** The newest first. */
  visitsOf(by: Reader, id: string): Promise<HourVisits[]>;
}

/** Makes the tables where there are none. */
export async function openHallRows(sql: Sql): Promise<HallRows> {
  return {
    ids: async (by = sql) => (await by.query<{ id: string }>('SELECT id FROM halls ORDER BY id')).map(({ id }) => id),
    digests: async () =>
      (await sql.query<{ digest: string }>('SELECT key_digest AS digest FROM halls')).map(({ digest }) => digest),
    async digestOf(id) {
      const [row] = await sql.query<{ digest: string }>('SELECT key_digest AS digest FROM halls WHERE id = $1', [id]);
      return row?.digest ?? null;
    },
    add: async (id, keyDigest) => void (await sql.query('INSERT INTO halls VALUES ($1, $2, 0)', [id, keyDigest])),
    remove: (id) =>
      sql.transaction(async (within) => {
        await within.query('DELETE FROM hall_visits WHERE hall = $1', [id]);
        await within.query('DELETE FROM halls WHERE id = $1', [id]);
      }),
    addVisits: (id, batch, hours) =>
      sql.transaction(async (within) => {
        const isNew = await within.query(
          'UPDATE halls SET last_batch = $2 WHERE id = $1 AND last_batch < $2 RETURNING id',
          [id, batch],
        );
        if (isNew.length === 0) return;
        for (const { hour, takeOvers, tours, zh, en } of hours)
          await within.query(
            `INSERT INTO hall_visits AS v VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hall, hour) DO UPDATE SET
             take_overs = v.take_overs + $3, tours = v.tours + $4, zh = v.zh + $5, en = v.en + $6`,
            [id, hour, takeOvers, tours, zh, en],
          );
      }),
    visitsOf: (by, id) =>
      by.query<HourVisits>(
        `SELECT hour, take_overs::float8 AS "takeOvers", tours::float8 AS tours, zh::float8 AS zh, en::float8 AS en
         FROM hall_visits WHERE hall = $1 ORDER BY hour DESC LIMIT ${MAX_LISTED_HOURS}`,
        [id],
      ),
  };
}
