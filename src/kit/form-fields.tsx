import { type ReactNode, useId, useState } from 'react';
import { useApp, useTwin } from './app-context.tsx';
import { IconButton } from './controls.tsx';
import { DayInput } from './day-input.tsx';
import { Icon } from './icons.tsx';
import { useWords } from './words.ts';

export function FormSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** One of several; without `onRemove` it stays. */
export function FormRow({
  title,
  onRemove,
  children,
}: {
  title: string;
  onRemove: (() => void) | null;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <div className="part-row">
      <p className="row-head">
        <b>{title}</b>
        <span className="space" />
        {onRemove && <IconButton icon="x" label={t('run.remove', { name: title })} onClick={onRemove} />}
      </p>
      {children}
    </div>
  );
}

/** Takes the ruler for something; the same button puts it away. `points`: it is done by hand, from so many points on. */
export function PickField({
  icon,
  label,
  hint,
  isPicking,
  points,
  onPick,
}: {
  icon: 'pin' | 'ruler';
  label: string;
  hint: string;
  isPicking: boolean;
  points?: number;
  onPick: (on: boolean) => void;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const set = useTwin((state) => state.pick?.points.length ?? 0);
  if (!isPicking)
    return (
      <button type="button" className="btn small" onClick={() => onPick(true)}>
        <Icon name={icon} />
        {label}
      </button>
    );
  return (
    <>
      <p className="note picking" role="status">
        {hint}
      </p>
      {points !== undefined && (
        <button
          type="button"
          className="btn small primary"
          disabled={set < points}
          onClick={() => twin.getState().finishPicking()}
        >
          <Icon name="check" />
          {t('common.finish')}
        </button>
      )}
      <button type="button" className="btn small" onClick={() => onPick(false)}>
        {t('common.cancel')}
      </button>
    </>
  );
}

export function ChoiceField<T extends string | number>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean }[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => onChange(options[currentTarget.selectedIndex].value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is typed stands as it is until it can be taken; a number out of bounds is marked and not taken. */
export function NumberField({
  label,
  unit,
  value,
  min,
  max,
  step = 1,
  onChange,
}: {
  label: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isTaken = (text: string) => text.trim() !== '' && Number(text) >= min && Number(text) <= max;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={step}
        value={typed ?? value}
        aria-invalid={typed !== null && !isTaken(typed)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (isTaken(text)) onChange(Number(text));
        }}
        onBlur={() => setTyped(null)}
      />
      <span className="unit">{unit}</span>
    </div>
  );
}

/** A line of text; `offers` are what it usually is. */
export function TextField({
  label,
  value,
  hint,
  offers = [],
  onChange,
}: {
  label: string;
  value: string;
  hint?: string;
  offers?: readonly { value: string; label?: string }[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        maxLength={200}
        value={value}
        list={`${id} list`}
        {...(hint === undefined ? {} : { placeholder: hint, title: hint })}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={`${id} list`}>
        {offers.map((offer) => (
          <option key={offer.value} value={offer.value}>
            {offer.label}
          </option>
        ))}
      </datalist>
    </div>
  );
}

/** Text of several lines. */
export function TextAreaField({
  label,
  value,
  most,
  onChange,
}: {
  label: string;
  value: string;
  most: number;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        maxLength={most}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </div>
  );
}

/** A day of a calendar, or none. */
export function DateField({
  label,
  value,
  isDisabled = false,
  isInvalid = false,
  onChange,
}: {
  label: string;
  value: string | undefined;
  isDisabled?: boolean;
  isInvalid?: boolean;
  onChange: (isoDay: string | undefined) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <DayInput id={id} value={value ?? ''} isDisabled={isDisabled} isInvalid={isInvalid} onChange={onChange} />
    </div>
  );
}
