import type { Place, Work } from '../works.ts';

/** Where a levee is open at a moment: the ends of the gap along its crest, metres east and north, and how far it is open. */
export interface Gap {
  id: string;
  from: Place;
  to: Place;
  widthM: number;
}

/** Breaches that have begun, as wide as `Crests` has them then. One whose levee is not among the works is none. */
export function gapsAt(works: readonly Work[], timeS: number): Gap[] {
  return works.flatMap((work) => {
    if (work.kind !== 'breach' || timeS < work.beginS) return [];
    const { id, of, at, beginS, growS, widthStartM, widthEndM } = work;
    const crest = works.find((each) => each.kind === 'crest' && each.id === of);
    const along = crest?.kind === 'crest' ? directionAt(crest.line, at) : null;
    if (!along) return [];
    const grownRatio = growS > 0 ? Math.min(1, (timeS - beginS) / growS) : 1;
    const widthM = widthStartM + grownRatio * (widthEndM - widthStartM);
    const end = (sign: number): Place => [
      along.at[0] + (sign * along.unit[0] * widthM) / 2,
      along.at[1] + (sign * along.unit[1] * widthM) / 2,
    ];
    return [{ id, from: end(-1), to: end(1), widthM }];
  });
}

/** The place of a line that is nearest to another one, and which way the line runs there. */
function directionAt(line: readonly (readonly number[])[], [eastM, northM]: Place): { at: Place; unit: Place } | null {
  let found: { at: Place; unit: Place } | null = null;
  let minM: number = Number.POSITIVE_INFINITY;
  for (const [i, [e1, n1]] of line.entries()) {
    if (i === 0) continue;
    const [e0, n0] = line[i - 1];
    const lengthM = Math.hypot(e1 - e0, n1 - n0);
    if (lengthM === 0) continue;
    const unit: Place = [(e1 - e0) / lengthM, (n1 - n0) / lengthM];
    const wayM = Math.min(lengthM, Math.max(0, (eastM - e0) * unit[0] + (northM - n0) * unit[1]));
    const at: Place = [e0 + wayM * unit[0], n0 + wayM * unit[1]];
    const offM = Math.hypot(at[0] - eastM, at[1] - northM);
    if (offM < minM) [found, minM] = [{ at, unit }, offM];
  }
  return found;
}
