import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../model/city/manifest.ts';
import { ROOT } from './house.ts';
import { PAYLOADS } from './payloads.ts';

/** How many things of a kind the city has: each payload stands in each of their fields. */
export const MANY = PAYLOADS.length;

/** Payload `i` as a field has it: the field's name stands behind it as a comment, so that a script would still run and a test knows whence a text is. */
export const marked = (field: string, i: number): string => `${PAYLOADS[i % MANY]}//${field}.`;

/** In place of the slash, which no name of a file may have. */
export const SLASH_OF_FILES = '∕';

/** All hundred one behind another, for a field of which a city has only one. */
export const all = (field: string): string => PAYLOADS.map((_, i) => marked(field, i)).join(' ');
const bothAll = (field: string) => ({ zh: all(field), en: all(field) });

const both = (field: string, i: number) => ({ zh: marked(field, i), en: marked(field, i) });
const each = <One>(of: (i: number) => One, count = MANY): One[] => Array.from({ length: count }, (_, i) => of(i));
const CLI = join(ROOT, 'build/node/cli/shapan.js');
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3 };
const STEP_DEG = 2e-4;
const at = (i: number) => [
  ORIGIN.lonDeg + STEP_DEG * ((i % 10) - 5),
  ORIGIN.latDeg + STEP_DEG * (Math.floor(i / 10) - 5),
];

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
      properties: { code: sensorId(i), kind: kindId(i) },
      geometry: { type: 'Point', coordinates: at(i) },
    })),
  );
  put('recipe.json', recipe());
  execFileSync(process.execPath, [CLI, 'bake', join(sources, 'recipe.json'), '--out', cities, '--threads', '0'], {
    stdio: 'pipe',
    timeout: 120_000,
  });
  finishCity(join(cities, 'chengchuan'));
  for (let i = 0; i < MANY; i++) {
    mkdirSync(join(cities, `city-${i}`));
    writeFileSync(join(cities, `city-${i}`, 'manifest.json'), JSON.stringify({ name: both('listed city', i) }));
  }
  return cities;
}

/** What the command line says to the recipe with this id in place of the city's or its first layer's. */
export function refusedRecipe(folder: string, where: string, id: string): string {
  const given = recipe();
  const [first, ...others] = given.layers;
  const file = join(folder, 'sources', 'refused.json');
  const changed = where === 'id' ? { ...given, id } : { ...given, layers: [{ ...first, id }, ...others] };
  writeFileSync(file, JSON.stringify(changed));
  const { stderr } = spawnSync(process.execPath, [CLI, 'bake', file, '--out', join(folder, 'none')], {
    timeout: 120_000,
  });
  return stderr.toString();
}

const kindId = (i: number): string => `kind-${i}`;
export const sensorId = (i: number): string => `sn-rain-${String(i).padStart(4, '0')}`;

/** `start` serves the city of this id, and bakes none that is newer than all sources. */
const recipe = () => ({
  id: 'chengchuan',
  name: bothAll('city name'),
  about: bothAll('about'),
  zone: 'Asia/Shanghai',
  datum: { vertical: all('datum'), geoidUndulationM: 0 },
  origin: ORIGIN,
  groundElevationM: 380,
  layers: [
    {
      ...layerOf('buildings', 'building', 0),
      fields: { id: 'code', height: 'height' },
      columns: [
        { field: 'name', name: 'name', type: 'string', label: both('own column', 0) },
        {
          field: 'use',
          name: 'use',
          type: 'code',
          label: both('own column', 1),
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
      columns: [{ field: 'use', name: 'use', type: 'code', label: both('own column', 2) }],
    },
    {
      ...layerOf('sensors', 'point', 2),
      fields: { id: 'code' },
      columns: [
        {
          field: 'kind',
          name: 'kind',
          type: 'code',
          label: both('own column', 3),
          values: Object.fromEntries(each((i) => [kindId(i), both('kind', i)])),
        },
      ],
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

/** What no recipe says: chapters of the tour, names on the map, layers by the hundred, what the baker found, districts, sensors, their kinds. */
function finishCity(city: string): void {
  const manifest = JSON.parse(readFileSync(join(city, 'manifest.json'), 'utf8')) as Manifest;
  const { home } = manifest;
  manifest.bakedBy = all('baked by');
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
  for (const { label } of manifest.layers.flatMap(({ attributes }) => attributes)) {
    const i = PAYLOADS.findIndex((_, k) => label.zh === marked('key', k));
    if (i >= 0) label.zh = `${label.zh} ${marked('column', i)}`;
  }
  const sensors = manifest.layers.find(({ id }) => id === 'sensors');
  manifest.layers.push(...manyLayers(manifest));
  const places = new Float32Array(new Uint8Array(readFileSync(join(city, sensors?.places ?? ''))).buffer);
  const files = {
    manifest,
    sensors: { things: each((i) => thing(i, [places[4 * i], places[4 * i + 1]])) },
    'sensor-kinds': { kinds: each(kindRecord) },
    population: population(),
  };
  creditTiles(city);
  for (const [name, value] of Object.entries(files)) {
    for (const ending of ['.br', '.gz']) rmSync(join(city, `${name}.json${ending}`), { force: true });
    writeFileSync(join(city, `${name}.json`), JSON.stringify(value));
  }
}

/** Whose data a tileset and its tiles are, as 3D Tiles and glTF say it: a viewer may take it for HTML. */
function creditTiles(city: string): void {
  for (const name of readdirSync(city, { recursive: true, encoding: 'utf8' })) {
    const file = join(city, name);
    if (/tileset\.json$/.test(name)) {
      const tileset = JSON.parse(readFileSync(file, 'utf8'));
      const credits = each((i) => ({ html: marked('credit', i), showOnScreen: true }));
      tileset.asset = { ...tileset.asset, extras: { cesium: { credits } } };
      writeFileSync(file, JSON.stringify(tileset));
    } else if (/\.glb$/.test(name)) writeFileSync(file, withCopyright(readFileSync(file)));
    else continue;
    for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true });
  }
}

/** The first chunk of a GLB is its JSON, filled up with spaces. */
function withCopyright(glb: Buffer): Buffer {
  const end = 20 + glb.readUInt32LE(12);
  const gltf = JSON.parse(glb.toString('utf8', 20, end));
  gltf.asset.copyright = PAYLOADS.map((_, i) => marked('copyright', i)).join(';');
  const text = Buffer.from(JSON.stringify(gltf));
  const json = Buffer.concat([text, Buffer.alloc(-text.length & 3, ' ')]);
  const head = Buffer.from(glb.subarray(0, 20));
  head.writeUInt32LE(20 + json.length + glb.length - end, 8);
  head.writeUInt32LE(json.length, 12);
  return Buffer.concat([head, json, glb.subarray(end)]);
}

/** Each with the files of the parcels and words of its own. */
function manyLayers({ layers }: Manifest): Manifest['layers'] {
  const parcels = layers.find(({ id }) => id === 'plan-kg');
  if (!parcels) throw new Error('the marked city has no parcels');
  const [use] = parcels.attributes;
  const end = Math.max(...layers.map(({ gidBase, count }) => gidBase + count));
  return each((i) => ({
    ...parcels,
    id: `many-${i}`,
    group: 'green',
    gidBase: end + i * parcels.count,
    label: both('layer', i),
    attributes: [{ ...use, values: { [marked('legend code', i)]: both('legend', i) } }],
    colour: { attribute: use.name, tokens: { [marked('legend code', i)]: 'pipe-storm' } },
    source: {
      ...parcels.source,
      name: both('source', i),
      licence: marked('licence', i),
      date: marked('date', i),
      crs: marked('crs', i),
    },
    validity: { from: marked('valid from', i), to: marked('valid to', i) },
    problems: [{ code: marked('problem', i), count: 1, example: marked('example', i) }],
    assumptions: [{ code: marked('assumption', i), values: { file: marked('assumed', i) } }],
  }));
}

const thing = (i: number, at_: number[]) => ({
  id: sensorId(i),
  kind: kindId(i),
  name: both('sensor', i),
  lonLat: at(i),
  at: at_,
  of: marked('building', i),
  datastreams: [{ id: `${sensorId(i)}/1`, name: both('stream', i), unit: 'mm', cadenceS: 60 }],
});

/** What a kind says that a person reads; from 5 on its sensor raises an alarm, and it can be switched. */
const kindRecord = (i: number) => ({
  id: kindId(i),
  label: both('kind label', i),
  rules: [
    {
      id: 'high',
      condition: { kind: 'above', limit: 5 },
      priority: 2,
      title: both('alarm', i),
      consequence: both('consequence', i),
      action: both('action', i),
    },
  ],
  device: { verb: 'run', min: 0, max: 1, unit: '1', isCritical: true },
  vital: { id: `vital-${i}`, label: both('vital', i), unit: '1', figure: 'mean', steadyPerH: 1 },
});

const population = () => ({
  districts: each((i) => ({
    id: `d${i}`,
    nameZh: marked('district', i),
    nameEn: marked('district', i),
    polygon: [
      [i, 0],
      [i + 1, 0],
      [i + 1, 1],
    ],
  })),
  hours: [0],
  residentsAtHome: { weekday: [1], weekend: [1] },
});
