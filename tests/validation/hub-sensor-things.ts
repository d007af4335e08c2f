import { seeded } from '../../workers/shared/random.ts';
import { randomQuery } from './fuzz/sensor-things-queries.ts';
import { addressOf, askHub, firstAdministrator, type HubAnswer } from './hub-asks.ts';
import { type HubPlace, hubCases } from './hub-case.ts';
import { type SpecRequest, specRequests } from './hub-sensor-things-list.ts';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';
import { atLeast, exactly, type Verdict } from './verdict.ts';

const SEED = 20_261_128;
const QUERIES = 5000;
const AT_ONCE = 4;
const READINGS = 30;
const BEGIN_MS = Date.UTC(2026, 10, 28, 11);
const iso = (minute: number) => new Date(BEGIN_MS + 60_000 * minute).toISOString();

/** From many addresses: one asker has a share of a minute. */
const fromOf = (i: number): string => `127.0.${1 + (Math.floor(i / 20) % 250)}.1`;

function bring(hub: LivingHub, stream: number, observation: object): Promise<HubAnswer> {
  return askHub(hub, 'POST', `/v1.1/Datastreams(${stream})/Observations`, { token: DEVICE_TOKEN, body: observation });
}

/** Random questions of the grammar and beside it: a third is answered, and none is the hub's own fault. */
async function fuzz(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  for (let i = 0; i < READINGS; i++)
    await bring(hub, 1 + (i % 3), { phenomenonTime: iso(i), result: i % 7 === 6 ? null : i });
  const random = seeded(SEED);
  const queries = Array.from({ length: QUERIES }, () => randomQuery(random));
  let answered = 0;
  const faults: string[] = [];
  let next = 0;
  const work = async () => {
    for (let i = next++; i < queries.length; i = next++) {
      const { status, text } = await askHub(hub, 'GET', addressOf(queries[i]), { from: fromOf(i) });
      if (status === 200) answered++;
      if (status === 0 || status >= 500) faults.push(`${status} ${queries[i].slice(0, 200)}: ${text.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const { status } = await hub.health();
  return [
    exactly('hub.sensorThingsFuzz queries', queries.length, QUERIES),
    atLeast('hub.sensorThingsFuzz answers of 200', answered, Math.ceil(QUERIES / 3)),
    exactly('hub.sensorThingsFuzz answers of 500 and more, and none', faults.length, 0),
    exactly('hub.sensorThingsFuzz health', status, 200),
  ];
}

/** A Thing with all that belongs to it, made in one request, and what it measured. */
async function makeSpecThing(hub: LivingHub, token: string): Promise<{ ids: Record<string, string>; stream: number }> {
  const named = (name: string) => ({ name, description: name });
  const stream = (name: string) => ({
    ...named(name),
    observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'http://unitsofmeasure.org/m' },
    Sensor: { ...named('gauge'), encodingType: 'text/plain', metadata: 'none' },
    ObservedProperty: { ...named('stage'), definition: 'urn:stage' },
  });
  const location = { type: 'Point', coordinates: [1, 1] };
  const body = {
    ...named('spec thing'),
    Locations: [{ ...named('spec place'), encodingType: 'application/geo+json', location }],
    Datastreams: [stream('level'), stream('second')],
  };
  const made = await askHub(hub, 'POST', '/v1.1/Things', { token, body });
  const thing = /Things\((\d+)\)/.exec(String(made.headers.location))?.[1] ?? '0';
  const idIn = async (path: string): Promise<string> => {
    const { text } = await askHub(hub, 'GET', addressOf(path), { token });
    const [row] = (JSON.parse(text) as { value: { '@iot.id': string | number }[] }).value;
    return typeof row['@iot.id'] === 'string' ? `'${row['@iot.id']}'` : String(row['@iot.id']);
  };
  const datastream = await idIn(`Things(${thing})/Datastreams`);
  for (let i = 0; i < READINGS; i++)
    await bring(hub, Number(datastream), {
      phenomenonTime: iso(i),
      resultTime: iso(i + 1),
      result: i,
      ...(i === 0 && { resultQuality: { grade: 1 }, validTime: `${iso(0)}/${iso(60)}`, parameters: { depth: 2 } }),
    });
  const ids = {
    Things: thing,
    Datastreams: datastream,
    Locations: await idIn(`Things(${thing})/Locations`),
    HistoricalLocations: await idIn(`Things(${thing})/HistoricalLocations`),
    Sensors: await idIn(`Sensors?$filter=Datastreams/id eq ${datastream}`),
    ObservedProperties: await idIn(`ObservedProperties?$filter=Datastreams/id eq ${datastream}`),
    Observations: await idIn(`Datastreams(${datastream})/Observations?$orderby=phenomenonTime`),
    FeaturesOfInterest: await idIn(`FeaturesOfInterest?$filter=name eq 'spec place'`),
  };
  return { ids, stream: Number(datastream) };
}

function faultOf({ status, text }: HubAnswer, wanted: SpecRequest): string | null {
  if (status !== wanted.status) return `expected ${wanted.status}, got ${status} ${text.slice(0, 200)}`;
  if (!wanted.fault) return null;
  try {
    return wanted.fault(JSON.parse(text));
  } catch (error) {
    return `${error}`;
  }
}

/** Requests after the public specification: status, shape and values. */
async function conformance(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const token = await firstAdministrator(hub);
  const requests = specRequests(await makeSpecThing(hub, token));
  const faults: string[] = [];
  for (const [i, one] of requests.entries()) {
    const { method, path, body, isDevice } = one;
    const who = isDevice ? DEVICE_TOKEN : token;
    const fault = faultOf(await askHub(hub, method, addressOf(path), { token: who, body, from: fromOf(i) }), one);
    if (fault !== null) faults.push(`${method} ${path}: ${fault}`);
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return [
    atLeast('hub.sensorThings requests after the specification', requests.length, 300),
    exactly('hub.sensorThings answered otherwise', faults.length, 0),
  ];
}

export const CASES = hubCases([
  { name: 'hub.sensorThings', quick: false, run: conformance },
  { name: 'hub.sensorThingsFuzz', quick: false, run: fuzz },
]);
