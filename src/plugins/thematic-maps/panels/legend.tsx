import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { NO_VALUE_TOKEN, tokensOf } from '../colours.ts';
import { THEMATIC_MAPS, thematicMapsController } from '../controller.ts';
import { classText, unitsText } from '../legend-text.ts';
import { useCaption } from '../use-caption.ts';

/** Title, unit, classes with their counts, no data, source and date: what a map needs to be read by itself. */
export function ThemeLegend() {
  const words = useWords();
  const { t } = words;
  useTwin((state) => doneSerial(state, THEMATIC_MAPS));
  const wanted = useTwin(({ themeStep }) => themeStep);
  const captionOf = useCaption();
  const result = useController(thematicMapsController).result();
  if (!result) return null;
  const { legend, missing, spread, times, request } = result;
  const step = Math.min(wanted, times.length - 1);
  const tokens = tokensOf(result, request.palette);
  const { title, shown, source, date } = captionOf(result);
  const units = unitsText(result, words);
  const isPainted = result.layer !== null && request.show === 'colour';
  return (
    <section className="class-legend theme-legend" aria-label={t('theme.legend')}>
      <p>
        <b>
          {title}
          {times[step] !== '' && ` · ${times[step]}`}
        </b>
        {shown}
      </p>
      <ul>
        {legend.map((one, k) => (
          <li key={tokens[k]}>
            <i style={{ background: `var(--${tokens[k]})` }} aria-hidden="true" />
            {classText(one, spread, words)}
            <span className="count">{formatNumber(one.counts[step])}</span>
          </li>
        ))}
        <li>
          {isPainted ? (
            <i style={{ background: `var(--${NO_VALUE_TOKEN})` }} aria-hidden="true" />
          ) : (
            <i aria-hidden="true" />
          )}
          {t('theme.noData')}
          <span className="count">{formatNumber(missing[step])}</span>
        </li>
      </ul>
      {units !== null && <p className="note">{units}</p>}
      {request.show === 'bars' && <p className="note">{t('theme.barNote')}</p>}
      {(source || date) && <p className="note">{[source, date].filter((one) => one !== '').join(' · ')}</p>}
    </section>
  );
}
