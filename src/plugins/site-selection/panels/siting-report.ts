import type { PageReport, ReportTable } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import type { SitingResult } from '../../../../workers/site-selection/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { headline, limitText, limitTexts, methodText, newSites, proofText, removedText } from '../outcome.ts';

/** The choice for paper and a spreadsheet: sites, service before and after, what fewer sites bring, method and limits. */
export function useSitingReport(): (result: SitingResult) => PageReport {
  const speech = useWords();
  const { t, of } = speech;
  const { twin } = useApp();
  const common = useReportFacts();
  return (result) => {
    const { request, hash } = result;
    const removed = removedText(t, result);
    return {
      file: `${twin.city.id}-siting`,
      title: `${of(twin.city.name)} · ${t('siting.title')}`,
      lead: {
        figure: String(newSites(result)),
        sentence: [headline(t, result), ...limitTexts(t, of, result)].join(' '),
      },
      facts: [
        ...common(),
        [t('siting.aim'), t(`siting.${request.aim}`)],
        [t('siting.proof'), proofText(t, result)],
        ...(removed === null ? [] : [[t('siting.conditions'), removed] as const]),
        [t('siting.method'), methodText(t, result)],
        [t('siting.limits'), t('siting.assumedWhy')],
        [t('siting.hash'), hash],
      ],
      tables: [sitesTable(result, speech), levelsTable(result, speech), ...frontTables(result, speech)],
      signatures: [],
    };
  };
}

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

function sitesTable({ sites, unfit, cost }: SitingResult, { t, of }: Speech): ReportTable {
  const limits = [
    ...(unfit === null ? [] : (['load', 'capacity'] as const)),
    ...(cost === null ? [] : (['cost'] as const)),
  ];
  const heads = ['site', 'state', 'within', 'onlyHere', 'nearest', 'mean', ...limits] as const;
  return {
    title: t('siting.site'),
    head: heads.map((head) => t(`siting.${head}`)),
    rows: sites.map((site): Cell[] => [
      of(site.name),
      t(`siting.${site.state}`),
      site.within,
      site.onlyHere,
      site.nearest,
      site.meanMin,
      ...limits.map((limit) => site[limit]),
    ]),
    digits: [undefined, undefined, 0, 0, 0, 1, ...limits.map(() => 0)],
  };
}

function levelsTable({ request, before, after }: SitingResult, { t }: Speech): ReportTable {
  const levels = [...(before ? [{ when: t('siting.before'), ...before }] : []), { when: t('siting.after'), ...after }];
  const heads = ['meanAll', 'longest', 'worst', 'gini', 'farOff'] as const;
  const within = t('siting.withinLimit', { limit: limitText(request.limitMin) });
  return {
    title: t('siting.level'),
    head: [t('siting.level'), within, ...heads.map((head) => t(`siting.${head}`))],
    rows: levels.map(({ when, meanMin, maxMin, worst5PctMin, gini, far, ...level }): Cell[] => [
      when,
      level.within,
      meanMin,
      maxMin,
      worst5PctMin,
      gini,
      far,
    ]),
    digits: [undefined, 0, 1, 1, 1, 3, 0],
  };
}

function frontTables({ front }: SitingResult, { t }: Speech): ReportTable[] {
  if (front.length < 2) return [];
  const isOfBudget = front.some(({ cost }) => cost !== null);
  return [
    {
      title: t(isOfBudget ? 'siting.frontBudget' : 'siting.front'),
      head: [
        ...(isOfBudget ? [t('siting.cost')] : []),
        t('siting.frontNew'),
        t('siting.frontValue'),
        t('siting.frontBound'),
      ],
      rows: front.map(({ sites, cost, value, bound }): Cell[] => [...(isOfBudget ? [cost] : []), sites, value, bound]),
      digits: [...(isOfBudget ? [0] : []), 0, 1, 1],
    },
  ];
}
