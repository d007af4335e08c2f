/** Classes of the surfaces of a model, as `SurfaceGeometry.surfaceClass` has them; the rest is 0. */
export const GROUND = 1;
export const WALL = 2;
export const ROOF = 3;
