import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';

/** A question or an order to the hub that it takes, and whose it is. */
export interface RequestSeed {
  who: 'device' | 'administrator' | 'dispatcher' | 'controller' | 'nobody';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As a person writes it: what no address holds is percent-encoded on its way. */
  path: string;
  body?: object;
}

const ALL = { areas: 'all', classes: 'all' };
const NOON = '2026-07-18T12:00:00Z';
const kind = BASE_KINDS.kinds?.find(({ id }) => id === 'rain');

const thing = {
  name: 'a',
  description: 'b',
  properties: { kind: 'rain' },
  Locations: [
    {
      name: 'l',
      description: 'd',
      encodingType: 'application/geo+json',
      location: { type: 'Point', coordinates: [108.75, 34.3] },
    },
  ],
};

const questions = [
  "Things?$filter=name eq 'a' and Datastreams/id gt 0&$orderby=name desc&$top=5&$skip=0&$count=true",
  'Things(1)?$select=id,name&$expand=Datastreams($top=3;$expand=Observations($top=2;$orderby=phenomenonTime desc)),Locations',
  'Datastreams(1)/Observations?$filter=phenomenonTime ge 2026-07-18T12:00:00Z and result lt 3.5&$resultFormat=dataArray',
  "Observations?$filter=Datastream/Thing/name eq 'a' or startswith(Datastream/name, 'b')&$top=10",
  'Datastreams(1)/Thing/Locations/$ref',
  'Things(1)/name/$value',
  "Observations('1-1784376000000-1')",
  "FeaturesOfInterest?$filter=substringof('a', name) and length(name) gt 2",
  'Sensors(1)/Datastreams(1)/ObservedProperty',
].map((path): RequestSeed => ({ who: 'device', method: 'GET', path: `/v1.1/${path}` }));

/** Every address of the hub at least once. */
export const REQUESTS: readonly RequestSeed[] = [
  ...questions,
  {
    who: 'device',
    method: 'POST',
    path: '/v1.1/Observations',
    body: { result: 1, phenomenonTime: NOON, Datastream: { '@iot.id': 1 }, parameters: { a: 1 } },
  },
  {
    who: 'device',
    method: 'POST',
    path: '/v1.1/Datastreams(1)/Observations',
    body: { result: { a: [1, 'b'] }, resultTime: NOON },
  },
  {
    ...{ who: 'device', method: 'POST', path: '/v1.1/CreateObservations' },
    body: [
      {
        Datastream: { '@iot.id': 1 },
        components: ['phenomenonTime', 'result'],
        dataArray: [
          [NOON, 1],
          [NOON, 2],
        ],
      },
    ],
  },
  { who: 'administrator', method: 'POST', path: '/v1.1/Things', body: thing },
  { who: 'administrator', method: 'PATCH', path: '/v1.1/Things(1)', body: { name: 'b', properties: { kind: 'rain' } } },
  { who: 'administrator', method: 'PUT', path: '/v1.1/Things(2)', body: thing },
  { who: 'administrator', method: 'DELETE', path: '/v1.1/Things(999)' },
  { who: 'administrator', method: 'GET', path: '/accounts' },
  {
    who: 'administrator',
    method: 'POST',
    path: '/accounts',
    body: { name: 'x', role: 'analyst', password: 'correct horse battery', scope: ALL },
  },
  { who: 'administrator', method: 'PATCH', path: '/accounts/dispatcher', body: { role: 'dispatcher', scope: ALL } },
  {
    who: 'administrator',
    method: 'POST',
    path: '/accounts/invites',
    body: { role: 'analyst', scope: { areas: ['a'], classes: ['rain'] } },
  },
  {
    who: 'nobody',
    method: 'POST',
    path: '/accounts/login',
    body: { name: 'nobody', password: 'correct horse battery' },
  },
  {
    who: 'nobody',
    method: 'POST',
    path: '/accounts/invited',
    body: { invite: 'x', name: 'y', password: 'correct horse battery' },
  },
  { who: 'nobody', method: 'POST', path: '/accounts/logout', body: {} },
  { who: 'administrator', method: 'PUT', path: '/sensor-kinds/rain', body: kind ?? {} },
  { who: 'administrator', method: 'GET', path: '/sensor-kinds/changes' },
  { who: 'administrator', method: 'DELETE', path: '/sensor-kinds/rain' },
  {
    ...{ who: 'administrator', method: 'POST', path: '/sources' },
    body: {
      id: 's',
      name: 'n',
      kind: 'mqtt',
      url: 'wss://a.example/',
      filter: 'a/#',
      fields: { stream: null, time: 't', value: 'v' },
      streams: [['a', 'b']],
    },
  },
  { who: 'administrator', method: 'DELETE', path: '/sources/s' },
  {
    who: 'dispatcher',
    method: 'POST',
    path: '/cases',
    body: { title: 't', object: 'o', place: null, alarm: null, priority: 1, key: 'key of a case' },
  },
  { who: 'dispatcher', method: 'POST', path: '/cases/20260718-0001/dispatch', body: { unit: 'u', note: 'n' } },
  { who: 'dispatcher', method: 'GET', path: '/cases' },
  {
    who: 'dispatcher',
    method: 'POST',
    path: '/alarms/acts',
    body: { key: 'k', event: { kind: 'shelve', atMs: 1, untilMs: 2 } },
  },
  { who: 'dispatcher', method: 'GET', path: '/alarms/events?since=0&key=a' },
  {
    who: 'controller',
    method: 'POST',
    path: '/commands',
    body: { device: 'sn-pump-0001', verb: 'run', value: 1, reason: 'r', key: 'key of it', untilMs: 1 },
  },
  { who: 'dispatcher', method: 'POST', path: '/commands/none/confirm', body: {} },
  { who: 'dispatcher', method: 'GET', path: '/recordings' },
  { who: 'dispatcher', method: 'GET', path: '/recordings/2026-07-18.mcap' },
  {
    who: 'device',
    method: 'GET',
    path: '/history/series?datastream=1&from=2026-07-18T12:00:00Z&to=2026-07-18T13:00:00Z&points=100',
  },
  {
    who: 'dispatcher',
    method: 'GET',
    path: '/history/observations.csv?datastream=1&from=2026-07-18T12:00:00Z&to=2026-07-18T13:00:00Z',
  },
  { who: 'nobody', method: 'GET', path: '/health' },
];
