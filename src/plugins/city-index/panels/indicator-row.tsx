import { useId, useState } from 'react';
import * as v from 'valibot';
import { Amount, type Indicator, Weight } from '../../../../model/city-index/index-card.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { cityIndexController } from '../controller.ts';

interface RowProps {
  indicator: Indicator;
  score: number | null;
  shareRatio: number;
  onChange(next: Indicator): void;
}

/** A second-level indicator: its value, its score, and how both come about. */
export function IndicatorRow({ indicator, score, shareRatio, onChange }: RowProps) {
  const { t, of } = useWords();
  return (
    <div className="index-row" data-indicator={indicator.id}>
      <p className="row-head">
        <span className="name">{of(indicator.name)}</span>
        {indicator.isSurvey && <span className="tag">{t('cityIndex.survey')}</span>}
        {!indicator.isChecked && <span className="tag unsure">{t('cityIndex.unchecked')}</span>}
        <span className="space" />
        <b className="index-score">{score === null ? t('cityIndex.noValue') : formatNumber(score, 1)}</b>
      </p>
      <ValueField indicator={indicator} />
      <details>
        <summary>{t('cityIndex.details')}</summary>
        <Details indicator={indicator} shareRatio={shareRatio} onChange={onChange} />
      </details>
    </div>
  );
}

/** An empty field is no value; what the twin knows is offered beside it. */
function ValueField({ indicator: { id, name, unit } }: { indicator: Indicator }) {
  const { t, of } = useWords();
  const field = useId();
  const controller = useController(cityIndexController);
  const given = useTwin(({ indexCard }) => indexCard?.values[id]);
  const offer = useTwin(({ indexOffers }) => indexOffers[id]);
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = (text: string) => text.trim() === '' || v.is(Amount, Number(text));
  const put = (text: string) => {
    setTyped(text);
    if (!isTaken(text)) return;
    controller.put(id, text.trim() === '' ? null : { value: Number(text), origin: 'typed' });
  };
  return (
    <>
      <div className="field">
        <label htmlFor={field}>
          {t('cityIndex.value')}
          <span className="unseen"> {of(name)}</span>
        </label>
        <input
          id={field}
          type="number"
          step="any"
          placeholder={t('cityIndex.noValue')}
          value={typed ?? given?.value ?? ''}
          aria-invalid={typed !== null && !isTaken(typed)}
          onChange={(event) => put(event.currentTarget.value)}
          onBlur={() => setTyped(null)}
        />
        <span className="unit">{of(unit)}</span>
      </div>
      {given && (
        <p className="note">
          <span className="tag">{t(`cityIndex.${given.origin}`)}</span> {given.note && of(given.note)}
        </p>
      )}
      {offer && given?.origin !== 'twin' && (
        <p className="note">
          <button
            type="button"
            className="link"
            onClick={() => controller.put(id, { value: offer.value, origin: 'twin', note: offer.note })}
          >
            {t('cityIndex.take', { value: `${formatNumber(offer.value, 2)}${THIN_SPACE}${of(unit)}` })}
          </button>{' '}
          {of(offer.note)}
        </p>
      )}
    </>
  );
}

function Details({ indicator, shareRatio, onChange }: Omit<RowProps, 'score'>) {
  const { t, of } = useWords();
  const controller = useController(cityIndexController);
  const given = useTwin(({ indexCard }) => indexCard?.values[indicator.id]);
  const { zeroAt, fullAt, weight, isChecked } = indicator;
  const limit = (part: { zeroAt?: number; fullAt?: number }) => {
    const next = { ...indicator, ...part };
    if (next.zeroAt !== next.fullAt) onChange(next);
  };
  return (
    <>
      <p className="note">
        {t('cityIndex.formula')}: {of(indicator.formula)}
      </p>
      <p className="note">
        {t('cityIndex.source')}: {of(indicator.source)}
      </p>
      {given?.origin === 'typed' && (
        <TextField
          label={t('cityIndex.note')}
          hint={t('cityIndex.noteHint')}
          value={given.note ? of(given.note) : ''}
          onChange={(line) =>
            controller.put(indicator.id, { value: given.value, origin: 'typed', note: { zh: line, en: line } })
          }
        />
      )}
      <NumberField
        label={t('cityIndex.weight')}
        {...boundsOf(Weight)}
        unit={t('cityIndex.share', { percent: formatNumber(100 * shareRatio, 1) })}
        value={weight}
        onChange={(next) => onChange({ ...indicator, weight: next })}
      />
      <NumberField
        label={t('cityIndex.zeroAt')}
        {...boundsOf(Amount)}
        unit={of(indicator.unit)}
        value={zeroAt}
        onChange={(next) => limit({ zeroAt: next })}
      />
      <NumberField
        label={t('cityIndex.fullAt')}
        {...boundsOf(Amount)}
        unit={of(indicator.unit)}
        value={fullAt}
        onChange={(next) => limit({ fullAt: next })}
      />
      <div className="field">
        <span>{t('cityIndex.checked')}</span>
        <Switch
          label={t('cityIndex.checked')}
          on={isChecked}
          onChange={(on) => onChange({ ...indicator, isChecked: on })}
        />
      </div>
    </>
  );
}
