import type { AlarmAct, AlarmKey } from '../../model/alarms/alarm.ts';
import { ACTS_KEPT_MS } from '../../model/alarms/alarm-act.ts';
import type { AlarmStep } from '../../model/alarms/alarm-machine.ts';
import type { AlarmMessage } from '../../model/alarms/alarm-message.ts';
import type { ReportedRule, SavedAlarm } from '../../model/alarms/alarm-store.ts';
import type { Span } from '../../model/sensors/spans.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';

/** A standing alarm as it is kept. */
export interface AlarmRow {
  message: AlarmMessage;
  saved: SavedAlarm;
  /** Rule of an alarm that is reported and that no rule on values raises. */
  reported: ReportedRule | null;
}

/** How far the rules have come. */
interface WatchRow {
  seq: number;
  /** Until then all that came was judged. */
  lastHeartbeatMs: number;
  outages: readonly Span[];
  /** Since when alarms are watched: a past that ended before is none; null where the hub did not note it yet. */
  sinceMs: number | null;
}

/** One step in the life of an alarm, as it was noted. */
export interface AlarmEventRow {
  key: AlarmKey;
  kind: string;
  atMs: number;
  who: string | null;
  untilMs: number | null;
  state: string;
}

/** What one look of the watch changed, which is written in one transaction. */
export interface AlarmChanges {
  rows: readonly AlarmRow[];
  gone: readonly AlarmKey[];
  steps: readonly { key: AlarmKey; step: AlarmStep }[];
  watch: WatchRow;
  nowMs: number;
}

/** A step with its number among all that were noted. */
export interface NumberedEvent extends AlarmEventRow {
  id: number;
  notedMs: number;
}

const MAX_ACTS = 20_000;
const MAX_EVENTS = 1000;

/** The alarms in SQL. What has resolved outlives a SIGKILL of the hub. */
export class AlarmRows {
  private readonly sql: Sql;

  private constructor(sql: Sql) {
    this.sql = sql;
  }

  static async open(sql: Sql): Promise<AlarmRows> {
    return new AlarmRows(sql);
  }

  async standing(): Promise<AlarmRow[]> {
    const rows = await this.sql.query<{ message: KeptMessage; saved: KeptAlarm; reported: ReportedRule | null }>(
      'SELECT message, saved, reported FROM alarms ORDER BY key',
    );
    return rows.map(({ message, saved, reported }) => ({
      message: { ...message, raised: message.raised ?? null, extreme: message.extreme ?? null },
      reported,
      saved: { ...saved, raised: saved.raised ?? null, raw: saved.raw.map(spanOf) },
    }));
  }

  async watch(): Promise<WatchRow | null> {
    const [row] = await this.sql.query<Omit<WatchRow, 'outages'> & { outages: KeptSpan[] }>(
      `SELECT seq::float8 AS seq, heard_ms::float8 AS "lastHeartbeatMs", outages, since_ms::float8 AS "sinceMs"
       FROM alarm_watch`,
    );
    return row ? { ...row, outages: row.outages.map(spanOf) } : null;
  }

  /** All or nothing, so that a row, its events and the count of changes never part. */
  async save({ rows, gone, steps, watch, nowMs }: AlarmChanges): Promise<void> {
    await this.sql.transaction(async (sql) => {
      if (rows.length > 0)
        await sql.query(
          `INSERT INTO alarms (key, seq, message, saved, reported)
           SELECT key, seq, message, saved, reported
           FROM jsonb_to_recordset($1::jsonb) AS sent (key text, seq int8, message jsonb, saved jsonb, reported jsonb)
           ON CONFLICT (key) DO UPDATE SET
             seq = excluded.seq, message = excluded.message, saved = excluded.saved, reported = excluded.reported`,
          [JSON.stringify(rows.map(keptRow))],
        );
      if (gone.length > 0) await sql.query('DELETE FROM alarms WHERE key = ANY($1::text[])', [arrayOf(gone)]);
      if (steps.length > 0)
        await sql.query(
          `INSERT INTO alarm_events (key, kind, at_ms, who, until_ms, state, noted_ms)
           SELECT key, kind, at_ms, who, until_ms, state, $2
           FROM jsonb_to_recordset($1::jsonb)
             AS sent (key text, kind text, at_ms int8, who text, until_ms int8, state text)
           ON CONFLICT DO NOTHING`,
          [JSON.stringify(steps.map(keptStep)), Math.round(nowMs)],
        );
      await sql.query(
        `INSERT INTO alarm_watch (seq, heard_ms, outages, since_ms) VALUES ($1, $2, $3::jsonb, $4)
         ON CONFLICT (one) DO UPDATE SET
           seq = excluded.seq, heard_ms = excluded.heard_ms, outages = excluded.outages, since_ms = excluded.since_ms`,
        [watch.seq, Math.round(watch.lastHeartbeatMs), JSON.stringify(watch.outages), watch.sinceMs],
      );
    });
  }

  /** Returns the acts of the last three days, and all acts on alarms that are not over: a device may be out of service for weeks. */
  async acts(nowMs: number): Promise<AlarmAct[]> {
    return this.sql.query<AlarmAct>(
      `SELECT key, event FROM alarm_acts WHERE at_ms > $1 OR key IN (SELECT key FROM alarms) ORDER BY id`,
      [nowMs - ACTS_KEPT_MS],
    );
  }

  /** The newest of the last three days, oldest first. */
  async recentActs(nowMs: number, by: Reader = this.sql): Promise<AlarmAct[]> {
    return by.query<AlarmAct>(
      `SELECT key, event FROM (SELECT * FROM alarm_acts WHERE at_ms > $1 ORDER BY id DESC LIMIT $2) AS newest ORDER BY id`,
      [nowMs - ACTS_KEPT_MS, MAX_ACTS],
    );
  }

  async addAct({ key, event }: AlarmAct): Promise<void> {
    await this.sql.query('INSERT INTO alarm_acts (key, event, at_ms) VALUES ($1, $2::jsonb, $3)', [
      key,
      JSON.stringify(event),
      event.atMs,
    ]);
  }

  /** Those that were noted after one of them, and not before a moment, in the order in which they were noted; a part at a time. */
  async eventsAfter(id: number, notedMs: number): Promise<NumberedEvent[]> {
    return this.sql.query<NumberedEvent>(
      `SELECT id::float8 AS id, key, kind, at_ms::float8 AS "atMs", who, until_ms::float8 AS "untilMs", state,
         noted_ms::float8 AS "notedMs"
       FROM alarm_events WHERE id > $1 AND noted_ms >= $2 ORDER BY id LIMIT $3`,
      [id, Math.floor(notedMs), MAX_EVENTS],
    );
  }

  /** The newest first; of one alarm or of all. */
  async events(sinceMs: number, key: AlarmKey | null, by: Reader = this.sql): Promise<AlarmEventRow[]> {
    return by.query<AlarmEventRow>(
      `SELECT key, kind, at_ms::float8 AS "atMs", who, until_ms::float8 AS "untilMs", state FROM alarm_events
       WHERE at_ms >= $1 AND ($2::text IS NULL OR key = $2) ORDER BY id DESC LIMIT $3`,
      [sinceMs, key, MAX_EVENTS],
    );
  }
}

/** JSON knows no infinity: an open span has no end. */
interface KeptSpan {
  fromMs: number;
  toMs: number | null;
}
/** Message as saved, also by a hub that did not save what raised an alarm. */
type KeptMessage = Omit<AlarmMessage, 'raised' | 'extreme'> & Partial<Pick<AlarmMessage, 'raised' | 'extreme'>>;
type KeptAlarm = Omit<SavedAlarm, 'raw'> & { raw: KeptSpan[] };

function spanOf({ fromMs, toMs }: KeptSpan): Span {
  return { fromMs, toMs: toMs ?? Number.POSITIVE_INFINITY };
}

function keptRow({ message, saved, reported }: AlarmRow): object {
  return { key: message.key, seq: message.seq, message, saved, reported };
}

function keptStep({ key, step: { event, state } }: AlarmChanges['steps'][number]): object {
  return {
    key,
    kind: event.kind,
    at_ms: Math.round(event.atMs),
    who: 'by' in event ? event.by : null,
    until_ms: 'untilMs' in event ? event.untilMs : null,
    state: state.kind,
  };
}

/** Texts as an array literal of PostgreSQL. */
function arrayOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
