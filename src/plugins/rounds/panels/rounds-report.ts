import type { PageReport, ReportTable } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import type { RoundsResult } from '../../../../workers/rounds/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { M_PER_KM } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { assumptionOf, clockText, headline, methodText, proofText, unservedText } from '../outcome.ts';

/** Tours for paper and a spreadsheet: vehicles, a sheet of stops for each, what is left out, method and limits. */
export function useRoundsReport(): (result: RoundsResult) => PageReport {
  const speech = useWords();
  const { t, of } = speech;
  const { twin } = useApp();
  const common = useReportFacts();
  return (result) => {
    const left = unservedText(t, result);
    return {
      file: `${twin.city.id}-rounds`,
      title: `${of(twin.city.name)} · ${t('rounds.title')}`,
      lead: {
        figure: String(result.rounds.length),
        sentence: [headline(t, result), ...(left === null ? [] : [left])].join(' '),
      },
      facts: [
        ...common(),
        [t('rounds.aim'), t(result.request.aim === 'vehicles' ? 'rounds.fewest' : 'rounds.shortest')],
        [t('rounds.proof'), proofText(t, result)],
        [t('rounds.method'), methodText(t, result)],
        [t('rounds.limits'), t(assumptionOf(result.request.task.by))],
        [t('rounds.hash'), result.hash],
      ],
      tables: [vehiclesTable(result, speech), ...visitTables(result, speech), ...leftTables(result, speech)],
      signatures: [],
    };
  };
}

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

function vehiclesTable({ rounds }: RoundsResult, { t, of }: Speech): ReportTable {
  const heads = ['number', 'depot', 'stops', 'leaves', 'back', 'drive', 'work', 'wait', 'km', 'load'] as const;
  return {
    title: t('rounds.legend'),
    head: heads.map((head) => t(`rounds.${head}`)),
    rows: rounds.map((one): Cell[] => [
      one.vehicle,
      of(one.depot.name),
      one.stops,
      clockText(one.leavesS),
      clockText(one.backS),
      one.driveMin,
      one.workMin,
      one.waitMin,
      one.lengthM / M_PER_KM,
      one.load,
    ]),
    digits: [0, undefined, 0, undefined, undefined, 1, 1, 1, 1, 1],
  };
}

const visitTables = ({ rounds, visits }: RoundsResult, { t, of }: Speech): ReportTable[] =>
  rounds.map(({ vehicle }) => ({
    title: t('rounds.tour', { vehicle }),
    head: (['order', 'stop', 'arrives', 'wait', 'begins', 'ends', 'load'] as const).map((head) => t(`rounds.${head}`)),
    rows: visits
      .filter((visit) => visit.vehicle === vehicle)
      .map((visit): Cell[] => [
        visit.order,
        of(visit.name),
        clockText(visit.arrivesS),
        visit.waitMin,
        clockText(visit.beginsS),
        clockText(visit.endsS),
        visit.load,
      ]),
    digits: [0, undefined, undefined, 1, undefined, undefined, 1],
  }));

const leftTables = ({ unserved }: RoundsResult, { t, of }: Speech): ReportTable[] =>
  unserved.length === 0
    ? []
    : [
        {
          title: t('rounds.left'),
          head: [t('rounds.stop'), t('rounds.why')],
          rows: unserved.map(({ name, why }): Cell[] => [of(name), t(`rounds.why-${why}`)]),
          digits: [undefined, undefined],
        },
      ];
