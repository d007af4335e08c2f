import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { exactly, type ValidationCase } from './verdict.ts';

/**
 * Files that people send, each with one thing wrong beside a sound neighbour. The health report must name it by its code as often as it was
 * planted, and keep the neighbour; what cannot be read at all must be refused with the file's name. The faults are the project's own
 * choice, after the findings on foreign files.
 */
interface Planted {
  /** What the layer's problems must hold, and how often; or a part of the refusal. */
  expected: string | RegExp;
  count?: number;
  /** Features that are left beside those that are sound. */
  kept?: number;
  name: string;
  bytes: string | Uint8Array;
  layer?: Record<string, unknown>;
}

type Place = readonly [lonDeg: number, latDeg: number];
const LON = 9.5;
const LAT = 47.1;
/** About a metre. */
const STEP = 1e-5;
const LABEL = { zh: '层', en: 'Layer' };
const SOURCE = { name: LABEL, licence: 'none' };

const at = (x: number, y: number): Place => [LON + x * STEP, LAT + y * STEP];
const square = (x: number, y: number, size = 10): Place[] => [
  at(x, y),
  at(x + size, y),
  at(x + size, y + size),
  at(x, y + size),
  at(x, y),
];
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const line = (...places: Place[]) => ({ type: 'LineString', coordinates: places });

let serial = 0;
const feature = (geometry: unknown, properties: unknown = { height: 9 }, id: unknown = `f${++serial}`) => ({
  type: 'Feature',
  id,
  properties,
  geometry,
});
const collection = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features });

const SOUND = () => feature(polygon(square(200, 200)));
const BUILDING = { kind: 'building', fields: { height: 'height' } };
const ROAD = { kind: 'area', group: 'road', geometry: 'line', assume: { widthM: 6 } };
const PIPE = {
  kind: 'pipe',
  geometry: 'line',
  fields: { diameter: 'dn', upstreamInvert: 'up', downstreamInvert: 'down' },
  assume: { diameterMm: 300 },
};
const pipe = (properties: object) => feature(line(at(0, 0), at(40, 0)), { dn: 300, up: 1, down: 0.9, ...properties });
const soundPipe = () => feature(line(at(0, 30), at(40, 30)), { dn: 300, up: 1, down: 0.9 });

/** A building layer of GeoJSON with this feature beside a sound one. */
const building = (expected: Planted['expected'], one: unknown, more: Partial<Planted> = {}): Planted => ({
  expected,
  name: 'houses.geojson',
  bytes: collection(one, SOUND()),
  ...more,
});

const osm = (body: string): Pick<Planted, 'name' | 'bytes' | 'layer'> => ({
  name: 'town.osm',
  bytes: `<?xml version="1.0"?><osm version="0.6">${[...Array(8).keys()]
    .map((i) => `<node id="${i + 1}" lon="${LON + (i % 3) * 1e-4}" lat="${LAT + Math.floor(i / 3) * 1e-4}"/>`)
    .join(
      '',
    )}<way id="90"><nd ref="1"/><nd ref="2"/><nd ref="5"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/></way>${body}</osm>`,
  layer: { kind: 'building', format: 'osm-xml', osm: { key: 'building' }, assume: { heightM: 9 } },
});
const table = (text: string): Pick<Planted, 'name' | 'bytes' | 'layer'> => ({
  name: 'points.csv',
  bytes: text,
  layer: { kind: 'point', crs: 'EPSG:4326' },
});

const bytesOf = (text: string, swap: (bytes: number[]) => number[]): Uint8Array =>
  Uint8Array.from(swap([...new TextEncoder().encode(text)]));

/** "东街" as GBK has it, in place of the letters XX. */
const gbk = (text: string): Uint8Array =>
  bytesOf(text, (bytes) => {
    const i = text.indexOf('XX');
    return [...bytes.slice(0, i), 0xb6, 0xab, 0xbd, 0xd6, ...bytes.slice(i + 2)];
  });
/** A byte that begins no character of any encoding that is tried, in place of X. */
const spoilt = (text: string): Uint8Array =>
  bytesOf(text, (bytes) => bytes.map((byte, i) => (text[i] === '\u0001' ? 0xff : byte)));

const WITH_NAME = { columns: [{ field: 'name', type: 'string', label: LABEL }] };

const PLANTED = (): Planted[] => [
  building('geometry-null', feature(null)),
  building('geometry-empty', feature(polygon())),
  building('geometry-type', feature({ type: 'Point', coordinates: at(0, 0) })),
  building('coordinates-missing', feature({ type: 'Polygon' })),
  building('coordinates-type', feature({ type: 'Polygon', coordinates: 'none' })),
  building('not-a-feature', { type: 'Something' }),
  building('properties-type', feature(polygon(square(0, 0)), [1, 2]), { kept: 1 }),
  building('ring-open', feature(polygon(square(0, 0).slice(0, -1))), { kept: 1 }),
  building(
    'ring-spike',
    feature(polygon([at(0, 0), at(10, 0), at(10, 10), at(10, 40), at(10, 10), at(0, 10), at(0, 0)])),
    { kept: 1 },
  ),
  building('ring-repeated-vertex', feature(polygon([at(0, 0), at(0, 0), at(10, 0), at(10, 10), at(0, 0)])), {
    kept: 1,
  }),
  building('ring-short', feature(polygon([at(0, 0), at(10, 0), at(0, 0)]))),
  building('ring-zero-area', feature(polygon([at(0, 0), at(10, 0), at(20, 0), at(0, 0)]))),
  building('ring-self-crossing', feature(polygon([at(0, 0), at(10, 10), at(10, 0), at(0, 10), at(0, 0)]))),
  building('hole-ring-short', feature(polygon(square(0, 0), [at(2, 2), at(4, 2), at(2, 2)])), { kept: 1 }),
  building('coordinates-type', feature(polygon([at(0, 0), ['x', 47.1], at(10, 10), at(0, 0)]))),
  building('coordinate-range', feature(polygon([at(0, 0), [9.5, 95], at(10, 10), at(0, 0)]))),
  building('far-away', feature(polygon(square(0, 0).map(([x, y]) => [x + 60, y]))), {
    bytes: collection(
      feature(polygon(square(0, 0).map(([x, y]) => [x + 60, y]))),
      ...Array.from({ length: 200 }, (_, i) => feature(polygon(square(20 * (i % 20), 20 * Math.floor(i / 20))))),
    ),
    kept: 200,
  }),
  building('size-absurd', feature(polygon(square(0, 0, 1_000_000)))),
  building('id-missing', feature(polygon(square(0, 0)), { height: 9 }, null)),
  building('id-duplicate', feature(polygon(square(0, 0)), { height: 9 }, 'twice'), {
    bytes: collection(
      feature(polygon(square(0, 0)), { height: 9 }, 'twice'),
      feature(polygon(square(200, 200)), { height: 9 }, 'twice'),
    ),
  }),
  building('height-missing', feature(polygon(square(0, 0)), {})),
  building('height-absurd', feature(polygon(square(0, 0)), { height: 99_999 })),
  building('base-above-top', feature(polygon(square(0, 0)), { height: 9, base: 12 }), {
    layer: { ...BUILDING, fields: { height: 'height', baseHeight: 'base' } },
  }),
  building('not-a-number', feature(polygon(square(0, 0)), { height: 'tall' })),
  building('number-ambiguous', feature(polygon(square(0, 0)), { height: '1,200' })),
  building('field-missing', feature(polygon(square(0, 0))), { layer: { ...BUILDING, ...WITH_NAME }, kept: 1 }),
  building('text-encoding', null, {
    bytes: gbk(collection(feature(polygon(square(0, 0)), { height: 9, name: 'XX' }), SOUND())),
    layer: { ...BUILDING, ...WITH_NAME },
    kept: 1,
  }),
  building('text-unreadable', null, {
    bytes: spoilt(
      collection(feature(polygon(square(0, 0)), { height: 9, name: 'a\u0001b' }), SOUND()).replace('\\u0001', '\u0001'),
    ),
    layer: { ...BUILDING, ...WITH_NAME, encoding: 'gb18030' },
    kept: 1,
  }),
  building('columns-beyond', null, {
    bytes: collection(
      feature(
        polygon(square(0, 0)),
        Object.fromEntries([['height', 9], ...Array.from({ length: 3000 }, (_, i) => [`c${i}`, i])]),
      ),
      SOUND(),
    ),
    layer: { ...BUILDING, allColumns: true },
    // Of 3,001 properties 509 have room beside the three ids.
    count: 2492,
    kept: 1,
  }),
  {
    expected: 'line-short',
    name: 'roads.geojson',
    layer: ROAD,
    bytes: collection(feature(line(at(0, 0))), feature(line(at(0, 30), at(40, 30)))),
  },
  {
    expected: 'diameter-absurd',
    name: 'pipes.geojson',
    layer: PIPE,
    bytes: collection(pipe({ dn: 900_000 }), soundPipe()),
    kept: 1,
  },
  {
    expected: 'invert-missing',
    name: 'pipes.geojson',
    layer: PIPE,
    bytes: collection(pipe({ up: null, down: null }), soundPipe()),
    kept: 1,
  },
  {
    expected: 'invert-absurd',
    name: 'pipes.geojson',
    layer: PIPE,
    bytes: collection(pipe({ up: 9_000 }), soundPipe()),
    kept: 1,
  },
  {
    expected: 'way-open',
    ...osm('<way id="91"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="building" v="yes"/></way>'),
  },
  {
    expected: 'node-missing',
    ...osm('<way id="91"><nd ref="1"/><nd ref="2"/><nd ref="77"/><nd ref="1"/><tag k="building" v="yes"/></way>'),
  },
  {
    expected: 'relation-broken',
    ...osm(
      '<relation id="92"><member type="way" ref="78" role="outer"/><tag k="type" v="multipolygon"/><tag k="building" v="yes"/></relation>',
    ),
  },
  {
    expected: 'overpass-remark',
    name: 'answer.json',
    bytes: JSON.stringify({
      elements: [
        { type: 'way', id: 1, tags: { building: 'yes' }, geometry: square(0, 0).map(([lon, lat]) => ({ lon, lat })) },
      ],
      remark: 'runtime error: Query timed out',
    }),
    layer: { kind: 'building', format: 'overpass', osm: { key: 'building' }, assume: { heightM: 9 } },
  },
  { expected: 'place-missing', ...table('id,lon,lat\na,9.5,47.1\nb,,\n') },
  { expected: 'wkt-broken', ...table('id,wkt\na,POINT (9.5 47.1)\nb,POINT (9.5\n') },
  { expected: /cut\.geojson/, name: 'cut.geojson', bytes: collection(SOUND(), SOUND()).slice(0, -40) },
  {
    expected: /houses\.geojson.*--crs/s,
    name: 'houses.geojson',
    bytes: collection(
      feature(
        polygon([
          [500_000, 5_200_000],
          [500_010, 5_200_000],
          [500_010, 5_200_010],
          [500_000, 5_200_000],
        ]),
      ),
    ),
  },
  { expected: /empty\.geojson/, name: 'empty.geojson', bytes: '' },
];

async function faultOf(
  { expected, count = 1, kept = 0, name, bytes, layer = BUILDING }: Planted,
  folder: string,
): Promise<string | null> {
  await writeFile(join(folder, name), bytes);
  const recipe = {
    id: 'planted',
    name: LABEL,
    zone: 'UTC',
    layers: [{ id: 'layer', label: LABEL, file: name, source: SOURCE, mostLeftOutRatio: 1, ...layer }],
  };
  try {
    const city = await readCity(parseRecipe(recipe, 'recipe.json', folder));
    const [{ problems, features }] = city.layers;
    const found = problems.find(({ code }) => code === expected);
    if (found?.count !== count)
      return `${expected}: expected ${count}, got ${found?.count ?? 0} of ${problems.map((one) => `${one.code} × ${one.count}`).join(', ') || 'nothing'}`;
    if (!found.example.includes(name)) return `${expected}: expected the file's name, got "${found.example}"`;
    return features.count >= kept ? null : `${expected}: expected ${kept} features to be kept, got ${features.count}`;
  } catch (error) {
    const message = String(error);
    return expected instanceof RegExp && expected.test(message)
      ? null
      : `${expected}: got the refusal "${message.slice(0, 200)}"`;
  }
}

export const CASES: ValidationCase[] = [
  {
    name: 'cities.planted',
    quick: true,
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'shapan-planted-'));
      try {
        const planted = PLANTED();
        let reported = 0;
        for (const one of planted) {
          const fault = await faultOf(one, folder);
          if (fault) process.stderr.write(`cities.planted: ${fault}\n`);
          else reported++;
        }
        return [exactly('cities.planted faults reported', reported, planted.length)];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
