import { M_PER_DEG } from '../../model/geo/earth.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';

/** A city, not a country: what is larger takes a host's day, and a computer's memory. */
const MAX_KM2 = 4_000;

/** `W,S,E,N`, as OpenStreetMap's and most other tools have it. */
export function parseBox(text: string): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [west, south, east, north] = numbers;
  const isBox =
    numbers.length === 4 && west >= -180 && east <= 180 && south >= -85 && north <= 85 && west < east && south < north;
  if (!isBox) throw new MessageError(bakeMessage('box', { got: text }));
  const box: Box = [west, south, east, north];
  const km2 = areaKm2(box);
  if (km2 > MAX_KM2) throw new MessageError(bakeMessage('box-large', { most: MAX_KM2, got: Math.round(km2) }));
  return box;
}

const KM_PER_DEG = M_PER_DEG / 1000;

export function areaKm2([west, south, east, north]: Box): number {
  const midRad = (((south + north) / 2) * Math.PI) / 180;
  return (east - west) * KM_PER_DEG * Math.cos(midRad) * (north - south) * KM_PER_DEG;
}

/** A box in parts of at most so many degrees: each is asked for alone, and a cut costs one of them. */
export function partsOf([west, south, east, north]: Box, mostDeg: number): Box[] {
  const columns = Math.ceil((east - west) / mostDeg);
  const rows = Math.ceil((north - south) / mostDeg);
  const parts: Box[] = [];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++)
      parts.push([
        rounded(west + ((east - west) * i) / columns),
        rounded(south + ((north - south) * j) / rows),
        rounded(west + ((east - west) * (i + 1)) / columns),
        rounded(south + ((north - south) * (j + 1)) / rows),
      ]);
  return parts;
}

const rounded = (deg: number): number => Math.round(deg * 1e7) / 1e7;

/** The parts of a line that lie in the box (Liang and Barsky, side by side). */
export function lineInBox(line: readonly Point[], box: Box): Point[][] {
  const pieces: Point[][] = [];
  let open: Point[] = [];
  const end = () => {
    if (open.length > 1) pieces.push(open);
    open = [];
  };
  for (let i = 1; i < line.length; i++) {
    const cut = segmentInBox(line[i - 1], line[i], box);
    if (!cut) {
      end();
      continue;
    }
    const [from, to] = cut;
    const last = open.at(-1);
    if (!last || last[0] !== from[0] || last[1] !== from[1]) {
      end();
      open = [from];
    }
    open.push(to);
  }
  end();
  return pieces;
}

function segmentInBox(a: Point, b: Point, [west, south, east, north]: Box): [Point, Point] | null {
  let from = 0;
  let to = 1;
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  for (const [p, q] of [
    [-dx, a[0] - west],
    [dx, east - a[0]],
    [-dy, a[1] - south],
    [dy, north - a[1]],
  ]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  if (from >= to) return null;
  const at = (t: number): Point => [a[0] + t * dx, a[1] + t * dy];
  return [from === 0 ? a : at(from), to === 1 ? b : at(to)];
}

/** A closed ring cut to the box (Sutherland and Hodgman); empty where nothing of it lies in there. */
export function ringInBox(ring: readonly Point[], [west, south, east, north]: Box): Point[] {
  let places = ring.slice(0, -1);
  for (const [axis, limit, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const) {
    const inside = (place: Point) => sign * (place[axis] - limit) >= 0;
    const cut: Point[] = [];
    for (let i = 0; i < places.length; i++) {
      const a = places[(i + places.length - 1) % places.length];
      const b = places[i];
      if (inside(a) !== inside(b)) cut.push(crossing(a, b, axis, limit));
      if (inside(b)) cut.push(b);
    }
    places = cut;
  }
  return places.length < 3 ? [] : [...places, places[0]];
}

function crossing(a: Point, b: Point, axis: 0 | 1, limit: number): Point {
  const t = (limit - a[axis]) / (b[axis] - a[axis]);
  const other = a[1 - axis] + t * (b[1 - axis] - a[1 - axis]);
  return axis === 0 ? [limit, other] : [other, limit];
}
