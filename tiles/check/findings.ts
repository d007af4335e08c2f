/** Something that is not as it must be: where, what was expected, what is there. */
export interface Finding {
  /** A word for the kind of finding, the same for all of a kind. */
  code: string;
  /** Relative to the city's folder. */
  file: string;
  place: string;
  expected: string;
  got: string;
}

/** A broken rule often breaks in every tile: so many of one kind are told, the others counted. */
const MAX_PER_CODE = 25;

export class Findings {
  readonly reported: Finding[] = [];
  /** All, those not told included. */
  readonly counts = new Map<string, number>();

  add(code: string, file: string, place: string, expected: unknown, got: unknown): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= MAX_PER_CODE) this.reported.push({ code, file, place, expected: String(expected), got: String(got) });
  }

  get total(): number {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }
}
