import { useMemo, useState } from 'react';
import { sightOfBuilding } from '../../../../model/city/standing-building.ts';
import type { SunBuildingRow, SunResult } from '../../../../workers/sun/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Segmented } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { SaveTables } from '../../../kit/table/save-tables.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { sunController } from '../controller.ts';
import { type DwellingRow, dwellingRows } from '../dwelling.ts';
import { useDwellingName, useVerdict } from '../verdict-text.ts';
import { DwellingChart } from './dwelling-chart.tsx';
import { FanFacts, StoreyFan } from './sun-fan.tsx';
import { parametersText, useSunSheet } from './sun-report.ts';
import { SchemeNote } from './with-scheme.tsx';

/** How many buildings are listed; all are in the table that is saved. */
const BUILDINGS_LISTED = 30;

/** 日照结果: what the last study came to, in a sentence, by dwelling with the worst first, and how it was computed. */
export function SunResultPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const sun = useController(sunController);
  const sheet = useSunSheet();
  const serial = useTwin(({ sunStudied }) => (sunStudied.kind === 'done' ? sunStudied.serial : null));
  const result = sun.result();
  const verdictOf = useVerdict();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each study has a serial of its own
  const rows = useMemo(() => (result ? dwellingRows(result) : []), [serial]);
  if (!result) return null;
  const { rules, hasScheme, dwellings } = result;
  const verdict = verdictOf(result, rows);
  return (
    <Panel
      title={t('sun.hours')}
      className="tool sun-result"
      onClose={onClose}
      footer={<ReportButtons make={() => sheet(result)} />}
    >
      <p className="verdict-line">
        <b>{verdict.figure}</b> {verdict.sentence}
      </p>
      {verdict.worst && <p>{verdict.worst}</p>}
      <p className="note">
        {of(rules.label)} · {rules.verified ? of(rules.source) : t('sun.noVerdict')}{' '}
        <RuleMark standing={{ kind: rules.verified ? 'stated' : 'unconfirmed' }} />
      </p>
      <SchemeNote scheme={sun.reckoned('study')} />
      <ColourFacades hasScheme={hasScheme} />
      {rows.length > 0 && (
        <>
          <DwellingChart result={result} rows={rows} />
          <Dwellings result={result} rows={rows} />
        </>
      )}
      {dwellings.count === 0 && <p className="note">{t('sun.noHomes')}</p>}
      <details className="fold">
        <summary>{t('sun.byStoreys')}</summary>
        <Buildings result={result} />
      </details>
      <details className="fold">
        <summary>{t('sun.how')}</summary>
        <HowItWas result={result} />
      </details>
    </Panel>
  );
}

/** The dwellings, the worst first; a press flies before its windows and frames them. */
function Dwellings({ result, rows }: { result: SunResult; rows: readonly DwellingRow[] }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const nameOf = useDwellingName();
  const framed = useTwin(({ sunDwelling }) => sunDwelling);
  const { rules, hasScheme } = result;
  const hours = (minutes: number) => formatNumber(minutes / 60, 1);
  const columns: TableColumn<DwellingRow>[] = [
    {
      head: t('sun.dwelling'),
      width: '58%',
      value: (row) => nameOf(result, row),
      cell: (row) => (
        <button
          type="button"
          className="link"
          aria-pressed={framed === row.at}
          onClick={() => sun.showDwelling(row.at)}
        >
          {nameOf(result, row)}
        </button>
      ),
    },
    {
      head: t('sun.hoursBefore'),
      unit: 'h',
      value: (row) => row.beforeMin / 60,
      cell: (row) => hours(row.beforeMin),
      align: 'end',
    },
  ];
  if (hasScheme)
    columns.push({
      head: t('sun.hoursAfter'),
      unit: 'h',
      value: (row) => row.afterMin / 60,
      cell: (row) => hours(row.afterMin),
      align: 'end',
      isMain: true,
    });
  if (rules.verified)
    columns.push({ head: t('sun.verdict'), value: (row) => t(row.metAfter ? 'sun.meets' : 'sun.fails') });
  return (
    <Table
      name="sun-dwellings"
      label={t('sun.dwellings')}
      columns={columns}
      rows={rows}
      rowKey={({ at }) => at}
      rowProps={({ at, metAfter }) => ({
        className: `${metAfter ? '' : 'lost'}${framed === at ? ' chosen' : ''}`,
        'data-dwelling': at,
      })}
    />
  );
}

function Buildings({ result }: { result: SunResult }) {
  const { t } = useWords();
  const { buildings, rules, hasScheme } = result;
  const rows = [...buildings].sort((a, b) => b.lost - a.lost || a.metAfter / a.judged - b.metAfter / b.judged);
  const sum = (of: (row: SunBuildingRow) => number) => formatNumber(rows.reduce((all, row) => all + of(row), 0));
  return (
    <>
      <p data-sum="windows">
        {t(hasScheme ? 'sun.sumScheme' : 'sun.sum', {
          buildings: formatNumber(rows.length),
          windows: sum(({ judged }) => judged),
          before: sum(({ metBefore }) => metBefore),
          after: sum(({ metAfter }) => metAfter),
          lost: sum(({ lost }) => lost),
          minutes: formatNumber(rules.minMinutes),
        })}
      </p>
      <ul>
        {rows.slice(0, BUILDINGS_LISTED).map((row) => (
          <BuildingRow
            key={`${row.layer} ${row.id}`}
            row={row}
            building={buildings.indexOf(row)}
            hasScheme={hasScheme}
          />
        ))}
      </ul>
      {rows.length > BUILDINGS_LISTED && (
        <p className="note">{t('sun.more', { count: formatNumber(rows.length - BUILDINGS_LISTED) })}</p>
      )}
    </>
  );
}

function HowItWas({ result }: { result: SunResult }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const { counts } = result;
  return (
    <>
      <p className="note">{t('sun.assumedDwellings')}</p>
      <p className="note">{parametersText(t, result)}</p>
      <p className="note">
        {t('sun.left', {
          inside: formatNumber(counts.insideParts),
          under: formatNumber(counts.underGround),
          assumed: formatNumber(counts.storeysAssumed),
          pitched: formatNumber(counts.pitched),
        })}
      </p>
      <InferredFact fact="prisms" />
      <p className="form-actions">
        <SaveTables
          file="sun-storeys"
          label={t('sun.save')}
          tables={async () => ({ 'sun-storeys': await sun.storeys(), 'sun-dwellings': await sun.dwellings() })}
          lineEnd={'\n'}
        />
        <span className="mono note">{result.hash.slice(0, 12)}</span>
      </p>
    </>
  );
}

/** Whether the walls wear their hours, and which. */
function ColourFacades({ hasScheme }: { hasScheme: boolean }) {
  const { t } = useWords();
  const sun = useController(sunController);
  const phase = useTwin((state) => state.sunFacades);
  return (
    <Segmented
      label={t('sun.colour')}
      value={phase ?? 'off'}
      options={[
        { value: 'off', label: t('sun.colourOff') },
        { value: 'before', label: t('sun.colourBefore') },
        ...(hasScheme ? [{ value: 'after' as const, label: t('sun.colourAfter') }] : []),
      ]}
      onChange={(value) => sun.show(value === 'off' ? null : value)}
    />
  );
}

function BuildingRow({ row, building, hasScheme }: { row: SunBuildingRow; building: number; hasScheme: boolean }) {
  const { t, of } = useWords();
  const { twin, view, catalogue } = useApp();
  const [isOpen, setOpen] = useState(false);
  const goThere = () => {
    view.flyToPlace(sightOfBuilding(row));
    void catalogue.gidOf(row.id).then((gid) => twin.getState().select(gid));
  };
  const met = hasScheme
    ? `${formatNumber(row.metBefore)} → ${formatNumber(row.metAfter)}`
    : formatNumber(row.metBefore);
  const after: TableColumn<SunBuildingRow['storeys'][number]> = {
    head: t('sun.minutesAfter'),
    cell: ({ leastAfterMin, mostAfterMin }) => rangeText(leastAfterMin, mostAfterMin),
    align: 'end',
  };
  return (
    <li>
      <p className="row-head">
        <button type="button" className="link" onClick={goThere}>
          {of(row.name)}
        </button>
        <span className="space" />
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('sun.metOf', { met, judged: formatNumber(row.judged) })}
        </button>
      </p>
      {isOpen && <FanFacts building={building} />}
      {isOpen && (
        <Table
          isFixed
          name="sun-storeys"
          rows={row.storeys}
          rowKey={({ storey }) => storey}
          rowProps={({ lost }) => ({ className: lost > 0 ? 'lost' : '' })}
          columns={[
            { head: t('sun.storey'), cell: ({ storey }) => <StoreyFan building={building} storey={storey} /> },
            { head: t('sun.windows'), value: ({ judged }) => judged },
            {
              head: t('sun.minutesBefore'),
              cell: ({ leastBeforeMin, mostBeforeMin }) => rangeText(leastBeforeMin, mostBeforeMin),
              align: 'end',
            },
            ...(hasScheme ? [after] : []),
          ]}
        />
      )}
    </li>
  );
}

const rangeText = (least: number, most: number): string =>
  Number.isFinite(least) && Number.isFinite(most) ? `${Math.round(least)}–${Math.round(most)}` : '—';
