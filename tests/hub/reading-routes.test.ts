import { AsyncLocalStorage } from 'node:async_hooks';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { QuestionRefused } from '../../hub/sql/readers.ts';
import type { Sql } from '../../hub/sql/sql-api.ts';
import { type Elsewhere, serveElsewhere } from './feature-services/elsewhere.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

const SPAN = 'datastream=1&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';

/** Where an address has parameters, one with which its handler gets as far as the database. */
const PATHS: Record<string, string> = {
  '/*': '/index.html',
  '/city/*': '/city/small/sensors.json',
  '/incidents/:id/log': '/incidents/i-1/log',
  '/plans/shared/:id/:revision': '/plans/shared/own-aaaaaaaaaaaa/1',
  '/plans/basis/:part/:revision': '/plans/basis/rules/1',
  '/boards/shared/:revision': '/boards/shared/1',
  '/boards/reports/:name': '/boards/reports/board-day-20260101T000000Z.html',
  '/recordings/:name': '/recordings/20260101T000000Z.mcap',
  '/history/series': `/history/series?${SPAN}`,
  '/history/observations.csv': `/history/observations.csv?${SPAN}`,
  '/history/observations.parquet': `/history/observations.parquet?${SPAN}`,
  '/v1.1/*': '/v1.1/Datastreams?$count=true&$expand=Observations',
};

/** Addresses whose answer is in the database; what the others answer with is in memory or in files. */
const FROM_THE_DATABASE = [
  '/accounts',
  '/alarms/acts',
  '/alarms/events',
  '/audit',
  '/boards/shared',
  '/boards/shared/:revision',
  '/cases',
  '/commands',
  '/halls',
  '/history/observations.csv',
  '/history/observations.parquet',
  '/history/series',
  '/incidents',
  '/incidents/:id/log',
  '/plans/basis',
  '/plans/basis/:part/:revision',
  '/plans/shared',
  '/plans/shared/:id/:revision',
  '/response-plans',
  '/rules',
  '/signer-keys',
  '/v1.1/$batch',
  '/v1.1/*',
];

/** The statements of one request; what the hub does by itself meanwhile is not among them. */
interface Statements {
  writer: string[];
  reader: string[];
}

let whole: WholeHub;
let elsewhere: Elsewhere;
const tokens: string[] = [];
const current = new AsyncLocalStorage<Statements>();

beforeAll(async () => {
  elsewhere = await serveElsewhere((_, reply) => reply.end('{"collections":[]}'));
  PATHS['/feature-services/offers'] =
    `/feature-services/offers?${new URLSearchParams({ kind: 'oapif', url: elsewhere.url })}`;
  whole = await openWholeHub();
  // Each right of reading is one of these roles'.
  for (const role of ['controller', 'auditor', 'analyst']) tokens.push(await whole.login(role, role));
  tokens.push(whole.administrator);
  const { sql } = whole.hub;
  const { query, read, run, transaction } = sql;
  const note = (kind: keyof Statements, text: string) => current.getStore()?.[kind].push(text);
  vi.spyOn(sql, 'query').mockImplementation((text, parameters) => {
    note('writer', text);
    return query(text, parameters);
  });
  vi.spyOn(sql, 'read').mockImplementation((from, text, parameters) => {
    note('reader', text);
    return read(from, text, parameters);
  });
  vi.spyOn(sql, 'run').mockImplementation((text) => {
    note('writer', text);
    return run(text);
  });
  vi.spyOn(sql, 'transaction').mockImplementation((work: (within: Sql) => Promise<unknown>) => {
    note('writer', 'BEGIN');
    return transaction(work);
  });
});
afterAll(async () => {
  await whole.close();
  await elsewhere.close();
});

/** By whoever may: an answer other than 401 and 403. */
async function statementsOf(method: string, path: string, body?: object): Promise<Statements & { status: number }> {
  for (const token of tokens) {
    const statements: Statements = { writer: [], reader: [] };
    // What `inject` returns begins when it is awaited.
    const { statusCode } = await current.run(statements, async () => await whole.ask(method, path, token, body));
    if (statusCode !== 401 && statusCode !== 403) return { ...statements, status: statusCode };
  }
  throw new Error(`${method} ${path}: no caller of this test may`);
}

test('no address that is read takes the turn of those who write', async () => {
  const reading = whole.routes.filter((route) => route.startsWith('GET ')).map((route) => route.slice('GET '.length));
  const asked: string[] = [];
  for (const route of reading) {
    const { writer, reader, status } = await statementsOf('GET', PATHS[route] ?? route);
    expect({ route, writer }).toEqual({ route, writer: [] });
    expect({ route, isFault: status >= 500 || status === 400 }).toEqual({ route, isFault: false });
    if (reader.length > 0) asked.push(route);
  }
  const requests = [{ id: 'one', method: 'get', url: 'Things' }];
  const batch = await statementsOf('POST', '/v1.1/$batch', { requests });
  expect(batch.writer).toEqual([]);
  if (batch.reader.length > 0) asked.push('/v1.1/$batch');
  expect(asked.sort()).toEqual(FROM_THE_DATABASE);
});

describe('whoever asks', () => {
  test('and goes away while the question waits is asked for no more', async () => {
    let begin = () => {};
    const blocked = new Promise<void>((done) => {
      begin = done;
    });
    const { sql } = whole.hub;
    const signals: AbortSignal[] = [];
    vi.mocked(sql.read).mockImplementationOnce(async ({ signal }) => {
      if (signal) signals.push(signal);
      await blocked;
      throw new QuestionRefused('gone', 0);
    });
    const request = httpRequest(`${whole.url}/cases`);
    request.on('error', () => undefined);
    request.end();
    await expect.poll(() => signals.length).toBe(1);
    request.destroy();
    await expect.poll(() => signals[0].aborted).toBe(true);
    begin();
  });

  test('more often than a hundred pages is refused for a minute; nobody else is', async () => {
    const statuses = new Map<number, number>();
    for (let i = 0; i < 6001; i++) {
      const { statusCode } = await whole.ask('HEAD', '/sources');
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }
    expect(statuses.get(200)).toBeLessThanOrEqual(6000);
    expect(statuses.get(429)).toBeGreaterThanOrEqual(1);
    expect((await whole.ask('GET', '/sources', tokens[0])).statusCode).toBe(200);
    expect((await whole.ask('GET', '/health')).headers['x-ratelimit-limit']).toBeUndefined();
  });
});
