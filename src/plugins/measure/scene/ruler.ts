import type { Enu } from '../../../../model/geo/enu.ts';
import type { Point } from '../../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../../model/geo/plane/ring.ts';
import type { SurfacePoint } from '../../../../model/geo/surface-point.ts';
import { HECTARE } from '../../../kit/format.ts';
import type { Language } from '../../../twin/appearance.ts';
import type { RulerMeasurement, RulerPoints } from '../../../twin/pick.ts';

/** The ground is sampled so often along a leg, no denser than it is baked. */
const STEP_M = 5;
const MAX_STEPS = 80;

/** Pairs of neighbouring points; of an area the last leg closes the ring. */
export function legsOf({ ruler, points }: RulerPoints): [SurfacePoint, SurfacePoint][] {
  const closing = ruler === 'area' && points.length > 2 ? 0 : 1;
  return points.slice(closing).map((_, i) => [points[i], points[(i + 1) % points.length]]);
}

/** Where the ground is asked for between the ends of a leg; nowhere when an end stands on a roof. */
export function samplesOf([from, to]: [SurfacePoint, SurfacePoint]): Point[] {
  if (from.on !== 'ground' || to.on !== 'ground') return [];
  const [x0, y0] = from.enu;
  const [x1, y1] = to.enu;
  const steps = Math.min(MAX_STEPS, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / STEP_M));
  return Array.from({ length: Math.max(0, steps - 1) }, (_, i) => {
    const share = (i + 1) / steps;
    return [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
  });
}

/** `lines`: each leg with its samples; null while they are asked for. */
export function measured(measuring: RulerPoints, lines: readonly (readonly Enu[])[] | null): RulerMeasurement {
  const { points } = measuring;
  const legs = legsOf(measuring);
  const first = points.at(0);
  const last = points.at(-1);
  return {
    flatM: sum(legs.map(([a, b]) => flatM(a.enu, b.enu))),
    alongM: lines && sum(lines.map(lengthM)),
    riseM: first && last ? last.elevationM - first.elevationM : 0,
    areaM2: measuring.ruler === 'area' && points.length > 2 ? Math.abs(signedAreaM2(points.map(cornerOf))) : 0,
  };
}

/** Level distance, metres. */
export function flatM([ax, ay]: Enu, [bx, by]: Enu): number {
  return Math.hypot(bx - ax, by - ay);
}

function lengthM(line: readonly Enu[]): number {
  return sum(line.slice(1).map(([x, y, z], i) => Math.hypot(x - line[i][0], y - line[i][1], z - line[i][2])));
}

function cornerOf({ enu: [eastM, northM] }: SurfacePoint): Point {
  return [eastM, northM];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A true minus, a thin space before the unit, commas in thousands: as the panels write numbers, in both languages. */
export function lengthText(metres: number): string {
  return metres < 10_000 ? quantity(metres, metres < 100 ? 2 : 1, 'm') : quantity(metres / 1000, 2, 'km');
}

/** An area as the ruler writes it: m² below a hectare, hectares from there on. */
export function areaText(areaM2: number, language: Language): string {
  return areaM2 < 10_000
    ? quantity(areaM2, areaM2 < 100 ? 1 : 0, 'm²')
    : quantity(areaM2 / 10_000, 2, HECTARE[language]);
}

/** A difference of heights with its sign, to the centimetre. */
export function riseText(metres: number): string {
  return `${metres < 0 ? '\u2212' : '+'}${quantity(Math.abs(metres), 2, 'm')}`;
}

function quantity(value: number, digits: number, unit: string): string {
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}\u2009${unit}`;
}
