/** One figure of a bench: what was measured, and its unit as UCUM has it ('1' for a ratio or a count). */
export interface Figure {
  name: string;
  value: number;
  unit: string;
}

/** Takes the figures of a part as they are measured; `shapan bench` prints each at once, so that a part that fails loses none before it. */
export type Report = (figure: Figure) => void;

/**
 * The parts of a subject by name, in the order in which they run; `folder` is empty and goes when the part has ended, `minutes` are for
 * parts under load, `against` is a commit that a part may measure beside the checkout.
 */
export type Parts = Record<
  string,
  (folder: string, report: Report, minutes: number, against?: string) => Promise<void>
>;
