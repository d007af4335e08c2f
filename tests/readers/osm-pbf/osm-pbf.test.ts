import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { expect, test } from 'vitest';
import { readOsmPbf } from '../../../readers/osm-pbf/osm-pbf.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';

const deltas = (values: number[]): number[] => values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]));

interface Thing {
  id: number;
  tags: Record<string, string>;
  refs?: number[];
  members?: [ref: number, role: string, isNode?: true][];
}

/** A small .pbf: nodes [id, lon, lat] dense, ways, relations of ways. */
function pbf(
  nodes: [number, number, number, tags?: Record<string, string>][],
  ways: Thing[],
  relations: Thing[],
): Buffer {
  const strings = [''];
  const at = (text: string): number => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  const tags = (thing: Thing, out: PbfWriter): void => {
    out.writeVarintField(1, thing.id);
    out.writePackedVarint(2, Object.keys(thing.tags).map(at));
    out.writePackedVarint(3, Object.values(thing.tags).map(at));
  };
  const group = new PbfWriter();
  group.writeMessage(
    2,
    (_, dense: PbfWriter) => {
      dense.writePackedSVarint(1, deltas(nodes.map(([id]) => id)));
      dense.writePackedSVarint(8, deltas(nodes.map(([, , lat]) => Math.round(lat * 1e7))));
      dense.writePackedSVarint(9, deltas(nodes.map(([, lon]) => Math.round(lon * 1e7))));
      dense.writePackedVarint(
        10,
        nodes.flatMap(([, , , own = {}]) => [...Object.entries(own).flat().map(at), 0]),
      );
    },
    null,
  );
  for (const way of ways)
    group.writeMessage(
      3,
      (_, out: PbfWriter) => {
        tags(way, out);
        out.writePackedSVarint(8, deltas(way.refs ?? []));
      },
      null,
    );
  for (const relation of relations)
    group.writeMessage(
      4,
      (_, out: PbfWriter) => {
        tags(relation, out);
        const members = relation.members ?? [];
        out.writePackedVarint(
          8,
          members.map(([, role]) => at(role)),
        );
        out.writePackedSVarint(9, deltas(members.map(([ref]) => ref)));
        out.writePackedVarint(
          10,
          members.map(([, , isNode]) => (isNode ? 0 : 1)),
        );
      },
      null,
    );
  const groupBytes = group.finish();
  const block = new PbfWriter();
  block.writeMessage(
    1,
    (_, table: PbfWriter) => {
      for (const text of strings) table.writeBytesField(1, Buffer.from(text));
    },
    null,
  );
  block.writeBytesField(2, groupBytes);
  const header = new PbfWriter();
  header.writeStringField(4, 'OsmSchema-V0.6');
  header.writeStringField(4, 'DenseNodes');
  return Buffer.concat([blob('OSMHeader', header.finish()), blob('OSMData', block.finish())]);
}

function blob(type: string, data: Uint8Array): Buffer {
  const body = new PbfWriter();
  body.writeVarintField(2, data.length);
  body.writeBytesField(3, deflateSync(data));
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const size = Buffer.alloc(4);
  size.writeUInt32BE(headBytes.length);
  return Buffer.concat([size, headBytes, bytes]);
}

/** A 4 × 4 and a 2 × 2 square in it, in thousandths of a degree. */
const NODES: [number, number, number][] = [
  [1, 9, 47],
  [2, 9.004, 47],
  [3, 9.004, 47.004],
  [4, 9, 47.004],
  [5, 9.001, 47.001],
  [6, 9.001, 47.003],
  [7, 9.003, 47.003],
  [8, 9.003, 47.001],
  [20, -9.5, -47],
];

async function read(ways: Thing[], relations: Thing[] = []) {
  const source = bytesSource(new Uint8Array(pbf(NODES, ways, relations)), 'test.osm.pbf');
  const problems = new Problems();
  const raw = await readOsmPbf(source, { key: 'building', geometry: 'polygon', names: ['name', 'height'] }, problems);
  const ids = raw.fields[0].words(raw.count);
  return { raw, problems, ids: Array.from({ length: raw.count }, (_, row) => ids.text(row)) };
}

test('a closed way with the key is a building; others are not', async () => {
  const { raw, ids } = await read([
    { id: 10, tags: { building: 'yes', name: '塔' }, refs: [1, 2, 3, 4, 1] },
    { id: 11, tags: { highway: 'service' }, refs: [1, 2, 3, 4, 1] },
    { id: 12, tags: { building: 'no' }, refs: [1, 2, 3, 4, 1] },
  ]);
  expect(ids).toEqual(['way/10']);
  expect([...raw.ringVertex]).toEqual([0, 5]);
  expect(raw.xy[2]).toBeCloseTo(9.004, 9);
  expect(raw.xy[5]).toBeCloseTo(47.004, 9);
  expect(
    raw.fields
      .find(({ name }) => name === 'name')
      ?.words(1)
      .text(0),
  ).toBe('塔');
});

test('a multipolygon joins its outer ways, in whatever direction, and keeps its courtyard', async () => {
  const { raw, ids } = await read(
    [
      { id: 10, tags: {}, refs: [1, 2, 3] },
      { id: 11, tags: {}, refs: [1, 4, 3] },
      { id: 12, tags: {}, refs: [5, 6, 7, 8, 5] },
    ],
    [
      {
        id: 7,
        tags: { type: 'multipolygon', building: 'yes' },
        members: [
          [12, 'inner'],
          [10, 'outer'],
          [11, 'outer'],
        ],
      },
    ],
  );
  expect(ids).toEqual(['relation/7']);
  expect([...raw.featurePart]).toEqual([0, 1]);
  expect([...raw.partRing]).toEqual([0, 2]);
  expect([...raw.ringVertex]).toEqual([0, 5, 10]);
});

test('an outer way that is tagged itself appears once, with its relation', async () => {
  const { ids } = await read(
    [{ id: 10, tags: { building: 'yes' }, refs: [1, 2, 3, 4, 1] }],
    [{ id: 7, tags: { type: 'multipolygon', building: 'yes' }, members: [[10, 'outer']] }],
  );
  expect(ids).toEqual(['relation/7']);
});

test('what an extract cut off is left out and counted', async () => {
  const { ids, problems } = await read(
    [
      { id: 10, tags: { building: 'yes' }, refs: [1, 2, 99, 1] },
      { id: 11, tags: { building: 'yes' }, refs: [1, 2, 3] },
      { id: 12, tags: { building: 'yes' }, refs: [5, 6, 7, 8, 5] },
    ],
    [{ id: 7, tags: { type: 'multipolygon', building: 'yes' }, members: [[98, 'outer']] }],
  );
  expect(ids).toEqual(['way/12']);
  expect(
    problems
      .list()
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['node-missing', 'relation-broken', 'way-open']);
});

test('as points: tagged nodes by their place in the dense list, closed ways in the middle of their box', async () => {
  const bytes = pbf(
    [
      [1, 9.5, 47.1],
      [2, 9.6, 47.1, { amenity: 'police', name: 'Polizei' }],
      [3, 9.6, 47.2, { amenity: 'bench' }],
      [4, 9.7, 47.3, { name: 'Hospital', amenity: 'hospital' }],
    ],
    [{ id: 10, tags: { amenity: 'hospital' }, refs: [1, 2, 3, 1] }],
    [],
  );
  const wish = { key: 'amenity', values: ['police', 'hospital'], geometry: 'point', names: ['name'] } as const;
  const raw = await readOsmPbf(bytesSource(bytes, 'a.osm.pbf'), wish, new Problems());
  expect(raw.count).toBe(3);
  for (const [i, deg] of [9.6, 47.1, 9.7, 47.3, 9.55, 47.15].entries()) expect(raw.xy[i]).toBeCloseTo(deg, 9);
  const names: string[] = [];
  raw.fields[1].each(
    () => {},
    (row, value) => {
      names[row] = value;
    },
  );
  expect(names).toEqual(['Polizei', 'Hospital']);
});

test('a ban of a turn is a word of the way that is left, at the node of its relation', async () => {
  const roads = [
    { id: 30, tags: { highway: 'residential' }, refs: [1, 2] },
    { id: 31, tags: { highway: 'residential' }, refs: [2, 3] },
  ];
  const ban: Thing = {
    id: 40,
    tags: { type: 'restriction', restriction: 'no_left_turn' },
    members: [
      [30, 'from'],
      [2, 'via', true],
      [31, 'to'],
    ],
  };
  const source = bytesSource(new Uint8Array(pbf(NODES, roads, [ban])), 'test.osm.pbf');
  const problems = new Problems();
  const raw = await readOsmPbf(source, { key: 'highway', geometry: 'line', names: ['turn_bans'] }, problems);
  const [lon, lat] = [...raw.xy.slice(2, 4)];
  expect([lon, lat]).toEqual([expect.closeTo(9.004, 9), expect.closeTo(47, 9)]);
  expect(raw.fields[1].words(raw.count).text(0)).toBe(`no way/31 @ ${lon},${lat}`);
  expect(problems.list()).toEqual([]);
});
