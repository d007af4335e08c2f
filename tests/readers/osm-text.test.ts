import { expect, test } from 'vitest';
import { readOsmXml } from '../../readers/osm-xml/osm-xml.ts';
import { readOverpass } from '../../readers/overpass/overpass.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';

const BUILDINGS = { key: 'building', geometry: 'polygon', names: 'all' } as const;
const ROADS = { key: 'highway', geometry: 'line', names: 'all' } as const;
const source = (text: string, name: string) => bytesSource(new TextEncoder().encode(text), name);

/** A house with a court (relation), a shed, a lane that uses one of their nodes, and a house that somebody deleted. */
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="test">
  <node id="1" lat="47.1" lon="9.5"/><node id="2" lat="47.1" lon="9.6"/><node id="3" lat="47.2" lon="9.6"/>
  <node id="4" lat="47.2" lon="9.5"/><node id="5" lat="47.12" lon="9.52"/><node id="6" lat="47.12" lon="9.54"/>
  <node id="7" lat="47.14" lon="9.54"><tag k="name" v="a node's own"/></node>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
  <way id="11"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
  <way id="12"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="building" v="shed"/><tag k="name" v="Stall &amp; Heu"/></way>
  <way id="13"><nd ref="1"/><nd ref="7"/><tag k="highway" v="path"/></way>
  <way id="14" visible="false"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/></way>
  <way id="15"><nd ref="1"/><nd ref="99"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/></way>
  <relation id="20"><member type="way" ref="10" role="outer"/><member type="way" ref="11" role="inner"/>
    <tag k="type" v="multipolygon"/><tag k="building" v="house"/></relation>
</osm>`;

test('OSM XML: ways and multipolygons of the key, deleted ones passed over, missing nodes named', async () => {
  const problems = new Problems();
  const raw = await readOsmXml(source(XML, 'a.osm'), BUILDINGS, problems);
  expect([...raw.featurePart]).toEqual([0, 1, 2]);
  expect([...raw.partRing]).toEqual([0, 1, 3]);
  expect(raw.xy.slice(0, 2)).toEqual(Float64Array.of(9.52, 47.12));
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'node-missing', count: 1 })]);
  const roads = await readOsmXml(source(XML, 'a.osm'), ROADS, new Problems());
  expect([...roads.xy]).toEqual([9.5, 47.1, 9.54, 47.14]);
});

test('as points: nodes where they are, closed ways and areas in the middle of their box', async () => {
  const STATIONS = { key: 'amenity', values: ['fire_station'], geometry: 'point', names: ['name'] } as const;
  const xml = XML.replace(
    '<way id="10">',
    '<node id="8" lat="47.15" lon="9.55"><tag k="amenity" v="fire_station"/><tag k="name" v="Wache 1"/></node><way id="10">',
  )
    .replaceAll('k="building" v="house"', 'k="amenity" v="fire_station"')
    .replace('k="building" v="shed"', 'k="amenity" v="bench"');
  const raw = await readOsmXml(source(xml, 'a.osm'), STATIONS, new Problems());
  expect(raw.count).toBe(2);
  expect([...raw.ringVertex]).toEqual([0, 1, 2]);
  for (const [i, deg] of [9.55, 47.15, 9.55, 47.15].entries()) expect(raw.xy[i]).toBeCloseTo(deg, 9);
  const answer = JSON.stringify({
    elements: [
      { type: 'node', id: 8, lat: 47.15, lon: 9.55, tags: { amenity: 'fire_station', name: 'Wache 1' } },
      { type: 'node', id: 9, lat: 47.16, lon: 9.56, tags: { amenity: 'bench' } },
      { type: 'way', id: 10, geometry, tags: { amenity: 'fire_station' } },
    ],
  });
  const asked = await readOverpass(source(answer, 'a.json'), STATIONS, new Problems());
  expect(asked.count).toBe(2);
  for (const [i, deg] of [9.55, 47.15, 9.55, 47.15].entries()) expect(asked.xy[i]).toBeCloseTo(deg, 9);
});

test('OSM XML that ends early or declares an entity is refused with its line', async () => {
  const cut = XML.slice(0, XML.indexOf('</way>'));
  await expect(readOsmXml(source(cut, 'cut.osm'), ROADS, new Problems())).rejects.toThrow(/cut\.osm:\d+/);
  const bomb = `<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm><way id="1"><tag k="name" v="&a;"/></way></osm>`;
  await expect(readOsmXml(source(bomb, 'bomb.osm'), ROADS, new Problems())).rejects.toThrow(/bomb\.osm:1/);
});

const elements = [
  { type: 'node', id: 1, lat: 47.1, lon: 9.5 },
  { type: 'node', id: 2, lat: 47.1, lon: 9.6 },
  { type: 'node', id: 3, lat: 47.2, lon: 9.6 },
  { type: 'way', id: 10, nodes: [1, 2, 3, 1], tags: { building: 'yes', name: 'Haus' } },
];
/** The same by `out geom`, and a relation whose members bring their geometry. */
const geometry = [
  { lat: 47.1, lon: 9.5 },
  { lat: 47.1, lon: 9.6 },
  { lat: 47.2, lon: 9.6 },
  { lat: 47.1, lon: 9.5 },
];
const withGeometry = [
  { type: 'way', id: 10, geometry, tags: { building: 'yes' } },
  {
    type: 'relation',
    id: 20,
    members: [
      { type: 'way', ref: 30, role: 'outer', geometry: geometry.map(({ lat, lon }) => ({ lat, lon: lon + 1 })) },
    ],
    tags: { type: 'multipolygon', building: 'yes' },
  },
];

test('Overpass: with nodes and with geometry; a remark says that the answer is not whole', async () => {
  const answer = (some: unknown, more = {}) =>
    source(JSON.stringify({ generator: 'Overpass API', elements: some, ...more }), 'b.json');
  const byNodes = await readOverpass(answer(elements), BUILDINGS, new Problems());
  const problems = new Problems();
  const byPlace = await readOverpass(answer(withGeometry, { remark: 'runtime error: timed out' }), BUILDINGS, problems);
  expect(byNodes.count).toBe(1);
  expect(byPlace.count).toBe(2);
  expect([...byPlace.xy.slice(0, 8)]).toEqual([...byNodes.xy]);
  expect([...byPlace.xy.slice(8, 10)]).toEqual([10.5, 47.1]);
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'overpass-remark', count: 1 })]);
  await expect(readOverpass(source('{"elements": [', 'c.json'), BUILDINGS, new Problems())).rejects.toThrow(/c\.json/);
  await expect(readOverpass(source('{"elements": 3}', 'd.json'), BUILDINGS, new Problems())).rejects.toThrow(/d\.json/);
});

/** From lane 30 into 31 at node 2 not to the left, from 32 only into 31; one by hours, one of a road that nobody asked for. */
const restriction = (id: number, from: number, to: number, tags: Record<string, string>, via = 2) => ({
  type: 'relation',
  id,
  members: [
    { type: 'way', ref: from, role: 'from' },
    { type: 'node', ref: via, role: 'via' },
    { type: 'way', ref: to, role: 'to' },
  ],
  tags: { type: 'restriction', ...tags },
});
const CROSSING = [
  ...elements.slice(0, 3),
  { type: 'way', id: 30, nodes: [1, 2], tags: { highway: 'residential' } },
  { type: 'way', id: 31, nodes: [2, 3], tags: { highway: 'residential' } },
  { type: 'way', id: 32, nodes: [3, 2], tags: { highway: 'service' } },
  { type: 'way', id: 33, nodes: [1, 3], tags: { railway: 'rail' } },
  restriction(40, 30, 31, { restriction: 'no_left_turn' }),
  restriction(41, 32, 31, { restriction: 'only_straight_on' }),
  restriction(42, 30, 32, { restriction: 'no_right_turn' }),
  restriction(43, 30, 31, { 'restriction:conditional': 'no_left_turn @ (07:00-09:00)' }),
  restriction(44, 33, 31, { restriction: 'no_left_turn' }),
  restriction(45, 30, 31, { restriction: 'no_left_turn' }, 99),
];
const WORDS = ['no way/31 @ 9.6,47.1;no way/32 @ 9.6,47.1', undefined, 'only way/31 @ 9.6,47.1'];

test('bans of turns become words of the line that is left; what is no plain one is counted', async () => {
  const text = JSON.stringify({ generator: 'Overpass API', elements: CROSSING });
  const problems = new Problems();
  const raw = await readOverpass(source(text, 'e.json'), ROADS, problems);
  expect(raw.count).toBe(3);
  expect(wordsOf(raw)).toEqual(WORDS);
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'turn-left-out', count: 2 })]);
  const unasked = await readOverpass(source(text, 'e.json'), { ...ROADS, names: ['highway'] }, new Problems());
  expect(unasked.fields.map(({ name }) => name)).toEqual(['', 'highway']);
  const tagsXml = (tags: Record<string, string>) =>
    Object.entries(tags).map(([k, value]) => `<tag k="${k}" v="${value}"/>`);
  const xml = CROSSING.map((one) => {
    if ('members' in one) {
      const members = one.members.map(({ type, ref, role }) => `<member type="${type}" ref="${ref}" role="${role}"/>`);
      return `<relation id="${one.id}">${members.join('')}${tagsXml(one.tags).join('')}</relation>`;
    }
    if ('nodes' in one) {
      const refs = one.nodes?.map((ref) => `<nd ref="${ref}"/>`).join('');
      return `<way id="${one.id}">${refs}${tagsXml(one.tags as Record<string, string>).join('')}</way>`;
    }
    return `<node id="${one.id}" lat="${one.lat}" lon="${one.lon}"/>`;
  });
  const asXml = await readOsmXml(source(`<osm version="0.6">${xml.join('')}</osm>`, 'e.osm'), ROADS, new Problems());
  expect(wordsOf(asXml)).toEqual(WORDS);
});

function wordsOf(raw: RawFeatures): (string | undefined)[] {
  const words = raw.fields.find(({ name }) => name === 'turn_bans')?.words(raw.count);
  return Array.from({ length: raw.count }, (_, row) => words?.text(row) || undefined);
}
