import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gpxReader } from '../../../readers/gpx/reader.ts';
import { kmlReader } from '../../../readers/kml/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { zipOf } from '../zip-of.ts';

const DATA = process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const withoutData = existsSync(DATA) ? false : `no real files in ${DATA}`;

const kml = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`;
const ring =
  '<outerBoundaryIs><LinearRing><coordinates>116,40,30 116.1,40,30 116.1,40.1,30 116,40,30</coordinates></LinearRing></outerBoundaryIs>';
const block = `<Placemark id="b1"><name>楼</name><Polygon><extrude>1</extrude><altitudeMode>relativeToGround</altitudeMode>${ring}</Polygon></Placemark>`;
const point = (x: number): string =>
  `<Placemark><name>p${x}</name><Point><coordinates>${x},40</coordinates></Point></Placemark>`;
const link = (href: string): string => `<NetworkLink><Link><href>${href}</href></Link></NetworkLink>`;

test('a body drawn down to the ground has its height; other geometries are counted and no fault', async () => {
  const text = kml(`${block}${point(116)}<Placemark><name>none</name></Placemark><ScreenOverlay/>`);
  const { raw, codes } = await readFeatures(kmlReader, text);
  expect([raw.count, [...raw.xy.slice(0, 4)]]).toEqual([1, [116, 40, 116.1, 40]]);
  expect([wordsOf(raw, ''), wordsOf(raw, 'name'), wordsOf(raw, 'height')]).toEqual([['b1'], ['楼'], ['30']]);
  expect([wordsOf(raw, 'extrude'), wordsOf(raw, 'altitudeMode')]).toEqual([['1'], ['relativeToGround']]);
  expect(codes).toEqual({ 'geometry-type': 1, 'geometry-missing': 1, 'kml-unread': 1 });
});

test('links inside an archive are followed once, those outside are named', async () => {
  const zip = await zipOf({
    'doc.kml': kml(link('layers/a.kml') + link('https://example.org/b.kml') + link('../../c.kml')),
    'layers/a.kml': kml(point(1) + link('../doc.kml')),
    'layers/unlinked.kml': kml(point(2)),
  });
  expect((await selectReader(bytesSource(zip, 'upload.bin')))?.id).toBe('kml');
  const { raw, codes } = await readFeatures(kmlReader, zip, { geometry: 'point' });
  expect([[...raw.xy], codes]).toEqual([[1, 40], { 'kml-link': 2 }]);
});

test('GBK by its declaration; what is no XML, a bomb of entities and one of depth are refused with the line', async () => {
  const gbk = new Uint8Array([
    ...new TextEncoder().encode('<?xml version="1.0" encoding="GBK"?><kml><Placemark><name>'),
    ...[0xc7, 0xe5, 0xbb, 0xaa],
    ...new TextEncoder().encode('</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>'),
  ]);
  expect(wordsOf((await readFeatures(kmlReader, gbk, { geometry: 'point' })).raw, 'name')).toEqual(['清华']);
  await expect(readFeatures(kmlReader, '<kml>\n<Document>')).rejects.toThrow(/town\.data:2: expected well-formed XML/);
  await expect(readFeatures(kmlReader, '<!DOCTYPE k [<!ENTITY a "aaaa">]><kml>&a;</kml>')).rejects.toThrow(
    'town.data:1',
  );
  await expect(readFeatures(kmlReader, '<Folder>'.repeat(100_000))).rejects.toThrow('200 deep');
  await expect(readFeatures(kmlReader, await zipOf({ 'a.txt': 'x' }))).rejects.toThrow(
    'expected a .kml in the archive',
  );
});

test('GPX: routes and tracks as lines with their heights, waypoints as points, times counted', async () => {
  const gpx = `<?xml version="1.0"?><gpx version="1.1"><wpt lat="40" lon="116"><ele>5</ele><name>井</name></wpt>
    <trk><name>t</name><trkseg><trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-01T00:00:00Z</time></trkpt><trkpt lat="4" lon="5"><ele>6</ele><time>2026-01-01T00:00:09Z</time></trkpt></trkseg></trk></gpx>`;
  expect((await selectReader(bytesSource(new TextEncoder().encode(gpx), 'upload.bin')))?.id).toBe('gpx');
  const lines = await readFeatures(gpxReader, gpx, { geometry: 'line', keepZ: true });
  expect([[...lines.raw.xy], [...(lines.raw.z ?? [])]]).toEqual([
    [2, 1, 5, 4],
    [3, 6],
  ]);
  expect(lines.codes).toEqual({ 'geometry-type': 1, 'points-values': 1 });
  const points = await readFeatures(gpxReader, gpx, { geometry: 'point' });
  expect([wordsOf(points.raw, 'name'), [...points.raw.xy]]).toEqual([['井'], [116, 40]]);
});

test('three hundred mutations end in features or in a named error', async () => {
  const whole = new TextEncoder().encode(kml(block + point(116) + link('a.kml')));
  for (let seed = 0; seed < 300; seed++) {
    const bytes = whole.slice();
    bytes[(seed * 7919) % bytes.length] = 32 + ((seed * 31) % 95);
    await readFeatures(kmlReader, bytes).catch((error: Error) => expect(error.name).toBe('ReadError'));
  }
});

describe.skipIf(withoutData)('real files', () => {
  const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(DATA, 'formats/vector', name)));
  test('twenty placemarks of the samples in three layers, overlays said', async () => {
    const text = new TextDecoder().decode(file('KML_Samples.kml'));
    const kinds = ['polygon', 'line', 'point'] as const;
    const read = await Promise.all(
      kinds.map((geometry) => readFeatures(kmlReader, file('KML_Samples.kml'), { geometry })),
    );
    const total = read.reduce((sum, { raw }) => sum + raw.count, 0);
    expect(total + read[0].codes['geometry-missing']).toBe(text.split('<Placemark').length - 1);
    expect(read[0].codes['kml-unread']).toBe(text.split(/<(?:Ground|Screen)Overlay/).length - 1);
  });
  test('the places of an archive lie behind its link', async () => {
    const { raw, codes } = await readFeatures(kmlReader, file('bayreuth-places.kmz'), { geometry: 'point' });
    expect([raw.count, codes]).toEqual([71, {}]);
  });
  test('a route of 120 points with heights', async () => {
    const { raw } = await readFeatures(gpxReader, file('trek.gpx'), { geometry: 'line', keepZ: true });
    expect([raw.count, raw.xy.length / 2, raw.z?.[0]]).toEqual([1, 120, 1298]);
  });
});

test('blanks behind the commas of positions end none of them', async () => {
  const ring = '108.94, 34.26, 20 108.95 ,34.26 , 20\n108.95, 34.27, 20 108.94, 34.26, 20';
  const kml = `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>`;
  const { raw, codes } = await readFeatures(kmlReader, kml);
  expect([[...raw.xy], codes]).toEqual([[108.94, 34.26, 108.95, 34.26, 108.95, 34.27, 108.94, 34.26], {}]);
});
