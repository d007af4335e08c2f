import type { FastifyRequest } from 'fastify';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { httpCaller, needs, refuse } from './access.ts';
import type { History } from './history.ts';
import type { Hub } from './hub.ts';
import type { Ingest } from './ingest.ts';
import { isoTime, readTime } from './observations.ts';
import { covers } from './scope.ts';

/** A chart has no more pixels. */
const MOST_POINTS = 5000;

/** Of one file: ten years of minutes are 5 million, and 40 bytes of memory each while the file is written. */
const LARGEST_EXPORT = 2_000_000;

interface Asked {
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
export async function openHistoryRoutes(hub: Hub & { history: History; ingest: Ingest }): Promise<void> {
  const { http, sql, history, ingest, places } = hub;
  /** By its number, or by its id in the city. */
  const idOf = (told: string): number => {
    if (/^\d{1,9}$/.test(told)) return Number(told);
    return [...ingest.streams.values()].find(({ code }) => code === told)?.id ?? Number.NaN;
  };
  const spanOf = (request: FastifyRequest<{ Querystring: Asked }>): Span | string => {
    const asked = request.query;
    const datastream = idOf(asked.datastream ?? '');
    const place = places.ofDatastream(datastream);
    const fromMs = readTime(asked.from ?? '');
    const toMs = readTime(asked.to ?? '');
    if (!place || !covers(hub.guard.scopeOf(httpCaller(request, hub.deviceToken)), place))
      return `datastream: expected the id of a datastream, got ${asked.datastream}`;
    if (Number.isNaN(fromMs)) return `from: expected an ISO 8601 time with its zone, got ${asked.from}`;
    if (!(toMs > fromMs)) return `to: expected an ISO 8601 time after from, got ${asked.to}`;
    return { datastream, fromMs, toMs };
  };

  http.get<{ Querystring: Asked }>('/history/series', needs('observations.read'), async (request, reply) => {
    const span = spanOf(request);
    if (typeof span === 'string') return refuse(reply, 400, span);
    const points = Number(request.query.points ?? 1000);
    if (!Number.isInteger(points) || points < 1 || points > MOST_POINTS)
      return refuse(reply, 400, `points: expected 1 to ${MOST_POINTS}, got ${request.query.points}`);
    return history.series(span.datastream, span.fromMs, span.toMs, points);
  });

  const rowsOf = async ({ datastream, fromMs, toMs }: Span) =>
    sql.query<ExportRow>(
      `SELECT phenomenon_ms, result_ms, received_ms, result, other_result FROM observations
       WHERE datastream = $1 AND phenomenon_ms >= $2 AND phenomenon_ms < $3 ORDER BY phenomenon_ms, result_hash LIMIT $4`,
      [datastream, fromMs, toMs, LARGEST_EXPORT + 1],
    );

  for (const [format, write] of Object.entries(FORMATS))
    http.get<{ Querystring: Asked }>(
      `/history/observations.${format}`,
      needs('history.export'),
      async (request, reply) => {
        const span = spanOf(request);
        if (typeof span === 'string') return refuse(reply, 400, span);
        const rows = await rowsOf(span);
        if (rows.length > LARGEST_EXPORT)
          return refuse(reply, 400, `expected at most ${LARGEST_EXPORT} observations, ask for a shorter span`);
        const code = ingest.streams.get(span.datastream)?.code ?? String(span.datastream);
        const { type, body } = write(code, rows);
        const name = `${code.replaceAll(/\W+/g, '-')}.${format}`;
        return reply.header('Content-Disposition', `attachment; filename="${name}"`).type(type).send(body);
      },
    );
}

interface ExportRow {
  phenomenon_ms: number;
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
      cell(code),
      isoTime(row.phenomenon_ms),
      row.result_ms === null ? '' : isoTime(row.result_ms),
      isoTime(row.received_ms),
      row.result ?? cell(otherText(row) ?? ''),
    ].join(','),
  );
  return {
    type: 'text/csv; charset=utf-8',
    body: `datastream,phenomenonTime,resultTime,receivedTime,result\r\n${lines.map((line) => `${line}\r\n`).join('')}`,
  };
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
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
