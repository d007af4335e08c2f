/** How fast the day's light may be played: shown seconds a second. */
export const RATES = [
  { rate: 1, word: 'clock.rateReal' },
  { rate: 60, word: 'clock.rateMin' },
  { rate: 600, word: 'clock.rateTen' },
  { rate: 3600, word: 'clock.rateHour' },
] as const;

/** The one set of speeds of the time bar, whatever it plays. */
export const PLAY_RATES = [{ rate: 1 }, { rate: 10 }, { rate: 60 }, { rate: 600 }] as const;
