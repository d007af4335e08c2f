/** What a face of a vehicle is: shaders colour by it. */
export const FACES = { paint: 0, glass: 1, headlamp: 2, tailLamp: 3 } as const;

/** Length, height and width of car, van, truck and bus, of a car's. */
export const FORM_SIZES = [
  [1, 1, 1],
  [1.12, 1.35, 1.06],
  [1.75, 1.95, 1.3],
  [2.45, 2.05, 1.38],
] as const;

/** A mesh of triangles: x forward, y up, z to the right, metres; a face of `FACES` a vertex. */
interface VehicleShape {
  positionM: number[];
  normal: number[];
  face: number[];
  index: number[];
}

/** A car of 4.6 × 1.85 × 1.5 m: a body, a cabin that narrows upwards, and lamps. */
export function vehicleShape(): VehicleShape {
  const shape: VehicleShape = { positionM: [], normal: [], face: [], index: [] };
  block(shape, FACES.paint, [-2.3, 2.3], [0.22, 0.86], [-0.92, 0.92], 0);
  block(shape, FACES.glass, [-1.7, 1.05], [0.86, 1.48], [-0.86, 0.86], 0.42);
  roof(shape);
  for (const side of [-1, 1]) {
    lamp(shape, FACES.headlamp, 2.31, side);
    lamp(shape, FACES.tailLamp, -2.31, side);
  }
  return shape;
}

type Span = readonly [number, number];
type Corner = readonly [number, number, number];

/** Five faces of a box whose upper side is drawn in by so much at its ends; its underside is never seen. */
function block(shape: VehicleShape, face: number, [x0, x1]: Span, [y0, y1]: Span, [z0, z1]: Span, inM: number): void {
  const low: Corner[] = [
    [x0, y0, z0],
    [x1, y0, z0],
    [x1, y0, z1],
    [x0, y0, z1],
  ];
  const top: Corner[] = [
    [x0 + inM, y1, z0 + inM / 4],
    [x1 - inM, y1, z0 + inM / 4],
    [x1 - inM, y1, z1 - inM / 4],
    [x0 + inM, y1, z1 - inM / 4],
  ];
  quad(shape, face, [top[0], top[3], top[2], top[1]]);
  for (let k = 0; k < 4; k++) {
    const next = (k + 1) % 4;
    quad(shape, face, [low[k], top[k], top[next], low[next]]);
  }
}

/** Painted, a little above the glass. */
function roof(shape: VehicleShape): void {
  const upM = 1.5;
  quad(shape, FACES.paint, [
    [-1.24, upM, -0.74],
    [-1.24, upM, 0.74],
    [0.6, upM, 0.74],
    [0.6, upM, -0.74],
  ]);
}

function lamp(shape: VehicleShape, face: number, xM: number, side: number): void {
  const corners: Corner[] = [
    [xM, 0.55, side * 0.85],
    [xM, 0.75, side * 0.85],
    [xM, 0.75, side * 0.5],
    [xM, 0.55, side * 0.5],
  ];
  quad(shape, face, corners);
}

function quad({ positionM, normal, face: faces, index }: VehicleShape, face: number, corners: readonly Corner[]): void {
  const [a, b, c] = corners;
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const long = Math.hypot(...n);
  const first = faces.length;
  for (const corner of corners) {
    positionM.push(...corner);
    normal.push(n[0] / long, n[1] / long, n[2] / long);
    faces.push(face);
  }
  index.push(first, first + 1, first + 2, first, first + 2, first + 3);
}
