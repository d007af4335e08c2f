import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { ecefFromEnuMatrix } from '../../model/geo/enu.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { checkCity } from '../../tiles/check.ts';
import { readCity } from '../../tiles/read/city.ts';
import { isTilesetSource } from '../../tiles/read/tilesets.ts';
import { parseRecipe } from '../../tiles/recipe.ts';

/** Real files, beside the repository; without them these tests are skipped (the data is not part of the project). */
const DATA = join(process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'formats');
const real = test.skipIf(!existsSync(DATA));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-given-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLACE = { lonDeg: 116.4, latDeg: 39.9, heightM: 50 };
const tile = (more: object) => ({
  asset: { version: '1.0', gltfUpAxis: 'Z' },
  geometricError: 100,
  root: { boundingVolume: { box: [10, 0, 5, 10, 0, 0, 0, 20, 0, 0, 0, 5] }, geometricError: 0, ...more },
});
const glb = (json: object): Buffer => {
  const text = Buffer.from(JSON.stringify(json));
  const head = Buffer.alloc(20);
  head.write('glTF');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(20 + text.length, 8);
  head.writeUInt32LE(text.length, 12);
  head.write('JSON', 16);
  return Buffer.concat([head, text]);
};
const b3dm = (inner: Buffer): Buffer => {
  const head = Buffer.alloc(28);
  head.write('b3dm');
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(28 + inner.length, 8);
  return Buffer.concat([head, inner]);
};

/** A folder as oblique photogrammetry comes in: an external tileset, a tile that names a picture, and a file that nothing names. */
function photogrammetry(name: string, files: Record<string, object | Buffer> = {}): string {
  const at = join(folder, name);
  const all: Record<string, object | Buffer> = {
    'tileset.json': tile({ children: [{ ...tile({}).root, content: { uri: 'Data/Tile_1/tileset.json' } }] }),
    'Data/Tile_1/tileset.json': tile({ content: { url: 'a%20b.b3dm' } }),
    'Data/Tile_1/a b.b3dm': b3dm(glb({ images: [{ uri: '../wall.jpg' }, { uri: 'data:image/png;base64,' }] })),
    'Data/wall.jpg': Buffer.from('jpeg'),
    'notes.txt': Buffer.from('nobody needs this'),
    ...files,
  };
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(join(at, file, '..'), { recursive: true });
    writeFileSync(join(at, file), Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return at;
}

const cityOf = (file: string, place: object | null = PLACE, id = 'town') =>
  readCity(
    parseRecipe(
      {
        id,
        name: { zh: '城', en: 'Town' },
        zone: 'UTC',
        layers: [],
        tilesets: [
          {
            id: 'photo',
            kind: 'tiles',
            label: { zh: '实景', en: 'Photogrammetry' },
            file,
            source: { name: { zh: '测', en: 'Survey' }, licence: 'own' },
            ...(place ? { place } : {}),
          },
        ],
      },
      'recipe.json',
      folder,
    ),
  );

describe('a tileset made elsewhere', () => {
  test('is copied with all that it names and nothing else, placed, listed, and read back whole', async () => {
    const out = join(folder, 'out-1');
    await bakeCity(await cityOf(photogrammetry('one')), out);
    const files = readdirSync(join(out, 'layers/photo/given'), { recursive: true, encoding: 'utf8' });
    const plain = files.filter((name) => /\.(json|b3dm|jpg|txt)$/.test(name)).sort();
    expect(plain).toEqual(['Data/Tile_1/a b.b3dm', 'Data/Tile_1/tileset.json', 'Data/wall.jpg', 'tileset.json']);
    const manifest = parseManifest(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')));
    expect(manifest.layers).toEqual([
      expect.objectContaining({ id: 'photo', kind: 'tiles', shape: 'given', count: 0 }),
    ]);
    const [layer] = manifest.layers;
    expect(layer.boundsM[3] - layer.boundsM[0]).toBeCloseTo(20, 2);
    expect(layer.boundsM[4] - layer.boundsM[1]).toBeCloseTo(40, 2);
    expect(manifest.origin.lonDeg).toBeCloseTo(116.4, 3);
    const wrapper = JSON.parse(readFileSync(join(out, 'layers/photo/tileset.json'), 'utf8'));
    expect(wrapper.asset).toEqual({ version: '1.1', gltfUpAxis: 'Z' });
    const report = await checkCity(out);
    expect(report.findings).toEqual([]);
    rmSync(join(out, 'layers/photo/given/Data/wall.jpg'));
    expect((await checkCity(out)).counts['file-missing']).toBe(1);
  });

  test('the heading turns it clockwise about its place', async () => {
    const city = await cityOf(photogrammetry('turned'), { ...PLACE, headingDeg: 90 });
    const [west, south, east, north] = city.tilesets?.[0].boundsDeg ?? expect.fail('no tileset');
    // Its 0 to 20 m of east point south, its ±20 m of north east and west.
    expect((north - PLACE.latDeg) * 111_000).toBeCloseTo(0, 1);
    expect((south - PLACE.latDeg) * 111_000).toBeCloseTo(-20, 1);
    expect((east - west) * 111_320 * Math.cos((39.9 * Math.PI) / 180)).toBeCloseTo(40, 0);
  });

  test('one that stands on the Earth by itself stays there, whatever place is given', async () => {
    const transform = ecefFromEnuMatrix({ lonDeg: -75.6, latDeg: 40.04, heightM: 12 });
    const path = photogrammetry('own-place', {
      'tileset.json': tile({ transform, content: { uri: 'Data/Tile_1/a%20b.b3dm' } }),
    });
    const city = await cityOf(path);
    const [west, south, east, north] = city.tilesets?.[0].boundsDeg ?? expect.fail('no tileset');
    expect([(west + east) / 2, (south + north) / 2]).toEqual([expect.closeTo(-75.6, 3), expect.closeTo(40.04, 3)]);
  });

  test('without a place, about its own zero point, it is refused with the way out', async () => {
    const path = photogrammetry('nowhere');
    await expect(cityOf(path, null)).rejects.toThrow(/expected a tileset on the Earth.*--place lon,lat/);
  });

  test.each([
    ['above the folder', { 'tileset.json': tile({ content: { uri: '../secret.b3dm' } }) }],
    ['behind escapes', { 'tileset.json': tile({ content: { uri: '%2e%2e/secret.b3dm' } }) }],
    ['on another host', { 'tileset.json': tile({ content: { uri: 'https://example.org/a.b3dm' } }) }],
    ['from the root', { 'tileset.json': tile({ content: { uri: '/etc/passwd' } }) }],
    ['of a picture', { 'Data/Tile_1/a b.b3dm': b3dm(glb({ images: [{ uri: '../../../x.jpg' }] })) }],
  ])('a file %s is refused', async (name, files) => {
    const at = photogrammetry(`outside-${name.replaceAll(' ', '-')}`, files);
    await expect(cityOf(at)).rejects.toThrow(/expected files below the folder of the tileset/);
  });

  test('a file of a type that the hub serves to nobody is refused', async () => {
    const at = photogrammetry('script', {
      'tileset.json': tile({ content: { uri: 'a.js' } }),
      'a.js': Buffer.from('x'),
    });
    await expect(cityOf(at)).rejects.toThrow(/of a type that the hub serves .*got a\.js/);
  });

  test('a link of the file system that leads out is refused, a file that is not there is named', async () => {
    const at = photogrammetry('linked');
    rmSync(join(at, 'Data/wall.jpg'));
    await expect(cityOf(at)).rejects.toThrow(
      /expected the file Data\/wall\.jpg that it names, got none; 1 are missing/,
    );
    writeFileSync(join(folder, 'elsewhere.jpg'), 'x');
    symlinkSync(join(folder, 'elsewhere.jpg'), join(at, 'Data/wall.jpg'));
    await expect(cityOf(at)).rejects.toThrow(/expected files below the folder/);
  });

  test('tilesets that name each other in a circle end', async () => {
    const at = photogrammetry('circle', {
      'Data/Tile_1/tileset.json': tile({ content: { uri: '../../tileset.json' } }),
    });
    expect((await cityOf(at)).tilesets).toHaveLength(1);
  });

  test('a file that is cut anywhere is refused in a sentence, or read', async () => {
    const at = photogrammetry('cut');
    const whole = readFileSync(join(at, 'tileset.json'));
    const said = new Set<string>();
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(join(at, 'tileset.json'), whole.subarray(0, length));
      const error: unknown = await cityOf(at).catch((reason: unknown) => reason);
      said.add(error instanceof Error ? error.name : 'read');
    }
    expect([...said]).toEqual(['ReadError']);
  });

  test('a folder with a tileset.json and the file itself are known, other JSON is not', () => {
    const at = photogrammetry('known');
    expect([at, join(at, 'tileset.json')].map(isTilesetSource)).toEqual([true, true]);
    writeFileSync(join(at, 'a.json'), '{"type":"FeatureCollection","features":[]}');
    expect([join(at, 'a.json'), join(at, 'Data')].map(isTilesetSource)).toEqual([false, false]);
  });
});

real('every tileset of 3D Tiles 1.0 and 1.1 is copied whole: as many files as its folder has', async () => {
  const names = ['tiles3d-1.0', 'tiles3d-1.1'].flatMap((version) =>
    readdirSync(join(DATA, version), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('/tileset.json'))
      .map((name) => join(DATA, version, name)),
  );
  expect(names).toHaveLength(19);
  for (const [i, path] of names.entries()) {
    const out = join(folder, `real-${i}`);
    const source = join(path, '..');
    await bakeCity(await cityOf(source), out);
    const count = (at: string, but: RegExp) =>
      readdirSync(at, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && !but.test(file.name))
        .length;
    const expected = count(source, /\.(md|png|jpg|gif|license)$/i) + count(source, /^(?!Cesium_Logo_Flat\.png$)/);
    expect({ path, files: count(join(out, 'layers/photo/given'), /\.(gz|br)$/) }).toEqual({ path, files: expected });
    expect((await checkCity(out)).findings).toEqual([]);
  }
  cpSync(join(folder, 'real-0'), join(folder, 'copy'), { recursive: true });
  expect((await checkCity(join(folder, 'copy'))).findings).toEqual([]);
});
