import { useApp } from '../../../kit/app-context.tsx';
import { cityTime, formatDay, formatTime } from '../../../kit/city-time.ts';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';

/** The mode of the desk and its one clock, in the city's zone to the second: every figure of the desk is of this time. */
export function CityClock() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { mode, timeMs } = useSituation();
  const shown = cityTime(timeMs, twin.city.zone);
  return (
    <p className="segment city-clock" title={t('timeline.cityClock')}>
      <span className="mode-word">{t(`timeline.mode_${mode}`)}</span>
      <b>{formatTime(shown, true)}</b>
      <span>{formatDay(shown, language)}</span>
    </p>
  );
}

/** While another time is shown: what the present is, and the way back to it. */
export function BackToPresent() {
  const { t } = useWords();
  const app = useApp();
  const { mode, presentMs } = useSituation();
  if (mode === 'live') return null;
  return (
    <p className="segment back-to-present">
      <span>{t('timeline.present', { time: formatTime(cityTime(presentMs, app.twin.city.zone)) })}</span>
      <button type="button" className="btn small" onClick={() => app.showPresent()}>
        {t('timeline.toPresent')}
      </button>
    </p>
  );
}
