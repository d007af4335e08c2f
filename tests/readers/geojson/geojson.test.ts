import { expect, test } from 'vitest';
import { readGeoJsonFrom } from '../../../readers/geojson/geojson.ts';
import type { ByteStream } from '../../../readers/shared/byte-source.ts';
import { MAX_FEATURE_VERTICES } from '../../../readers/shared/limits.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import type { PropertySelection } from '../../../readers/shared/properties.ts';
import type { GeometryType, RawFeatures } from '../../../readers/shared/raw-features.ts';

/** Hands out the text in pieces of so many bytes, the first of its own size. */
function sourceOf(text: string, pieceBytes = 1 << 16, firstBytes = pieceBytes): ByteStream {
  const bytes = Buffer.from(text, 'utf8');
  let at = 0;
  return {
    name: 'test.geojson',
    sizeHint: bytes.length,
    read(into) {
      const count = Math.min(at === 0 ? firstBytes : pieceBytes, into.length, bytes.length - at);
      into.set(bytes.subarray(at, at + count));
      at += count;
      return count;
    },
    close: () => undefined,
  };
}

async function read(
  text: string,
  options: {
    geometry?: GeometryType;
    properties?: PropertySelection;
    pieceBytes?: number;
    firstBytes?: number;
    keepZ?: boolean;
  } = {},
): Promise<{ raw: RawFeatures; problems: Problems }> {
  const problems = new Problems();
  const raw = await readGeoJsonFrom(
    sourceOf(text, options.pieceBytes, options.firstBytes),
    {
      geometry: options.geometry ?? 'polygon',
      properties: options.properties ?? { all: true },
      ...(options.keepZ ? { keepZ: true } : {}),
    },
    problems,
  );
  return { raw, problems };
}

const COURTYARD =
  '{"type":"Feature","id":7,"properties":{"name":"院\\u0020子 \\"A\\"","height":12.5},"geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[1,1]]]}}';
const TWO_PARTS =
  '{ "geometry" : { "coordinates" : [ [ [ [ -1.5e1 , 0.25 , 9 ] , [ 4, 0 ], [ 4, 4 ] ] ], [[[10,10],[11,10],[11,11]]] ], "type" : "MultiPolygon" },\n "type" : "Feature", "properties" : { "name" : null, "tags": {"a": [1, "]"]}, "open": true } }';
const COLLECTION = `\ufeff{"name":"x","features":[${COURTYARD},\n${TWO_PARTS}], "type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}}}\n`;

function strings(raw: RawFeatures, name: string): string[] {
  const words = raw.fields.find((field) => field.name === name)?.words(raw.count);
  return Array.from({ length: raw.count }, (_, row) => words?.text(row) ?? '');
}

test.each([1, 2, 7, 64, 65536])('a collection means the same in pieces of %i bytes', async (pieceBytes) => {
  const { raw, problems } = await read(COLLECTION, { pieceBytes, keepZ: true });
  expect(raw.count).toBe(2);
  expect([...raw.featurePart]).toEqual([0, 1, 3]);
  expect([...raw.partRing]).toEqual([0, 2, 3, 4]);
  expect([...raw.ringVertex]).toEqual([0, 5, 9, 12, 15]);
  expect([...raw.xy.subarray(0, 10)]).toEqual([0, 0, 4, 0, 4, 4, 0, 4, 0, 0]);
  expect([...raw.xy.subarray(18, 22)]).toEqual([-15, 0.25, 4, 0]);
  expect([...(raw.z ?? [])].slice(8, 11)).toEqual([Number.NaN, 9, Number.NaN]);
  expect(raw.crs).toBe('urn:ogc:def:crs:EPSG::4490');
  expect([...raw.line]).toEqual([1, 2]);
  expect(strings(raw, '')).toEqual(['7', '']);
  expect(strings(raw, 'name')).toEqual(['院 子 "A"', '']);
  expect(strings(raw, 'tags')).toEqual(['', '{"a": [1, "]"]}']);
  expect(strings(raw, 'open')).toEqual(['', 'true']);
  expect(problems.list()).toEqual([]);
});

test.each([3, 65536])(
  'features a line, with blank lines and record separators, in pieces of %i bytes',
  async (pieceBytes) => {
    const { raw } = await read(`\x1e${COURTYARD}\n\n\x1e${COURTYARD}\r\n`, { pieceBytes });
    expect(raw.count).toBe(2);
    expect([...raw.line]).toEqual([1, 3]);
  },
);

test('coordinates keep 15 digits, however they are written', async () => {
  const written = ['139.75980567219105', '-74.0344166', '40.713955830', '0.000000123456789', '-0', '1E2', '12'];
  const points = written.map(
    (x, i) =>
      `{"type":"Feature","id":${i + 1},"properties":null,"geometry":{"type":"Point","coordinates":[${x},${i}]}}`,
  );
  const { raw } = await read(points.join('\n'), { geometry: 'point' });
  for (let i = 0; i < written.length; i++)
    expect(Math.abs(raw.xy[2 * i] - Number(written[i]))).toBeLessThanOrEqual(1e-14 * Math.abs(Number(written[i])));
});

test('rings written without white space take the short way and come out the same', async () => {
  const spaced = COURTYARD.replaceAll('],[', '], [').replaceAll(',', ' ,');
  const [plain, loose] = [await read(COURTYARD), await read(spaced)];
  expect([...loose.raw.xy]).toEqual([...plain.raw.xy]);
  expect([...loose.raw.ringVertex]).toEqual([...plain.raw.ringVertex]);
});

test('a feature that cannot be used is left out whole, and the next is read', async () => {
  const bad = COURTYARD.replace('[4,4]', '[4,"x"]').replace('"height":12.5', '"height":99');
  const { raw, problems } = await read(`${COURTYARD}\n${bad}\n${COURTYARD}`);
  expect(raw.count).toBe(2);
  expect([...raw.ringVertex]).toEqual([0, 5, 9, 14, 18]);
  expect(problems.leftOut).toBe(1);
  expect(problems.list()[0]).toMatchObject({ code: 'coordinates-type', count: 1 });
  expect(problems.list()[0].example).toContain('test.geojson:2');
  expect([...(raw.fields.find(({ name }) => name === 'height')?.numbers(2, [], () => {}) ?? [])]).toEqual([12.5, 12.5]);
});

test('lines and points have their own nesting', async () => {
  const line = '{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0,0,3],[1,1,4]]}}';
  const lines = line
    .replace('LineString', 'MultiLineString')
    .replace('[[0,0,3],[1,1,4]]', '[[[0,0],[1,1]],[[2,2],[3,3]]]');
  const { raw } = await read(`${line}\n${lines}`, { geometry: 'line', keepZ: true });
  expect([...raw.ringVertex]).toEqual([0, 2, 4, 6]);
  expect([...raw.partRing]).toEqual([0, 1, 3]);
  expect([...(raw.z ?? [])].slice(0, 2)).toEqual([3, 4]);
});

test('several points are points too, and of a collection what is wanted is taken', async () => {
  const feature = (geometry: string) => `{"type":"Feature","properties":{},"geometry":${geometry}}`;
  const point = '{"type":"Point","coordinates":[7,8]}';
  const points = '{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}';
  const line = '{"coordinates":[[0,0],[9,9]],"type":"LineString"}';
  const square = (at: number) => `{"type":"Polygon","coordinates":[[[${at},0],[${at + 1},0],[${at + 1},1],[${at},0]]]}`;
  const nested = `{"type":"GeometryCollection","geometries":[${line},${square(2)},{"type":"GeometryCollection","geometries":[${square(5)}]},${point}]}`;
  const text = [feature(point), feature(points), feature(nested), feature(line)].join('\n');
  const asPoints = await read(text, { geometry: 'point' });
  expect([...asPoints.raw.xy]).toEqual([7, 8, 1, 2, 3, 4, 7, 8]);
  expect([...asPoints.raw.ringVertex]).toEqual([0, 1, 3, 4]);
  expect(asPoints.problems.list().map(({ code, count }) => [code, count])).toEqual([['geometry-type', 1]]);
  const asPolygons = await read(text, { geometry: 'polygon' });
  expect([...asPolygons.raw.featurePart]).toEqual([0, 2]);
  expect([...asPolygons.raw.xy].filter((_, i) => i % 8 === 0)).toEqual([2, 5]);
  const lines = await read(`${feature(nested)}\n${feature(line)}`, { geometry: 'line', keepZ: true });
  expect([...lines.raw.xy]).toEqual([0, 0, 9, 9, 0, 0, 9, 9]);
  expect(lines.raw.z).toHaveLength(4);
  const none = await read(`${feature(`{"type":"GeometryCollection","geometries":[${line}]}`)}\n${feature(point)}`, {
    geometry: 'point',
  });
  expect(none.problems.list()[0].example).toContain('got "GeometryCollection" without one');
});

test('a name is met again by its bytes, whatever they are', async () => {
  const text =
    '{"type":"Feature","properties":{"\u0001\u0002":7},"geometry":{"type":"Point","coordinates":[1,2]}}\n'.repeat(3);
  const bytes = Uint8Array.from(text, (c) => ({ '\u0001': 0xc2, '\u0002': 0xa5 + 0x40 })[c] ?? c.charCodeAt(0));
  let at = 0;
  const stream: ByteStream = {
    name: 'test.geojson',
    sizeHint: bytes.length,
    read(into) {
      const piece = bytes.subarray(at, at + into.length);
      into.set(piece);
      at += piece.length;
      return piece.length;
    },
    close: () => undefined,
  };
  const raw = await readGeoJsonFrom(stream, { geometry: 'point', properties: { all: true } }, new Problems());
  expect(raw.fields.map(({ filled }) => filled)).toEqual([0, 3]);
});

test('properties beyond the last column are counted, not lost unsaid', async () => {
  const many = Array.from({ length: 600 }, (_, i) => `"p${i}":1`).join(',');
  const { raw, problems } = await read(
    `{"type":"Feature","properties":{${many}},"geometry":{"type":"Point","coordinates":[1,2]}}`,
    { geometry: 'point' },
  );
  expect(raw.fields.length).toBeLessThan(520);
  expect(problems.list()[0]).toMatchObject({ code: 'columns-beyond' });
  expect(raw.fields.length - 1 + problems.list()[0].count).toBe(600);
});

test('an array that the writer broke over lines is one line', async () => {
  const { raw } = await read(
    COURTYARD.replace(/"properties":\s*\{/, '"properties":{"use":[\n   "公共设施",\r\n\t "a \\" b"\n ],'),
  );
  const use = raw.fields.find(({ name }) => name === 'use');
  expect(use?.words(1).text(0)).toBe('["公共设施","a \\" b"]');
});

test('only the properties asked for are kept', async () => {
  const { raw } = await read(COURTYARD, { properties: { names: ['height', 'absent'] } });
  expect(raw.fields.map(({ name, filled }) => [name, filled])).toEqual([
    ['', 1],
    ['height', 1],
    ['absent', 0],
  ]);
});

test('a feature of four million vertices and more is left out', async () => {
  const huge = `{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[${'[1,2],'.repeat(MAX_FEATURE_VERTICES + 1)}[3,4]]}}`;
  const small = '{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[0,0],[1,1]]}}';
  const { raw, problems } = await read(`${huge}\n${small}`, { geometry: 'line' });
  expect(raw.count).toBe(1);
  expect([...raw.xy]).toEqual([0, 0, 1, 1]);
  expect(problems.list()[0].code).toBe('too-many-vertices');
});

test('the reading stops when it is cancelled', async () => {
  const cancel = new AbortController();
  cancel.abort(new Error('cancelled'));
  const text = `${COURTYARD}\n`.repeat(20_000);
  const wish = { geometry: 'polygon', properties: { all: true } } as const;
  await expect(readGeoJsonFrom(sourceOf(text), wish, new Problems(), { signal: cancel.signal })).rejects.toThrow(
    'cancelled',
  );
});

test('wherever the file is cut into two pieces, it reads the same', async () => {
  const whole = await read(COLLECTION, { keepZ: true });
  for (let firstBytes = 1; firstBytes < Buffer.byteLength(COLLECTION); firstBytes++) {
    const { raw } = await read(COLLECTION, { keepZ: true, firstBytes });
    expect([...raw.xy], `cut at ${firstBytes}`).toEqual([...whole.raw.xy]);
    expect([...raw.ringVertex]).toEqual([...whole.raw.ringVertex]);
    expect(strings(raw, 'name')).toEqual(strings(whole.raw, 'name'));
    expect(strings(raw, 'height')).toEqual(strings(whole.raw, 'height'));
  }
});
