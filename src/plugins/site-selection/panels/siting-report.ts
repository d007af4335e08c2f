import type { Cell } from '../../../../model/tables/data-table.ts';
import type { SitingResult } from '../../../../workers/site-selection/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PageReport } from '../../../kit/report-file.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { headline, newSites, proofText } from '../outcome.ts';

/** The choice for paper and a spreadsheet: sites, service before and after, what fewer sites bring, method and limits. */
export function useSitingReport(): (result: SitingResult) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  return (result) => {
    const { request, sites, before, after, front, candidates, demands, hash } = result;
    const limit = formatNumber(request.limitMin, 1);
    const levels = [
      ...(before ? [{ when: t('siting.before'), ...before }] : []),
      { when: t('siting.after'), ...after },
    ];
    return {
      file: `${twin.city.id}-siting`,
      title: `${of(twin.city.name)} · ${t('siting.title')}`,
      lead: { figure: String(newSites(result)), sentence: headline(t, result) },
      facts: [
        ...common(),
        [t('siting.aim'), t(`siting.${request.aim}`)],
        [t('siting.proof'), proofText(t, result)],
        [
          t('siting.method'),
          t('siting.how', {
            candidates: formatNumber(candidates),
            demands: formatNumber(demands),
            far: formatNumber(request.farMin),
          }),
        ],
        [t('siting.limits'), t('siting.assumedWhy')],
        [t('siting.hash'), hash],
      ],
      tables: [
        {
          title: t('siting.site'),
          head: [
            t('siting.site'),
            t('siting.state'),
            t('siting.within'),
            t('siting.onlyHere'),
            t('siting.nearest'),
            t('siting.mean'),
          ],
          rows: sites.map((one): Cell[] => [
            of(one.name),
            t(`siting.${one.state}`),
            one.within,
            one.onlyHere,
            one.nearest,
            one.meanMin,
          ]),
          digits: [undefined, undefined, 0, 0, 0, 1],
        },
        {
          title: t('siting.level'),
          head: [
            t('siting.level'),
            t('siting.withinLimit', { limit }),
            t('siting.meanAll'),
            t('siting.longest'),
            t('siting.worst'),
            t('siting.gini'),
            t('siting.farOff'),
          ],
          rows: levels.map(({ when, within, meanMin, maxMin, worst5PctMin, gini, far }): Cell[] => [
            when,
            within,
            meanMin,
            maxMin,
            worst5PctMin,
            gini,
            far,
          ]),
          digits: [undefined, 0, 1, 1, 1, 3, 0],
        },
        ...(front.length > 1
          ? [
              {
                title: t('siting.front'),
                head: [t('siting.frontNew'), t('siting.frontValue'), t('siting.frontBound')],
                rows: front.map(({ sites: count, value, bound }): Cell[] => [count, value, bound]),
                digits: [0, 1, 1],
              },
            ]
          : []),
      ],
      signatures: [],
    };
  };
}
