import { expect, test, vi } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { openJoins } from '../../../src/plugins/data-desk/joins.ts';
import { joinFile, readPlaces } from '../../../src/plugins/data-desk/tasks/join.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { createTwin } from '../../../src/twin/twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** The small city with its catalogue as the worker has it, and joins that are kept nowhere. */
function open() {
  const { city, files } = smallCity();
  const twin = createTwin(city, 0);
  const catalogue = openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array());
  const reports: unknown[] = [];
  const joins = openJoins({
    twin,
    catalogue,
    holder: {
      adopt: async (layer, held) => catalogue.adopt(layer, held),
      drop: async (id) => catalogue.drop(id),
      held: async (id) => catalogue.held(id),
    },
    join: joinFile,
    places: readPlaces,
    factory: undefined,
    report: (reason) => reports.push(reason),
  });
  const first = () => joins.list.getState()[0];
  const until = (kind: string) => vi.waitFor(() => expect(first().status.kind).toBe(kind));
  const attributes = () => twin.city.layers[0].attributes.map(({ name }) => name);
  return { twin, catalogue, joins, first, until, attributes, reports };
}

const wish = (csv: BlobPart) => ({
  layerId: 'building',
  attribute: 'id',
  key: '编号',
  file: 'tax.csv',
  blob: new Blob([csv]),
});

test('columns of a table become attributes of the layer, which the card shows; one that is taken gets a number', async () => {
  const { catalogue, joins, until, attributes, first, reports } = open();
  joins.add(wish('编号,税额,name\nbld-ED1-00001,"1,200",甲\nbld-ND4-00010,80,乙\nbld-XX,3,丙\n'));
  await until('done');
  expect(attributes().slice(-2)).toEqual(['税额', 'name (2)']);
  const shown = await catalogue.describe(1);
  expect(shown?.values.slice(-2)).toEqual([
    { name: '税额', value: 1200 },
    { name: 'name (2)', value: '甲' },
  ]);
  expect((await catalogue.describe(0))?.values.at(-1)?.value).toBeNull();
  const { status } = first();
  expect(status.kind === 'done' && status.report).toMatchObject({
    things: { all: 5, matched: 2, unmatched: 3 },
    rows: { all: 3, used: 2, unused: 1 },
  });
  // This browser keeps nothing, which is said once.
  await vi.waitFor(() => expect(reports).toHaveLength(1));
});

test('a newer table takes the place of the former one, also of what the catalogue had read', async () => {
  const { catalogue, joins, until, attributes, first } = open();
  joins.add(wish('编号,税额\nbld-ED1-00001,5\n'));
  await until('done');
  expect((await catalogue.describe(1))?.values.at(-1)).toEqual({ name: '税额', value: 5 });
  joins.update(first().id, new File(['编号,税额,年份\nbld-ED1-00001,6,2026\n'], 'tax-2.csv'));
  await vi.waitFor(() => expect(attributes()).toContain('年份'));
  expect((await catalogue.describe(1))?.values.slice(-2)).toEqual([
    { name: '税额', value: 6 },
    { name: '年份', value: 2026 },
  ]);
});

test('a table of GBK is read, one whose keys fit nothing is refused and leaves no column, and a removed one takes its columns along', async () => {
  const { joins, until, attributes, first } = open();
  const before = attributes();
  // "编号,类\nbld-ED1-00002,老城\n" in GBK.
  const gbk = new Uint8Array([
    ...[0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc0, 0xe0, 0x0a],
    ...new TextEncoder().encode('bld-ED1-00002,'),
    ...[0xc0, 0xcf, 0xb3, 0xc7, 0x0a],
  ]);
  joins.add(wish(gbk));
  await until('done');
  expect(attributes()).toEqual([...before, '类']);
  joins.remove(first().id);
  await vi.waitFor(() => expect(attributes()).toEqual(before));
  joins.add(wish('编号,类\nx,1\n'));
  await until('failed');
  expect(attributes()).toEqual(before);
});

test('a layer that is read again gets the columns of its tables again', async () => {
  const { twin, catalogue, joins, until, attributes } = open();
  joins.add(wish('编号,税额\nbld-ED1-00001,5\n'));
  await until('done');
  const [layer] = smallCity().city.layers;
  twin.dropLayer('building');
  catalogue.adopt(layer, new Map());
  twin.takeLayer(layer);
  await vi.waitFor(() =>
    expect(twin.city.layers.find(({ id }) => id === 'building')?.attributes.at(-1)?.name).toBe('税额'),
  );
  expect(attributes()).toBeDefined();
});

test('rows find their thing by address and by place, several of one thing are summed, and what is not clear is listed', async () => {
  const { twin, catalogue, joins, until, first } = open();
  joins.add({
    ...wish('地址,企业,人数\n文庙街３号,甲,10\n东城区文庙街三号2栋,乙,5\n澄心大道88號,丙,7\n无名路1号,丁,9\n'),
    by: 'address',
    attribute: 'address',
    key: '地址',
  });
  await until('done');
  const { status } = first();
  expect(status.kind === 'done' && status.report).toMatchObject({
    things: { all: 5, matched: 2, doubled: 1 },
    rows: { all: 4, used: 3, unused: 1, ambiguous: 0 },
    by: { exact: 2, number: 1 },
  });
  // Several rows: their number and the sum of people; firms differ, so no one of them is told.
  expect((await catalogue.describe(0))?.values.slice(-3).map(({ value }) => value)).toEqual([2, null, 15]);
  joins.remove(first().id);
  const middles = await catalogue.middles('building');
  const { lonDeg, latDeg } = lonLatFromEnu(twin.city.origin, [middles[2] + 3, middles[3], 0]);
  joins.add({
    ...wish(`lon,lat,值\n${lonDeg},${latDeg},4\n0,0,5\n,,6\n`),
    by: 'nearest',
    x: 'lon',
    y: 'lat',
    withinM: 20,
  });
  await vi.waitFor(() => expect(joins.list.getState().at(-1)?.status.kind).toBe('done'));
  const near = joins.list.getState().at(-1)?.status;
  expect(near?.kind === 'done' && near.report).toMatchObject({
    things: { matched: 1 },
    rows: { all: 3, used: 1, unused: 1, blank: 1 },
    by: { nearest: 1 },
  });
});
