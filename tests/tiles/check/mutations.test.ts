import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseManifest } from '../../../model/city/manifest.ts';
import { bakeCity } from '../../../tiles/bake.ts';
import { writeChecksums } from '../../../tiles/check/checksums.ts';
import { checkCity } from '../../../tiles/check.ts';
import type { CityInput } from '../../../tiles/model.ts';
import { writeCompressed } from '../../../tiles/tileset/precompress.ts';
import { decodeQuantizedMesh, encodeQuantizedMesh } from '../../../tiles/tileset/quantized-mesh.ts';
import { buildingLayer, ORIGIN, rectangle } from '../shape/footprints.ts';
import { testCity } from './test-city.ts';

/** As much of a tile's JSON as the mutations reach into. */
interface GlbJson {
  accessors: { count: number; max: number[] }[];
  bufferViews: { byteOffset: number }[];
  meshes: {
    primitives: {
      attributes: Record<string, number>;
      indices: number;
      extensions: { EXT_mesh_features: { featureIds: { featureCount: number; propertyTable: number }[] } };
    }[];
  }[];
  nodes: { extensions: { EXT_mesh_gpu_instancing: { attributes: Record<string, number> } } }[];
  extensions: {
    EXT_structural_metadata: {
      propertyTables: {
        class: string;
        count: number;
        properties: Record<string, { values: number; stringOffsets?: number }>;
      }[];
    };
  };
}

interface Tile {
  geometricError: number;
  boundingVolume: { box: number[] };
  content: { boundingVolume: { box: number[] } };
  children: Tile[];
}

const folder = mkdtempSync(join(tmpdir(), 'shapan-check-'));
const PLAIN = join(folder, 'plain');
const HILL = join(folder, 'hill');
let city = PLAIN;
let whole = new Map<string, Buffer>();

beforeAll(async () => {
  await bakeCity(testCity('plain'), PLAIN, { threads: 0 });
  await bakeCity(testCity('hill'), HILL, { threads: 0 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  city = PLAIN;
});
afterEach(() => {
  for (const [file, bytes] of whole) writeCompressed(join(city, file), bytes);
  whole = new Map();
  writeChecksums(city);
});

/** Replaces a file and its compressed copies until the test ends. */
function change(file: string, edit: (bytes: Buffer) => Uint8Array): void {
  const bytes = readFileSync(join(city, file));
  whole.set(file, bytes);
  writeCompressed(join(city, file), edit(Buffer.from(bytes)));
}

function changeTileset(file: string, edit: (root: Tile) => void): void {
  change(file, (bytes) => {
    const json = JSON.parse(bytes.toString('utf8')) as { root: Tile };
    edit(json.root);
    return Buffer.from(JSON.stringify(json));
  });
}

/** Edits the JSON of a .glb, and the bytes of its binary chunk in place. */
function changeGlb(file: string, edit: (json: GlbJson, binary: Buffer) => void): void {
  change(file, (bytes) => {
    const length = bytes.readUInt32LE(12);
    const json = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as GlbJson;
    const rest = Buffer.from(bytes.subarray(20 + length));
    edit(json, rest.subarray(8));
    const text = Buffer.from(JSON.stringify(json));
    const pad = (4 - (text.length % 8) + 8) % 8;
    const head = Buffer.from(bytes.subarray(0, 20));
    head.writeUInt32LE(20 + text.length + pad + rest.length, 8);
    head.writeUInt32LE(text.length + pad, 12);
    return Buffer.concat([head, text, Buffer.alloc(pad, 0x20), rest]);
  });
}

/** The kinds of finding in the changed city, whose checksums are made to agree with the change. */
async function codes(): Promise<string[]> {
  writeChecksums(city);
  const { findings } = await checkCity(city, { skipGltfValidator: true });
  return [...new Set(findings.map(({ code }) => code))].sort();
}

const TILE = 'layers/building/r0.glb';
const features = (json: GlbJson) => json.meshes[0].primitives[0].extensions.EXT_mesh_features.featureIds[0];
const table = (json: GlbJson) => json.extensions.EXT_structural_metadata.propertyTables[0];

test('a city as baked has no finding, by the glTF Validator neither', async () => {
  const { findings, features, layers } = await checkCity(city);
  expect(findings).toEqual([]);
  expect([layers, features]).toEqual([4, 2515]);
});

test('a city with terrain has no finding', async () => {
  const { findings, terrainTiles } = await checkCity(HILL);
  expect(findings).toEqual([]);
  expect(terrainTiles).toBeGreaterThan(20);
});

describe('each planted mutation is found, and nothing else', () => {
  test('1 a wrong featureCount', async () => {
    changeGlb(TILE, (json) => features(json).featureCount++);
    expect(await codes()).toEqual(['feature-count']);
  });

  test('2 a wrong count of the property table', async () => {
    changeGlb(TILE, (json) => table(json).count++);
    expect(await codes()).toContain('table-count');
  });

  test('3 a wrong index of the property table', async () => {
    changeGlb(TILE, (json) => {
      features(json).propertyTable = 1;
    });
    expect(await codes()).toEqual(['feature-without-triangles', 'table-index']);
  });

  test('4 a class that the schema does not have', async () => {
    changeGlb(TILE, (json) => {
      table(json).class = 'house';
    });
    expect(await codes()).toContain('table-class');
  });

  test('5 a missing file', async () => {
    change(TILE, (bytes) => bytes);
    for (const ending of ['', '.gz']) rmSync(join(city, TILE + ending));
    expect(await codes()).toEqual(['feature-lost', 'file-missing']);
  });

  test('a tile that names a folder as its content', async () => {
    changeTileset('layers/building/tileset.json', (root) => {
      Object.assign(root.children[0].content, { uri: '.' });
    });
    expect(await codes()).toContain('file-missing');
  });

  test('6 a removed feature attribute', async () => {
    changeGlb(TILE, (json) => {
      delete json.meshes[0].primitives[0].attributes._FEATURE_ID_0;
    });
    expect(await codes()).toContain('attribute-missing');
  });

  test('7 a geometric error that rises downwards', async () => {
    changeTileset('layers/building/tileset.json', (root) => {
      root.children[0].geometricError = root.geometricError + 1;
    });
    expect(await codes()).toContain('error-rising');
  });

  test('8 a box too small for its content', async () => {
    changeTileset('layers/building/tileset.json', (root) => {
      root.children[0].boundingVolume.box[3] -= 0.5;
    });
    expect(await codes()).toEqual(['content-outside']);
  });

  test('9 a child outside its parent', async () => {
    changeTileset('layers/building/tileset.json', (root) => {
      root.children[0].boundingVolume.box[11] += 200;
    });
    expect(await codes()).toEqual(['child-outside']);
  });

  test('10 wrong min and max under meshopt', async () => {
    changeGlb(TILE, (json) => {
      json.accessors[json.meshes[0].primitives[0].attributes.POSITION].max[1] += 1;
    });
    expect(await codes()).toEqual(['accessor-minmax']);
  });

  test('11 a building doubled, and so another one lost', async () => {
    changeGlb(TILE, (json, binary) => {
      const { byteOffset } = json.bufferViews[table(json).properties.gid.values];
      binary.writeUInt32LE(binary.readUInt32LE(byteOffset + 4), byteOffset);
    });
    expect(await codes()).toEqual(['feature-lost', 'feature-twice', 'id-differs']);
  });

  test('12 an edge of the terrain moved', async () => {
    city = HILL;
    const { available } = JSON.parse(readFileSync(join(city, 'terrain/layer.json'), 'utf8'));
    const level = available.length - 1;
    const [{ startX, startY }] = available[level];
    change(`terrain/${level}/${startX}/${startY}.terrain`, (bytes) => {
      const mesh = decodeQuantizedMesh(bytes);
      mesh.height[mesh.east[0]] += mesh.height[mesh.east[0]] < 16000 ? 500 : -500;
      return encodeQuantizedMesh(mesh);
    });
    expect(await codes()).toEqual(['terrain-edge']);
  });
});

describe('other harm is found too', () => {
  test('a wall without its triangles', async () => {
    changeGlb('layers/building/r.glb', (json) => {
      json.accessors[json.meshes[0].primitives[0].indices].count -= 3;
    });
    expect(await codes()).toContain('solid-open');
  });

  test('a building whose footprint in the source is a half percent and more than the grid larger than its roof', async () => {
    change('layers/building/areas.bin', (bytes) => {
      bytes.writeFloatLE(bytes.readFloatLE(4) * 1.005 + (1.25 * (8 + 6)) / 32, 4);
      return bytes;
    });
    expect(await codes()).toEqual(['area']);
  });

  test('roofs that are all 0.3 % too small, each within what the grid moves its edges', async () => {
    change('layers/building/areas.bin', (bytes) => {
      for (let at = 0; at < bytes.length; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) * 1.003, at);
      return bytes;
    });
    const { findings } = await checkCity(city, { skipGltfValidator: true });
    expect(findings.filter(({ code }) => code !== 'checksum').map(({ place }) => place)).toEqual(['all features']);
  });

  test('a model that lacks half of a wall', async () => {
    changeGlb('layers/bridge/r.glb', (json) => {
      json.accessors[json.meshes[0].primitives[0].indices].count -= 3;
    });
    expect(await codes()).toEqual(['area']);
  });

  test('a compressed copy of other bytes', async () => {
    change('layers/pipe/r.glb', (bytes) => bytes);
    writeFileSync(join(city, 'layers/pipe/r.glb.gz'), 'no gzip');
    expect(await codes()).toEqual(['file-differs']);
  });

  test('a file that is not the one that was baked', async () => {
    change('layers/building/columns/year.bin', (bytes) => {
      bytes.writeUInt32LE(1951, bytes.length - 4);
      return bytes;
    });
    const { findings } = await checkCity(city, { skipGltfValidator: true });
    expect(findings.map(({ code, file }) => [code, file])).toEqual([['checksum', 'layers/building/columns/year.bin']]);
  });

  test('sorted ids out of order', async () => {
    change('layers/tree/sorted.bin', (bytes) => Buffer.from(bytes).reverse().swap32());
    expect(await codes()).toEqual(['sorted']);
  });

  test('a column shorter than the layer', async () => {
    change('layers/building/columns/year.bin', (bytes) => bytes.subarray(0, 100));
    expect(await codes()).toEqual(['column']);
  });

  test('a tile that nobody names', async () => {
    writeCompressed(join(city, 'layers/pipe/stray.glb'), Buffer.from('glTF'));
    const found = await codes();
    for (const ending of ['', '.gz']) rmSync(join(city, `layers/pipe/stray.glb${ending}`));
    expect(found).toEqual(['file-unreferenced']);
  });

  test('gids of instances that are not those of their rows', async () => {
    changeGlb('layers/tree/r.glb', (json) => {
      for (const { extensions } of json.nodes) {
        const { attributes } = extensions.EXT_mesh_gpu_instancing;
        attributes._FEATURE_ID_1 = attributes._FEATURE_ID_0;
      }
    });
    expect(await codes()).toEqual(['gid-differs']);
  });

  test('two buildings that changed their ids, each still there once, one with a courtyard', async () => {
    changeGlb(TILE, (json, binary) => {
      const { id, gid } = table(json).properties;
      const ids = json.bufferViews[id.values].byteOffset;
      const gids = json.bufferViews[gid.values].byteOffset;
      const offsets = json.bufferViews[id.stringOffsets ?? -1].byteOffset;
      const start = (row: number) => binary.readUInt16LE(offsets + 2 * row);
      const length = (row: number) => start(row + 1) - start(row);
      const other = Array.from({ length: table(json).count - 1 }, (_, i) => i + 1).find(
        (row) => length(row) === length(0),
      );
      const [a, b] = [0, other ?? -1];
      const [idA, gidA] = [Buffer.from(binary.subarray(ids, ids + length(a))), binary.readUInt32LE(gids)];
      binary.copy(binary, ids, ids + start(b), ids + start(b + 1));
      idA.copy(binary, ids + start(b));
      binary.writeUInt32LE(binary.readUInt32LE(gids + 4 * b), gids);
      binary.writeUInt32LE(gidA, gids + 4 * b);
    });
    expect(await codes()).toEqual(['area', 'place-differs']);
  });

  test('a bed with a hole, and a mask that counts another number of cells', async () => {
    city = HILL;
    change('grid/bed.bin', (bytes) => {
      bytes.writeFloatLE(Number.NaN, 40);
      return bytes;
    });
    change('grid/building-mask.bin', (bytes) => {
      bytes[0] = 1 - bytes[0];
      return bytes;
    });
    expect(await codes()).toEqual(['grid-bed', 'grid-mask']);
  });

  test('a picture tile with a flipped byte', async () => {
    city = HILL;
    const manifest = parseManifest(JSON.parse(readFileSync(join(city, 'manifest.json'), 'utf8')));
    const root = `${manifest.ground?.plan}/${manifest.ground?.maxLevel}`;
    const [x] = readdirSync(join(city, root));
    const [y] = readdirSync(join(city, root, x));
    const path = join(city, root, x, y);
    const bytes = readFileSync(path);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 20] ^= 255;
    writeFileSync(path, flipped);
    const found = await codes();
    writeFileSync(path, bytes);
    expect(found).toEqual(['picture']);
  });

  test('a tile cut short', async () => {
    change(TILE, (bytes) => bytes.subarray(0, 1000));
    expect(await codes()).toEqual(['feature-lost', 'glb']);
  });
});

/** A hill of a tenth, with houses of one feature at its foot and 300 m up. */
function slopeCity(elevationOf: (eastM: number) => number, topM: number): CityInput {
  const city = testCity('plain');
  const layer = buildingLayer([
    [
      { rings: [rectangle(-150, 0, -140, 8)], topM },
      { rings: [rectangle(150, 0, 160, 8)], topM },
    ],
  ]);
  const [columns, rows] = [41, 41];
  const elevationM = Float32Array.from({ length: columns * rows }, (_, i) => elevationOf((i % columns) * 25 - 500));
  const elevation = { westM: -500, southM: -500, cellM: 25, columns, rows, elevationM };
  return {
    ...city,
    origin: { ...ORIGIN, heightM: 400 },
    datum: { vertical: 'test', geoidUndulationM: 0 },
    elevation,
    layers: [layer],
  };
}

describe('where buildings stand', () => {
  const SLOPE = join(folder, 'slope');
  const codesOf = async () => Object.keys((await checkCity(SLOPE, { skipGltfValidator: true })).counts);
  const slope = (eastM: number) => 400 + eastM / 10;

  test('houses of one feature on a slope stand on their own ground, and nothing is found', async () => {
    await bakeCity(slopeCity(slope, 6), SLOPE, { threads: 0 });
    expect(await codesOf()).toEqual([]);
  });

  test('buildings under the ground that is drawn are found', async () => {
    await bakeCity(slopeCity(slope, 6), SLOPE, { threads: 0 });
    raiseBed(SLOPE, 10);
    expect(await codesOf()).toEqual(['building-buried']);
  });

  test('a base deep in the ground is found, though the roof is seen', async () => {
    await bakeCity(slopeCity(slope, 20), SLOPE, { threads: 0 });
    raiseBed(SLOPE, 10);
    expect(await codesOf()).toEqual(['building-base']);
  });

  test('walls that hang in the air are found', async () => {
    await bakeCity(slopeCity(slope, 6), SLOPE, { threads: 0 });
    raiseBed(SLOPE, -10);
    expect(await codesOf()).toEqual(['building-base']);
  });

  test('on flat ground the level of the origin is the ground', async () => {
    await bakeCity({ ...slopeCity(slope, 6), elevation: null }, SLOPE, { threads: 0 });
    expect(await codesOf()).toEqual([]);
    const file = join(SLOPE, 'layers/building/r.glb');
    writeCompressed(file, lifted(readFileSync(file), 5));
    writeChecksums(SLOPE);
    expect(await codesOf()).toContain('building-base');
  });
});

/** Moves the ground of the grid, and what its head says of it. */
function raiseBed(city: string, byM: number): void {
  const grid = JSON.parse(readFileSync(join(city, 'grid/grid.json'), 'utf8')) as {
    bed: { minM: number; maxM: number };
  };
  grid.bed.minM += byM;
  grid.bed.maxM += byM;
  writeCompressed(join(city, 'grid/grid.json'), Buffer.from(JSON.stringify(grid)));
  const bed = new Float32Array(Uint8Array.from(readFileSync(join(city, 'grid/bed.bin'))).buffer);
  writeCompressed(join(city, 'grid/bed.bin'), new Uint8Array(bed.map((z) => z + byM).buffer));
  writeChecksums(city);
}

/** A .glb whose nodes stand higher: the JSON keeps its length. */
function lifted(bytes: Buffer, byM: number): Buffer {
  const length = bytes.readUInt32LE(12);
  const json = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as { nodes: { translation: number[] }[] };
  for (const node of json.nodes) if (node.translation) node.translation[1] += byM;
  const text = JSON.stringify(json).padEnd(length, ' ');
  if (text.length !== length) throw new Error('expected room for the JSON');
  return Buffer.concat([bytes.subarray(0, 20), Buffer.from(text), bytes.subarray(20 + length)]);
}
