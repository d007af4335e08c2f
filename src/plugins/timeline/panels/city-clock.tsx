import { useApp } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { usePresentMs } from '../../../kit/present.ts';
import { useWords } from '../../../kit/words.ts';

/** The present in the city's zone, to the second, in the top bar: never the time of a run or of a recording, which stands in the time bar. */
export function CityClock() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const now = cityTime(usePresentMs(), twin.city.zone);
  return (
    <p className="segment city-clock" title={t('timeline.cityClock')}>
      <b>{formatTime(now, true)}</b>
      <span>{formatDay(now, language)}</span>
    </p>
  );
}
