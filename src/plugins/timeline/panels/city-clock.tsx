import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { useWords } from '../../../kit/words.ts';

/** The twin's time in the top bar, to the second. */
export function CityClock() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const seconds = useTwin((state) => Math.floor(state.shownTimeMs / 1000));
  const shown = cityTime(seconds * 1000, twin.city.zone);
  return (
    <p className="segment city-clock" title={t('timeline.cityClock')}>
      <b>{formatTime(shown, true)}</b>
      <span>{formatDay(shown, language)}</span>
    </p>
  );
}
