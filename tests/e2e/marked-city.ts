import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../model/city/manifest.ts';
import { ROOT } from './house.ts';
import { PAYLOADS } from './payloads.ts';

/** How many things of a kind the city has: each payload stands in each of their fields. */
export const MANY = PAYLOADS.length;

/** Payload `i` as a field has it: the field's name stands behind it as a comment, so that a script would still run and a test knows whence a text is. */
export const marked = (field: string, i: number): string => `${PAYLOADS[i % MANY]}//${field}`;

const both = (field: string, i: number) => ({ zh: marked(field, i), en: marked(field, i) });
const each = <One>(of: (i: number) => One, count = MANY): One[] => Array.from({ length: count }, (_, i) => of(i));
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3 };
const STEP_DEG = 2e-4;
const at = (i: number) => [
  ORIGIN.lonDeg + STEP_DEG * ((i % 10) - 5),
  ORIGIN.latDeg + STEP_DEG * (Math.floor(i / 10) - 5),
];

/** Fields of the city in which one text stands at a time; in all others all hundred do. */
export const CITY_FIELDS = {
  one: ['city name', 'about', 'layer', 'source', 'licence'],
  all: ['building', 'name', 'use', 'key', 'value', 'parcel', 'kind of sensor', 'district', 'chapter', 'caption'],
};

const square = (i: number, size: number) => {
  const [lon, lat] = at(i);
  const far = STEP_DEG * size;
  return [
    [lon, lat],
    [lon + far, lat],
    [lon + far, lat + far],
    [lon, lat + far],
    [lon, lat],
  ];
};

function features(name: string, of: (i: number) => { properties: object; geometry: object }): object {
  return { name, type: 'FeatureCollection', features: each((i) => ({ type: 'Feature', ...of(i) })) };
}

/** The files of a city of a hundred buildings, parcels and sensors, whose every word is markup; baked by the command line as any other. */
export function bakeMarkedCity(folder: string): string {
  const sources = join(folder, 'sources');
  const cities = join(folder, 'cities');
  mkdirSync(sources, { recursive: true });
  const put = (name: string, value: unknown) => writeFileSync(join(sources, name), JSON.stringify(value));
  put(
    'buildings.geojson',
    features('buildings', (i) => ({
      properties: {
        code: marked('building', i),
        name: marked('name', i),
        use: marked('use', i),
        height: 6 + (i % 7),
        [marked('key', i)]: marked('value', i),
      },
      geometry: { type: 'Polygon', coordinates: [square(i, 0.5)] },
    })),
  );
  put(
    'parcels.geojson',
    features('parcels', (i) => ({
      properties: { code: marked('parcel', i), use: marked('parcel use', i) },
      geometry: { type: 'Polygon', coordinates: [square(i, 0.9)] },
    })),
  );
  put(
    'sensors.geojson',
    features('sensors', (i) => ({
      properties: { code: sensorId(i), kind: 'rain' },
      geometry: { type: 'Point', coordinates: at(i) },
    })),
  );
  put('recipe.json', recipe());
  execFileSync(
    process.execPath,
    [join(ROOT, 'build/node/cli/shapan.js'), 'bake', join(sources, 'recipe.json'), '--out', cities, '--threads', '0'],
    { stdio: 'pipe', timeout: 60_000 },
  );
  finishCity(join(cities, 'chengchuan'));
  return cities;
}

export const sensorId = (i: number): string => `sn-rain-${String(i).padStart(4, '0')}`;

/** `start` serves the city of this id, and bakes none that is newer than all sources. */
const recipe = () => ({
  id: 'chengchuan',
  name: both('city name', 1),
  about: both('about', 2),
  zone: 'Asia/Shanghai',
  datum: { vertical: marked('datum', 3), geoidUndulationM: 0 },
  origin: ORIGIN,
  groundElevationM: 380,
  layers: [
    {
      ...layerOf('buildings', 'building', 0),
      fields: { id: 'code', height: 'height' },
      columns: [
        { field: 'name', name: 'name', type: 'string', label: both('column', 0) },
        {
          field: 'use',
          name: 'use',
          type: 'code',
          label: both('column', 1),
          values: Object.fromEntries(each((i) => [marked('use', i), both('use', i)])),
        },
      ],
      allColumns: true,
    },
    {
      ...layerOf('plan-kg', 'area', 1),
      group: 'plan',
      state: 'planned',
      shownAtStart: false,
      fields: { id: 'code' },
      columns: [{ field: 'use', name: 'use', type: 'code', label: both('column', 2) }],
    },
    {
      ...layerOf('sensors', 'point', 2),
      fields: { id: 'code' },
      columns: [{ field: 'kind', name: 'kind', type: 'code', label: both('column', 3) }],
    },
  ],
});

const FILES: Record<string, string> = { buildings: 'buildings', 'plan-kg': 'parcels', sensors: 'sensors' };
const layerOf = (id: string, kind: string, i: number) => ({
  id,
  kind,
  label: both('layer', i),
  file: `${FILES[id]}.geojson`,
  source: { name: both('source', i), licence: marked('licence', i) },
});

/** What no recipe says: chapters of the tour, names on the map, what the baker found, districts, sensors, their kinds. */
function finishCity(city: string): void {
  const manifest = JSON.parse(readFileSync(join(city, 'manifest.json'), 'utf8')) as Manifest;
  const { home } = manifest;
  manifest.tour = each((i) => ({
    id: `t${i}`,
    title: both('chapter', i),
    caption: both('caption', i),
    view: home,
    seconds: 1,
  }));
  manifest.labels = each((i) => ({
    text: both('label', i),
    kind: 'landmark',
    eastM: 18 * (i % 10) - 90,
    northM: 22 * Math.floor(i / 10) - 110,
    upM: 20,
  }));
  for (const layer of manifest.layers) {
    layer.problems = each((i) => ({ code: marked('problem', i), count: 1, example: marked('example', i) }));
    layer.assumptions = each((i) => ({ code: marked('assumption', i), values: { file: marked('assumed', i) } }), 5);
  }
  const sensors = manifest.layers.find(({ id }) => id === 'sensors');
  const places = new Float32Array(new Uint8Array(readFileSync(join(city, sensors?.places ?? ''))).buffer);
  const things = each((i) => ({
    id: sensorId(i),
    kind: i === 0 ? 'pump' : 'rain',
    name: both('sensor', i),
    lonLat: at(i),
    at: [places[4 * i], places[4 * i + 1]],
    of: marked('building', i),
    datastreams: [{ id: `${sensorId(i)}/1`, name: both('stream', i), unit: 'mm', cadenceS: 60 }],
  }));
  const polygon = (i: number) => [
    [i, 0],
    [i + 1, 0],
    [i + 1, 1],
  ];
  const population = {
    districts: each((i) => ({
      id: `d${i}`,
      nameZh: marked('district', i),
      nameEn: marked('district', i),
      polygon: polygon(i),
    })),
    hours: [0],
    residentsAtHome: { weekday: [1], weekend: [1] },
  };
  for (const [name, value] of Object.entries({ manifest, sensors: { things }, population })) {
    for (const ending of ['.br', '.gz']) rmSync(join(city, `${name}.json${ending}`), { force: true });
    writeFileSync(join(city, `${name}.json`), JSON.stringify(value));
  }
}
