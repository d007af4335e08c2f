import type { Random } from '../../../workers/shared/random.ts';
import { mutate } from './mutate.ts';

/** Paths of expressions and links by the set that is asked, with the kind of what they lead to. */
interface Names {
  text: string[];
  number: string[];
  time: string[];
  json: string[];
  geometry: string[];
  links: string[];
}

const described = (links: string[], more: Partial<Names> = {}): Names => ({
  text: ['name', 'description', 'properties/kind', 'properties/code'],
  number: ['id', '@iot.id', 'properties/cadenceS'],
  time: [],
  json: ['properties', 'properties/nothing'],
  geometry: [],
  links,
  ...more,
});

const SETS: Record<string, Names> = {
  Things: described(['Locations', 'Datastreams', 'HistoricalLocations'], {
    text: ['name', 'Datastreams/name', 'Locations/encodingType', 'Datastreams/ObservedProperty/definition'],
    time: ['HistoricalLocations/time', 'Datastreams/phenomenonTime'],
    geometry: ['Locations/location'],
  }),
  Locations: described(['Things', 'HistoricalLocations'], { geometry: ['location'] }),
  HistoricalLocations: described(['Thing', 'Locations'], {
    text: ['Thing/name'],
    number: ['id'],
    time: ['time'],
    json: [],
  }),
  Sensors: described(['Datastreams'], { text: ['name', 'metadata', 'encodingType'] }),
  ObservedProperties: described(['Datastreams'], { text: ['name', 'definition'] }),
  Datastreams: described(['Thing', 'Sensor', 'ObservedProperty', 'Observations'], {
    text: ['name', 'unitOfMeasurement/symbol', 'Thing/name', 'observationType', 'Sensor/name'],
    number: ['id', 'properties/cadenceS', 'Observations/result', 'Thing/id'],
    time: ['phenomenonTime', 'resultTime', 'Observations/phenomenonTime'],
    geometry: ['observedArea', 'Thing/Locations/location'],
  }),
  FeaturesOfInterest: described(['Observations'], { geometry: ['feature'] }),
  Observations: {
    text: ['id', 'Datastream/name', 'Datastream/Thing/name'],
    number: ['result', 'Datastream/id', 'parameters/depth'],
    time: ['phenomenonTime', 'resultTime'],
    json: ['parameters', 'resultQuality'],
    geometry: ['FeatureOfInterest/feature'],
    links: ['Datastream', 'FeatureOfInterest'],
  },
};

const TIMES = [
  '2026-11-28T12:00:00Z',
  "'2026-11-28T12:00:00Z'",
  '2026-11-28T20:00:00.5+08:00',
  '2026-11-28',
  'now()',
  "now() sub duration'PT1H'",
  "phenomenonTime add duration'P1DT0.5S'",
  'mindatetime()',
];
const INTERVALS = [
  '2026-11-28T11:00:00Z/2026-11-28T12:00:00Z',
  "'2026-11-28/2026-11-29'",
  '2026-11-28T12:00:00Z/2026-11-28T11:00:00Z',
];
const GEOMETRIES = [
  "geography'POINT (108.75 34.3)'",
  "geometry'POLYGON ((108 34, 109 34, 109 35, 108 35, 108 34))'",
  "geography'LINESTRING (108 34.3, 109 34.3)'",
  "geography'POINT (1'",
];
const TEXTS = ["'sn-pond-0001'", "'雨'", "''", "'it''s'", "'%'", "'\\u0000'", "'A'"];
const NUMBERS = ['0', '1', '-1.5', '1e300', '99999999999999999999', '2', '1e-320', '34.3'];
/** A place in a filter where no parser is at home. */
const STRANGE = ['null', 'constructor', '(((', "'", '@iot', '$it', '1..2', 'a/b/c', 'now', '()', '∞', 'not'];

const pick = <Item>(items: readonly Item[], random: Random): Item => items[Math.floor(random() * items.length)];

/** A question of SensorThings, the path with its options: mostly one that the standard allows, some with a word out of place, some spoilt letter by letter. */
export function randomQuery(random: Random): string {
  const set = pick(Object.keys(SETS), random);
  const names = SETS[set];
  const isOne = random() < 0.25;
  const options = isOne ? oneOptions(names, random) : listOptions(set, names, random);
  const query = `${isOne ? oneOf(set, names, random) : set}${options.length > 0 ? `?${options.join('&')}` : ''}`;
  if (random() > 0.2) return query;
  return Buffer.from(mutate(Buffer.from(query), 'text', random))
    .toString('utf8')
    .slice(0, 6000);
}

function oneOf(set: string, names: Names, random: Random): string {
  const id =
    set === 'Observations'
      ? `'1-${Math.floor(random() * 1e12)}-ab'`
      : pick(['1', '2', '3', '4', '999', '-1', "'1'"], random);
  const whole = `${set}(${id})`;
  return pick(
    [whole, whole, `${whole}/${pick(names.links, random)}`, `${whole}/name`, `${whole}/name/$value`, `${whole}/$ref`],
    random,
  );
}

const oneOptions = ({ links }: Names, random: Random): string[] =>
  random() < 0.5 ? [] : [`$expand=${pick(links, random)}`];

function listOptions(set: string, names: Names, random: Random): string[] {
  const options: string[] = [`$top=${pick([0, 1, 3, 50, 100], random)}`];
  if (random() < 0.85) options.push(`$filter=${truth(names, random, 0)}`);
  if (random() < 0.4) options.push(`$orderby=${orders(names, random)}`);
  if (random() < 0.25)
    options.push(`$select=${pick([...names.links, 'id', 'name', 'result', 'phenomenonTime'], random)}`);
  if (random() < 0.25) options.push(`$expand=${expands(names, random)}`);
  if (random() < 0.2) options.push(`$skip=${pick(['0', '2', '1000000', '-1', 'x'], random)}`);
  if (random() < 0.2) options.push(`$count=${pick(['true', 'false', 'perhaps'], random)}`);
  if (set === 'Observations' && random() < 0.2) options.push('$resultFormat=dataArray');
  if (random() < 0.03) options.push(`$skiptoken=${pick(["'WyIxIl0'", "'W10'", "'x'"], random)}`);
  return options;
}

function orders(names: Names, random: Random): string {
  const by = () =>
    `${pick([...names.text, ...names.number, ...names.time, number(names, random, 1)], random)}${pick(['', ' desc', ' asc'], random)}`;
  return random() < 0.7 ? by() : `${by()},${by()}`;
}

function expands(names: Names, random: Random): string {
  const link = pick(names.links, random);
  return random() < 0.5 ? link : `${link}($top=2;$select=id${random() < 0.5 ? ';$orderby=id' : ''})`;
}

function truth(names: Names, random: Random, depth: number): string {
  if (random() < 0.02) return pick(STRANGE, random);
  const deeper = () => truth(names, random, depth + 1);
  if (depth < 3 && random() < 0.3)
    return pick(
      [() => `${deeper()} and ${deeper()}`, () => `(${deeper()} or ${deeper()})`, () => `not (${deeper()})`],
      random,
    )();
  const comparison = () => pick(['eq', 'ne', 'gt', 'ge', 'lt', 'le'], random);
  const kinds = [
    () => `${text(names, random, depth)} ${comparison()} ${text(names, random, depth)}`,
    () => `${number(names, random, depth)} ${comparison()} ${number(names, random, depth)}`,
    () =>
      `${pick(['startswith', 'endswith', 'substringof'], random)}(${text(names, random, depth)},${text(names, random, depth)})`,
    () => `${pick([...names.text, ...names.number, ...names.json], random)} ${pick(['eq', 'ne'], random)} null`,
  ];
  if (names.time.length > 0)
    kinds.push(
      () => `${pick(names.time, random)} ${comparison()} ${pick(TIMES, random)}`,
      () =>
        `${pick(['during', 'before', 'after', 'overlaps', 'meets'], random)}(${pick(names.time, random)},${pick(INTERVALS, random)})`,
    );
  if (names.geometry.length > 0)
    kinds.push(
      () =>
        `${pick(['st_within', 'st_disjoint', 'st_intersects', 'st_touches', 'geo.intersects'], random)}(${pick(names.geometry, random)},${pick(GEOMETRIES, random)})`,
      () => `geo.distance(${pick(names.geometry, random)},${pick(GEOMETRIES, random)}) lt ${pick(NUMBERS, random)}`,
    );
  return pick(kinds, random)();
}

function text(names: Names, random: Random, depth: number): string {
  if (random() < 0.02) return pick(STRANGE, random);
  if (depth > 3 || random() < 0.75) return pick([...names.text, ...TEXTS], random);
  const inner = () => text(names, random, depth + 1);
  return pick(
    [
      () => `tolower(${inner()})`,
      () => `concat(${inner()},${inner()})`,
      () => `trim(${inner()})`,
      () => `substring(${inner()},${pick(NUMBERS, random)})`,
      () => (names.time.length > 0 ? `date(${pick(names.time, random)})` : `toupper(${inner()})`),
    ],
    random,
  )();
}

function number(names: Names, random: Random, depth: number): string {
  if (random() < 0.02) return pick(STRANGE, random);
  if (depth > 3 || random() < 0.65) return pick([...names.number, ...NUMBERS], random);
  const inner = () => number(names, random, depth + 1);
  return pick(
    [
      () => `(${inner()} ${pick(['add', 'sub', 'mul', 'div', 'mod'], random)} ${inner()})`,
      () => `${pick(['round', 'floor', 'ceiling'], random)}(${inner()})`,
      () => `length(${text(names, random, depth + 1)})`,
      () => `indexof(${text(names, random, depth + 1)},${text(names, random, depth + 1)})`,
      () =>
        names.time.length > 0
          ? `${pick(['year', 'hour', 'second', 'totaloffsetminutes'], random)}(${pick(names.time, random)})`
          : inner(),
    ],
    random,
  )();
}
