import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPostgres, type TestDatabase } from './databases.ts';
import { lacksPostgres } from './services.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

const noPostgres = lacksPostgres();
if (noPostgres) process.stdout.write(`skipped with PostgreSQL: ${noPostgres}\n`);

const location = (name: string, lonDeg: number) => ({
  name,
  description: name,
  encodingType: 'application/geo+json',
  location: { type: 'Point', coordinates: [lonDeg, 34.3] },
});
const MPS = { name: 'metre per second', symbol: 'm/s', definition: 'http://unitsofmeasure.org/m/s' };
const THING = {
  name: '移动站',
  description: 'mobile station',
  properties: { code: 'own-0001', kind: 'flow' },
  Locations: [location('west', 108.745)],
  Datastreams: [
    {
      name: '流速',
      description: 'speed of water',
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      unitOfMeasurement: MPS,
      Sensor: { name: '雷达', description: 'radar', encodingType: 'text/plain', metadata: 'none' },
      ObservedProperty: { name: '流速', description: 'speed', definition: 'urn:speed' },
    },
  ],
};

describe.each([
  { kind: 'embedded' as const, skip: false },
  { kind: 'server' as const, skip: noPostgres !== null },
])('entities of one’s own, $kind', ({ kind, skip }) => {
  let whole: WholeHub;
  let service: TestDatabase | null = null;
  let thing = '';
  let datastream = '';

  const ask = (method: string, path: string, body?: object, token = whole.administrator) =>
    whole.ask(method, `/v1.1/${path}`, token, body);
  const get = async (path: string) => (await whole.ask('GET', `/v1.1/${path}`)).json();

  beforeAll(async () => {
    if (skip) return;
    service = kind === 'server' ? await newPostgres() : null;
    whole = await openWholeHub({ databaseUrl: service?.url });
    thing = String((await ask('POST', 'Things', THING)).headers.location).split('/v1.1/')[1];
    datastream = `Datastreams(${(await get(`${thing}/Datastreams`)).value[0]['@iot.id']})`;
    await ask('POST', `${datastream}/Observations`, { result: 1.25 }, DEVICE_TOKEN);
  });
  afterAll(async () => {
    await whole?.close();
    await service?.stop();
  });

  test.skipIf(skip)('what is told changes and the rest stays; the code and the unit do not', async () => {
    const change = { name: '移动二站', properties: { kind: 'flow', owner: 'x', code: 'other' } };
    expect((await ask('PATCH', thing, change)).statusCode).toBe(200);
    expect(await get(thing)).toMatchObject({
      name: '移动二站',
      description: 'mobile station',
      properties: { kind: 'flow', owner: 'x', code: 'own-0001' },
    });
    const unit = { unitOfMeasurement: { ...MPS, definition: 'http://unitsofmeasure.org/km/h' } };
    for (const [path, body, code, reason] of [
      [datastream, unit, 400, 'expected the unit that its observations are in'],
      [thing, { colour: 'red' }, 400, 'Thing/colour: expected one of properties, name'],
      [thing, { name: '' }, 400, 'Thing/name: expected a text'],
      [thing, {}, 400, 'Thing: expected one of'],
      ['Things(999)', { name: 'a' }, 404, 'there is no Things(999)'],
      ['Things(1)', { name: 'a' }, 409, "of the city's own file"],
      ['Wells(1)', { name: 'a' }, 404, 'expected an entity'],
    ] as const) {
      const answer = await ask('PATCH', path, body);
      expect([path, answer.statusCode, answer.json().message]).toEqual([path, code, expect.stringContaining(reason)]);
    }
  });

  test.skipIf(skip)(
    'what is put stands in place of all that was, but its code; what it cannot be without is asked for',
    async () => {
      const before = await get(thing);
      expect((await ask('PUT', thing, { name: '移动三站' })).json().message).toContain(
        'Thing/description: expected a text',
      );
      expect(await get(thing)).toEqual(before);
      expect((await ask('PUT', thing, { ...before, name: '移动三站', properties: { owner: 'y' } })).statusCode).toBe(
        200,
      );
      expect(await get(thing)).toEqual({ ...before, name: '移动三站', properties: { owner: 'y', code: 'own-0001' } });
      expect((await ask('PUT', thing, { name: '移动二站', description: 'bare' })).statusCode).toBe(200);
      expect(await get(thing)).toMatchObject({
        name: '移动二站',
        description: 'bare',
        properties: { code: 'own-0001' },
      });
      expect((await get(`${thing}/Locations`)).value).toHaveLength(1);
      const stream = await get(datastream);
      expect((await ask('PUT', datastream, { ...stream, name: '流速' })).statusCode).toBe(200);
      expect(await get(datastream)).toEqual({ ...stream, name: '流速' });
      expect((await ask('PUT', 'Things(1)', { name: 'a', description: 'b' })).statusCode).toBe(409);
    },
  );

  test.skipIf(skip)('a thing that moves leaves where it was and since when', async () => {
    expect((await get(`${thing}/HistoricalLocations?$expand=Locations`)).value).toMatchObject([
      { Locations: [{ name: 'west' }] },
    ]);
    expect((await ask('PATCH', thing, { Locations: [location('east', 108.755)] })).statusCode).toBe(200);
    const { value } = await get(`${thing}/HistoricalLocations?$expand=Locations,Thing&$orderby=time`);
    expect(value).toMatchObject([
      { Locations: [{ name: 'west' }], Thing: { name: '移动二站' } },
      { Locations: [{ name: 'east' }] },
    ]);
    expect(Date.parse(value[1].time)).toBeGreaterThanOrEqual(Date.parse(value[0].time));
    expect(whole.hub.places.ofObject('own-0001').area).toBe('EAST');
    expect((await get('Things(1)/HistoricalLocations')).value).toHaveLength(1);
  });

  test.skipIf(skip)('a thing goes with its datastreams and what they observed; the city’s own stay', async () => {
    expect((await get(`${datastream}/Observations`)).value).toHaveLength(1);
    expect((await ask('DELETE', 'Things(1)')).statusCode).toBe(409);
    expect((await ask('DELETE', thing)).statusCode).toBe(204);
    for (const path of [thing, datastream]) expect((await get(path)).code).toBe(404);
    const [{ count }] = await whole.hub.sql.query<{ count: number }>(
      'SELECT count(*)::int4 AS count FROM observations UNION ALL SELECT count(*)::int4 FROM hours',
    );
    expect(count).toBe(0);
    const refused = await ask('POST', `${datastream}/Observations`, { result: 1 }, DEVICE_TOKEN);
    expect(refused.statusCode).toBe(400);
    expect((await ask('DELETE', thing)).statusCode).toBe(404);
    // The code is free again, with the place that is told now.
    const again = String((await ask('POST', 'Things', THING)).headers.location).split('/v1.1/')[1];
    expect((await get(`${again}/Locations`)).value[0].name).toBe('west');
    expect((await ask('DELETE', again)).statusCode).toBe(204);
  });

  test.skipIf(skip)('the audit has each change with what was before, and each try', async () => {
    const auditor = await whole.login('auditor', 'auditor');
    const rows = (await whole.ask('GET', '/audit', auditor)).body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const count = (what: string) => rows.filter((row) => row.what === what).length;
    expect(['catalogue.change', 'catalogue.delete', 'catalogue.refused'].map(count)).toEqual([10, 2, 10]);
    expect(rows.find((row) => row.what === 'catalogue.change').detail.before.name).toBe('移动站');
  });
});
