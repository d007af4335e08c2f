/** One answer of a validation: what was measured, and the mark it had to meet. */
export interface Verdict {
  case: string;
  value: number | string;
  mark: string;
  pass: boolean;
}

export interface ValidationCase {
  name: string;
  /** Short enough for `npm test`. */
  quick: boolean;
  /** Why it cannot run here (data not there), or null. */
  missing?(): string | null;
  run(): Promise<Verdict[]>;
}

export const CASES: ValidationCase[] = [];
