/** Whether a hall is dark, or was woken for one tour while it is quiet. */
export interface Rest {
  readonly isDark: boolean;
  readonly isWoken: boolean;
}

export const BRIGHT: Rest = { isDark: false, isWoken: false };

/** What tells whether it may rest. */
interface RestFacts {
  /** By the city's clock. */
  readonly isQuiet: boolean;
  readonly isTouring: boolean;
  /** Since the last touch. */
  readonly idleS: number;
  /** The tour has come to the end of its last chapter since it was asked last. */
  readonly hasEnded: boolean;
}

/** Without a touch for so long nobody stands there: as long as a held tour waits. */
const NOBODY_S = 60;

/** A hall that somebody stands at when its quiet hours begin ends the tour first; one that was woken does so too. */
export function nextRest({ isDark, isWoken }: Rest, { isQuiet, isTouring, idleS, hasEnded }: RestFacts): Rest {
  if (!isQuiet) return BRIGHT;
  if (isDark) return { isDark, isWoken: false };
  const isAttended = idleS < NOBODY_S;
  if (isWoken ? !hasEnded && (isTouring || isAttended) : isTouring && isAttended)
    return { isDark: false, isWoken: true };
  return { isDark: true, isWoken: false };
}
