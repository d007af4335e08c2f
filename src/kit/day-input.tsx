import { useRef, useState } from 'react';
import { MIN_PER_H, MS_PER_DAY } from '../../model/time.ts';
import type { Language } from '../twin/appearance.ts';
import { formatDate, isoDate, MONTHS_EN } from './city-time.ts';
import { Icon } from './icons.tsx';
import { useWords } from './words.ts';

/** The day that a text names, as an ISO date: `2027-1-20`, `2027年1月20日`, `20270120`, `20 Jan 2027`; null: none. */
export function dayOfText(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[^\d]+(\d{1,2})[^\d]+(\d{1,2})\D*$/.exec(text.trim()) ?? [];
  if (year) return existing(Number(year), Number(month), Number(day));
  const [, packedYear, packedMonth, packedDay] = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ?? [];
  if (packedYear) return existing(Number(packedYear), Number(packedMonth), Number(packedDay));
  const [, dayOf, name, yearOf] = /^(\d{1,2})\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4})$/i.exec(text.trim()) ?? [];
  if (!name) return null;
  return existing(
    Number(yearOf),
    MONTHS_EN.findIndex((one) => one.toLowerCase() === name.toLowerCase()) + 1,
    Number(dayOf),
  );
}

function existing(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? isoDate({ year, month, day }) : null;
}

/** The minute of the day that a text names, `9:05` or `0905`; null: none. */
export function minuteOfText(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2})[:：]?(\d{2})$/.exec(text.trim()) ?? [];
  if (!hour || Number(hour) > 23 || Number(minute) > 59) return null;
  return Number(hour) * MIN_PER_H + Number(minute);
}

/** An ISO date in the reader's language; '' stays so. */
export function dayText(iso: string, language: Language): string {
  const [year, month, day] = iso.split('-').map(Number);
  return year && month && day ? formatDate({ year, month, day }, language) : '';
}

/**
 * A day as the page's language writes it: browsers write those of their own fields in the language of the browser. What is typed stands as it is until it
 * names a day; up and down go by one; the button opens the browser's calendar.
 */
export function DayInput({
  id,
  value,
  isDisabled = false,
  isInvalid = false,
  onChange,
}: {
  id: string;
  /** An ISO date; '': none. */
  value: string;
  isDisabled?: boolean;
  isInvalid?: boolean;
  onChange(isoDay: string | undefined): void;
}) {
  const { t, language } = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const calendar = useRef<HTMLInputElement>(null);
  const isTaken = (text: string) => text.trim() === '' || dayOfText(text) !== null;
  const stepBy = (days: number) => {
    setTyped(null);
    onChange(new Date(Date.parse(`${value}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10));
  };
  return (
    <span className="day-input">
      <input
        id={id}
        type="text"
        autoComplete="off"
        disabled={isDisabled}
        data-day={value}
        value={typed ?? dayText(value, language)}
        placeholder={t('day.hint')}
        aria-invalid={isInvalid || (typed !== null && !isTaken(typed))}
        onChange={({ currentTarget: { value: text } }) => {
          setTyped(text);
          if (isTaken(text)) onChange(dayOfText(text) ?? undefined);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          const days = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (days === undefined || value === '') return;
          event.preventDefault();
          stepBy(days);
        }}
      />
      <button
        type="button"
        className="btn ghost ico"
        disabled={isDisabled}
        aria-label={t('day.calendar')}
        title={t('day.calendar')}
        onClick={() => calendar.current?.showPicker()}
      >
        <Icon name="day" />
      </button>
      <input
        ref={calendar}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        disabled={isDisabled}
        value={value}
        onChange={({ currentTarget }) => {
          setTyped(null);
          onChange(currentTarget.value || undefined);
        }}
      />
    </span>
  );
}

/** An hour of the day, of 24. */
export function MinuteInput({
  label,
  value,
  isDisabled = false,
  onChange,
}: {
  label: string;
  /** `09:05`. */
  value: string;
  isDisabled?: boolean;
  onChange(minuteOfDay: number): void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className="minute-input"
      type="text"
      inputMode="numeric"
      autoComplete="off"
      aria-label={label}
      disabled={isDisabled}
      value={typed ?? value}
      aria-invalid={typed !== null && minuteOfText(typed) === null}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        const minute = minuteOfText(text);
        if (minute !== null) onChange(minute);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
