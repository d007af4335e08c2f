import { AT_PLACE_M } from '../../model/roads/off-road.ts';
import { formatNumber } from './format.ts';
import { useWords } from './words.ts';

/** Beside minutes by road: how far from the place the roads end that may be used now, where that is worth a word. Metres; the farthest counts. */
export function RoadEnd({ offM }: { offM: readonly number[] }) {
  const { t } = useWords();
  const farM = Math.max(0, ...offM);
  if (farM <= AT_PLACE_M) return null;
  return (
    <p className="note warn" role="status">
      {t('common.roadEnd', { m: formatNumber(Math.round(farM)) })}
    </p>
  );
}
