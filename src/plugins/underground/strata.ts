/** A band of the walls of a pit, from the one above it down to its own depth. */
interface Stratum {
  /** Below the lowest point of the rim, metres; the last goes on for ever. */
  readonly toM: number;
  /** 0–255. */
  readonly rgb: readonly [number, number, number];
}

/** Earth tones by depth, as a section is drawn: they tell how deep, and nothing of what was surveyed. One table for walls and legend. */
export const STRATA: readonly Stratum[] = [
  { toM: 0.6, rgb: [128, 115, 94] },
  { toM: 2.4, rgb: [181, 161, 133] },
  { toM: 5.5, rgb: [199, 176, 140] },
  { toM: 9, rgb: [184, 156, 120] },
  { toM: 14, rgb: [209, 191, 158] },
  { toM: Number.POSITIVE_INFINITY, rgb: [168, 153, 133] },
];
