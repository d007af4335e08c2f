import type { Place, Work } from './works.ts';

/** Where a levee is open at a moment: the ends of the gap along its crest, metres east and north, how wide it is and how low. */
export interface Gap {
  id: string;
  from: Place;
  to: Place;
  widthM: number;
  /** What is left of the levee in the gap, an elevation. */
  sillM: number;
}

/** Breaches that have begun, as wide as `Crests` has them then. One whose levee is not among the works is none. */
export function gapsAt(works: readonly Work[], timeS: number): Gap[] {
  return works.flatMap((work) => {
    if (work.kind !== 'breach' || timeS < work.beginS) return [];
    const { id, of, at, beginS, growS, fallS = growS, widthStartM, widthEndM } = work;
    const crest = works.find((each) => each.kind === 'crest' && each.id === of);
    const along = crest?.kind === 'crest' ? directionAt(crest.line, at) : null;
    if (!along) return [];
    const ratioOf = (spanS: number) => (spanS > 0 ? Math.min(1, (timeS - beginS) / spanS) : 1);
    const grownRatio = ratioOf(growS);
    const widthM = widthStartM + grownRatio * (widthEndM - widthStartM);
    const end = (sign: number): Place => [
      along.at[0] + (sign * along.unit[0] * widthM) / 2,
      along.at[1] + (sign * along.unit[1] * widthM) / 2,
    ];
    const sillM = along.crestM + ratioOf(fallS) * (work.sillM - along.crestM);
    return [{ id, from: end(-1), to: end(1), widthM, sillM }];
  });
}

interface PlaceOnCrest {
  at: Place;
  unit: Place;
  crestM: number;
}

/** The place of a line that is nearest to another one, and which way the line runs there. */
function directionAt(line: readonly (readonly number[])[], [eastM, northM]: Place): PlaceOnCrest | null {
  let found: PlaceOnCrest | null = null;
  let minM: number = Number.POSITIVE_INFINITY;
  for (const [i, [e1, n1, crest1]] of line.entries()) {
    if (i === 0) continue;
    const [e0, n0, crest0] = line[i - 1];
    const lengthM = Math.hypot(e1 - e0, n1 - n0);
    if (lengthM === 0) continue;
    const unit: Place = [(e1 - e0) / lengthM, (n1 - n0) / lengthM];
    const wayM = Math.min(lengthM, Math.max(0, (eastM - e0) * unit[0] + (northM - n0) * unit[1]));
    const at: Place = [e0 + wayM * unit[0], n0 + wayM * unit[1]];
    const offM = Math.hypot(at[0] - eastM, at[1] - northM);
    const crestM = crest0 + (wayM / lengthM) * (crest1 - crest0);
    if (offM < minM) [found, minM] = [{ at, unit, crestM }, offM];
  }
  return found;
}
