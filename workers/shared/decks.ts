import type { Walkable } from '../../model/city/grid.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';

/** A bridge of the ground, and how high whoever stands on it is. */
interface Deck {
  isOn(xM: number, yM: number): boolean;
  heightAt(xM: number, yM: number): number;
}

/**
 * Bridges run straight between their two farthest doors, which lie on the banks: walkable areas tell no height, and what a deck rises
 * between its ends is left out.
 */
export function decksOf(
  { areas, doors }: Pick<Walkable, 'areas' | 'doors'>,
  level: string,
  bedAt: (xM: number, yM: number) => number,
): Deck[] {
  return areas.flatMap((area): Deck[] => {
    if (area.level !== level || area.kind !== 'bridge') return [];
    const ends = doors
      .filter(({ from, to }) => from === area.id || to === area.id)
      .map(({ a, b }) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const);
    const [first, ...rest] = ends;
    if (rest.length === 0) return [];
    const farM = (end: readonly [number, number]) => Math.hypot(end[0] - first[0], end[1] - first[1]);
    const last = rest.reduce((far, end) => (farM(end) > farM(far) ? end : far));
    if (farM(last) === 0) return [];
    const { outer, holes } = area;
    const easts = outer.map(([x]) => x);
    const norths = outer.map(([, y]) => y);
    const westM = Math.min(...easts);
    const eastM = Math.max(...easts);
    const southM = Math.min(...norths);
    const northM = Math.max(...norths);
    const isIn = (xM: number, yM: number) => isInRing(outer, xM, yM) && !holes.some((hole) => isInRing(hole, xM, yM));
    return [
      {
        isOn: (xM, yM) => xM >= westM && xM <= eastM && yM >= southM && yM <= northM && isIn(xM, yM),
        heightAt: slopeOf([...first, bedAt(...first)], [...last, bedAt(...last)]),
      },
    ];
  });
}

/** Elevation of who stands on a bridge of the ground, above what may flow below it; null: beside all bridges. */
export function overGround(
  walkable: Pick<Walkable, 'areas' | 'doors' | 'levels'>,
  bedAt: (xM: number, yM: number) => number,
): (xM: number, yM: number) => number | null {
  const decks = walkable.levels
    .filter(({ elevationM }) => elevationM === null)
    .flatMap(({ id }) => decksOf(walkable, id, bedAt));
  return (xM, yM) => decks.find(({ isOn }) => isOn(xM, yM))?.heightAt(xM, yM) ?? null;
}

/** From one place to another, level beyond them. */
export function slopeOf(foot: readonly number[], head: readonly number[]): (xM: number, yM: number) => number {
  const dx = head[0] - foot[0];
  const dy = head[1] - foot[1];
  const lengthM2 = dx * dx + dy * dy;
  return (xM, yM) => {
    const part = Math.min(1, Math.max(0, ((xM - foot[0]) * dx + (yM - foot[1]) * dy) / lengthM2));
    return foot[2] + part * (head[2] - foot[2]);
  };
}
