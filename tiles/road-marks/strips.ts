import { directionAt, type Line, lineOf, offsetLine, pointAt, subLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** What a strip is of: white or yellow lines, the stone of a kerb, white bars that people cross on. Tiles hold the number. */
export const TONES = ['white', 'yellow', 'kerb', 'bar'] as const;
type Tone = (typeof TONES)[number];

/** One strip on the ground, anticlockwise. */
export interface Strip {
  tone: Tone;
  ring: Point[];
}

/** A strip along a part of a line, `offsetM` to its left. */
export function alongStrip(
  line: Line,
  offsetM: number,
  fromM: number,
  toM: number,
  widthM: number,
  tone: Tone,
): Strip | null {
  if (toM - fromM < 0.5) return null;
  const part = lineOf(subLine(line, fromM, toM));
  const right = offsetLine(part, offsetM - widthM / 2).points;
  const left = offsetLine(part, offsetM + widthM / 2).points;
  return { tone, ring: [...right, ...left.toReversed()] };
}

/** A strip across a line at a chainage, from one offset to the other, so long along it. */
export function acrossStrip(
  line: Line,
  atM: number,
  [fromM, toM]: readonly [number, number],
  lengthM: number,
  tone: Tone,
): Strip {
  const [x, y] = pointAt(line, atM);
  const [dx, dy] = directionAt(line, atM);
  const corner = (along: number, left: number): Point => [x + dx * along - dy * left, y + dy * along + dx * left];
  const half = lengthM / 2;
  return { tone, ring: [corner(-half, fromM), corner(half, fromM), corner(half, toM), corner(-half, toM)] };
}

/** Dashes of a length with gaps, along a part of a line. */
export function dashes(
  line: Line,
  offsetM: number,
  fromM: number,
  toM: number,
  { dashM, gapM, widthM }: { dashM: number; gapM: number; widthM: number },
): Strip[] {
  const out: Strip[] = [];
  for (let at = fromM; at + dashM <= toM; at += dashM + gapM) {
    const strip = acrossStrip(line, at + dashM / 2, [offsetM - widthM / 2, offsetM + widthM / 2], dashM, 'white');
    if (strip) out.push(strip);
  }
  return out;
}
