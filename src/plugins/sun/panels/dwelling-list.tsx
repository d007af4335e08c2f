import { useMemo } from 'react';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { WorkList, type WorkRow } from '../../../kit/work-list.tsx';
import { sunController } from '../controller.ts';
import { dwellingRows } from '../dwelling.ts';
import { useDwellingName } from '../verdict-text.ts';

/** Dwellings with less sun than the rule asks, those that lose it first: a press flies before their windows. */
export function DwellingList() {
  const { t } = useWords();
  const sun = useController(sunController);
  const serial = useTwin(({ sunStudied }) => (sunStudied.kind === 'done' ? sunStudied.serial : null));
  const framed = useTwin(({ sunDwelling }) => sunDwelling);
  const nameOf = useDwellingName();
  const result = sun.result();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each study has a serial of its own
  const short = useMemo(() => (result ? dwellingRows(result).filter(({ metAfter }) => !metAfter) : []), [serial]);
  if (!result) return null;
  const hours = (minutes: number) => formatNumber(minutes / 60, 1);
  const rows = short.map(
    (row): WorkRow => ({
      id: String(row.at),
      name: nameOf(result, row),
      figure: row.metBefore
        ? `${hours(row.beforeMin)} → ${hours(row.afterMin)}${THIN_SPACE}h`
        : `${hours(row.afterMin)}${THIN_SPACE}h`,
      mark: row.metBefore ? 'severe' : 'open',
    }),
  );
  return (
    <WorkList
      title={t('sun.list', { hours: formatNumber(result.rules.minMinutes / 60, result.rules.minMinutes % 60 ? 1 : 0) })}
      rows={rows}
      open={framed === null ? null : String(framed)}
      onOpen={(id) => sun.showDwelling(Number(id))}
    />
  );
}
