/** Pipes below a diameter, and how wide they are drawn far from the eye. */
interface PipeWidth {
  /** Nominal diameter, mm; the last class has no upper limit. */
  readonly belowMm: number;
  /** CSS pixels. */
  readonly px: number;
}

/** A far pipe keeps a width by its diameter (LOOK §3), as on a map; near the eye it has its true size. One table for picture and legend. */
export const PIPE_WIDTHS: readonly PipeWidth[] = [
  { belowMm: 300, px: 2 },
  { belowMm: 600, px: 3 },
  { belowMm: 1200, px: 5 },
  { belowMm: Number.POSITIVE_INFINITY, px: 8 },
];
