/** How fast the clock may be played: shown seconds a second. */
export const RATES = [
  { rate: 1, word: 'clock.rateReal' },
  { rate: 60, word: 'clock.rateMin' },
  { rate: 600, word: 'clock.rateTen' },
  { rate: 3600, word: 'clock.rateHour' },
] as const;
