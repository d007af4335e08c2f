import { DEFAULT_SLIVERS } from '../../model/plans/slivers.ts';
import { Overlay } from '../../workers/plans/overlay.ts';
import { shapeArrays } from '../../workers/plans/shapes.ts';
import { loadGeos } from '../../workers/shared/geos.ts';

type Ring = readonly (readonly [number, number])[];
/** A polygon: its outer ring and its holes, not closed. */
type Polygon = readonly Ring[];

interface HardPair {
  name: string;
  a: readonly Polygon[];
  b: readonly (readonly Polygon[])[];
  /** Σ(A ∩ B), and A − ∪B, by hand. */
  sharedM2: number;
  leftM2: number;
}

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
const TEN = box(0, 0, 10, 10);
/** Teeth 1 wide, 1 apart, 10 high, on a back 1 high. */
const COMB: Ring = [
  [0, -1],
  [9, -1],
  ...[4, 3, 2, 1, 0].flatMap(
    (tooth): Ring => [
      ...(tooth === 4 ? [] : ([[2 * tooth + 2, 0]] as Ring)),
      ...(tooth === 4 ? [] : ([[2 * tooth + 1, 0]] as Ring)),
      [2 * tooth + 1, 10],
      [2 * tooth, 10],
    ],
  ),
];
/** Far from the origin, as a map's coordinates are. */
const FAR_M = 4_194_304;

/**
 * Cases at which polygon engines fail: touching, equal and nearly equal edges, holes that touch their shell, many pieces, covers that overlap
 * or leave gaps. Every area is small enough to be worked out by hand.
 */
export const HARD_PAIRS: readonly HardPair[] = [
  pair('equal', [TEN], [[TEN]], 100, 0),
  pair('sharedEdge', [TEN], [[box(10, 0, 20, 10)]], 0, 100),
  pair('sharedPartOfEdge', [TEN], [[box(10, 3, 20, 7)]], 0, 100),
  pair('touchingCorner', [TEN], [[box(10, 10, 20, 20)]], 0, 100),
  pair('inside', [TEN], [[box(2, 2, 7, 7)]], 25, 75),
  pair('insideOnEdge', [TEN], [[box(0, 2, 5, 7)]], 25, 75),
  pair('holeFilled', [TEN, box(3, 3, 7, 7)], [[box(3, 3, 7, 7)]], 0, 84),
  pair('plugInHole', [box(3, 3, 7, 7)], [[TEN, box(3, 3, 7, 7)]], 0, 16),
  pair('sameHole', [TEN, box(3, 3, 7, 7)], [[TEN, box(3, 3, 7, 7)]], 84, 0),
  pair('crossingHoles', [TEN, box(2, 2, 6, 6)], [[TEN, box(4, 4, 8, 8)]], 72, 12),
  pair('cross', [box(0, 4, 10, 6)], [[box(4, 0, 6, 10)]], 4, 16),
  pair('nearlyEqualEdge', [TEN], [[box(1e-9, 0, 10, 10)]], 100 - 1e-8, 1e-8),
  pair(
    'needle',
    [TEN],
    [
      [
        [
          [0, 0],
          [10, 0],
          [10, 1e-6],
        ],
      ],
    ],
    5e-6,
    100 - 5e-6,
  ),
  pair('comb', [COMB], [[box(-1, 4, 11, 5)]], 5, 54),
  pair(
    'collinearPoints',
    [TEN],
    [
      [
        [
          [5, 0],
          [6, 0],
          [8, 0],
          [10, 0],
          [10, 5],
          [10, 10],
          [5, 10],
          [5, 4],
        ],
      ],
    ],
    50,
    50,
  ),
  pair(
    'holeTouchesShell',
    [
      TEN,
      [
        [0, 5],
        [4, 7],
        [4, 3],
      ],
    ],
    [[box(0, 0, 4, 10)]],
    32,
    60,
  ),
  pair(
    'diagonal',
    [TEN],
    [
      [
        [
          [0, 0],
          [10, 10],
          [0, 10],
        ],
      ],
    ],
    50,
    50,
  ),
  pair('far', [box(FAR_M, FAR_M, FAR_M + 10, FAR_M + 10)], [[box(FAR_M + 5, FAR_M, FAR_M + 15, FAR_M + 10)]], 50, 50),
  pair('quarters', [TEN], [[box(0, 0, 5, 5)], [box(5, 0, 10, 5)], [box(0, 5, 5, 10)], [box(5, 5, 10, 10)]], 100, 0),
  pair('tJunctions', [TEN], [[box(0, 0, 10, 4)], [box(0, 4, 3, 10)], [box(3, 4, 10, 10)]], 100, 0),
  pair('coversOverlap', [TEN], [[box(0, 0, 6, 10)], [box(4, 0, 10, 10)]], 120, 0),
  pair('coversEqual', [TEN], [[box(0, 0, 5, 10)], [box(0, 0, 5, 10)]], 100, 50),
  pair('gapBetween', [TEN], [[box(0, 0, 4.9995, 10)], [box(5.0005, 0, 10, 10)]], 99.99, 0.01),
  {
    name: 'severalParts',
    a: [[box(0, 0, 4, 4)], [box(6, 0, 10, 4)]],
    b: [[[box(2, 0, 8, 4)]]],
    sharedM2: 16,
    leftM2: 16,
  },
  {
    name: 'partInHole',
    a: [[TEN, box(2, 2, 8, 8)], [box(4, 4, 6, 6)]],
    b: [[[box(0, 0, 5, 10)]]],
    sharedM2: 34,
    leftM2: 34,
  },
];

function pair(name: string, a: Polygon, b: readonly Polygon[], sharedM2: number, leftM2: number): HardPair {
  return { name, a: [a], b: b.map((polygon) => [polygon]), sharedM2, leftM2 };
}

/** What the engine's own overlay makes of each pair; throws where it refuses one. */
export async function hardAreas(): Promise<{ sharedM2: number; leftM2: number }[]> {
  const geos = await loadGeos();
  return HARD_PAIRS.map(({ name, a, b }) => {
    const closed = (polygons: readonly Polygon[]) =>
      polygons.map((rings) => rings.map((ring) => [...ring, ring[0]].map(([x, y]) => [x, y])));
    const arrays = shapeArrays([closed(a), ...b.map(closed)], (x, y) => [x, y], [0, 0]);
    const answer = new Overlay(geos, (shape) => [arrays, shape]).run({
      a: Uint32Array.of(0),
      start: Uint32Array.of(0, b.length),
      b: Uint32Array.from(b, (_, i) => i + 1),
      isWanted: new Uint8Array(b.length),
      wantsLeft: false,
      growM: 0,
      slivers: DEFAULT_SLIVERS,
      isRepairing: false,
    });
    if (answer.invalid.length > 0) throw new Error(`${name}: expected valid shapes, got ${answer.invalid}`);
    return { sharedM2: answer.shared.reduce((sum, area) => sum + area, 0), leftM2: answer.left[0] };
  });
}
