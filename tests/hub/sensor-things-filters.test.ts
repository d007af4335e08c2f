import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const MINUTE_MS = 60_000;
const iso = (minutes: number) => new Date(NOW_MS + minutes * MINUTE_MS).toISOString();
const RESULTS = [10, 9, 5.5, 100, 20.25, null, '12.5', true, 1.5, 2.5];

describe.each(DATABASES)('filters of SensorThings, %s', (kind) => {
  let whole: WholeHub;
  let database: TestDatabase | null;
  /** A datastream whose results are of any kind. */
  let any = 0;
  beforeAll(async () => {
    database = await newDatabase(kind);
    whole = await openWholeHub({ nowMs: () => NOW_MS, ...(database && { databaseUrl: database.url }) });
    const kindOf = (name: string) => ({ name, description: name });
    const made = await whole.ask('POST', '/v1.1/Things(4)/Datastreams', whole.administrator, {
      ...kindOf('any'),
      observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Observation',
      unitOfMeasurement: { name: 'one', symbol: '', definition: 'ucum:1' },
      Sensor: { ...kindOf('any'), encodingType: 'text/plain', metadata: 'none' },
      ObservedProperty: { ...kindOf('any'), definition: 'urn:any' },
    });
    any = Number(/\((\d+)\)$/.exec(String(made.headers.location))?.[1]);
    for (const [i, result] of RESULTS.entries())
      await bring(any, { phenomenonTime: iso(i - 60), resultTime: iso(i - 59), result });
    await bring(1, { phenomenonTime: `${iso(-60)}/${iso(0)}`, result: 7 });
    await bring(1, { phenomenonTime: iso(-30), result: 8 });
    await bring(2, { phenomenonTime: iso(-600), result: 9 });
  });
  afterAll(async () => {
    await whole.close();
    await database?.stop();
  });

  const bring = (stream: number, observation: object) =>
    whole.ask('POST', `/v1.1/Datastreams(${stream})/Observations`, DEVICE_TOKEN, observation);
  const get = (path: string) => whole.ask('GET', `/v1.1/${encodeURI(path).replaceAll('+', '%2B')}`);
  const values = async (path: string, of: string): Promise<unknown[]> => {
    const answer = await get(path);
    return answer.statusCode === 200
      ? answer.json().value.map((row: Record<string, unknown>) => row[of])
      : [answer.statusCode, answer.json().message];
  };
  const results = (filter: string, stream = any): Promise<unknown[]> =>
    values(`Datastreams(${stream})/Observations?$select=result&$filter=${filter}`, 'result');

  test.each([
    ["phenomenonTime lt '2026-11-28T11:02:00Z'", [10, 9]],
    ["'2026-11-28T11:08:00Z' lt phenomenonTime", [2.5]],
    ["resultTime gt '2026-11-28T19:09:00+08:00'", [2.5]],
    ["year('2026-01-01T00:00:00Z') eq 2026 and result eq 10", [10]],
    ["date('2026-01-01T00:00:00Z') eq '2026-01-01' and result eq 10", [10]],
    ['totaloffsetminutes(now()) eq 0 and result eq 9', [9]],
    ['result eq null', [null]],
    ['result ne null', [10, 9, 5.5, 100, 20.25, '12.5', true, 1.5, 2.5]],
    ['null eq null and result eq 9', [9]],
    ["phenomenonTime gt now() sub duration'PT53M' and result lt 2", [1.5]],
    ["phenomenonTime add duration'PT1H' le 2026-11-28T12:01:00Z", [10, 9]],
    ["now() sub phenomenonTime ge duration'PT59M'", [10, 9]],
    ["duration'PT30M' mul 2 eq duration'PT1H' and result eq 9", [9]],
    ['phenomenonTime gt 2026-11-28 and result eq 100', [100]],
    ['phenomenonTime lt 2026-11-28', []],
    ['date(phenomenonTime) eq 2026-11-28 and result eq 100', [100]],
    ['time(phenomenonTime) lt 11:02:00', [10, 9]],
    ['during(phenomenonTime, 2026-11-28T11:02:00Z/2026-11-28T11:03:00Z)', [5.5, 100]],
    ["before(phenomenonTime, '2026-11-28T11:01:00Z/2026-11-28T11:03:00Z')", [10]],
    ['phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and result eq 9', [9]],
    ['round(result) eq 3 and result lt 5', [2.5]],
    ["result eq '12.5'", ['12.5']],
    ['result eq true', [true]],
  ])('%s', async (filter, expected) => {
    expect(await results(filter)).toEqual(expected);
  });

  /** Questions that others asked of such services, by what they are answered with; 400: in words. */
  test.each([
    ["phenomenonTime lt 'x'", 400],
    ["'x' lt phenomenonTime", 400],
    ['phenomenonTime eq null', []],
    ["result lt 'abc'", ['12.5']],
    ['result eq true', [true]],
    ["result gt 'a'", []],
    ["id eq 'abc'", []],
    ['id eq 1.5', 400],
    ['id gt 99999999999999999999', 400],
    ['id eq -1', 400],
    ['phenomenonTime gt 5', 400],
    ['phenomenonTime add 5 gt 6', 400],
    ['result div 0 gt 1', []],
    ['result mod 0 eq 1', []],
    ['result gt 1e400', []],
    ['true', RESULTS],
    ['not true', []],
    ['null eq null', RESULTS],
    ['year(phenomenonTime) eq 2026', RESULTS],
    ['hour(phenomenonTime) gt 25', []],
    ['length(result) gt 2', ['12.5']],
    ["toupper(result) eq 'A'", []],
    ['round(result) eq 10', [10]],
    ["concat('a','b') eq 'ab'", RESULTS],
    ["substring('abc',1) eq 'bc'", RESULTS],
    ["substring('abc',-5) eq 'abc'", RESULTS],
    ["indexof('abc','c') eq 2", RESULTS],
    ["contains(result,'1')", 400],
    ["startswith(phenomenonTime,'2')", 400],
    ['resultTime eq null', []],
    ['Datastream/name eq 5', 400],
    ["Datastream/id eq '1'", 400],
    ['Datastream/Thing/properties/x/y gt 5', []],
    ['parameters/depth lt 6', []],
    ['result/temp gt 10', 400],
    ['totaloffsetminutes(phenomenonTime) eq 0', RESULTS],
    ['date(phenomenonTime) eq date(now())', RESULTS],
    ['now() gt 5', 400],
    ["'a' eq 5", 400],
    ["5 eq 'a'", 400],
    ['true eq 5', 400],
    ["'\\u0000' eq 'a'", []],
    ['result in (10,9)', 400],
    ['phenomenonTime/start gt 5', 400],
  ] as [string, unknown[] | number][])('of any kind: %s', async (filter, expected) => {
    const found = await results(filter);
    expect(typeof expected === 'number' ? found[0] : found).toEqual(expected);
  });

  test('a span counts at its end beside an instant, and with both its ends beside an interval', async () => {
    expect(await results(`phenomenonTime eq ${iso(0)}`, 1)).toEqual([7]);
    expect(await results(`during(phenomenonTime, ${iso(-60)}/${iso(0)})`, 1)).toEqual([8, 7]);
    expect(await results(`during(phenomenonTime, ${iso(-59)}/${iso(0)})`, 1)).toEqual([8]);
    expect(await results(`phenomenonTime eq ${iso(-60)}/${iso(0)}`, 1)).toEqual([7]);
    expect(await results(`overlaps(phenomenonTime, ${iso(-50)}/${iso(-40)})`, 1)).toEqual([7]);
    expect((await get('Datastreams(1)/Observations?$select=phenomenonTime')).json().value).toEqual([
      { phenomenonTime: iso(-30) },
      { phenomenonTime: `${iso(-60)}/${iso(0)}` },
    ]);
    const series = await whole.ask('GET', `/history/series?datastream=1&from=${iso(-60)}&to=${iso(60)}&points=120`);
    expect(series.json().startMs).toEqual([NOW_MS - 30 * MINUTE_MS, NOW_MS]);
  });

  test('datastreams tell the span, the result times and the place of their observations, and are found by them', async () => {
    const select = '$select=id,phenomenonTime,resultTime,observedArea';
    expect((await get(`Datastreams(${any})?${select}`)).json()).toMatchObject({
      phenomenonTime: `${iso(-60)}/${iso(-51)}`,
      resultTime: `${iso(-59)}/${iso(-50)}`,
      observedArea: { type: 'Point', coordinates: [108.8, 34.3] },
    });
    expect((await get('Datastreams(1)')).json()).toMatchObject({ phenomenonTime: `${iso(-30)}/${iso(0)}` });
    expect(Object.keys((await get(`Datastreams(3)?${select}`)).json())).toEqual(['@iot.id', '@iot.selfLink']);
    expect(await values(`Datastreams?$filter=phenomenonTime gt now() sub duration'PT1H'`, '@iot.id')).toEqual([1, any]);
    expect(await values('Datastreams?$filter=phenomenonTime eq null', '@iot.id')).toEqual([3, 4]);
    expect(await values('Datastreams?$orderby=phenomenonTime desc&$filter=phenomenonTime ne null', '@iot.id')).toEqual([
      1,
      any,
      2,
    ]);
  });

  const WEST = "geography'POLYGON ((108.74 34.29, 108.75 34.29, 108.75 34.31, 108.74 34.31, 108.74 34.29))'";
  const HOLED =
    "geography'POLYGON ((108 34, 109 34, 109 35, 108 35, 108 34), (108.75 34.2, 108.79 34.2, 108.79 34.4, 108.75 34.4, 108.75 34.2))'";
  test.each([
    [`st_within(location, ${WEST})`, ['sn-pond-0001']],
    [`st_contains(${WEST}, location)`, ['sn-pond-0001']],
    [`st_within(location, ${HOLED})`, ['sn-pond-0001', 'sn-river-0001']],
    [`st_disjoint(location, ${WEST})`, ['sn-pond-0002', 'sn-pump-0001', 'sn-river-0001']],
    ["st_touches(location, geography'POLYGON ((108.8 34, 109 34, 109 35, 108.8 35, 108.8 34))')", ['sn-river-0001']],
    [
      "geo.intersects(location, geometry'LINESTRING (108.745 34.3, 108.755 34.3)')",
      ['sn-pond-0001', 'sn-pond-0002', 'sn-pump-0001'],
    ],
    ["st_within(location, geometry'LINESTRING (108.7 34.3, 108.755 34.3)')", ['sn-pond-0001']],
    ["st_equals(location, geography'SRID=4326;POINT (108.8 34.3)')", ['sn-river-0001']],
    ["st_relate(location, geography'POINT (108.8 34.3)', 'T*F**FFF*')", ['sn-river-0001']],
    [
      "st_crosses(location, geography'LINESTRING (108 34.3, 109 34.3)') or st_overlaps(location, geography'POINT (108.8 34.3)')",
      [],
    ],
    ["geo.distance(location, geography'POINT (108.8 34.33)') lt 0.0301", ['sn-river-0001']],
    ["geo.length(geometry'LINESTRING (0 0, 3 4, 3 6)') eq 7 and name eq 'sn-pump-0001'", ['sn-pump-0001']],
    ['geo.length(location) ne null', []],
  ])('%s', async (filter, expected) => {
    expect(await values(`Locations?$filter=${filter}&$select=name`, 'name')).toEqual(expected);
  });

  test('rows are ordered by their distance, and found along links by their place', async () => {
    const by = "geo.distance(location,geography'POINT (108.8 34.3)')";
    expect(await values(`Locations?$orderby=${by}&$select=name&$top=1`, 'name')).toEqual(['sn-river-0001']);
    expect(await values(`Things?$filter=st_within(Locations/location, ${WEST})&$select=name`, 'name')).toEqual([
      'sn-pond-0001',
    ]);
    expect(await values(`Datastreams?$filter=st_within(observedArea, ${WEST})`, '@iot.id')).toEqual([1]);
  });

  test.each([
    "phenomenonTime lt 'x'",
    "phenomenonTime lt '2026-11-28'  and 'x' lt phenomenonTime",
    "phenomenonTime gt '2026-11-28T12:00:00'",
    'phenomenonTime gt 5',
    'phenomenonTime add 5 gt 6',
    "phenomenonTime mul duration'PT1H' gt 6",
    "now() sub duration'P1Y' gt phenomenonTime",
    "duration'PT' eq duration'PT1H'",
    "now() sub duration'P99999999999999D' gt phenomenonTime",
    'phenomenonTime gt 2026-13-45T00:00:00Z',
    'phenomenonTime lt 2026-11-28T12:00:00Z/2026-11-28T11:00:00Z',
    'during(phenomenonTime)',
    'during(phenomenonTime, 5)',
    "st_within(result, geography'POINT (1 1)')",
    "st_within(location, geography'POINT (1 1)')",
    "st_within(geometry'LINESTRING (0 0, 1 1)', geometry'LINESTRING (0 0, 1 1)')",
    "geo.distance(geometry'LINESTRING (0 0, 1 1)', geometry'POINT (0 0)') lt 5",
    "geo.length(geometry'POINT (0 0)') lt 5",
    "st_relate(geometry'POINT (0 0)', geometry'POINT (0 0)', 'xyz')",
    "geometry'POINT (0 0)' eq geometry'POINT (0 0)'",
    "geometry'POINT (0 0)'",
    "st_equals(geometry'POLYGON (())', geometry'POINT (0 0)')",
    "st_equals(geometry'POLYGON ((0 0, 1 1, 1 0))', geometry'POINT (0 0)')",
    'totaloffsetminutes() eq 0',
    'null gt null',
    'result add null gt 5',
    'year(result) eq 5',
    "substring('a', 5000000000) eq 'a'",
    'result div result',
    'now()',
  ])('is refused in words: %s', async (filter) => {
    const answer = await get(`Datastreams(${any})/Observations?$filter=${filter}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 400, message: expect.any(String) }]);
  });

  test('quoted times are read in each place that a filter may stand in', async () => {
    const time = "'2026-11-28T12:00:00Z'";
    for (const path of [
      `HistoricalLocations?$filter=time lt ${time}`,
      `Datastreams(1)?$expand=Observations($filter=phenomenonTime lt ${time})`,
      `Things?$filter=HistoricalLocations/time lt ${time}`,
      `Things?$filter=Datastreams/Observations/phenomenonTime gt ${time}`,
    ])
      expect([path, (await get(path)).statusCode]).toEqual([path, 200]);
  });

  test('what comes and goes while pages are turned moves no row: each of them comes once', async () => {
    const seen = async (first: string, between: (page: number) => Promise<unknown>) => {
      const rows: unknown[] = [];
      let next: string | undefined = first;
      for (let page = 0; next; page++) {
        const answer = await whole.ask('GET', next);
        expect(answer.statusCode).toBe(200);
        rows.push(...answer.json().value.map((row: { result: unknown }) => row.result));
        await between(page);
        const link: string | undefined = answer.json()['@iot.nextLink'];
        next = link?.slice(link.indexOf('/v1.1'));
      }
      return rows;
    };
    for (let i = 0; i < 20; i++) await bring(3, { phenomenonTime: iso(i), result: i });
    const path = '/v1.1/Datastreams(3)/Observations?$top=6&$select=result';
    const before = (page: number) => bring(3, { phenomenonTime: iso(-100 - page), result: 1000 + page });
    const all = Array.from({ length: 20 }, (_, i) => i);
    expect(await seen(path, before)).toEqual(all);
    expect(
      await seen(`${path}&$orderby=phenomenonTime%20desc&$filter=result%20lt%20100`, () =>
        bring(3, { phenomenonTime: iso(600), result: 50 }),
      ),
    ).toEqual(all.toReversed());
    expect(await seen(`${path}&$skip=4&$filter=result%20lt%2020`, before)).toEqual(all.slice(4));
  });

  test('pages by any order have each row once: with nulls, ties and texts, up and down', async () => {
    for (const by of [
      'result',
      'result desc',
      'resultTime',
      'FeatureOfInterest/name,result desc',
      'length(Datastream/name) desc',
    ])
      for (const path of [
        `Datastreams(${any})/Observations?$orderby=${by}`,
        `Datastreams(${any})/Observations?$orderby=${by}&$top=3`,
      ]) {
        const ids: string[] = [];
        for (let next: string | undefined = path; next; ) {
          const answer = await get(next.includes('%') ? decodeURIComponent(next) : next);
          ids.push(...answer.json().value.map((row: Record<string, string>) => row['@iot.id']));
          const link: string | undefined = answer.json()['@iot.nextLink'];
          next = link?.slice(link.indexOf('/v1.1/') + '/v1.1/'.length);
        }
        const whole100 = await values(`Datastreams(${any})/Observations?$orderby=${by}&$top=100`, '@iot.id');
        expect([by, ids]).toEqual([by, whole100]);
      }
  });

  test('what is expanded in a row has its own next page', async () => {
    const { Observations: inner, 'Observations@iot.nextLink': link } = (
      await get(`Datastreams(${any})?$expand=Observations($top=4;$select=result;$orderby=phenomenonTime desc)`)
    ).json();
    expect(inner).toEqual([{ result: 2.5 }, { result: 1.5 }, { result: true }, { result: '12.5' }]);
    const next = await whole.ask('GET', link.slice(link.indexOf('/v1.1/')));
    expect(next.json().value).toEqual([{ result: null }, { result: 20.25 }, { result: 100 }, { result: 5.5 }]);
  });

  test.each(['W10', 'WyJhIl0', 'WyI1IixudWxsXQ'])('a cursor of another question is refused: %s', async (token) => {
    expect((await get(`Things?$skiptoken='${token}'`)).statusCode).toBe(400);
  });
});
