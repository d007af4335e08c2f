import { formatNumber } from '../../../kit/format.ts';
import type { useWords } from '../../../kit/words.ts';

/** From here a length is read in hours. */
const HOURS_FROM_MIN = 120;

/** How long a scenario lasts, in words. */
export const drillLength = (t: ReturnType<typeof useWords>['t'], minutes: number): string =>
  minutes < HOURS_FROM_MIN
    ? t('incidentScenarios.length', { minutes: formatNumber(minutes) })
    : t('incidentScenarios.lengthHours', { hours: formatNumber(Math.round(minutes / 6) / 10) });
