import { type KeyboardEvent, type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { type Reason, reasonIn } from '../twin/failure.ts';
import { Icon, type IconName } from './icons.tsx';
import { PanelHeadContext } from './panel-head.ts';
import { useScrollStop } from './scroll-stop.ts';
import { pageLanguage, useWords } from './words.ts';

/** A title, what stands beside it, and a body that scrolls; `onClose`, the panel's own or its place's, gives it a closing button. */
export function Panel({
  title,
  note,
  actions,
  onClose,
  closeLabel,
  className = '',
  footer,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  onClose?: () => void;
  closeLabel?: string;
  className?: string;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useWords();
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  useScrollStop(body);
  const head = useContext(PanelHeadContext);
  const close = onClose ?? head?.onClose;
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header>
        {head?.lead}
        <h2 id={id} title={textOf(title)}>
          {title}
        </h2>
        {note !== undefined && (
          <span className="note" title={textOf(note)}>
            {note}
          </span>
        )}
        <span className="space" />
        {actions}
        {head?.trail}
        {close && <IconButton icon="x" label={closeLabel ?? t('common.close')} onClick={close} />}
      </header>
      {!head?.isFolded && (
        <PanelHeadContext value={null}>
          <div ref={body} className="body">
            {children}
          </div>
          {footer && <footer>{footer}</footer>}
        </PanelHeadContext>
      )}
    </section>
  );
}

/** What stands whole in a tooltip, where a narrow head cuts it. */
const textOf = (node: ReactNode): string | undefined => (typeof node === 'string' ? node : undefined);

/** An icon alone has a name and a tooltip (LOOK §5). */
export function IconButton({
  icon,
  label,
  onClick,
  pressed,
  expanded,
  className = '',
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  expanded?: boolean;
  className?: string;
}) {
  return (
    <button
      type="button"
      className={`btn ghost ico ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** On or off; `mixed` is for one that stands for several, which is a checkbox and no switch to a reader of the page. */
export function Switch({
  label,
  on,
  forSeveral = false,
  onChange,
}: {
  label: string;
  on: boolean | 'mixed';
  forSeveral?: boolean;
  onChange: (on: boolean) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = on === 'mixed';
  }, [on]);
  return (
    <input
      ref={input}
      type="checkbox"
      role={forSeveral ? undefined : 'switch'}
      className="switch"
      aria-label={label}
      title={label}
      checked={on === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** A choice of few: arrow keys move, one tab stop (native radio buttons carry it). */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  small = false,
}: {
  label: string;
  /** Null: none is chosen, as where a choice for several stands for different ones. */
  value: T | null;
  options: readonly { value: T; label: string; icon?: IconName; title?: string; disabled?: boolean }[];
  onChange: (value: T) => void;
  small?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={`segmented${small ? ' small' : ''}`}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.title}>
          <input
            type="radio"
            className="unseen"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.icon && <Icon name={option.icon} />}
            {option.label}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Tabs of one panel: one tab stop, arrows go along them and show what they come to. */
export function Tabs<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; note?: string }[];
  onChange: (value: T) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (options.findIndex((option) => option.value === value) + step + options.length) % options.length;
    onChange(options[next].value);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={list} className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.note && <span className="note">{option.note}</span>}
        </button>
      ))}
    </div>
  );
}

/** The filled part is drawn by a gradient at `--at`, which every engine has; the value stands at the right. */
export function Slider({
  label,
  value,
  min = 0,
  max,
  step = 1,
  text,
  onChange,
  hideLabel = false,
}: {
  label: string;
  value: number;
  min?: number;
  max: number;
  step?: number;
  text: ReactNode;
  onChange: (value: number) => void;
  hideLabel?: boolean;
}) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id} className={hideLabel ? 'unseen' : ''}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        style={{ '--at': max > min ? (value - min) / (max - min) : 0 }}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  );
}

export function Chip({ on, onClick, children }: { on: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}

/** Value and unit: the unit smaller, a thin space between, so that copied text reads right. */
export function Quantity({ value, unit }: { value: string; unit?: string }) {
  return (
    <span className="quantity">
      {value}
      {unit ? <span className="unit">{`\u2009${unit}`}</span> : null}
    </span>
  );
}

/** Red left edge: what, why, and what still works (LOOK §7). A reason that is one text is in the page's language already. */
export function ErrorNotice({ what, reason, rest }: { what: string; reason: Reason | string; rest?: string }) {
  return (
    <div className="failure" role="alert">
      <Icon name="alert" />
      <div>
        <b>{what}</b>
        <p className="reason">{typeof reason === 'string' ? reason : reasonIn(reason, pageLanguage())}</p>
        {rest && <p>{rest}</p>}
      </div>
    </div>
  );
}

/** Three grey lines while an answer is under way. */
export function Skeleton() {
  const { t } = useWords();
  return (
    <div className="skeleton" role="status" aria-label={t('common.loading')}>
      <i />
      <i />
      <i />
    </div>
  );
}

/** What a part of a desk will hold, said in words where its data would stand. */
export function EmptyState({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <p className="vacant">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}
