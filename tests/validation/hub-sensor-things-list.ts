/** A request that the public specification (OGC 18-088) answers, with what its answer must be. */
export interface SpecRequest {
  method: string;
  path: string;
  body?: unknown;
  /** As a device; else as the administrator. */
  isDevice?: boolean;
  status: number;
  /** What is wrong with the answer; null: nothing. */
  fault?(json: unknown): string | null;
}

/** What stands in the service when it is asked: ids by set, and how many entities a set has at least. */
export interface SpecIds {
  ids: Record<string, string>;
  stream: number;
}

type Row = Record<string, unknown>;

/** Properties and links that each entity has (18-088, tables 2 to 19), but those that may be absent. */
const SETS: Record<string, { properties: string[]; many: string[]; one: string[] }> = {
  Things: {
    properties: ['name', 'description', 'properties'],
    many: ['Locations', 'Datastreams', 'HistoricalLocations'],
    one: [],
  },
  Locations: {
    properties: ['name', 'description', 'encodingType', 'location', 'properties'],
    many: ['Things', 'HistoricalLocations'],
    one: [],
  },
  HistoricalLocations: { properties: ['time'], many: ['Locations'], one: ['Thing'] },
  Datastreams: {
    properties: [
      'name',
      'description',
      'observationType',
      'unitOfMeasurement',
      'properties',
      'observedArea',
      'phenomenonTime',
      'resultTime',
    ],
    many: ['Observations'],
    one: ['Thing', 'Sensor', 'ObservedProperty'],
  },
  Sensors: {
    properties: ['name', 'description', 'encodingType', 'metadata', 'properties'],
    many: ['Datastreams'],
    one: [],
  },
  ObservedProperties: {
    properties: ['name', 'definition', 'description', 'properties'],
    many: ['Datastreams'],
    one: [],
  },
  Observations: {
    properties: ['phenomenonTime', 'result', 'resultTime', 'resultQuality', 'validTime', 'parameters'],
    many: [],
    one: ['Datastream', 'FeatureOfInterest'],
  },
  FeaturesOfInterest: {
    properties: ['name', 'description', 'encodingType', 'feature', 'properties'],
    many: ['Observations'],
    one: [],
  },
};

const rowsOf = (json: unknown): Row[] => (json as { value?: Row[] })?.value ?? [];
const expectThat = (holds: boolean, what: string): string | null => (holds ? null : what);
const get = (path: string, status: number, fault?: SpecRequest['fault']): SpecRequest => ({
  method: 'GET',
  path,
  status,
  ...(fault && { fault }),
});
const keysOf = (row: Row | undefined): string[] => Object.keys(row ?? {}).filter((key) => !key.includes('@iot.'));

/** Reading: every set, entity, property, link and option. */
function readings({ ids }: SpecIds): SpecRequest[] {
  return Object.entries(SETS).flatMap(([set, { properties, many, one }]) => {
    const entity = `${set}(${ids[set]})`;
    const links = [...many, ...one];
    const isList = (json: unknown) => expectThat(Array.isArray((json as Row).value), 'value: expected a list');
    const inOrder = (sign: 1 | -1) => (json: unknown) => {
      const found = rowsOf(json).map((row) => row['@iot.id']);
      const sorted = found.every((id, i) => i === 0 || sign * compare(found[i - 1], id) < 0);
      return expectThat(set === 'Observations' || (sorted && found.length > 0), `expected an order, got ${found}`);
    };
    return [
      get(set, 200, (json) => {
        const rows = rowsOf(json);
        const whole = rows.every(
          (row) => row['@iot.id'] !== undefined && String(row['@iot.selfLink']).includes(`/v1.1/${set}(`),
        );
        return expectThat(rows.length > 0 && whole, 'expected rows with @iot.id and @iot.selfLink');
      }),
      get(entity, 200, (json) => {
        const row = json as Row;
        const lacks = [
          ...properties.filter((name) => !(name in row)),
          ...links.filter((name) => !(`${name}@iot.navigationLink` in row)),
        ];
        return expectThat(lacks.length === 0, `lacks ${lacks}`);
      }),
      get(`${entity}/$ref`, 200, (json) =>
        expectThat('@iot.selfLink' in (json as Row) || isList(json) === null, 'no link'),
      ),
      get(`${set}?$select=id`, 200, (json) =>
        expectThat(keysOf(rowsOf(json)[0]).length === 0, 'expected the id alone'),
      ),
      get(`${set}?$orderby=id`, 200, inOrder(1)),
      get(`${set}?$orderby=id desc`, 200, inOrder(-1)),
      get(`${set}?$top=1`, 200, (json) => expectThat(rowsOf(json).length === 1, 'expected one row')),
      get(`${set}?$top=0`, 200, (json) => expectThat(rowsOf(json).length === 0, 'expected no row')),
      get(`${set}?$skip=1000000`, 200, (json) => expectThat(rowsOf(json).length === 0, 'expected no row')),
      get(`${set}?$count=true&$top=1`, 200, (json) =>
        expectThat(Number((json as Row)['@iot.count']) >= 1, 'expected a count'),
      ),
      get(`${set}?$count=false`, 200, (json) => expectThat(!('@iot.count' in (json as Row)), 'expected no count')),
      get(`${set}?$filter=id eq ${ids[set]}`, 200, (json) =>
        expectThat(rowsOf(json).length === 1, 'expected the one row'),
      ),
      get(`${set}(999999999)`, 404),
      get(`${set}?$top=-1`, 400),
      get(`${set}?$nothing=1`, 400),
      ...properties.flatMap((name) => [
        get(`${entity}/${name}`, 200, (json) =>
          expectThat(keysOf(json as Row).join() === name, `expected ${name} alone`),
        ),
        get(`${entity}/${name}/$value`, 200),
        get(`${set}?$select=${name}&$top=3`, 200, (json) =>
          expectThat(
            rowsOf(json).every((row) => keysOf(row).every((key) => key === name)),
            `expected ${name} alone`,
          ),
        ),
      ]),
      ...many.flatMap((name) => [
        get(`${entity}/${name}`, 200, isList),
        get(`${entity}/${name}/$ref`, 200, isList),
        get(`${entity}?$expand=${name}`, 200, (json) =>
          expectThat(Array.isArray((json as Row)[name]), `expected ${name} within`),
        ),
      ]),
      ...one.flatMap((name) => [
        get(`${entity}/${name}`, 200, (json) => expectThat('@iot.id' in (json as Row), 'expected an entity')),
        get(`${entity}?$expand=${name}`, 200, (json) =>
          expectThat('@iot.id' in ((json as Row)[name] as Row), `expected ${name} within`),
        ),
      ]),
    ];
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/** Values by filter: the stream holds 0 to 29, one a minute from 2026-11-28T11:00Z on, each a minute later as a result. */
function filters({ stream }: SpecIds): SpecRequest[] {
  const from = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const cases: [filter: string, results: number[]][] = [
    ['result eq 5', [5]],
    ['result ne 5 and result lt 7', [0, 1, 2, 3, 4, 6]],
    ['result gt 27', [28, 29]],
    ['result ge 27', [27, 28, 29]],
    ['result lt 2', [0, 1]],
    ['result le 2', [0, 1, 2]],
    ['not (result gt 1)', [0, 1]],
    ['result eq 1 or result eq 3', [1, 3]],
    ['(result eq 1 or result eq 3) and result gt 2', [3]],
    ['result add 5 eq 7', [2]],
    ['result sub 5 eq 7', [12]],
    ['result mul 2 eq 8', [4]],
    ['result div 2 eq 8', [16]],
    ['result mod 10 eq 3', [3, 13, 23]],
    ['round(result div 10) eq 3', [25, 26, 27, 28, 29]],
    ['floor(result div 10) eq 2', from(20, 29)],
    ['ceiling(result div 10) eq 1', from(1, 10)],
    ['result eq null', []],
    ['result ne null and result lt 1', [0]],
    ['phenomenonTime eq 2026-11-28T11:05:00Z', [5]],
    ["phenomenonTime lt '2026-11-28T11:02:00Z'", [0, 1]],
    ['phenomenonTime ge 2026-11-28T19:28:00+08:00', [28, 29]],
    ['resultTime gt 2026-11-28T11:29:00Z', [29]],
    ["phenomenonTime sub duration'PT10M' ge 2026-11-28T11:18:00Z", [28, 29]],
    ["2026-11-28T11:00:00Z add duration'PT3M' eq phenomenonTime", [3]],
    ['during(phenomenonTime, 2026-11-28T11:03:00Z/2026-11-28T11:04:00Z)', [3, 4]],
    ['before(phenomenonTime, 2026-11-28T11:01:00Z)', [0]],
    ['after(phenomenonTime, 2026-11-28T11:28:00Z)', [29]],
    ['year(phenomenonTime) eq 2026 and result lt 1', [0]],
    ['month(phenomenonTime) eq 11 and result lt 1', [0]],
    ['day(phenomenonTime) eq 28 and result lt 1', [0]],
    ['hour(phenomenonTime) eq 11 and result lt 1', [0]],
    ['minute(phenomenonTime) eq 7', [7]],
    ['second(phenomenonTime) eq 0 and result lt 1', [0]],
    ['date(phenomenonTime) eq 2026-11-28 and result lt 1', [0]],
    ['time(phenomenonTime) le 11:01:00', [0, 1]],
    ['totaloffsetminutes(phenomenonTime) eq 0 and result lt 1', [0]],
    ["Datastream/name eq 'level' and result lt 1", [0]],
    ["startswith(Datastream/Thing/name,'spec') and result lt 1", [0]],
    ["endswith(Datastream/name,'vel') and result lt 1", [0]],
    ["substringof('eve',Datastream/name) and result lt 1", [0]],
    ["length(Datastream/name) eq 5 and indexof(Datastream/name,'v') eq 2 and result lt 1", [0]],
    ["concat(toupper('a'),tolower('B')) eq 'Ab' and trim(' x ') eq 'x' and result lt 1", [0]],
    ["substring(Datastream/name,1,2) eq 'ev' and result lt 1", [0]],
    ["st_within(FeatureOfInterest/feature,geography'POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))') and result lt 1", [0]],
    ["geo.distance(FeatureOfInterest/feature,geography'POINT (1 5)') eq 4 and result lt 1", [0]],
  ];
  const refused = [
    'result eq',
    'nothing eq 1',
    'result gt now()',
    "phenomenonTime gt 'x'",
    'nothing(1) eq 1',
    '(result eq 1',
    "now() sub duration'P1M' gt now()",
  ];
  return [
    ...cases.map(([filter, results]) =>
      get(
        `Datastreams(${stream})/Observations?$orderby=phenomenonTime&$select=result&$filter=${filter}`,
        200,
        (json) => {
          const found = rowsOf(json).map(({ result }) => result);
          return expectThat(JSON.stringify(found) === JSON.stringify(results), `expected ${results}, got ${found}`);
        },
      ),
    ),
    ...refused.map((filter) => get(`Datastreams(${stream})/Observations?$filter=${filter}`, 400)),
    get(
      `Datastreams(${stream})/Observations?$resultFormat=dataArray&$select=result&$top=3&$orderby=phenomenonTime`,
      200,
      (json) => expectThat(JSON.stringify(rowsOf(json)[0]?.dataArray) === '[[0],[1],[2]]', 'expected a data array'),
    ),
  ];
}

/** Creating, changing and taking away, each by its status; the last of what is made goes again. */
function changes({ ids, stream }: SpecIds): SpecRequest[] {
  const made = (path: string, body: unknown): SpecRequest => ({ method: 'POST', path, body, status: 201 });
  const refused = (path: string, body: unknown, isDevice = false): SpecRequest => ({
    method: 'POST',
    path,
    body,
    isDevice,
    status: 400,
  });
  const observe = (body: object): SpecRequest => ({
    method: 'POST',
    path: `Datastreams(${stream})/Observations`,
    body,
    isDevice: true,
    status: 201,
  });
  const at = '2026-11-28T10:00:00Z';
  return [
    made('ObservedProperties', { name: 'p', definition: 'urn:p', description: 'p' }),
    made('Sensors', { name: 's', description: 's', encodingType: 'text/plain', metadata: 's' }),
    made('Locations', {
      name: 'l',
      description: 'l',
      encodingType: 'application/geo+json',
      location: { type: 'Point', coordinates: [3, 3] },
    }),
    made('FeaturesOfInterest', {
      name: 'f',
      description: 'f',
      encodingType: 'application/geo+json',
      feature: { type: 'Point', coordinates: [3, 3] },
    }),
    made('Things', { name: 't', description: 't' }),
    refused('Things', { name: 't' }),
    refused('Datastreams', { name: 'd', description: 'd' }),
    refused('Locations', { name: 'l', description: 'l', encodingType: 'x', location: 5 }),
    { method: 'PATCH', path: `Things(${ids.Things})`, body: { description: 'changed' }, status: 200 },
    get(`Things(${ids.Things})/description`, 200, (json) =>
      expectThat((json as Row).description === 'changed', 'not changed'),
    ),
    { method: 'PUT', path: `Things(${ids.Things})`, body: { name: 'spec thing', description: 'whole' }, status: 200 },
    { method: 'PATCH', path: `Things(${ids.Things})`, body: { nothing: 1 }, status: 400 },
    { method: 'DELETE', path: 'Things(999999)', status: 404 },
    observe({ phenomenonTime: at, result: '100.5' }),
    get(`Datastreams(${stream})/Observations?$filter=phenomenonTime eq ${at}&$select=result`, 200, (json) =>
      expectThat(rowsOf(json)[0]?.result === 100.5, 'expected a text that is a number as the number'),
    ),
    observe({ phenomenonTime: `2026-11-28T09:00:00Z/${at}`, result: 101 }),
    get(`Datastreams(${stream})/Observations?$filter=result eq 101`, 200, (json) =>
      expectThat(
        rowsOf(json)[0]?.phenomenonTime === '2026-11-28T09:00:00.000Z/2026-11-28T10:00:00.000Z',
        'expected the interval',
      ),
    ),
    refused(`Datastreams(${stream})/Observations`, { phenomenonTime: at, result: 'high' }, true),
    refused(`Datastreams(${stream})/Observations`, { phenomenonTime: 'yesterday', result: 1 }, true),
    refused('Observations', { result: 1 }, true),
    { method: 'POST', path: 'Observations', body: { result: 1, Datastream: { '@iot.id': stream } }, status: 403 },
  ];
}

/** All of them, in the order in which they are asked. */
export const specRequests = (ids: SpecIds): SpecRequest[] => [...readings(ids), ...filters(ids), ...changes(ids)];
