import { useId } from 'react';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { isQuality, QUALITIES } from '../../../twin/quality.ts';

/** How fine the picture is drawn: by the frame times that are measured, or as somebody chooses. */
export function QualityField() {
  const { t } = useWords();
  const { twin } = useApp();
  const field = useId();
  const choice = useTwin((state) => state.qualityChoice);
  const quality = useTwin((state) => state.quality);
  const { chooseQuality } = twin.getState();
  return (
    <>
      <div className="field">
        <label htmlFor={field}>{t('quality.title')}</label>
        <select
          id={field}
          value={choice ?? 'auto'}
          onChange={({ currentTarget: { value } }) => chooseQuality(isQuality(value) ? value : null)}
        >
          <option value="auto">
            {choice === null ? t('quality.autoNow', { now: t(`quality.${quality}`) }) : t('quality.auto')}
          </option>
          {QUALITIES.map((each) => (
            <option key={each} value={each}>
              {t(`quality.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {choice === null && <p className="note">{t('quality.why')}</p>}
    </>
  );
}
