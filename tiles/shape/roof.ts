/** Roof forms of `PolygonGeometry.partRoof`. */
export const FLAT = 0;
export const GABLE = 1;
export const HIP = 2;
export const PYRAMID = 3;

/**
 * Faces of a pitched roof over four eave points (anticlockwise, whole grid units), as triangles: 9 numbers each.
 * The ridge runs along the longer pair of sides; a hip's ridge is drawn in by half the shorter side, at most to the middle.
 * A gable's end triangles stand on the end walls. The eave edges run a → b → c → d, so that the walls close against them.
 */
export function roofTriangles(form: number, eave: readonly number[], eaveZ: number, riseZ: number): number[] {
  const [ax, ay, bx, by, cx, cy, dx, dy] = eave;
  const top = eaveZ + riseZ;
  const a = [ax, ay, eaveZ];
  const b = [bx, by, eaveZ];
  const c = [cx, cy, eaveZ];
  const d = [dx, dy, eaveZ];
  if (form === PYRAMID) {
    const apex = [Math.round((ax + bx + cx + dx) / 4), Math.round((ay + by + cy + dy) / 4), top];
    return [a, b, apex, b, c, apex, c, d, apex, d, a, apex].flat();
  }
  const lengthAb = Math.hypot(bx - ax, by - ay) + Math.hypot(dx - cx, dy - cy);
  const lengthBc = Math.hypot(cx - bx, cy - by) + Math.hypot(ax - dx, ay - dy);
  const turned = lengthAb < lengthBc;
  const [p, q, r, s] = turned ? [b, c, d, a] : [a, b, c, d];
  const [long, short] = turned ? [lengthBc, lengthAb] : [lengthAb, lengthBc];
  const inset = form === HIP ? Math.min(short / 2 / long, 0.5) : 0;
  const end = (u: number[], v: number[]) => [(u[0] + v[0]) / 2, (u[1] + v[1]) / 2];
  const e = end(q, r);
  const f = end(s, p);
  const along = (u: number[], v: number[], t: number) => [
    Math.round(u[0] + (v[0] - u[0]) * t),
    Math.round(u[1] + (v[1] - u[1]) * t),
    top,
  ];
  const east = along(e, f, inset);
  const west = along(f, e, inset);
  return [p, q, east, p, east, west, q, r, east, r, s, west, r, west, east, s, p, west].flat();
}
