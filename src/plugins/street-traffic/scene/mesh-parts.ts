/** A mesh of triangles: x forward, y up, z to the right, metres; what a face is a number a vertex, which shaders colour by. */
export interface PlacedShape {
  positionM: number[];
  normal: number[];
  face: number[];
  index: number[];
}

/**
 * What is placed many times: its mesh, how forms of it are sized (`formed`), and how it is coloured (`placedColour`, `lamps`). Its shadow is a
 * level rectangle about the middle, formed as the mesh is.
 */
export interface PlacedLook {
  shape: PlacedShape;
  shadow: PlacedShape;
  form: string;
  colours: string;
}

/** Faces are numbered below this. */
export const FACES_PER_SHAPE = 16;

type Span = readonly [number, number];
export type Corner = readonly [number, number, number];

export const emptyShape = (): PlacedShape => ({ positionM: [], normal: [], face: [], index: [] });

/** Five faces of a box whose upper side is drawn in by so much at its ends; its underside is never seen. */
export function block(
  shape: PlacedShape,
  face: number,
  [x0, x1]: Span,
  [y0, y1]: Span,
  [z0, z1]: Span,
  inM: number,
): void {
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

/** How far a shadow on the ground reaches beyond what stands there, and how high it lies over the ground that is seen. */
const SHADOW_BEYOND_M = 0.55;
const SHADOW_UP_M = 0.14;

/** A level rectangle a little larger than a foot of that size. */
export function shadowUnder(face: number, longM: number, wideM: number): PlacedShape {
  const shape = emptyShape();
  const x = longM / 2 + SHADOW_BEYOND_M;
  const z = wideM / 2 + SHADOW_BEYOND_M;
  quad(shape, face, [
    [-x, SHADOW_UP_M, -z],
    [-x, SHADOW_UP_M, z],
    [x, SHADOW_UP_M, z],
    [x, SHADOW_UP_M, -z],
  ]);
  return shape;
}

export function quad(
  { positionM, normal, face: faces, index }: PlacedShape,
  face: number,
  corners: readonly Corner[],
): void {
  // By its diagonals: two corners may fall together.
  const [a, b, c, d] = corners;
  const u = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const v = [d[0] - b[0], d[1] - b[1], d[2] - b[2]];
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
