import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cityOfPath, cityPath } from '../../model/hub/city-path.ts';
import { askerOf, httpCaller, needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { mayBring } from '../devices/device-guard.ts';
import { answerFault } from '../faults.ts';
import { type Observation, RowsRefused } from '../history/history.ts';
import type { Ingest } from '../history/ingest.ts';
import { ObservationError, observationId } from '../history/observations.ts';
import type { Hub } from '../hub.ts';
import { hubMessage } from '../messages.ts';
import { inSlices } from '../slices.ts';
import type { Asker } from '../sql/sql-api.ts';
import { answerBatch, BatchError } from './batch.ts';
import { recordLocations, renewStreams } from './catalogue.ts';
import { FUNCTIONS } from './filter-calls.ts';
import { limitJson } from './json-limit.ts';
import { type Options, readOptions } from './odata.ts';
import { QueryError } from './query-error.ts';
import { checkCost, openSetSizes, type SetSizes } from './question-cost.ts';
import { changeEntity, deleteEntity, EntityInUse, EntityNotFound, readOwn } from './sensor-things-change.ts';
import { createEntity, EntityError, type ImpliedLink, isSet } from './sensor-things-create.ts';
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

type SensorThings = Hub & { ingest: Ingest };

/** Questions a minute from one address; devices, which have a token, are not counted. */
const QUESTIONS_PER_MINUTE = 1200;

/** Observations of one request, as data arrays; 160 bytes each. */
const MAX_ROWS = 50_000;
const MAX_BODY_BYTES = 8_388_608;
/** Rows that are read, or answered, before others have their turn: some ten milliseconds. */
const SLICE_ROWS = 1000;

/**
 * Requirements of 18-088 that are met whole. Left out: built-in-query-functions, of which those on geometry answer for points alone (the functions that
 * there are stand in `filterFunctions`); atomicity groups of a batch; MultiDatastreams.
 */
const CONFORMANCE = [
  'datamodel',
  'resource-path/resource-path-to-entities',
  ...['order', 'expand', 'select', 'status-code', 'query-status-code', 'orderby', 'top', 'skip', 'count', 'filter'].map(
    (name) => `request-data/${name}`,
  ),
  'request-data/built-in-filter-operations',
  'request-data/pagination',
  'create-update-delete/create-entity',
  'create-update-delete/link-to-existing-entities',
  'create-update-delete/deep-insert',
  'create-update-delete/deep-insert-status-code',
  'create-update-delete/update-entity',
  'create-update-delete/delete-entity',
  'data-array/data-array',
  'create-observations-via-mqtt/observations-creation',
  'receive-updates-via-mqtt/receive-updates',
].map((name) => `http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`);

/**
 * OGC SensorThings API 1.1 part 1 (18-088) over HTTP: everything is read, within the asker's part of the city; devices create Observations;
 * who keeps the catalogue creates, changes and deletes the other entities; many requests come in one ($batch, JSON). Left out, with an answer
 * that says so: HistoricalLocations come by themselves when a Thing moves.
 */
export async function openSensorThings(hub: SensorThings, accounts: Accounts): Promise<void> {
  await hub.http.register(
    async (http) => {
      await http.register(rateLimit, {
        max: QUESTIONS_PER_MINUTE,
        timeWindow: '1 minute',
        allowList: (request: FastifyRequest) => httpCaller(request, hub.devices).door === 'tcp',
      });
      const setSizes = openSetSizes(hub.sql);
      http.setErrorHandler((error, request, reply) => sendError(error, request, reply));
      limitJson(http);
      http.get('/', needs('observations.read', 'none'), async (request) => serviceRoot(baseOf(request)));
      http.get('/*', needs('observations.read', 'place'), (request, reply) =>
        answer(request, reply, hub, accounts, setSizes),
      );
      const large = { bodyLimit: MAX_BODY_BYTES, ...needs('observations.write', 'none') };
      for (const path of ['/Observations', '/:datastream/Observations', '/CreateObservations'])
        http.post(path, large, (request, reply) => create(request, reply, hub));
      http.post('/$batch', { bodyLimit: MAX_BODY_BYTES, ...needs('observations.read', 'none') }, (request) =>
        answerBatch(request),
      );
      http.post('/*', needs('catalogue.write', 'city'), (request, reply) => createOther(request, reply, hub, accounts));
      for (const method of ['PATCH', 'PUT', 'DELETE'] as const)
        http.route({
          method,
          url: '/*',
          ...needs('catalogue.write', 'city'),
          handler: (request, reply) => changeOther(request, reply, hub, accounts),
        });
    },
    { prefix: '/v1.1' },
  );
}

function baseOf({ protocol, host, originalUrl }: FastifyRequest): string {
  // A link leads back to the city whose answer it stands in: beside it, others answer on this server.
  const at = cityOfPath(originalUrl);
  return `${protocol}://${host}${at ? cityPath(at.city) : '/'}v1.1`;
}

function serviceRoot(base: string): Row {
  return {
    value: Object.keys(TYPES).map((name) => ({ name, url: `${base}/${name}` })),
    serverSettings: { conformance: CONFORMANCE, filterFunctions: FUNCTIONS },
  };
}

function readRequest(
  request: FastifyRequest,
  { nowMs, places }: Hub,
  accounts: Accounts,
): { query: Query; target: Target } {
  const things = places.thingsOf(accounts.scopeOf(request));
  const query: Query = { parameters: [], aliases: 0, nowMs: nowMs(), things, base: baseOf(request) };
  return { query, target: readTarget(query, pathOf(request)) };
}

function pathOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://hub').pathname.slice('/v1.1/'.length);
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  hub: Hub,
  accounts: Accounts,
  setSizes: () => Promise<SetSizes>,
): Promise<unknown> {
  const { query, target } = readRequest(request, hub, accounts);
  const queryOptions = readOptions(new URL(request.url, 'http://hub').searchParams);
  if (queryOptions.resultFormat && target.type.set !== 'Observations')
    throw new QueryError('$resultFormat: expected dataArray of Observations only');
  const options = target.form === '$ref' ? { ...queryOptions, select: ['id'], expand: [] } : queryOptions;
  const sizes = await setSizes();
  const isLong = checkCost(target.type, target.count(sizes), options, sizes);
  const from = askerOf(request, isLong);
  const statement = rowsSql(query, target.type, target.alias, target.where, options);
  const found = await readRows<{ json: Row }>(hub, from, statement, query.parameters);
  const { rows, hasMore } = cutPage(
    found.map(({ json }) => json),
    options,
  );
  const last = rows.at(-1);
  const next = hasMore && last ? nextQuery(options, last) : null;
  for (const row of rows) finishRow(target.type, row, options);
  if (target.isOne) return oneEntity(rows[0], target, reply);
  const response: Row = {};
  if (options.count) response['@iot.count'] = await countRows(hub, accounts, request, from, options);
  if (next !== null) response['@iot.nextLink'] = `${query.base}/${pathOf(request)}?${next}`;
  if (target.form === '$ref') response.value = rows.map((row) => ({ '@iot.selfLink': row['@iot.selfLink'] }));
  else response.value = options.resultFormat ? dataArrays(rows, options, query.base) : rows;
  return response;
}

async function countRows(
  hub: Hub,
  accounts: Accounts,
  request: FastifyRequest,
  from: Asker,
  options: Options,
): Promise<number> {
  const { query, target } = readRequest(request, hub, accounts);
  const statement = countSql(query, target.type, target.alias, target.where, options);
  const [{ count }] = await readRows<{ count: number }>(hub, from, statement, query.parameters);
  return count;
}

/**
 * SQLSTATE classes of what a question itself makes impossible: several rows for one (21), values that cannot be computed with (22), types that do not
 * go together (42), a statement that is too long or too deep (54), what the database cannot do (0A). 42501 is no question's fault: a disk that only reads.
 */
const OF_THE_QUESTION = /^(21|22|42(?!501)|54|0A)[0-9A-Z]{3}$/;

/** What the words and values of a question make impossible is the asker's matter. */
async function readRows<Found extends object>(
  { sql }: Hub,
  from: Asker,
  statement: string,
  parameters: readonly unknown[],
): Promise<Found[]> {
  try {
    return await sql.read<Found>(from, statement, parameters);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (error instanceof RangeError || OF_THE_QUESTION.test(code ?? ''))
      throw new QueryError(`expected a question that the database can compute: ${message}`);
    throw error;
  }
}

function oneEntity(entity: Row | undefined, { type, property, form }: Target, reply: FastifyReply): unknown {
  if (!entity) return refuse(reply, 404, `there is no such ${type.name}`);
  if (!property) return entity;
  const value = entity[property] ?? null;
  if (form !== '$value') return { [property]: value };
  return reply.type('text/plain; charset=utf-8').send(typeof value === 'string' ? value : JSON.stringify(value));
}

async function create(request: FastifyRequest, reply: FastifyReply, hub: SensorThings): Promise<unknown> {
  const { ingest, places, devices } = hub;
  const { source } = httpCaller(request, devices);
  const isOwn = ({ datastream }: Observation) => mayBring(source, datastream, places);
  const path = pathOf(request);
  const found = /^(?:Datastreams\((\d{1,9})\)\/)?Observations$/.exec(path);
  if (!found && path !== 'CreateObservations')
    return refuse(reply, 501, 'expected POST to Observations, Datastreams(…)/Observations or CreateObservations');
  if (!found) return createMany(request, reply, ingest, isOwn);
  const observation = ingest.read(request.body, found[1] === undefined ? null : Number(found[1]));
  if (!isOwn(observation)) return refuse(reply, 403, 'Datastream: expected one of this device');
  await ingest.bring([observation]);
  return reply.status(201).header('Location', addressOf(request, observation)).send();
}

/** `Things`, `Things(3)/Datastreams`: by who has the right; one entity with all that is inline in it. */
async function createOther(
  request: FastifyRequest,
  reply: FastifyReply,
  { sql, ingest, places, nowMs }: SensorThings,
  accounts: Accounts,
): Promise<unknown> {
  const path = pathOf(request);
  const [, from, id, set] = /^(?:(\w+)\((\d{1,9})\)\/)?(\w+)$/.exec(path) ?? [];
  if (set === undefined || !isSet(set) || (from !== undefined && !isSet(from)))
    return refuse(reply, 404, `expected one of ${Object.keys(TYPES).join(', ')}, got ${path}`);
  const implied: ImpliedLink | null = from === undefined ? null : { set: from, id: Number(id) };
  const { name: who, role } = accounts.who(request);
  const row = (what: string, detail: Record<string, unknown>) =>
    accounts.audit.append({ atMs: nowMs(), who, role, what, of: path, detail });
  await row('catalogue.create', { entity: request.body });
  const made = await createEntity(sql, set, request.body, implied).catch(async (error: Error) => {
    await row('catalogue.refused', { reason: error.message });
    throw error;
  });
  await renewCatalogue({ sql, ingest, places, nowMs });
  return reply
    .status(201)
    .header('Location', `${baseOf(request)}/${set}(${made})`)
    .send();
}

/** `Things(3)`: by who may create it. The audit has what it was before; each try that was refused too. */
async function changeOther(
  request: FastifyRequest,
  reply: FastifyReply,
  { sql, ingest, places, nowMs }: SensorThings,
  accounts: Accounts,
): Promise<unknown> {
  const path = pathOf(request);
  const [, set, digits] = /^(\w+)\((\d{1,9})\)$/.exec(path) ?? [];
  if (set === undefined || !isSet(set)) return refuse(reply, 404, `expected an entity such as Things(1), got ${path}`);
  const { name: who, role } = accounts.who(request);
  const row = (what: string, detail: Record<string, unknown>) =>
    accounts.audit.append({ atMs: nowMs(), who, role, what, of: path, detail });
  const id = Number(digits);
  const isWhole = request.method === 'PUT';
  const isChange = isWhole || request.method === 'PATCH';
  try {
    const before = await readOwn(sql, set, id);
    await row(isChange ? 'catalogue.change' : 'catalogue.delete', {
      before,
      ...(isChange ? { after: request.body } : {}),
    });
    await (isChange ? changeEntity(sql, set, id, request.body, isWhole) : deleteEntity(sql, set, id));
  } catch (error) {
    await row('catalogue.refused', { verb: request.method, reason: error instanceof Error ? error.message : error });
    throw error;
  }
  await renewCatalogue({ sql, ingest, places, nowMs });
  return reply.code(isChange ? 200 : 204).send();
}

async function renewCatalogue({
  sql,
  ingest,
  places,
  nowMs,
}: Pick<SensorThings, 'sql' | 'ingest' | 'places' | 'nowMs'>): Promise<void> {
  await recordLocations(sql, nowMs());
  await places.renew();
  await renewStreams(sql, ingest.streams);
}

function addressOf(request: FastifyRequest, observation: Observation): string {
  return `${baseOf(request)}/Observations('${observationId(observation)}')`;
}

/** Data arrays (18-088, 12.2): an address for each that was taken, `error` for each that was not. */
async function createMany(
  request: FastifyRequest,
  reply: FastifyReply,
  ingest: Ingest,
  isOwn: (observation: Observation) => boolean,
): Promise<unknown> {
  if (!Array.isArray(request.body)) throw new ObservationError('CreateObservations: expected a list of data arrays');
  const arrays: readonly DataArray[] = request.body;
  for (const [i, each] of arrays.entries())
    if (!Array.isArray(each?.components) || !Array.isArray(each.dataArray))
      throw new ObservationError(`CreateObservations: [${i}]: expected components and dataArray`);
  const rows = arrays.flatMap((each) => each.dataArray.map((cells) => ({ each, cells })));
  if (rows.length > MAX_ROWS) return refuse(reply, 413, hubMessage('rows-many', { most: MAX_ROWS, got: rows.length }));
  const made: (Observation | null)[] = [];
  await inSlices(rows, SLICE_ROWS, (slice) => {
    for (const { each, cells } of slice) {
      const observation = readCells(each, cells, ingest);
      made.push(observation && isOwn(observation) ? observation : null);
    }
  });
  const refused = await ingest
    .bring(made.filter((observation) => observation !== null))
    .then(() => null)
    .catch((error: unknown) => {
      if (error instanceof RowsRefused) return error.reasons;
      throw error;
    });
  const addresses: string[] = [];
  await inSlices(made, SLICE_ROWS, (slice) => {
    for (const one of slice) addresses.push(one && !refused?.has(one) ? addressOf(request, one) : 'error');
  });
  return reply.status(201).send(addresses);
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

/** The protocol's own errors are for the machines that speak it; all others are answered as everywhere. */
function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (
    error instanceof QueryError ||
    error instanceof ObservationError ||
    error instanceof RowsRefused ||
    error instanceof EntityError ||
    error instanceof BatchError ||
    error instanceof URIError
  )
    return refuse(reply, 400, error.message);
  if (error instanceof NoSuchPath) return refuse(reply, 404, `there is no ${error.message}`);
  if (error instanceof EntityNotFound) return refuse(reply, 404, error.message);
  if (error instanceof EntityInUse) return refuse(reply, 409, error.message);
  return answerFault(error, request, reply);
}
