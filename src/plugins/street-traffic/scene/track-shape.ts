import { block, type Corner, emptyShape, type PlacedShape, quad, shadowUnder } from './mesh-parts.ts';

/** What a face of a train car or a boat is; the shader shows those of the one or of the other. */
export const TRACK_FACES = {
  body: 0,
  glass: 1,
  headlamp: 2,
  tailLamp: 3,
  roof: 4,
  under: 5,
  stripe: 6,
  windscreen: 7,
  hull: 8,
  cabin: 9,
  cabinGlass: 10,
  deck: 11,
} as const;

/** Half a car of 20 m, less the gap to the next. */
const HALF_M = 9.7;
/** Half its width, at the sides. */
const SIDE_M = 1.45;

/** Returns the shadow of a car: water that a boat lies on has no shade of it. */
export const trackShadow = (): PlacedShape => shadowUnder(TRACK_FACES.under, 2 * HALF_M, 2 * SIDE_M);

/** A car of 20 × 2.9 × 3.8 m over the rail, and a boat of as many metres in its place. */
export function trackShape(): PlacedShape {
  const shape = emptyShape();
  car(shape);
  boat(shape);
  return shape;
}

function car(shape: PlacedShape): void {
  const { body, glass, roof, under, stripe } = TRACK_FACES;
  block(shape, under, [-HALF_M + 0.4, HALF_M - 0.4], [0.15, 1], [-SIDE_M + 0.25, SIDE_M - 0.25], 0);
  block(shape, body, [-HALF_M, HALF_M], [0.95, 3.5], [-SIDE_M, SIDE_M], 0.16);
  block(shape, roof, [-HALF_M + 0.5, HALF_M - 0.5], [3.5, 3.8], [-SIDE_M + 0.3, SIDE_M - 0.3], 0.3);
  for (const side of [-1, 1]) {
    band(shape, stripe, [1.15, 1.5], side * (SIDE_M + 0.015), [-HALF_M, HALF_M]);
    // Windows between doors.
    for (let k = 0; k < 4; k++) {
      const from = -HALF_M + 0.9 + k * 4.6;
      band(shape, glass, [2, 2.95], side * (SIDE_M + 0.015), [from, from + 3.7]);
    }
  }
  for (const end of [-1, 1]) {
    across(shape, TRACK_FACES.windscreen, end * (HALF_M + 0.015), [2, 3.1], [-1.2, 1.2]);
    const lamp = end > 0 ? TRACK_FACES.headlamp : TRACK_FACES.tailLamp;
    for (const side of [-1, 1])
      across(shape, lamp, end * (HALF_M + 0.02), [1.25, 1.6], side > 0 ? [0.8, 1.2] : [-1.2, -0.8]);
  }
}

type Range = readonly [number, number];

/** A sheet along a side. */
function band(shape: PlacedShape, face: number, [y0, y1]: Range, z: number, [x0, x1]: Range): void {
  const corners: Corner[] = [
    [x0, y0, z],
    [x1, y0, z],
    [x1, y1, z],
    [x0, y1, z],
  ];
  quad(shape, face, z > 0 ? corners : corners.reverse());
}

/** A sheet across an end. */
function across(shape: PlacedShape, face: number, x: number, [y0, y1]: Range, [z0, z1]: Range): void {
  const corners: Corner[] = [
    [x, y0, z0],
    [x, y1, z0],
    [x, y1, z1],
    [x, y0, z1],
  ];
  quad(shape, face, x > 0 ? corners : corners.reverse());
}

/** The edge of the deck from the stern along the right side to the bow. */
const EDGE: readonly Range[] = [
  [-10, 0],
  [-10, 2.5],
  [4, 2.7],
  [7.6, 1.7],
  [10, 0],
];
const DECK_M = 1.1;
const KEEL_M = -0.5;

function boat(shape: PlacedShape): void {
  const { hull, cabin, cabinGlass, deck } = TRACK_FACES;
  for (const side of [1, -1])
    for (let k = 0; k + 1 < EDGE.length; k++) {
      const [x0, z0] = EDGE[k];
      const [x1, z1] = EDGE[k + 1];
      const wall: Corner[] = [
        [x0, DECK_M, side * z0],
        [x0 * 0.95, KEEL_M, side * z0 * 0.8],
        [x1 * 0.95, KEEL_M, side * z1 * 0.8],
        [x1, DECK_M, side * z1],
      ];
      quad(shape, hull, side > 0 ? wall : wall.reverse());
      const board: Corner[] = [
        [x0, DECK_M, 0],
        [x0, DECK_M, side * z0],
        [x1, DECK_M, side * z1],
        [x1, DECK_M, 0],
      ];
      if (x1 > x0) quad(shape, deck, side > 0 ? board : board.reverse());
    }
  block(shape, cabin, [-8.4, 4.4], [DECK_M, 3.1], [-1.9, 1.9], 0.1);
  for (const side of [-1, 1]) band(shape, cabinGlass, [1.8, 2.7], side * 1.94, [-7.6, 3.6]);
  block(shape, deck, [-8.8, 4.8], [3.1, 3.3], [-2.2, 2.2], 0);
  block(shape, cabin, [1.2, 4], [3.3, 4.8], [-1.4, 1.4], 0.3);
  across(shape, cabinGlass, 4.02, [3.7, 4.4], [-1.1, 1.1]);
}
