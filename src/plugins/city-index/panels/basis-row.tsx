import { useId, useState } from 'react';
import * as v from 'valibot';
import { Amount, type Basis, Weight } from '../../../../model/city-index/index-card.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { cityIndexController } from '../controller.ts';
import { shownValues } from '../slice.ts';

interface RowProps {
  basis: Basis;
  score: number | null;
  shareRatio: number;
  /** Weight of the basis, or of the indicator that is one figure alone. */
  weight: number;
  onWeight(weight: number): void;
  onChange(next: Basis): void;
}

/** Shows a figure that an indicator is made of: its value, its score, and how both come about. */
export function BasisRow(props: RowProps) {
  const { basis, score } = props;
  const { t, of } = useWords();
  return (
    <div className="index-row" data-basis={basis.id}>
      <p className="row-head">
        <span className="name">{of(basis.name)}</span>
        {basis.isSurvey && <span className="tag">{t('cityIndex.survey')}</span>}
        {!basis.isChecked && <span className="tag unsure">{t('cityIndex.unchecked')}</span>}
        <span className="space" />
        <b className="index-score">{score === null ? t('cityIndex.noValue') : formatNumber(score, 1)}</b>
      </p>
      <ValueField basis={basis} />
      <details>
        <summary>{t('cityIndex.details')}</summary>
        <Details {...props} />
      </details>
    </div>
  );
}

/** An empty field is no value; what the twin knows is offered beside it. */
function ValueField({ basis: { id, name, unit } }: { basis: Basis }) {
  const { t, of } = useWords();
  const field = useId();
  const controller = useController(cityIndexController);
  const given = useTwin((state) => shownValues(state)[id]);
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

function Details({ basis, shareRatio, weight, onWeight, onChange }: Omit<RowProps, 'score'>) {
  const { t, of } = useWords();
  const controller = useController(cityIndexController);
  const given = useTwin((state) => shownValues(state)[basis.id]);
  const { zeroAt, fullAt, isChecked } = basis;
  const limit = (part: { zeroAt?: number; fullAt?: number }) => {
    const next = { ...basis, ...part };
    if (next.zeroAt !== next.fullAt) onChange(next);
  };
  return (
    <>
      <p className="note">
        {t('cityIndex.formula')}: {of(basis.formula)}
      </p>
      <p className="note">
        {t('cityIndex.source')}: {of(basis.source)}
      </p>
      {given && given.origin !== 'twin' && (
        <TextField
          label={t('cityIndex.note')}
          hint={t('cityIndex.noteHint')}
          value={given.note ? of(given.note) : ''}
          onChange={(line) =>
            controller.put(basis.id, { value: given.value, origin: given.origin, note: { zh: line, en: line } })
          }
        />
      )}
      <NumberField
        label={t('cityIndex.weight')}
        {...boundsOf(Weight)}
        unit={t('cityIndex.share', { percent: formatNumber(100 * shareRatio, 1) })}
        value={weight}
        onChange={onWeight}
      />
      <NumberField
        label={t('cityIndex.zeroAt')}
        {...boundsOf(Amount)}
        unit={of(basis.unit)}
        value={zeroAt}
        onChange={(next) => limit({ zeroAt: next })}
      />
      <NumberField
        label={t('cityIndex.fullAt')}
        {...boundsOf(Amount)}
        unit={of(basis.unit)}
        value={fullAt}
        onChange={(next) => limit({ fullAt: next })}
      />
      <div className="field">
        <span>{t('cityIndex.checked')}</span>
        <Switch
          label={t('cityIndex.checked')}
          on={isChecked}
          onChange={(on) => onChange({ ...basis, isChecked: on })}
        />
      </div>
    </>
  );
}
