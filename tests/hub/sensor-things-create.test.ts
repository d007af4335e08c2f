import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
beforeAll(async () => {
  whole = await openWholeHub();
});
afterAll(() => whole.close());

const post = (path: string, body: object, token = whole.administrator) =>
  whole.ask('POST', `/v1.1/${path}`, token, body);
const get = async (path: string) => (await whole.ask('GET', `/v1.1/${path}`)).json();
const made = async (path: string, body: object) => {
  const answer = await post(path, body);
  expect({ status: answer.statusCode, body: answer.body }).toEqual({ status: 201, body: '' });
  return String(answer.headers.location).split('/v1.1/')[1];
};

const LOCATION = {
  name: '东门',
  description: 'east gate',
  encodingType: 'application/geo+json',
  location: { type: 'Point', coordinates: [108.755, 34.3] },
};
const SENSOR = { name: '雷达', description: 'radar', encodingType: 'text/plain', metadata: 'none' };
const PROPERTY = { name: '流速', description: 'speed', definition: 'urn:speed' };
const datastream = (unit: object) => ({
  name: '流速',
  description: 'speed of water',
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: unit,
  Sensor: SENSOR,
  ObservedProperty: PROPERTY,
});
const MPS = { name: 'metre per second', symbol: 'm/s', definition: 'http://unitsofmeasure.org/ucum.html#m/s' };

test('a Thing with its place and its datastream in one; the datastream takes observations at once', async () => {
  const thing = {
    name: '东门站',
    description: 'east gate station',
    properties: { code: 'own-0001', kind: 'flow' },
    Locations: [LOCATION],
    Datastreams: [datastream(MPS)],
  };
  const at = await made('Things', thing);
  const told = await get(`${at}?$expand=Locations,Datastreams($expand=Sensor,ObservedProperty)`);
  expect(told).toMatchObject({
    name: '东门站',
    properties: { code: 'own-0001' },
    Locations: [{ name: '东门', location: LOCATION.location }],
    Datastreams: [{ unitOfMeasurement: MPS, properties: { ucum: 'm/s' }, Sensor: SENSOR, ObservedProperty: PROPERTY }],
  });
  const id = told.Datastreams[0]['@iot.id'];
  const observed = await post(`Datastreams(${id})/Observations`, { result: 1.25 }, DEVICE_TOKEN);
  expect(observed.statusCode).toBe(201);
  const { value } = await get(`Datastreams(${id})/Observations?$expand=FeatureOfInterest`);
  expect(value).toMatchObject([{ result: 1.25, FeatureOfInterest: { feature: LOCATION.location } }]);
  expect(whole.hub.places.ofObject('own-0001')).toEqual({ area: 'EAST', class: 'flow' });
});

test('each of the others by itself, and a datastream by links and below its Thing', async () => {
  const sensor = await made('Sensors', SENSOR);
  const property = await made('ObservedProperties', PROPERTY);
  const location = await made('Locations', LOCATION);
  const { location: feature, ...rest } = LOCATION;
  expect(await get(await made('FeaturesOfInterest', { ...rest, feature }))).toMatchObject({ feature });
  const idOf = (at: string) => ({ '@iot.id': Number(/\d+/.exec(at)?.[0]) });
  const thing = await made('Things', { name: 'a', description: 'b', Locations: [idOf(location)] });
  const links = { Sensor: idOf(sensor), ObservedProperty: idOf(property) };
  const own = { ...datastream(MPS), ...links };
  const below = await made(`${thing}/Datastreams`, own);
  const linked = await made('Datastreams', { ...own, Thing: idOf(thing) });
  expect((await get(`${thing}/Datastreams`)).value).toHaveLength(2);
  for (const at of [below, linked]) expect((await get(`${at}/Sensor`)).name).toBe('雷达');
});

test.each([
  ['Datastreams', datastream(MPS), 'Thing: expected an @iot.id'],
  ['Things(1)/Datastreams', datastream({ name: 'a', symbol: 'a', definition: 'furlong' }), 'expected a UCUM code'],
  ['Things(1)/Datastreams', datastream({ name: 'a', symbol: 'a' }), 'definition: expected a UCUM code, got nothing'],
  ['Things(1)/Datastreams', datastream({}), 'expected name, symbol and definition'],
  ['Things(999)/Datastreams', datastream(MPS), 'expected the id of one of the Things, got 999'],
  ['Things', { name: 'a' }, 'description: expected a text'],
  ['Things', { name: 'a', description: 'b', Locations: [LOCATION, LOCATION] }, 'expected one, got 2'],
  ['Things', { name: 'a', description: 'b', properties: { code: 'sn-pond-0001' } }, 'a code not in use'],
  ['Locations', { ...LOCATION, location: 'here' }, 'expected GeoJSON'],
  ['ObservedProperties', { ...PROPERTY, definition: 'speed' }, 'expected a URI'],
])('%s that is none is refused, and nothing of it stays', async (path, body, reason) => {
  const before = (await get('Sensors?$count=true&$top=0'))['@iot.count'];
  const answer = await post(path, body);
  expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringContaining(reason)]);
  expect((await get('Sensors?$count=true&$top=0'))['@iot.count']).toBe(before);
});

test('what there is no set of is not found; the audit has each try', async () => {
  expect((await post('Wells', {})).statusCode).toBe(404);
  expect((await post('HistoricalLocations', {})).statusCode).toBe(404);
  const auditor = await whole.login('auditor', 'auditor');
  const { body } = await whole.ask('GET', '/audit', auditor);
  const count = (what: string) => body.split('\n').filter((line) => line.includes(`"${what}"`)).length;
  expect([count('catalogue.create'), count('catalogue.refused')]).toEqual([18, 10]);
});
