import type { FastifyRequest } from 'fastify';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { csvText } from '../../model/tables/csv-cell.ts';
import type { Message as HubFault } from '../../model/text/message.ts';
import { MS_PER_H } from '../../model/time.ts';
import { needs, readerOf, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers } from '../accounts/scope.ts';
import type { Hub } from '../hub.ts';
import { hubMessage } from '../messages.ts';
import type { Reader } from '../sql/sql-api.ts';
import type { History } from './history.ts';
import type { Ingest } from './ingest.ts';
import { isoTime, readTime } from './observations.ts';

/** A chart has no more pixels. */
const MAX_POINTS = 5000;

/** A series over no more goes before longer ones: 86,400 readings of a second. */
const SHORT_SPAN_MS = 24 * MS_PER_H;

/** Rows of one file at most: ten years of minutes are 5 million, and 40 bytes of memory each while the file is written. */
const MAX_EXPORT = 2_000_000;

/** Rows of one question; the embedded engine holds the others up for some 0.2 s with it. */
const EXPORT_PART = 20_000;
const INT4_MAX = 2_147_483_647;

interface HistoryQuery {
  datastream?: string;
  from?: string;
  to?: string;
  points?: string;
}

interface Span {
  datastream: number;
  fromMs: number;
  toMs: number;
}

/** What SensorThings has no words for: a chart's buckets, and files. Datastream by its number or its id in the city, times in ISO 8601. */
export async function openHistoryRoutes(
  hub: Hub & { history: History; ingest: Ingest },
  accounts: Accounts,
): Promise<void> {
  const { http, history, ingest, places } = hub;
  /** By its number, or by its id in the city. */
  const idOf = (optionText: string): number => {
    if (/^\d{1,9}$/.test(optionText)) return Number(optionText);
    return [...ingest.streams.values()].find(({ code }) => code === optionText)?.id ?? Number.NaN;
  };
  const spanOf = (request: FastifyRequest<{ Querystring: HistoryQuery }>): Span | HubFault => {
    const historyQuery = request.query;
    const datastream = idOf(historyQuery.datastream ?? '');
    const place = places.ofDatastream(datastream);
    const fromMs = readTime(historyQuery.from ?? '');
    const toMs = readTime(historyQuery.to ?? '');
    if (!place || !covers(accounts.scopeOf(request), place))
      return hubMessage('stream-unknown', { got: String(historyQuery.datastream) });
    if (Number.isNaN(fromMs)) return hubMessage('bad-iso', { place: 'from', got: String(historyQuery.from) });
    if (!(toMs > fromMs)) return hubMessage('bad-span', { place: 'to', got: String(historyQuery.to) });
    return { datastream, fromMs, toMs };
  };

  http.get<{ Querystring: HistoryQuery }>(
    '/history/series',
    needs('observations.read', 'place'),
    async (request, reply) => {
      const span = spanOf(request);
      if ('text' in span) return refuse(reply, 400, span);
      const points = Number(request.query.points ?? 1000);
      if (!Number.isInteger(points) || points < 1 || points > MAX_POINTS)
        return refuse(
          reply,
          400,
          hubMessage('bad-range', { place: 'points', least: 1, most: MAX_POINTS, got: String(request.query.points) }),
        );
      const by = readerOf(hub, request, span.toMs - span.fromMs > SHORT_SPAN_MS);
      return history.series(span.datastream, span.fromMs, span.toMs, points, by);
    },
  );

  /** Part by part, so that others have their turn between two of them. */
  const rowsOf = async ({ datastream, fromMs, toMs }: Span, by: Reader): Promise<ExportRow[]> => {
    const rows: ExportRow[] = [];
    for (let last: ExportRow | undefined; rows.length <= MAX_EXPORT; last = rows.at(-1)) {
      const part = await by.query<ExportRow>(
        `SELECT phenomenon_ms, result_hash, result_ms, received_ms, result, other_result FROM observations
         WHERE datastream = $1 AND (phenomenon_ms, result_hash) > ($2, $3) AND phenomenon_ms < $4
         ORDER BY phenomenon_ms, result_hash LIMIT ${EXPORT_PART}`,
        [datastream, last?.phenomenon_ms ?? fromMs - 1, last?.result_hash ?? INT4_MAX, toMs],
      );
      for (const row of part) rows.push(row);
      if (part.length < EXPORT_PART) break;
    }
    return rows;
  };

  for (const [format, write] of Object.entries(FORMATS))
    http.get<{ Querystring: HistoryQuery }>(
      `/history/observations.${format}`,
      needs('history.export', 'place'),
      async (request, reply) => {
        const span = spanOf(request);
        if ('text' in span) return refuse(reply, 400, span);
        const rows = await rowsOf(span, readerOf(hub, request, true));
        if (rows.length > MAX_EXPORT) return refuse(reply, 400, hubMessage('export-large', { most: MAX_EXPORT }));
        const code = ingest.streams.get(span.datastream)?.code ?? String(span.datastream);
        const { type, body } = write(code, rows);
        const name = `${code.replaceAll(/\W+/g, '-')}.${format}`;
        return reply.header('Content-Disposition', `attachment; filename="${name}"`).type(type).send(body);
      },
    );
}

interface ExportRow {
  phenomenon_ms: number;
  result_hash: number;
  result_ms: number | null;
  received_ms: number;
  result: number | null;
  other_result: unknown;
}

type Write = (code: string, rows: readonly ExportRow[]) => { type: string; body: Buffer | string };

const FORMATS: Record<'csv' | 'parquet', Write> = { csv: writeCsv, parquet: writeParquet };

/** RFC 4180; a text that a spreadsheet would take for a formula is quoted with an apostrophe before it. */
function writeCsv(code: string, rows: readonly ExportRow[]): { type: string; body: string } {
  const lines = rows.map((row) =>
    [
      csvText(code),
      isoTime(row.phenomenon_ms),
      row.result_ms === null ? '' : isoTime(row.result_ms),
      isoTime(row.received_ms),
      row.result ?? csvText(otherText(row) ?? ''),
    ].join(','),
  );
  return {
    type: 'text/csv; charset=utf-8',
    body: `datastream,phenomenonTime,resultTime,receivedTime,result\r\n${lines.map((line) => `${line}\r\n`).join('')}`,
  };
}

function writeParquet(code: string, rows: readonly ExportRow[]): { type: string; body: Buffer } {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'datastream', data: rows.map(() => code), type: 'STRING' },
      { name: 'phenomenonTime', data: rows.map((row) => new Date(row.phenomenon_ms)), type: 'TIMESTAMP' },
      {
        name: 'resultTime',
        data: rows.map((row) => row.result_ms && new Date(row.result_ms)),
        type: 'TIMESTAMP',
        nullable: true,
      },
      { name: 'receivedTime', data: rows.map((row) => new Date(row.received_ms)), type: 'TIMESTAMP' },
      { name: 'result', data: rows.map((row) => row.result), type: 'DOUBLE', nullable: true },
      { name: 'otherResult', data: rows.map((row) => otherText(row)), type: 'STRING', nullable: true },
    ],
  });
  return { type: 'application/vnd.apache.parquet', body: Buffer.from(buffer) };
}

/** A result that is no number, as JSON. */
function otherText({ result, other_result }: ExportRow): string | null {
  return result === null ? JSON.stringify(other_result) : null;
}
