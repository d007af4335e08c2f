import { offenderColumns } from '../../../../model/tables/height-limits.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { HEIGHT_LIMITS, heightLimitsController } from '../controller.ts';

/** Lists the buildings above the limits, the most first; a click selects and flies there. */
export function Offenders() {
  const { t, of } = useWords();
  const controller = useController(heightLimitsController);
  useTwin((state) => doneSerial(state, HEIGHT_LIMITS));
  const result = controller.result();
  if (!result) return null;
  const { offenders, request, hash } = result;
  const file = offenderColumns(request.limits);
  const under = formatNumber(result.under);
  return (
    <>
      <p role="status">
        <b>
          {offenders.length === 0
            ? t('heights.sumNone', { under })
            : t('heights.sum', { count: offenders.length, under })}
        </b>
      </p>
      {offenders.length > 0 && (
        <Table
          rows={offenders}
          rowKey={({ building }) => `${building.layer} ${building.row}`}
          columns={[
            {
              head: t('heights.what'),
              value: ({ building }) => of(building.name),
              cell: ({ building }) => (
                <>
                  <BuildingLink building={building} />
                  {building.state !== 'existing' && (
                    <>
                      {' '}
                      <span className="tag plan">{t('heights.plannedTag')}</span>
                    </>
                  )}
                </>
              ),
            },
            {
              head: t('heights.surface'),
              value: ({ surface }) => t(`heights.surface_${surface}`),
              cell: ({ surface, limit }) => (
                <span title={request.limits[limit].name}>{t(`heights.surface_${surface}`)}</span>
              ),
            },
            { head: t('heights.top'), ...file.top_elevation_m, digits: 1 },
            { head: t('heights.limit'), ...file.limit_elevation_m, digits: 1 },
            { head: t('heights.excess'), ...file.excess_m, digits: 1, isMain: true },
          ]}
        />
      )}
      <p className="note">{t('heights.note')}</p>
      <InferredFact fact="prisms" />
      <AnalysisFoot controller={controller} name="height-limits" hash={hash} />
    </>
  );
}
