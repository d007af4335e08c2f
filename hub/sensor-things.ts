import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HistoryFull, type Observation } from './history.ts';
import type { Caller, Guard, Sql } from './hub.ts';
import type { Ingest } from './ingest.ts';
import { ObservationError, observationId } from './observations.ts';
import { type Options, QueryError, readOptions } from './odata.ts';
import { TYPES } from './sensor-things-model.ts';
import { NoSuchPath, readTarget, type Target } from './sensor-things-path.ts';
import {
  countSql,
  cutPage,
  dataArrays,
  finishRow,
  nextQuery,
  type Query,
  type Row,
  rowsSql,
} from './sensor-things-query.ts';

export interface SensorThingsOptions {
  sql: Sql;
  ingest: Ingest;
  guard: Guard;
  callerOf(request: FastifyRequest): Caller;
  nowMs(): number;
}

/** Questions a minute from one address; devices, which have a token, are not counted. */
const QUESTIONS_PER_MINUTE = 1200;

/** 50,000 observations as a data array. */
const LARGEST_BODY_BYTES = 8_388_608;

const CONFORMANCE = [
  'http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/request-data',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/data-array',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/create-observations-via-mqtt',
  'http://www.opengis.net/spec/iot_sensing/1.1/req/receive-updates-via-mqtt',
];

/**
 * OGC SensorThings API 1.1 part 1 (18-088) over HTTP: everything is read, Observations are created. Left out, with an answer that says so:
 * HistoricalLocations, creation and change of the other entities (the city's catalogue makes them), batches, functions on geometry.
 */
export async function openSensorThings(http: FastifyInstance, options: SensorThingsOptions): Promise<void> {
  await http.register(
    async (scope) => {
      await scope.register(rateLimit, {
        max: QUESTIONS_PER_MINUTE,
        timeWindow: '1 minute',
        allowList: (request: FastifyRequest) => options.callerOf(request).door === 'tcp',
      });
      scope.setErrorHandler((error, _, reply) => tell(reply, error));
      scope.get('/', async (request) => serviceRoot(baseOf(request)));
      scope.get('/*', (request, reply) => answer(request, reply, options));
      scope.post('/*', { bodyLimit: LARGEST_BODY_BYTES }, (request, reply) => create(request, reply, options));
      for (const method of ['PATCH', 'PUT', 'DELETE'] as const)
        scope.route({
          method,
          url: '/*',
          handler: async (_, reply) =>
            refuse(reply, 405, `${method}: observations are created and read, never changed`),
        });
    },
    { prefix: '/v1.1' },
  );
}

function baseOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}/v1.1`;
}

function serviceRoot(base: string): Row {
  return {
    value: Object.keys(TYPES).map((name) => ({ name, url: `${base}/${name}` })),
    serverSettings: { conformance: CONFORMANCE },
  };
}

function ask(request: FastifyRequest, nowMs: number): { query: Query; target: Target } {
  const query: Query = { parameters: [], aliases: 0, nowMs, base: baseOf(request) };
  return { query, target: readTarget(query, pathOf(request)) };
}

function pathOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://hub').pathname.slice('/v1.1/'.length);
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { sql, nowMs }: SensorThingsOptions,
): Promise<unknown> {
  const { query, target } = ask(request, nowMs());
  const asked = readOptions(new URL(request.url, 'http://hub').searchParams);
  if (asked.resultFormat && target.type.set !== 'Observations')
    throw new QueryError('$resultFormat: expected dataArray of Observations only');
  const options = target.form === '$ref' ? { ...asked, select: ['id'], expand: [] } : asked;
  const statement = rowsSql(query, target.type, target.alias, target.where, options);
  const found = await sql.query<{ json: Row }>(statement, query.parameters);
  const { rows, hasMore } = cutPage(
    found.map(({ json }) => json),
    options,
  );
  for (const row of rows) finishRow(row, options);
  if (target.isOne) return oneEntity(rows[0], target, reply);
  const told: Row = {};
  if (options.count) told['@iot.count'] = await countRows(sql, ask(request, nowMs()), options);
  if (hasMore) told['@iot.nextLink'] = `${query.base}/${pathOf(request)}?${nextQuery(options)}`;
  if (target.form === '$ref') told.value = rows.map((row) => ({ '@iot.selfLink': row['@iot.selfLink'] }));
  else told.value = options.resultFormat ? dataArrays(rows, options, query.base) : rows;
  return told;
}

async function countRows(sql: Sql, { query, target }: ReturnType<typeof ask>, options: Options): Promise<number> {
  const statement = countSql(query, target.type, target.alias, target.where, options);
  const [{ count }] = await sql.query<{ count: number }>(statement, query.parameters);
  return count;
}

function oneEntity(entity: Row | undefined, { type, property, form }: Target, reply: FastifyReply): unknown {
  if (!entity) return refuse(reply, 404, `there is no such ${type.name}`);
  if (!property) return entity;
  const value = entity[property] ?? null;
  if (form !== '$value') return { [property]: value };
  return reply.type('text/plain; charset=utf-8').send(typeof value === 'string' ? value : JSON.stringify(value));
}

async function create(request: FastifyRequest, reply: FastifyReply, options: SensorThingsOptions): Promise<unknown> {
  const path = pathOf(request);
  const found = /^(?:Datastreams\((\d{1,9})\)\/)?Observations$/.exec(path);
  if (!found && path !== 'CreateObservations')
    return refuse(reply, 501, 'expected POST to Observations, Datastreams(…)/Observations or CreateObservations');
  if (!options.guard(options.callerOf(request), 'publish', `v1.1/${path}`))
    return refuse(reply, 401, 'expected the device token (Authorization: Bearer …, SHAPAN_DEVICE_TOKEN of the hub)');
  if (!found) return createMany(request, reply, options.ingest);
  const observation = options.ingest.read(request.body, found[1] === undefined ? null : Number(found[1]));
  await options.ingest.bring([observation]);
  return reply.status(201).header('Location', addressOf(request, observation)).send();
}

function addressOf(request: FastifyRequest, observation: Observation): string {
  return `${baseOf(request)}/Observations('${observationId(observation)}')`;
}

/** Data arrays (18-088, 12.2): an address for each that was taken, `error` for each that was not. */
async function createMany(request: FastifyRequest, reply: FastifyReply, ingest: Ingest): Promise<unknown> {
  if (!Array.isArray(request.body)) throw new ObservationError('CreateObservations: expected a list of data arrays');
  const made = request.body.flatMap((each: DataArray, i) => {
    if (!Array.isArray(each?.components) || !Array.isArray(each.dataArray))
      throw new ObservationError(`CreateObservations: [${i}]: expected components and dataArray`);
    return each.dataArray.map((cells) => readCells(each, cells, ingest));
  });
  await ingest.bring(made.filter((observation) => observation !== null));
  return reply.status(201).send(made.map((observation) => (observation ? addressOf(request, observation) : 'error')));
}

interface DataArray {
  Datastream?: unknown;
  components: unknown[];
  dataArray: unknown[];
}

function readCells({ Datastream, components }: DataArray, cells: unknown, ingest: Ingest): Observation | null {
  if (!Array.isArray(cells)) return null;
  const json: Row = { Datastream };
  for (const [i, name] of components.entries()) {
    if (name === 'FeatureOfInterest/id') json.FeatureOfInterest = { '@iot.id': cells[i] };
    else if (typeof name === 'string' && name !== 'id') json[name] = cells[i];
  }
  try {
    return ingest.read(json, null);
  } catch (error) {
    if (error instanceof ObservationError) return null;
    throw error;
  }
}

function tell(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof QueryError || error instanceof ObservationError || error instanceof URIError)
    return refuse(reply, 400, error.message);
  if (error instanceof NoSuchPath) return refuse(reply, 404, `there is no ${error.message}`);
  if (error instanceof HistoryFull) return refuse(reply, 503, error.message);
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode < 500) return refuse(reply, statusCode, message);
  process.stderr.write(`hub: SensorThings: ${message}\n`);
  return refuse(reply, 500, 'the hub could not answer; its own words stand in its log');
}

/** Errors in the words of FROST, which clients of SensorThings know. */
function refuse(reply: FastifyReply, code: number, message: string): FastifyReply {
  return reply.status(code).send({ code, type: 'error', message });
}
