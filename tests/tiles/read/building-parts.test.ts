import { describe, expect, test } from 'vitest';
import { metresPerDegree } from '../../../model/geo/metres-per-degree.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { geoJsonReader } from '../../../readers/geojson/reader.ts';
import { osmXmlReader } from '../../../readers/osm-xml/reader.ts';
import type { Reader } from '../../../readers/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import type { InputColumn, LayerInput } from '../../../tiles/model.ts';
import { plainLayer } from '../../../tiles/plain-layer.ts';
import { readLayer } from '../../../tiles/read/layer.ts';
import type { LayerRecipe } from '../../../tiles/recipe.ts';
import { GABLE } from '../../../tiles/shape/roof.ts';

const [EAST_M, NORTH_M] = metresPerDegree(34.26);

const placeOf = ([x, y]: Point): Point => [108.94 + x / EAST_M, 34.26 + y / NORTH_M];

const rect = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

interface Area {
  ring: Point[];
  tags: Record<string, string>;
}

/** An OSM file of closed ways, numbered from 1. */
function osmOf(areas: readonly Area[], relations = ''): string {
  let node = 0;
  const ways = areas.map(({ ring, tags }, i) => {
    const first = node + 1;
    const nodes = ring.map((at) => {
      const [lon, lat] = placeOf(at);
      return `<node id="${++node}" lon="${lon}" lat="${lat}"/>`;
    });
    const refs = [...ring.keys(), 0].map((k) => `<nd ref="${first + k}"/>`).join('');
    const words = Object.entries(tags).map(([k, v]) => `<tag k="${k}" v="${v}"/>`);
    return `${nodes.join('')}<way id="${i + 1}">${refs}${words.join('')}</way>`;
  });
  return `<?xml version="1.0"?><osm version="0.6">${ways.join('')}${relations}</osm>`;
}

async function houses(
  text: string,
  more: Partial<LayerRecipe> = {},
  reader: Reader = osmXmlReader,
): Promise<LayerInput> {
  const source = bytesSource(new TextEncoder().encode(text), 'houses');
  const recipe = { ...plainLayer('houses', reader.id, { id: 'houses', kind: 'building', name: 'h' }), ...more };
  return (await readLayer(recipe, { source, reader, inputHash: () => '' })).input;
}

const idsOf = ({ features: { ids, count } }: LayerInput): string[] =>
  Array.from({ length: count }, (_, i) =>
    new TextDecoder().decode(ids.bytes.slice(ids.offsets[i], ids.offsets[i + 1])),
  );

function partsOf({ features: { geometry } }: LayerInput, row: number) {
  if (geometry.kind !== 'polygon') throw new Error(geometry.kind);
  const { featurePart, partRing, ringVertex, lonLatDeg, partBaseM, partTopM, partRoof, partRoofM } = geometry;
  return Array.from({ length: featurePart[row + 1] - featurePart[row] }, (_, k) => {
    const part = featurePart[row] + k;
    const places: Point[] = [];
    for (let v = ringVertex[partRing[part]]; v < ringVertex[partRing[part] + 1]; v++)
      places.push([(lonLatDeg[2 * v] - 108.94) * EAST_M, (lonLatDeg[2 * v + 1] - 34.26) * NORTH_M]);
    const baseM = partBaseM?.[part] ?? 0;
    const topM = partTopM?.[part] ?? Number.NaN;
    return { baseM, topM, m3: signedAreaM2(places) * (topM - baseM), roof: partRoof?.[part], riseM: partRoofM?.[part] };
  });
}

const volumeM3 = (layer: LayerInput, row = 0): number => partsOf(layer, row).reduce((sum, { m3 }) => sum + m3, 0);

const numbersOf = ({ features: { columns } }: LayerInput, name: string): number[] => {
  const column = columns.find((one) => one.name === name) as Extract<InputColumn, { values: Float32Array }> | undefined;
  return [...(column?.values ?? [])];
};

const codesOf = ({ problems }: LayerInput): string[] => problems.map(({ code, count }) => `${code} ${count}`);

/** A tower of 15 × 15 m on a podium of 60 × 60 m, whose outline states the height of the whole. */
const TOWER: Area[] = [
  { ring: rect(0, 0, 60, 60), tags: { building: 'commercial', height: '100', name: 'Tower' } },
  { ring: rect(0, 0, 60, 60), tags: { 'building:part': 'yes', height: '10' } },
  { ring: rect(20, 20, 35, 35), tags: { 'building:part': 'yes', height: '100', min_height: '10' } },
];

describe('a building in parts', () => {
  test('is one building of 56,250 m³, not a block of 360,000', async () => {
    const layer = await houses(osmOf(TOWER));
    expect(idsOf(layer)).toEqual(['way/1']);
    expect(volumeM3(layer)).toBeCloseTo(56_250, -1);
    expect(numbersOf(layer, 'height')).toEqual([100]);
    expect(codesOf(layer)).toEqual([]);
  });

  test('the order of the file does not matter, and parts may come before', async () => {
    const layer = await houses(osmOf([...TOWER].reverse()));
    expect(idsOf(layer)).toEqual(['way/3']);
    expect(volumeM3(layer)).toBeCloseTo(56_250, -1);
  });

  test('its relation tells which, where two outlines hold a part', async () => {
    const relation =
      '<relation id="9"><member type="way" ref="1" role="outline"/><member type="way" ref="3" role="part"/><tag k="type" v="building"/></relation>';
    const small: Area = { ring: rect(18, 18, 37, 37), tags: { building: 'yes', height: '5' } };
    const layer = await houses(osmOf([...TOWER, small], relation));
    expect(idsOf(layer)).toEqual(['way/1', 'way/4']);
    expect(partsOf(layer, 0).map(({ topM }) => topM)).toEqual([10, 100]);
  });

  test('a part without a height has that of its building; a part upside down is left out and told', async () => {
    const bare = await houses(osmOf([TOWER[0], { ring: TOWER[1].ring, tags: { 'building:part': 'yes' } }]));
    expect(partsOf(bare, 0)).toMatchObject([{ baseM: 0, topM: 100 }]);
    expect(codesOf(bare)).toEqual(['part-height-missing 1']);
    const upside = { ring: TOWER[2].ring, tags: { 'building:part': 'yes', height: '5', min_height: '10' } };
    const layer = await houses(osmOf([TOWER[0], TOWER[1], upside]));
    expect(partsOf(layer, 0)).toMatchObject([{ baseM: 0, topM: 10 }]);
    expect(codesOf(layer)).toEqual(['part-height 1']);
  });

  test('a spire alone leaves the body, up to where the spire begins, and says so', async () => {
    const spire: Area = { ring: rect(5, 5, 10, 10), tags: { 'building:part': 'yes', height: '40', min_height: '12' } };
    const layer = await houses(
      osmOf([{ ring: rect(0, 0, 30, 30), tags: { building: 'church', height: '40' } }, spire]),
    );
    expect(partsOf(layer, 0).map(({ baseM, topM }) => [baseM, topM])).toEqual([
      [0, 12],
      [12, 40],
    ]);
    expect(numbersOf(layer, 'height')).toEqual([40]);
    expect(codesOf(layer)).toEqual(['parts-uncovered 1']);
  });

  test('a part in no building is one of its own', async () => {
    const layer = await houses(osmOf([TOWER[1]]));
    expect([idsOf(layer), volumeM3(layer)]).toEqual([['way/1'], expect.closeTo(36_000, -1)]);
  });

  test('a table says it too, by the id of the building', async () => {
    const feature = ({ ring, tags }: Area, id: string, of: string | null) => ({
      type: 'Feature',
      id,
      properties: { h: Number(tags.height), from: Number(tags.min_height ?? 0), of },
      geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]].map(placeOf)] },
    });
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        feature(TOWER[2], 'c', 'a'),
        feature(TOWER[0], 'a', null),
        feature(TOWER[1], 'b', 'a'),
        feature(TOWER[1], 'd', 'x'),
      ],
    });
    const fields = { height: 'h', baseHeight: 'from', partOf: 'of' };
    const layer = await houses(text, { fields }, geoJsonReader);
    expect(idsOf(layer)).toEqual(['a', 'd']);
    expect(volumeM3(layer)).toBeCloseTo(56_250, -1);
    expect(codesOf(layer)).toEqual(['part-alone 1']);
  });
});

describe('where a building begins', () => {
  const BRIDGE: Area = { ring: rect(0, 0, 30, 6), tags: { building: 'bridge', height: '12', min_height: '8' } };

  test('a skyway hangs where it is, and its column says it', async () => {
    const layer = await houses(osmOf([BRIDGE]));
    expect(partsOf(layer, 0)).toMatchObject([{ baseM: 8, topM: 12 }]);
    expect(numbersOf(layer, 'base')).toEqual([8]);
  });

  test('by storeys: those of its own height, else those that are assumed, else the doubt is told', async () => {
    const roof = { building: 'roof', 'building:levels': '7', 'building:min_level': '4', height: '21' };
    expect(partsOf(await houses(osmOf([{ ring: BRIDGE.ring, tags: roof }])), 0)).toMatchObject([
      { baseM: 12, topM: 21 },
    ]);
    const bare = { building: 'roof', 'building:min_level': '2', height: '21' };
    const assumed = await houses(osmOf([{ ring: BRIDGE.ring, tags: bare }]), { assume: { storeyHeightM: 4 } });
    expect(partsOf(assumed, 0)).toMatchObject([{ baseM: 8, topM: 21 }]);
    expect(codesOf(await houses(osmOf([{ ring: BRIDGE.ring, tags: bare }])))).toEqual(['base-unread 1']);
  });
});

describe('roofs', () => {
  const house = (tags: Record<string, string>, ring = rect(0, 0, 12, 8)): Area => ({
    ring,
    tags: { building: 'house', ...tags },
  });

  test('a height over all is less the roof at the eaves', async () => {
    const layer = await houses(osmOf([house({ height: '9', 'roof:height': '3', 'roof:shape': 'gabled' })]));
    expect(partsOf(layer, 0)).toMatchObject([{ topM: 6, roof: GABLE, riseM: 3 }]);
    expect(numbersOf(layer, 'height')).toEqual([9]);
  });

  test('storeys do not count the roof, which stands on them', async () => {
    const tags = { 'building:levels': '2', 'roof:levels': '1', 'roof:shape': 'hipped' };
    const layer = await houses(osmOf([house(tags)]), { assume: { storeyHeightM: 3 } });
    expect(partsOf(layer, 0)).toMatchObject([{ topM: 6, riseM: 3 }]);
  });

  test('one that is not drawn is flat at its full height, and told; a flat one is just flat', async () => {
    const dome = await houses(osmOf([house({ height: '9', 'roof:height': '3', 'roof:shape': 'dome' })]));
    expect([partsOf(dome, 0)[0].topM, codesOf(dome)]).toEqual([9, ['roof-flat 1']]);
    const flat = await houses(osmOf([house({ height: '9', 'roof:shape': 'flat' })]), { assume: { gables: true } });
    expect([partsOf(flat, 0)[0].topM, codesOf(flat)]).toEqual([9, []]);
  });
});
