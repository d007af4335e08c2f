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

export const exactly = (name: string, value: number, mark: number): Verdict => ({
  case: name,
  value,
  mark: `= ${mark}`,
  pass: value === mark,
});

export const atLeast = (name: string, value: number, mark: number): Verdict => ({
  case: name,
  value,
  mark: `≥ ${mark}`,
  pass: value >= mark,
});

export const atMost = (name: string, value: number, mark: number): Verdict => ({
  case: name,
  value,
  mark: `≤ ${mark}`,
  pass: value <= mark,
});
