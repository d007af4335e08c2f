import { expect, test } from 'vitest';
import type { Rgb } from '../../../model/city/catalogue.ts';
import { encodeColumn, NO_VALUE } from '../../../model/city/column.ts';
import type { Manifest } from '../../../model/city/manifest.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { smallCity, text } from '../../model/city/small-city.ts';

const OWN = [0, 0, 0, 254];
const HIDDEN = [0, 0, 0, 0];

function open(change?: (files: Map<string, Uint8Array<ArrayBuffer>>, city: Manifest) => void) {
  const { city, files } = smallCity();
  change?.(files, city);
  const reads: string[] = [];
  const catalogue = openCatalogue(city, async (path) => {
    reads.push(path);
    const bytes = files.get(path);
    if (!bytes) throw new Error(`${path}: expected 200, got 404`);
    return bytes;
  });
  return { catalogue, reads };
}

function rows(rgba: Uint8Array): number[][] {
  return Array.from({ length: rgba.length / 4 }, (_, i) => [...rgba.subarray(4 * i, 4 * i + 4)]);
}

test('a feature is described in the order of the manifest, null where no value is', async () => {
  const { catalogue } = open();
  expect(await catalogue.describe(4)).toEqual({
    gid: 4,
    layerId: 'building',
    id: 'bld-ND4-00003',
    values: [
      { name: 'name', value: null },
      { name: 'height', value: null },
      { name: 'storeys', value: null },
      { name: 'class', value: 'office' },
      { name: 'facade', value: null },
      { name: 'address', value: '<img src=x onerror=alert(1)>' },
    ],
    place: { eastM: 400, northM: 200, upM: 10, radiusM: 24 },
  });
  expect(await catalogue.describe(10)).toBeNull();
});

test('only the columns that are asked for are read, and once', async () => {
  const { catalogue, reads } = open();
  await catalogue.summarise('building', 'height');
  await catalogue.paint({
    colouring: null,
    filters: [{ layerId: 'building', attribute: 'height', kind: 'range', min: 0, max: 1 }],
  });
  expect(reads).toEqual(['layers/building/columns/height.bin']);
});

test('a file that failed is asked for again', async () => {
  const { city, files } = smallCity();
  let online = false;
  const catalogue = openCatalogue(city, async (path) => {
    const bytes = files.get(path);
    if (!online || !bytes) throw new Error(`${path}: offline`);
    return bytes;
  });
  await expect(catalogue.summarise('building', 'height')).rejects.toThrow('offline');
  online = true;
  expect((await catalogue.summarise('building', 'height')).count).toBe(4);
});

test('every id leads to its gid, an unknown one to null', async () => {
  const { catalogue } = open();
  expect(
    await Promise.all(['bld-ED1-00001', 'bld-ND4-00010', 'pipe-YS1-0003'].map((id) => catalogue.gidOf(id))),
  ).toEqual([1, 3, 7]);
  expect(await catalogue.gidOf('bld-ED1-0000')).toBeNull();
});

test('what belongs to an object is found by its id', async () => {
  const { catalogue } = open();
  expect((await catalogue.related('bld-ED1-00002')).map(({ id }) => id)).toEqual(['pipe-YS1-0001']);
  expect(await catalogue.related('pipe-YS1-0001')).toEqual([]);
});

test('what lies nearest is told with its distance, of the layers that are asked for alone', async () => {
  const { catalogue } = open();
  const place = { eastM: 190, northM: 100, upM: 0, radiusM: 0 };
  const near = await catalogue.nearest(place, ['building', 'no such'], 2);
  expect(near.map(({ object, distanceM }) => [object.layerId, object.gid, Number(distanceM.toFixed(3))])).toEqual([
    ['building', 2, 10],
    ['building', 1, 102.956],
  ]);
});

test('search folds case and width and puts the whole before the beginning before the inside', async () => {
  const { catalogue } = open();
  const ids = async (needle: string) => (await catalogue.search(needle, 10)).map(({ id }) => id);
  expect(await ids('ＢＬＤ－ＥＤ1－00001')).toEqual(['bld-ED1-00001']);
  expect(await ids('tower')).toEqual(['bld-ND4-00001']);
  expect(await ids('文')).toEqual(['bld-ED1-00002', 'bld-ED1-00001']);
  expect(await ids('07-1')).toEqual(['kg-07-10']);
  expect(await ids('   ')).toEqual([]);
  expect((await catalogue.search('bld', 2)).length).toBe(2);
});

test('a hit says which text matched, where it stands and where it lies', async () => {
  const { catalogue } = open();
  expect(await catalogue.search('澄心大道 88', 5)).toEqual([
    {
      gid: 2,
      layerId: 'building',
      id: 'bld-ND4-00001',
      text: '澄心大道 88 号',
      attribute: 'address',
      place: { eastM: 200, northM: 100, upM: 10, radiusM: 22 },
    },
  ]);
});

test('a layer whose files are missing does not silence the others', async () => {
  const { catalogue } = open((files) => files.delete('layers/pipe-storm/columns/id.bin'));
  expect((await catalogue.search('文峰塔', 5)).length).toBe(1);
  await expect(catalogue.search('pipe-YS1', 5)).rejects.toThrow('layers/pipe-storm/columns/id.bin');
});

test('codes are counted, most frequent first', async () => {
  const { catalogue } = open();
  expect(await catalogue.summarise('building', 'class')).toEqual({
    kind: 'code',
    count: 5,
    values: [
      { value: 'office', count: 3 },
      { value: 'lane', count: 2 },
    ],
  });
});

test('a number whose values have words is counted, painted and filtered as a code', async () => {
  const { catalogue } = open();
  expect(await catalogue.summarise('building', 'facade')).toEqual({
    kind: 'code',
    count: 4,
    values: [
      { value: '0', count: 2 },
      { value: '2', count: 2 },
    ],
  });
  const rgba = await catalogue.paint({
    colouring: { layerId: 'building', attribute: 'facade', breaks: ['2'], colours: [[5, 5, 5]] },
    filters: [{ layerId: 'building', attribute: 'facade', kind: 'values', values: ['2'] }],
  });
  expect(rows(rgba).slice(0, 5)).toEqual([HIDDEN, HIDDEN, [5, 5, 5, 255], [5, 5, 5, 255], HIDDEN]);
});

test('few whole values have a class each', async () => {
  const { catalogue } = open();
  expect(await catalogue.summarise('building', 'storeys')).toMatchObject({
    kind: 'number',
    count: 4,
    min: 2,
    max: 44,
    breaks: [7, 43, 44],
  });
});

test('numbers are painted by class, a limit belongs to the class above, a row without value keeps its own colour', async () => {
  const { catalogue } = open();
  const rgba = await catalogue.paint({
    colouring: {
      layerId: 'building',
      attribute: 'height',
      breaks: [32.5, 180],
      colours: [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    },
    filters: [],
  });
  expect(rows(rgba)).toEqual([
    [4, 5, 6, 255],
    [1, 2, 3, 255],
    [7, 8, 9, 255],
    [4, 5, 6, 255],
    OWN,
    ...[OWN, OWN, OWN, OWN, OWN],
  ]);
});

test('codes are painted by value, the rest with the colour of the others', async () => {
  const { catalogue } = open();
  const rgba = await catalogue.paint({
    own: [{ layerId: 'plan-kg', attribute: 'use', breaks: ['B1'], colours: [[200, 0, 0]] }],
    colouring: {
      layerId: 'building',
      attribute: 'class',
      breaks: ['lane'],
      colours: [
        [9, 9, 9],
        [1, 1, 1],
      ],
    },
    filters: [],
  });
  const [a, b] = [
    [9, 9, 9, 255],
    [1, 1, 1, 255],
  ];
  expect(rows(rgba)).toEqual([a, a, b, b, b, OWN, OWN, OWN, [200, 0, 0, 255], OWN]);
});

test('colours of the things themselves are told apart from those of data by their alpha', async () => {
  const { catalogue } = open();
  const own = [
    { layerId: 'plan-kg', attribute: 'use', breaks: ['B1'], colours: [[200, 0, 0]] as Rgb[], isMatter: true },
  ];
  const rgba = await catalogue.paint({ own, colouring: null, filters: [] });
  expect(rows(rgba)[8]).toEqual([200, 0, 0, 252]);
});

test('filters hide what is outside all of them, and what has no value', async () => {
  const { catalogue } = open();
  const rgba = await catalogue.paint({
    colouring: null,
    filters: [
      { layerId: 'building', attribute: 'height', kind: 'range', min: 0, max: 178 },
      { layerId: 'building', attribute: 'class', kind: 'values', values: ['office'] },
      { layerId: 'pipe-storm', attribute: 'dn', kind: 'range', min: 600, max: 600 },
    ],
  });
  expect(rows(rgba)).toEqual([HIDDEN, HIDDEN, HIDDEN, OWN, HIDDEN, HIDDEN, OWN, HIDDEN, OWN, OWN]);
});

test('a column of another length, another attribute and a missing colour are refused by name', async () => {
  const short = open((files) =>
    files.set('layers/building/columns/name.bin', new Uint8Array(encodeColumn(text('a', 'b')))),
  );
  await expect(short.catalogue.describe(0)).rejects.toThrow('layers/building/columns/name.bin: expected 5 rows, got 2');
  const { catalogue } = open();
  await expect(catalogue.summarise('building', '__proto__')).rejects.toThrow('got "__proto__"');
  await expect(catalogue.summarise('roads', 'x')).rejects.toThrow('got "roads"');
  await expect(
    catalogue.paint({ colouring: { layerId: 'building', attribute: 'height', breaks: [1], colours: [] }, filters: [] }),
  ).rejects.toThrow('height: expected 2 colours, got 0');
});

test('a million rows are painted and filtered in well under a second of one core', async () => {
  const { city } = smallCity();
  const count = 1_000_000;
  const layer = { ...city.layers[0], count };
  const height = { type: 'float32', values: Float32Array.from({ length: count }, (_, i) => i % 100) } as const;
  const kind = {
    type: 'string',
    distinct: ['a', 'b'],
    codes: Uint32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? NO_VALUE : i % 2)),
  } as const;
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    height: new Uint8Array(encodeColumn(height)),
    class: new Uint8Array(encodeColumn({ ...kind, distinct: [...kind.distinct] })),
  };
  const catalogue = openCatalogue({ ...city, layers: [layer] }, async (path) => {
    const bytes = files[path.replace(/.*\/|\.bin$/g, '')];
    if (!bytes) throw new Error(path);
    return bytes;
  });
  const request = {
    colouring: {
      layerId: 'building',
      attribute: 'height',
      breaks: [10, 20, 30, 40, 50, 60],
      colours: Array.from({ length: 7 }, (_, i) => [i, i, i] as [number, number, number]),
    },
    filters: [{ layerId: 'building', attribute: 'class', kind: 'values' as const, values: ['b'] }],
  };
  await catalogue.paint(request);
  const before = process.cpuUsage();
  const rgba = await catalogue.paint(request);
  const { user, system } = process.cpuUsage(before);
  expect(rows(rgba.subarray(0, 24)).map(([, , , a]) => a)).toEqual([0, 255, 0, 0, 0, 255]);
  expect((user + system) / 1000).toBeLessThan(600);
});

test('buildings whose middle lies in a project’s outline are counted and hidden, whatever colours them', async () => {
  const { catalogue } = open();
  const outline = [
    [50, -10],
    [250, -10],
    [250, 120],
    [50, 120],
  ] as const;
  expect(await catalogue.countIn(outline)).toBe(2);
  const painted = rows(await catalogue.paint({ colouring: null, filters: [], cleared: outline }));
  expect(painted.map(([, , , a]) => a)).toEqual(painted.map((_, gid) => (gid === 1 || gid === 2 ? 0 : 254)));
});

test('trees in a pit are hidden, so that they cast no shadow into it; buildings are left to the cut', async () => {
  const dug = [
    [50, -10],
    [250, -10],
    [250, 120],
    [50, 120],
  ] as const;
  const hidden = async ({ catalogue }: ReturnType<typeof open>) =>
    rows(await catalogue.paint({ colouring: null, filters: [], dug })).flatMap(([, , , a], gid) =>
      a === 0 ? [gid] : [],
    );
  expect(await hidden(open())).toEqual([]);
  const trees = open((_, city) => {
    city.layers[0].kind = 'tree';
  });
  expect(await hidden(trees)).toEqual([1, 2]);
});
