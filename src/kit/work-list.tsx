import { IconButton } from './controls.tsx';
import { formatNumber } from './format.ts';
import { useWords } from './words.ts';

/** Rows in view: with the steps above them there is room for no more. */
const ROWS = 5;

export interface WorkRow {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  readonly figure?: string | undefined;
  /** How it stands; absent: as the others. */
  readonly mark?: 'severe' | 'waits' | 'open' | 'done' | undefined;
}

/** The first of the rows in view, so that the open one is among them. */
const firstInView = (open: number, count: number): number =>
  Math.max(0, Math.min(open - Math.floor(ROWS / 2), count - ROWS));

/** What a tool works through, about the one that is open: a press opens another, the arrows the next. */
export function WorkList({
  title,
  rows,
  open,
  onOpen,
  onAll,
}: {
  title: string;
  rows: readonly WorkRow[];
  open: string | null;
  onOpen: (id: string) => void;
  /** Shows all of them in the inspector; absent: they are there already. */
  onAll?: (() => void) | undefined;
}) {
  const { t } = useWords();
  if (rows.length === 0) return null;
  const at = rows.findIndex(({ id }) => id === open);
  const first = firstInView(at, rows.length);
  const shown = rows.slice(first, first + ROWS);
  const hidden = rows.length - shown.length;
  const step = (by: number) => onOpen(rows[Math.max(0, Math.min(rows.length - 1, at + by))].id);
  return (
    <section className="work-list" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {shown.map(({ id, name, note, figure, mark }) => (
          <li key={id}>
            <button type="button" className={mark} aria-pressed={id === open} onClick={() => onOpen(id)}>
              <i aria-hidden="true" />
              <b>{name}</b>
              {figure && <em>{figure}</em>}
              {note && <span>{note}</span>}
            </button>
          </li>
        ))}
      </ul>
      <p className="work-foot">
        {onAll ? (
          <button type="button" className="link" onClick={onAll}>
            {hidden > 0
              ? t('shell.moreRows', { count: formatNumber(hidden) })
              : t('shell.allRows', { count: formatNumber(rows.length) })}
          </button>
        ) : (
          hidden > 0 && <span>{t('shell.moreRows', { count: formatNumber(hidden) })}</span>
        )}
        {rows.length > 1 && (
          <>
            <span className="space" />
            <IconButton icon="up" label={t('shell.rowBefore')} onClick={() => step(-1)} />
            <IconButton icon="down" label={t('shell.rowAfter')} onClick={() => step(1)} />
          </>
        )}
      </p>
    </section>
  );
}
