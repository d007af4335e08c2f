import { block, type Corner, emptyShape, type PlacedShape, quad, shadowUnder } from './mesh-parts.ts';

/** What a face of a vehicle is: shaders colour by it. */
export const FACES = { paint: 0, glass: 1, headlamp: 2, tailLamp: 3 } as const;

/** Length, height and width of car, van, truck and bus, of a car's. */
export const FORM_SIZES = [
  [1, 1, 1],
  [1.12, 1.35, 1.06],
  [1.75, 1.95, 1.3],
  [2.45, 2.05, 1.38],
] as const;

/** Half a car. */
const HALF_LONG_M = 2.3;
const HALF_WIDE_M = 0.92;

export const vehicleShadow = (): PlacedShape => shadowUnder(FACES.paint, 2 * HALF_LONG_M, 2 * HALF_WIDE_M);

/** A car of 4.6 × 1.85 × 1.5 m: a body, a cabin that narrows upwards, and lamps. */
export function vehicleShape(): PlacedShape {
  const shape = emptyShape();
  block(shape, FACES.paint, [-HALF_LONG_M, HALF_LONG_M], [0.22, 0.86], [-HALF_WIDE_M, HALF_WIDE_M], 0);
  block(shape, FACES.glass, [-1.7, 1.05], [0.86, 1.48], [-0.86, 0.86], 0.42);
  roof(shape);
  for (const side of [-1, 1]) {
    lamp(shape, FACES.headlamp, 2.31, side);
    lamp(shape, FACES.tailLamp, -2.31, side);
  }
  return shape;
}

/** Painted, a little above the glass. */
function roof(shape: PlacedShape): void {
  const upM = 1.5;
  quad(shape, FACES.paint, [
    [-1.24, upM, -0.74],
    [-1.24, upM, 0.74],
    [0.6, upM, 0.74],
    [0.6, upM, -0.74],
  ]);
}

function lamp(shape: PlacedShape, face: number, xM: number, side: number): void {
  const corners: Corner[] = [
    [xM, 0.55, side * 0.85],
    [xM, 0.75, side * 0.85],
    [xM, 0.75, side * 0.5],
    [xM, 0.55, side * 0.5],
  ];
  quad(shape, face, corners);
}
