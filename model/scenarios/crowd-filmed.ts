/**
 * Calm young adults as they were filmed (HERMES, Jülich and Düsseldorf 2009; counted from the published tracks) and as `laboratory` walks,
 * in `npm run validate -- crowd.presets`, which fails where it walks otherwise than stands here.
 */

/** Steady flow through an exit at the end of a straight corridor, and people/m² in the last 2 m before it. */
export const FILMED_EXITS = [
  { exitM: 0.7, corridorM: 1.8, people: 150, filmed: { perS: 1.61, perM2: 2.73 }, walked: { perS: 1.32, perM2: 2.33 } },
  {
    exitM: 0.95,
    corridorM: 1.8,
    people: 159,
    filmed: { perS: 1.76, perM2: 2.09 },
    walked: { perS: 1.73, perM2: 2.13 },
  },
  { exitM: 1.2, corridorM: 1.8, people: 170, filmed: { perS: 2.27, perM2: 1.83 }, walked: { perS: 2.21, perM2: 1.94 } },
  { exitM: 1.3, corridorM: 2.4, people: 276, filmed: { perS: 2.72, perM2: 2.06 }, walked: { perS: 2.39, perM2: 2.13 } },
  { exitM: 1.6, corridorM: 2.4, people: 276, filmed: { perS: 3.12, perM2: 1.92 }, walked: { perS: 2.95, perM2: 1.95 } },
  { exitM: 1.6, corridorM: 3, people: 351, filmed: { perS: 3.09, perM2: 2.02 }, walked: { perS: 3.03, perM2: 2.19 } },
  { exitM: 2, corridorM: 3, people: 351, filmed: { perS: 3.85, perM2: 2.02 }, walked: { perS: 3.85, perM2: 1.9 } },
] as const;

/** Mean speeds in a corridor of 3.6 m with open ends. */
export const FILMED_ONE_WAY = [
  { perM2: 0.4, filmedMps: 1.46, walkedMps: 1.56 },
  { perM2: 0.8, filmedMps: 1.36, walkedMps: 1.43 },
  { perM2: 1.2, filmedMps: 1.19, walkedMps: 1.24 },
  { perM2: 1.6, filmedMps: 1.04, walkedMps: 1.07 },
  { perM2: 2, filmedMps: 0.86, walkedMps: 0.8 },
] as const;

/** The same, half of them each way. */
export const FILMED_BOTH_WAYS = [
  { perM2: 0.45, filmedMps: 1.42, walkedMps: 1.41 },
  { perM2: 1.2, filmedMps: 1.15, walkedMps: 1.05 },
  { perM2: 1.5, filmedMps: 0.85, walkedMps: 0.92 },
  { perM2: 1.9, filmedMps: 0.66, walkedMps: 0.75 },
] as const;
