import { expect, test } from 'vitest';
import { isLayerColour } from '../../../model/city/layer-colours.ts';
import { geoJsonReader } from '../../../readers/geojson/reader.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { OSM_LAYERS } from '../../../src/plugins/own-files/tasks/guess-layer.ts';
import { plainLayer } from '../../../tiles/plain-layer.ts';
import { readLayer } from '../../../tiles/read/layer.ts';
import type { LayerRecipe } from '../../../tiles/recipe.ts';

const GEOMETRIES = {
  line: {
    type: 'LineString',
    coordinates: [
      [8, 50],
      [8.001, 50],
    ],
  },
  polygon: {
    type: 'Polygon',
    coordinates: [
      [
        [8, 50],
        [8.001, 50],
        [8, 50.001],
        [8, 50],
      ],
    ],
  },
};

async function tokenOf(geometry: keyof typeof GEOMETRIES, more: Partial<LayerRecipe>): Promise<string | undefined> {
  const text = JSON.stringify({ type: 'Feature', id: 'a', properties: {}, geometry: GEOMETRIES[geometry] });
  const source = bytesSource(new TextEncoder().encode(text), 'a.geojson');
  const recipe = {
    ...plainLayer('a.geojson', 'geojson', { id: 'a', kind: 'area', name: 'a' }),
    geometry,
    assume: { widthM: 5 },
    ...more,
  };
  return (await readLayer(recipe, { source, reader: geoJsonReader, inputHash: () => '' })).input.colour?.token;
}

test('lines and areas that nobody coloured are seen on the paper of the ground', async () => {
  expect(await tokenOf('line', {})).toBe('map-road');
  expect(await tokenOf('polygon', {})).toBe('lu-s');
  expect(await tokenOf('polygon', { group: 'green' })).toBe('map-green');
  expect(await tokenOf('line', { group: 'facility' })).toBe('line-strong');
  expect(await tokenOf('line', { colour: { token: 'cat-3' } })).toBe('cat-3');
});

test("a dropped OpenStreetMap file's land use is coloured by its classes, half seen through as a plan is", () => {
  const landUse = OSM_LAYERS.find(({ osm }) => osm?.key === 'landuse');
  expect(landUse).toMatchObject({ group: 'plan', colour: { attribute: 'landuse' } });
  const tokens = landUse?.colour?.tokens ?? {};
  expect(tokens).toMatchObject({ residential: 'lu-r', industrial: 'lu-m', farmland: 'lu-farm', forest: 'lu-eco' });
  expect(Object.values(tokens).filter((token) => !isLayerColour(token))).toEqual([]);
});
