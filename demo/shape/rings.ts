import type { Point } from '../../model/geo/plane/point.ts';

/** Anticlockwise rectangle about a centre, its width along the axis turned by `deg`. */
export function rectangle(x: number, y: number, widthM: number, depthM: number, deg = 0): Point[] {
  const cos = Math.cos((deg * Math.PI) / 180);
  const sin = Math.sin((deg * Math.PI) / 180);
  const corners: Point[] = [
    [-widthM / 2, -depthM / 2],
    [widthM / 2, -depthM / 2],
    [widthM / 2, depthM / 2],
    [-widthM / 2, depthM / 2],
  ];
  return corners.map(([a, b]): Point => [x + a * cos - b * sin, y + a * sin + b * cos]);
}

/** Anticlockwise ellipse of n corners. */
export function ellipse(at: Point, semi: Point, rotDeg: number, n: number): Point[] {
  const cos = Math.cos((rotDeg * Math.PI) / 180);
  const sin = Math.sin((rotDeg * Math.PI) / 180);
  return Array.from({ length: n }, (_, i): Point => {
    const u = semi[0] * Math.cos((2 * Math.PI * i) / n);
    const v = semi[1] * Math.sin((2 * Math.PI * i) / n);
    return [at[0] + u * cos - v * sin, at[1] + u * sin + v * cos];
  });
}
