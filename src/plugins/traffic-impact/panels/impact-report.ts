import type { PageReport, ReportTable } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import type { LoadedRoad } from '../../../../model/tables/traffic.ts';
import type { TrafficResult } from '../../../../workers/traffic/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { changeOf, headline } from '../outcome.ts';
import { basisOf } from './basis.ts';

/** Roads of the report at most. */
const MAX_ROADS = 40;

/** Returns who is late for paper and a spreadsheet: the hour before and after, the roads that change most, method and limits. */
export function useImpactReport(): (result: TrafficResult) => PageReport {
  const speech = useWords();
  const { t, of } = speech;
  const { twin } = useApp();
  const common = useReportFacts();
  return (result) => ({
    file: `${twin.city.id}-traffic`,
    title: `${of(twin.city.name)} · ${t('impact.title')}`,
    lead: { figure: formatNumber(result.laterCarHours, 1), sentence: headline(t, result) },
    facts: [
      ...common(),
      ...basisOf(result, speech).map(({ text, isInferred }): [string, string] => [
        t(isInferred ? 'common.inferred' : 'impact.given'),
        text,
      ]),
      [t('impact.assumed'), t('impact.assumedWhy')],
      [t('impact.level'), t('impact.levels')],
      [t('impact.method'), t('impact.limits')],
      [t('impact.hash'), result.hash],
    ],
    tables: [hourTable(result, speech), roadTable(result, speech)],
    signatures: [],
  });
}

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

function hourTable({ before, after }: TrafficResult, { t }: Speech): ReportTable {
  const row = (label: string, of: (totals: TrafficResult['before']) => number): Cell[] => [
    label,
    of(before),
    of(after),
  ];
  return {
    title: t('impact.figure'),
    head: [t('impact.figure'), t('impact.before'), t('impact.after')],
    rows: [
      row(t('impact.carHours'), ({ carHours }) => carHours),
      row(t('impact.meanMin'), ({ meanMin }) => meanMin),
      row(t('impact.stranded'), ({ stranded }) => stranded),
      row(t('impact.levelE'), ({ levels }) => levels.E),
      row(t('impact.levelF'), ({ levels }) => levels.F),
    ],
    digits: [undefined, 2, 2],
  };
}

function roadTable({ roads }: TrafficResult, { t, of }: Speech): ReportTable {
  const most = roads.toSorted((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a))).slice(0, MAX_ROADS);
  const heads = ['road', 'before', 'after', 'ratio', 'level'] as const;
  return {
    title: t('impact.changes'),
    head: heads.map((head) => t(`impact.${head}`)),
    rows: most.map(({ id, name, before, after }: LoadedRoad): Cell[] => [
      of(name) || id,
      before?.carsPerH ?? null,
      after?.carsPerH ?? null,
      after?.ratio ?? null,
      `${before?.level ?? '–'} → ${after?.level ?? '–'}`,
    ]),
    digits: [undefined, 0, 0, 2, undefined],
  };
}
