import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { AHEAD_DIGITS, signed } from '../change-text.ts';
import { AHEAD_FIGURES, type AheadItem, aheadChange, endFigures, noActionOf, runOfItem } from '../look-ahead.ts';

type FigureName = (typeof AHEAD_FIGURES)[number];

/** "What changes if": each variant's figures and what they differ by from those without action. */
export function AheadTable({ items }: { items: readonly AheadItem[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const all = useTwin((state) => state.runs);
  const [first] = items;
  const base = first && noActionOf(items, first);
  if (!base) return null;
  const runs = { ...twin.getState(), runs: all };
  const noAction = runOfItem(runs, base);
  const others = items.filter((item) => item !== base).map((item) => ({ item, run: runOfItem(runs, item) }));
  const columns = others.map(({ item, run }) => ({ item, run, found: aheadChange(noAction, run) }));
  const cell = (run: typeof noAction, name: FigureName) => {
    const value = run?.status.kind === 'done' ? endFigures(run)[name] : undefined;
    return value === undefined ? NO_VALUE_MARK : formatNumber(value, AHEAD_DIGITS[name]);
  };
  return (
    <div className="table-scroll">
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
          {AHEAD_FIGURES.map((name, row) => (
            <tr key={name} data-figure={name}>
              <td>{t(`lookAhead.figures.${name}`)}</td>
              <td className="number">{cell(noAction, name)}</td>
              {columns.map(({ item, run, found }) => {
                const change = found?.changes[row].change ?? null;
                return (
                  <td key={item.id} className="number">
                    {cell(run, name)} <b>({change === null ? NO_VALUE_MARK : signed(change, AHEAD_DIGITS[name])})</b>
                  </td>
                );
              })}
            </tr>
          ))}
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
    </div>
  );
}
