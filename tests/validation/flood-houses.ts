import type { Outline } from '../../model/city/cut-cells.ts';
import type { Place } from '../../workers/flood/works/works.ts';

/** A rectangle about its middle, its long side turned by so much from east to north. */
export function rectangle([eastM, northM]: Place, longM: number, wideM: number, angle: number): Place[] {
  const [cos, sin] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a, b]): Place => [eastM + a * longM * cos - b * wideM * sin, northM + a * longM * sin + b * wideM * cos]);
}

/** Houses and huts at any angle, a tenth of a cell to six cells wide, that overlap and leave slits and slivers as they like. */
export function randomHouses(random: () => number, sideM: number, cellM: number, count: number): Outline[] {
  return Array.from({ length: count }, (): Outline => {
    const middle: Place = [random() * sideM, random() * sideM];
    const [longM, wideM] = [cellM * 0.1 * 60 ** random(), cellM * 0.1 * 60 ** random()];
    return [rectangle(middle, longM, wideM, random() * Math.PI)];
  });
}
