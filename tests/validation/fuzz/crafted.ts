import { encodeColumn } from '../../../model/city/column.ts';
import { packedTiff, setTag } from '../../readers/geotiff/packed-tiff.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';
import { glbBytes, smallGltf } from '../../workers/construction/small-models.ts';
import { smallResult } from './page-seeds.ts';

/** A file that was made to cost its reader memory, time or stack; `bytes` is asked for when it is its turn. */
export interface Crafted {
  what: string;
  door: string;
  name: string;
  bytes(): Uint8Array | Promise<Uint8Array>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const MANY = 1_000_000;
const zeros = (count = MANY): number[] => new Array<number>(count).fill(0);
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** JSON whose lists hold a million entries of another kind than they should: each would be a fault of its own. */
const WRONG: readonly [door: string, name: string, value: () => object][] = [
  ['manifest', 'manifest.json', () => ({ format: 1, layers: zeros() })],
  ['sensors', 'sensors.json', () => ({ things: zeros() })],
  ['walkable', 'walkable.json', () => ({ format: 1, areas: zeros() })],
  ['drains', 'drain-network.json', () => ({ format: 1, conduits: zeros() })],
  ['crowd file', 'crowd.json', () => ({ format: 1, kind: 'crowd', exits: zeros() })],
  ['what-ifs', 'what-ifs.json', () => ({ format: 1, kind: 'construction', scenarios: zeros() })],
  ['flood case', 'flood.json', () => ({ format: 1, kind: 'flood', walls: zeros() })],
  ['theme', 'theme.json', () => ({ format: 1, kind: 'theme', analysis: { breaks: zeros() } })],
  ['decisions', 'decisions.json', () => ({ format: 1, kind: 'shapan-plan-decisions', entries: zeros() })],
  ['scorecard', 'card.json', () => ({ format: 1, groups: zeros() })],
  ['links', 'links.json', () => ({ format: 1, kind: 'links', rules: zeros() })],
  ['case', 'case.json', () => ({ log: zeros() })],
  ['alarms', 'alarms.json', () => ({ seq: 1, alarms: zeros() })],
  ['recipe', 'recipe.json', () => ({ layers: zeros() })],
  ['flood', 'flood.json', () => ({ format: 1, kind: 'flood', walls: zeros() })],
  ['crowd', 'scenario.json', () => ({ format: 1, kind: 'crowd', exits: zeros() })],
];

const oneBox = (more: object) => smallGltf([{ name: 'a', mesh: 0 }], [0], more);

/** Forty nodes, each with the next one as its child twice: 2^39 ways to the last. */
const forked = (): Uint8Array =>
  glbBytes(
    smallGltf(
      Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, children: i < 39 ? [i + 1, i + 1] : [] })),
      [0],
    ),
  );

/** A view of a gigabyte in a hundred packed bytes. */
const inflatedView = (): Uint8Array =>
  glbBytes(
    oneBox({
      bufferViews: [0, 1].map(() => ({
        buffer: 0,
        byteLength: 1e9,
        extensions: {
          EXT_meshopt_compression: { buffer: 0, byteLength: 100, byteStride: 4, count: 2.5e8, mode: 'ATTRIBUTES' },
        },
      })),
    }),
  );

function overlappingTexts(): Uint8Array {
  const count = 100_000;
  const bytes = encodeColumn({
    type: 'string',
    codes: Uint32Array.from({ length: 5 }, (_, i) => i),
    distinct: Array.from({ length: count }, (_, i) => `${i}`.padStart(10)),
  });
  new Uint32Array(bytes.buffer, 16, count).forEach((_, i, offsets) => {
    offsets[i] = (i % 2) * 1_000_000;
  });
  return bytes;
}

async function sharedFrames(): Promise<Uint8Array> {
  const file = await smallResult();
  const length = new DataView(file.buffer).getUint32(8, true);
  const head = JSON.parse(new TextDecoder().decode(file.subarray(12, 12 + length))) as { frames: object[] };
  head.frames = Array.from({ length: 100_000 }, () => head.frames[1]);
  return json({ head, arrays: Buffer.from(file.subarray(12 + length)).toString('base64') });
}

async function largeResult(): Promise<Uint8Array> {
  const file = await smallResult();
  const length = new DataView(file.buffer).getUint32(8, true);
  const head = JSON.parse(new TextDecoder().decode(file.subarray(12, 12 + length))) as object;
  const arrays = Buffer.from(file.subarray(12 + length)).toString('base64');
  return json({ head: { ...head, columns: 4000, rows: 4000 }, arrays });
}

function largeTiff(): Uint8Array {
  const bytes = packedTiff('deflate');
  setTag(bytes, 'columns', 60_000);
  setTag(bytes, 'rows', 60_000);
  return bytes;
}

function deepTileset(): Uint8Array {
  const tile = '{"boundingVolume":{"box":[0,0,0,9,0,0,0,9,0,0,0,5]},"geometricError":1';
  const depth = 20_000;
  return utf8(
    `{"asset":{"version":"1.1"},"geometricError":1,"root":${`${tile},"children":[`.repeat(depth)}${tile}}${']}'.repeat(depth)}}`,
  );
}

/** A reference that is no number: web-ifc 0.0.78 looks for its end without end, in WebAssembly. */
const endlessIfc = (): Uint8Array => {
  const map = { crs: 'EPSG:28992', eastings: 85_000, northings: 446_000, height: 3 };
  const text = new TextDecoder().decode(smallIfc({ boxes: threeBoxes(1), map }));
  return utf8(text.replace(/(IFCRELAGGREGATES\('\d+',\$,\$,\$,)#\d+/, '$1#1e309'));
};

const deepForm = (key: string): Uint8Array => utf8(`#${key}=${encodeURIComponent(nested(2500))}`);

export const CRAFTED: readonly Crafted[] = [
  {
    what: '300 MB in one deflated strip',
    door: 'read geotiff',
    name: 'a.tif',
    bytes: () => packedTiff('deflate', new Uint8Array(3e8)),
  },
  {
    what: '20 MB in one strip of LZW',
    door: 'read geotiff',
    name: 'a.tif',
    bytes: () => packedTiff('lzw', new Uint8Array(2e7)),
  },
  {
    what: '100 MB in one strip of PackBits',
    door: 'read geotiff',
    name: 'a.tif',
    bytes: () => packedTiff('packBits', new Uint8Array(1e8)),
  },
  { what: '60,000 × 60,000 cells', door: 'read geotiff', name: 'a.tif', bytes: largeTiff },
  { what: 'frames in one place', door: 'result head', name: 'a.flood', bytes: sharedFrames },
  { what: '16 million cells', door: 'result head', name: 'a.flood', bytes: largeResult },
  { what: 'texts that overlap', door: 'column', name: 'name.bin', bytes: overlappingTexts },
  { what: '20,000 levels of tiles', door: 'tileset', name: 'tileset.json', bytes: deepTileset },
  { what: '20,000 levels of tiles', door: 'verify', name: 'layers/building/tileset.json', bytes: deepTileset },
  { what: 'nodes with two parents', door: 'tile', name: '0.glb', bytes: forked },
  { what: 'nodes with two parents', door: 'model', name: 'a.glb', bytes: forked },
  { what: 'a view of a gigabyte', door: 'model', name: 'a.glb', bytes: inflatedView },
  { what: 'a reference without end', door: 'model', name: 'a.ifc', bytes: endlessIfc },
  { what: 'a reference without end', door: 'bake', name: 'a.ifc', bytes: endlessIfc },
  { what: 'a form of 2,500 lists in each other', door: 'link', name: 'link', bytes: () => deepForm('flood') },
  { what: 'a form of 2,500 lists in each other', door: 'link', name: 'link', bytes: () => deepForm('crowd') },
  { what: '5,000 unknown keys', door: 'link', name: 'link', bytes: () => utf8(`#${'a&'.repeat(5000)}`) },
  { what: 'a key of 16,000 letters', door: 'link', name: 'link', bytes: () => utf8(`#${'塔'.repeat(16_000)}`) },
  {
    what: 'a result of 30,000 lists in each other',
    door: 'reading',
    name: 'a.json',
    bytes: () => utf8(`{"phenomenonTime":"2026-07-18T12:00:00Z","result":${nested(30_000)}}`),
  },
  {
    what: 'a message of 30,000 lists in each other',
    door: 'lines',
    name: 'a.jsonl',
    bytes: () => utf8(nested(30_000)),
  },
  {
    what: 'an answer of 100,000 lists in each other',
    door: 'things',
    name: 'a.json',
    bytes: () => utf8(`{"value":[${nested(100_000)}]}`),
  },
  {
    what: 'another address of the next page',
    door: 'things',
    name: 'a.json',
    bytes: () => json({ value: [], '@iot.nextLink': 'http://[' }),
  },
  {
    what: 'a file of 100,000 lists in each other',
    door: 'crowd file',
    name: 'a.json',
    bytes: () => utf8(nested(100_000)),
  },
  ...['flood case', 'theme', 'decisions', 'scorecard', 'what-ifs', 'links'].map((door) => ({
    what: 'a file of 100,000 lists in each other',
    door,
    name: 'a.json',
    bytes: () => utf8(nested(100_000)),
  })),
  ...WRONG.map(([door, name, value]) => ({ what: 'a million wrong entries', door, name, bytes: () => json(value()) })),
];
