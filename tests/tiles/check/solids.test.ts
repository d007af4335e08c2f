import { expect, test } from 'vitest';
import { checkSolids, type GridMesh } from '../../../tiles/check/solids.ts';

/** Corner i of a box of 4 × 2 (up) × 3: bits are x, up, z; z runs south. */
const CORNERS = Array.from({ length: 8 }, (_, i) => [i & 1 ? 4 : 0, i & 2 ? 2 : 0, i & 4 ? 3 : 0]);
const WALLS = [
  [0, 2, 3, 1],
  [1, 3, 7, 5],
  [5, 7, 6, 4],
  [4, 6, 2, 0],
];
const ROOF = [2, 6, 7, 3];
const FLOOR = [0, 1, 5, 4];

/** Faces as quads with vertices of their own, outward side anticlockwise. */
function mesh(faces: { face: number[]; up: number }[]): GridMesh {
  const position = faces.flatMap(({ face }) => face.flatMap((corner) => CORNERS[corner]));
  const normal = faces.flatMap(({ up }) => [0, 1, 2, 3].flatMap(() => [0, up, 0]));
  const index = faces.flatMap((_, f) => [0, 1, 2, 0, 2, 3].map((i) => 4 * f + i));
  return { position, normal, feature: new Array(4 * faces.length).fill(0), index, features: 1 };
}
const walls = WALLS.map((face) => ({ face, up: 0 }));
const roof = { face: ROOF, up: 127 };
const floor = { face: FLOOR, up: -127 };

test('a box with walls, roof and floor has no open edge', () => {
  expect(checkSolids(mesh([...walls, roof, floor]), false).openEdges[0]).toBe(0);
});

test('without a floor the foot ring is open, which upright solids may be', () => {
  const box = mesh([...walls, roof]);
  expect(checkSolids(box, false).openEdges[0]).toBe(4);
  expect(checkSolids(box, true).openEdges[0]).toBe(0);
});

test('without a roof the top ring is open and the roof covers nothing of the 12 units²', () => {
  const { openEdges, roofArea, footArea } = checkSolids(mesh(walls), true);
  expect([openEdges[0], roofArea[0], footArea[0]]).toEqual([4, 0, 12]);
});

test('a wall that is missing or looks inwards is found', () => {
  expect(checkSolids(mesh([...walls.slice(1), roof]), true).openEdges[0]).toBeGreaterThan(0);
  const inwards = { face: [...WALLS[0]].reverse(), up: 0 };
  expect(checkSolids(mesh([inwards, ...walls.slice(1), roof]), true).openEdges[0]).toBeGreaterThan(0);
});

test('roof and footprint have the same area, 12', () => {
  const { roofArea, footArea } = checkSolids(mesh([...walls, roof]), true);
  expect([roofArea[0], footArea[0]]).toEqual([12, 12]);
});

test('a roof that lies twice over half of itself covers more than its footprint', () => {
  const box = mesh([...walls, roof]);
  const first = 16;
  const twice = { ...box, index: [...Array.from(box.index), first, first + 1, first + 2, first, first + 2, first + 1] };
  const { openEdges, roofArea, footArea } = checkSolids(twice, true);
  expect([openEdges[0], roofArea[0], footArea[0]]).toEqual([0, 24, 12]);
});

test('features do not close each other', () => {
  const box = mesh([...walls, roof]);
  const feature = Array.from(box.feature, (_, v) => (v < 4 ? 1 : 0));
  const { openEdges } = checkSolids({ ...box, feature, features: 2 }, true);
  expect(Math.min(...openEdges)).toBeGreaterThan(0);
});
