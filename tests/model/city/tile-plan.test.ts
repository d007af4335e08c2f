import { describe, expect, test } from 'vitest';
import { gidsAt, heightsOfTile, tilePlacesOf } from '../../../model/city/tile-plan.ts';
import { modelTile } from '../../../workers/construction/model/model-glb.ts';

describe('whose triangles hold a place', () => {
  /** Two triangles of object 7 make a square of 10 m; object 9 has one beside it, the other way round. */
  const triangles = {
    cornersM: Float32Array.of(0, 0, 10, 0, 10, 10, 0, 0, 10, 10, 0, 10, 10, 0, 10, 10, 20, 0),
    gids: Uint32Array.of(7, 7, 9),
  };

  test('is each once, in either of its triangles', () => {
    expect(gidsAt(triangles, 8, 2)).toEqual([7]);
    expect(gidsAt(triangles, 2, 8)).toEqual([7]);
    expect(gidsAt(triangles, 5, 5)).toEqual([7]);
  });

  test('does not depend on the way round, and is both on an edge between them', () => {
    expect(gidsAt(triangles, 12, 2)).toEqual([9]);
    expect(gidsAt(triangles, 10, 5)).toEqual([7, 9]);
  });

  test('is nobody beside them, and nobody in a triangle without an area', () => {
    expect(gidsAt(triangles, -1, 5)).toEqual([]);
    expect(gidsAt({ cornersM: Float32Array.of(1, 1, 1, 1, 1, 1), gids: Uint32Array.of(3) }, 1, 1)).toEqual([]);
  });
});

describe('the files of a tileset', () => {
  const box = (eastM: number, northM: number, halfM: number) => ({
    box: [eastM, northM, 0, halfM, 0, 0, 0, halfM, 0, 0, 0, 5],
  });
  const tile = (more: object) => ({ boundingVolume: box(0, 0, 100), geometricError: 1, ...more });
  const text = (root: object) => JSON.stringify({ asset: { version: '1.1' }, geometricError: 10, root });

  test('lie where their boxes do, those of children too', () => {
    const root = tile({
      refine: 'ADD',
      children: [tile({ boundingVolume: box(50, -20, 10), content: { uri: '1/0.glb' } })],
    });
    expect(tilePlacesOf(text(root))).toEqual([{ uri: '1/0.glb', westM: 40, southM: -30, eastM: 60, northM: -10 }]);
  });

  test('are placed by the tighter box of what they hold', () => {
    const root = tile({ refine: 'ADD', content: { uri: 'a.glb', boundingVolume: box(5, 5, 1) } });
    expect(tilePlacesOf(text(root))).toEqual([{ uri: 'a.glb', westM: 4, southM: 4, eastM: 6, northM: 6 }]);
  });

  test('cover the plan of a box that is turned', () => {
    const turned = { box: [0, 0, 0, 3, 4, 0, -4, 3, 0, 0, 0, 1] };
    const root = tile({ refine: 'ADD', boundingVolume: turned, content: { uri: 'a.glb' } });
    expect(tilePlacesOf(text(root))).toEqual([{ uri: 'a.glb', westM: -7, southM: -7, eastM: 7, northM: 7 }]);
  });

  test('of a tree deeper than any that is baked are refused, as is what is no JSON', () => {
    const one = JSON.stringify(tile({})).slice(0, -1);
    const tree = `${`${one},"children":[`.repeat(5000)}${one}}${']}'.repeat(5000)}`;
    const deep = `{"asset":{"version":"1.1"},"geometricError":10,"root":${tree}}`;
    expect(() => tilePlacesOf(deep)).toThrow('tileset: expected a tree of at most 64 levels, got more');
    expect(() => tilePlacesOf('{')).toThrow(/^tileset: expected JSON, got/);
  });
});

test('how low and how high each object of a tile reaches, in the frame of the city, y of the file being up', async () => {
  const mesh = {
    firstVertex: Uint32Array.of(0, 3, 6),
    firstIndex: Uint32Array.of(0, 3, 6),
    // East, north, up: one object from 2 to 5 m, one that lies 18.4 m deep.
    positionM: Float64Array.of(10, 10, 2, 14, 10, 2, 14, 12, 5, 0, 0, -18.4, 4, 0, -18.4, 4, 3, -18.4),
    index: Uint32Array.of(0, 1, 2, 3, 4, 5),
    rgb: new Uint8Array(6),
  };
  const { glb } = modelTile(mesh, [0, 1], 500);
  const heights = await heightsOfTile(glb);
  expect([...heights.keys()]).toEqual([500, 501]);
  expect(heights.get(500)?.lowM).toBeCloseTo(2, 4);
  expect(heights.get(500)?.highM).toBeCloseTo(5, 4);
  expect(heights.get(501)?.lowM).toBeCloseTo(-18.4, 4);
  expect(heights.get(501)?.highM).toBeCloseTo(-18.4, 4);
});
