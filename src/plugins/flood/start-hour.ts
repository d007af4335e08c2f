import { formatNumber } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';

/** Shown to the tenth of an hour: what is nearer to the peak is at it. */
const AT_PEAK_H = 0.05;

/** Why a run starts at that hour: where it lies on the rivers' own flood. */
export function startHourText(fromH: number, peakH: number, t: ReturnType<typeof useWords>['t']): string {
  const hours = formatNumber(Math.abs(peakH - fromH), 1);
  if (Math.abs(peakH - fromH) < AT_PEAK_H) return t('flood.riverAtPeak', { peak: peakH });
  return t(fromH < peakH ? 'flood.riverBeforePeak' : 'flood.riverAfterPeak', { peak: peakH, hours });
}
