import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
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

interface Figure {
  subject: AheadSubject;
  name: FigureName;
}

const figureText = (run: RunFacts | null, name: FigureName): string => {
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
  const figures = subjects.flatMap((subject) => AHEAD_FIGURES[subject].map((name): Figure => ({ subject, name })));
  const whenFirst = ({ found }: Column) => {
    if (found === null) return NO_VALUE_MARK;
    if (found.firstMs === null) return t('lookAhead.never');
    return formatTime(cityTime(found.firstMs, twin.city.zone), false);
  };
  return (
    <Table<Figure | null>
      isFixed
      name="ahead"
      caption={t('lookAhead.changes')}
      rows={[...figures, null]}
      rowKey={(figure) => figure?.name ?? 'first'}
      rowProps={(figure) => ({ 'data-figure': figure?.name ?? 'first' })}
      columns={[
        {
          head: t('lookAhead.figure'),
          cell: (figure) => t(figure ? `lookAhead.figures.${figure.name}` : 'lookAhead.first'),
        },
        {
          head: base.name,
          cell: (figure) => (figure ? figureText(noAction[figure.subject], figure.name) : NO_VALUE_MARK),
          align: 'end',
        },
        ...columns.map(
          (column): TableColumn<Figure | null> => ({
            head: column.item.name,
            cell: (figure) => (figure ? <Changed figure={figure} column={column} /> : whenFirst(column)),
            align: 'end',
          }),
        ),
      ]}
    />
  );
}

/** A figure of a variant, with what it differs by; of a variant that is about something else it tells nothing. */
function Changed({ figure: { subject, name }, column: { item, run, found } }: { figure: Figure; column: Column }) {
  if (item.subject !== subject) return NO_VALUE_MARK;
  const change = found?.changes.find((one) => one.name === name)?.change ?? null;
  return (
    <>
      {figureText(run, name)} <b>({change === null ? NO_VALUE_MARK : signed(change, AHEAD_DIGITS[name])})</b>
    </>
  );
}
