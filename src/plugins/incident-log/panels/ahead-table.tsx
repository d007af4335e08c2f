import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { TableScroll } from '../../../kit/scroll-stop.tsx';
import { useWords } from '../../../kit/words.ts';
import type { RunFacts } from '../../../twin/runs.ts';
import { AHEAD_DIGITS, signed } from '../change-text.ts';
import {
  AHEAD_FIGURES,
  type AheadChange,
  type AheadItem,
  type AheadSubject,
  aheadChange,
  endFigures,
  noActionOf,
  runOfItem,
} from '../look-ahead.ts';

type FigureName = (typeof AHEAD_FIGURES)[AheadSubject][number];

/** A variant beside no action. */
interface Column {
  item: AheadItem;
  run: RunFacts | null;
  found: AheadChange | null;
}

const cellOf = (run: RunFacts | null, name: FigureName): string => {
  const value = run?.status.kind === 'done' ? endFigures(run)[name] : undefined;
  return value === undefined ? NO_VALUE_MARK : formatNumber(value, AHEAD_DIGITS[name]);
};

/** "What changes if": each variant's figures and what they differ by from those without action. */
export function AheadTable({ items }: { items: readonly AheadItem[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const all = useTwin((state) => state.runs);
  const runs = { ...twin.getState(), runs: all };
  const [first] = items;
  const base = first && noActionOf(items, first);
  if (!base) return null;
  const look = first.look;
  const noActionRun = (subject: AheadSubject) => {
    const item = noActionOf(items, { look, subject });
    return item && runOfItem(runs, item);
  };
  const noAction = { water: noActionRun('water'), people: noActionRun('people') };
  const subjects = (['water', 'people'] as const).filter((subject) => items.some((one) => one.subject === subject));
  const columns = items
    .filter((item) => !item.isNoAction)
    .map((item): Column => {
      const run = runOfItem(runs, item);
      return { item, run, found: aheadChange(item.subject, noAction[item.subject], run) };
    });
  return (
    <TableScroll>
      <table className="analysis-table incident-table ahead-table">
        <caption className="note">{t('lookAhead.changes')}</caption>
        <thead>
          <tr>
            <th>{t('lookAhead.figure')}</th>
            <th>{base.name}</th>
            {columns.map(({ item }) => (
              <th key={item.id}>{item.name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {subjects.flatMap((subject) =>
            AHEAD_FIGURES[subject].map((name) => (
              <Row key={name} subject={subject} name={name} noAction={noAction[subject]} columns={columns} />
            )),
          )}
          <tr data-figure="first">
            <td>{t('lookAhead.first')}</td>
            <td className="number">{NO_VALUE_MARK}</td>
            {columns.map(({ item, found }) => (
              <td key={item.id} className="number">
                {found === null
                  ? NO_VALUE_MARK
                  : found.firstMs === null
                    ? t('lookAhead.never')
                    : formatTime(cityTime(found.firstMs, twin.city.zone), false)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </TableScroll>
  );
}

/** A figure of all variants: of those that are about something else it tells nothing. */
function Row({
  subject,
  name,
  noAction,
  columns,
}: {
  subject: AheadSubject;
  name: FigureName;
  noAction: RunFacts | null;
  columns: readonly Column[];
}) {
  const { t } = useWords();
  return (
    <tr data-figure={name}>
      <td>{t(`lookAhead.figures.${name}`)}</td>
      <td className="number">{cellOf(noAction, name)}</td>
      {columns.map(({ item, run, found }) => {
        if (item.subject !== subject)
          return (
            <td key={item.id} className="number">
              {NO_VALUE_MARK}
            </td>
          );
        const change = found?.changes.find((one) => one.name === name)?.change ?? null;
        return (
          <td key={item.id} className="number">
            {cellOf(run, name)} <b>({change === null ? NO_VALUE_MARK : signed(change, AHEAD_DIGITS[name])})</b>
          </td>
        );
      })}
    </tr>
  );
}
