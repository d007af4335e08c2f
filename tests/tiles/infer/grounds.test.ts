import { describe, expect, test } from 'vitest';
import { GROUND_MATTERS, MATTER_HEADING_FROM, MATTER_HEADING_STEP_DEG } from '../../../model/city/ground-matter.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { textAt, utf8Column } from '../../../tiles/columns.ts';
import { groundMatter } from '../../../tiles/infer/ground-matter.ts';
import { plantWoods } from '../../../tiles/infer/wood-trees.ts';
import type { CityInput, LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { buildingLayer, ORIGIN, rectangle } from '../shape/footprints.ts';
import { blocks, city } from '../small-city.ts';

type Ring = [number, number][];

/** Areas of a layer, each with words in a column. */
function areas(id: string, group: LayerInput['group'], rings: Ring[], column: string, words: string[]): LayerInput {
  const layer = buildingLayer(rings.map((ring) => [{ rings: [ring], topM: 0 }]));
  const columns = [{ name: column, type: 'string' as const, values: utf8Column(words) }];
  return { ...layer, id, kind: 'area', group, label: { zh: id, en: id }, features: { ...layer.features, columns } };
}

describe('what lies on an area', () => {
  const RING = rectangle(0, 0, 40, 20);
  const matterOf = (words: string, column = 'use', group: LayerInput['group'] = 'green') =>
    groundMatter(areas('land', group, [RING], column, [words]))?.(0) ?? 0;

  test.each([
    ['farmland', 'crops'],
    ['农田', 'crops'],
    ['vineyard', 'orchard'],
    ['pitch', 'turf'],
    ['Sports ground', 'turf'],
    ['square', 'slabs'],
    ['广场', 'slabs'],
    ['park', 'meadow'],
    ['scrub', 'meadow'],
  ])('%s: %s', (words, matter) => {
    expect(GROUND_MATTERS[matterOf(words) % MATTER_HEADING_FROM]).toBe(matter);
  });

  test('is not known of words that say nothing of it, of plans and of columns of other things', () => {
    expect(matterOf('cemetery')).toBe(0);
    expect(matterOf('farmland', 'owner')).toBe(0);
    expect(matterOf('farmland', 'use', 'plan')).toBe(0);
  });

  test.each([
    [0, 0],
    [30, 30],
    [90, 90],
    [150, 150],
  ])('its pattern lies along its longest edge, turned by %i°', (deg) => {
    const [cos, sin] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
    const ring = RING.map(([x, y]): [number, number] => [x * cos - y * sin, x * sin + y * cos]);
    const matter = groundMatter(areas('land', 'green', [ring], 'kind', ['field']))?.(0) ?? 0;
    const found = Math.floor(matter / MATTER_HEADING_FROM) * MATTER_HEADING_STEP_DEG;
    const off = Math.abs(((found - deg + 270) % 180) - 90);
    expect(off).toBeLessThanOrEqual(MATTER_HEADING_STEP_DEG);
  });
});

describe('woods', () => {
  const GROUND = groundOf(ORIGIN, 0, null);
  const wood = (rings: Ring[], leaves: string[] = rings.map(() => '')) =>
    areas('woods', 'green', rings, 'leafType', leaves);
  const plant = (...layers: LayerInput[]) => plantWoods(city(...layers), GROUND);

  function placesOf(input: Pick<CityInput, 'origin'>, { features }: LayerInput): [string, number, number][] {
    const { geometry, count, ids } = features;
    if (geometry.kind !== 'point') throw new Error('expected points');
    return Array.from({ length: count }, (_, row) => {
      const lonDeg = geometry.lonLatDeg[2 * row];
      const latDeg = geometry.lonLatDeg[2 * row + 1];
      const [east, north] = enuFromLonLat(input.origin, { lonDeg, latDeg, heightM: input.origin.heightM });
      return [textAt(ids, row), east, north];
    });
  }
  const placed = (...layers: LayerInput[]) => placesOf(city(), plant(...layers).trees[0]);

  test('are planted as a decoration of their layer, which says that its trees are drawn', () => {
    const { trees, layers } = plant(wood([rectangle(-100, -100, 100, 100)]));
    expect(trees).toHaveLength(1);
    expect(trees[0]).toMatchObject({ id: 'woods-trees', kind: 'tree', decorates: 'woods' });
    const { count } = trees[0].features;
    // 140 a hectare, less the strip along the edge that no trunk stands in.
    expect(count).toBeGreaterThan(0.8 * 140 * 4);
    expect(count).toBeLessThanOrEqual(140 * 4 * 1.05);
    expect(layers[0].assumptions).toEqual([{ code: 'wood-trees-drawn', values: { count, perHa: 140 } }]);
  });

  test('have no tree on a road, a house or beyond their edge', () => {
    const road = areas('roads', 'road', [rectangle(-200, -4, 200, 4)], 'class', ['residential']);
    const houses = blocks(9);
    const trees = placed(wood([rectangle(-100, -100, 100, 100)]), road, houses);
    expect(trees.length).toBeGreaterThan(300);
    for (const [id, east, north] of trees) {
      expect(Math.abs(north), id).toBeGreaterThan(4);
      expect(Math.max(Math.abs(east), Math.abs(north)), id).toBeLessThan(100);
      const isInHouse = east > 0 && north > 0 && east < 50 && north < 50 && east % 20 < 10 && north % 20 < 10;
      expect(isInHouse, id).toBe(false);
    }
  });

  test('are cleared for the pitch that lies in them, and not for the reserve that they lie in', () => {
    const pitch = rectangle(-30, -30, 30, 30);
    const greens = areas('green', 'green', [pitch, rectangle(-300, -300, 300, 300)], 'class', [
      'pitch',
      'nature_reserve',
    ]);
    const trees = placed(wood([rectangle(-100, -100, 100, 100)]), greens);
    expect(trees.length).toBeGreaterThan(300);
    for (const [id, east, north] of trees) expect(Math.max(Math.abs(east), Math.abs(north)), id).toBeGreaterThan(30);
  });

  test('keep their trees where the layer is cut elsewhere', () => {
    const whole = new Set(placed(wood([rectangle(-100, -100, 100, 100)])).map(([id]) => id));
    const halves = placed(wood([rectangle(-100, -100, 0, 100), rectangle(0, -100, 100, 100)])).map(([id]) => id);
    expect(halves.every((id) => whole.has(id))).toBe(true);
  });

  test('are of the leaves that their data say', () => {
    const modelsOf = (leaves: string) => {
      const { geometry } = plant(wood([rectangle(-100, -100, 100, 100)], [leaves])).trees[0].features;
      return geometry.kind === 'point' ? [...new Set(geometry.model)].sort() : [];
    };
    expect(modelsOf('needleleaved')).toEqual([2]);
    expect(modelsOf('broadleaved')).toEqual([0, 1]);
    expect(modelsOf('')).toEqual([0, 1, 2]);
  });

  test('are not planted where the city has a layer of their id', () => {
    const ring = rectangle(-100, -100, 100, 100);
    expect(plant(wood([ring]), { ...blocks(1), id: 'woods-trees' }).trees).toEqual([]);
  });

  test('a layer of fields, woods and banks together says not where its trees are', () => {
    const mixed = areas('countryside', 'green', [rectangle(0, 0, 90, 90)], 'kind', ['forest']);
    const label = { zh: '农林与堤岸', en: 'Fields, forest, levees' };
    expect(plant({ ...mixed, label }).trees).toEqual([]);
  });
});
