import type { PageReport } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { offPct } from '../../../../model/tables/districts.ts';
import type { DistrictsResult } from '../../../../workers/districting/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { headline, limitTexts, proofText } from '../outcome.ts';

/** The division for paper and a spreadsheet: districts, who changes, proof and limits. */
export function useDistrictsReport(): (result: DistrictsResult) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  return (result) => {
    const { request, districts, hash } = result;
    const heads = ['district', 'has', 'off', 'before', 'joined', 'left', 'mean', 'area'] as const;
    return {
      file: `${twin.city.id}-districts`,
      title: `${of(twin.city.name)} · ${t('districts.title')}`,
      lead: { figure: String(districts.length), sentence: [headline(t, result), ...limitTexts(t, result)].join(' ') },
      facts: [
        ...common(),
        [t('districts.from'), t(`districts.from-${request.from.by}`)],
        [t('districts.proof'), proofText(t, result)],
        [t('districts.limits'), t('districts.assumedWhy')],
        [t('districts.hash'), hash],
      ],
      tables: [
        {
          title: t('districts.district'),
          head: heads.map((head) => t(`districts.${head}`)),
          rows: districts.map((one): Cell[] => [
            of(one.name),
            one.load,
            offPct(one),
            one.before,
            one.joined,
            one.left,
            one.meanMin ?? one.meanM,
            one.areaHa,
          ]),
          digits: [undefined, 0, 1, 0, 0, 0, 1, 1],
        },
      ],
      signatures: [],
    };
  };
}
