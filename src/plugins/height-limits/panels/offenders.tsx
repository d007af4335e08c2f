import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { HEIGHT_LIMITS, heightOpener } from '../open.ts';

/** So many are listed; all are in the table that is saved. */
const LISTED = 40;

/** Who stands above the limits, the most first; a click selects and flies there. */
export function Offenders() {
  const { t } = useWords();
  const controller = useController(heightOpener);
  useTwin((state) => doneSerial(state, HEIGHT_LIMITS));
  const result = controller.result();
  if (!result) return null;
  const { offenders, request, hash } = result;
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
        <table className="analysis-table">
          <thead>
            <tr>
              <th>{t('heights.what')}</th>
              <th>{t('heights.surface')}</th>
              <th>{t('heights.top')}</th>
              <th>{t('heights.limit')}</th>
              <th>{t('heights.excess')}</th>
            </tr>
          </thead>
          <tbody>
            {offenders.slice(0, LISTED).map(({ building, limit, surface, topM, limitM, excessM }) => (
              <tr key={`${building.layer} ${building.row}`}>
                <td>
                  <BuildingLink building={building} />
                  {building.state !== 'existing' && (
                    <>
                      {' '}
                      <span className="tag plan">{t('heights.plannedTag')}</span>
                    </>
                  )}
                </td>
                <td title={request.limits[limit].name}>{t(`heights.surface_${surface}`)}</td>
                <td>{formatNumber(topM, 1)}</td>
                <td>{formatNumber(limitM, 1)}</td>
                <td>
                  <b>{formatNumber(excessM, 1)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {offenders.length > LISTED && <p className="note">{t('heights.more', { count: offenders.length - LISTED })}</p>}
      <p className="note">{t('heights.note')}</p>
      <InferredFact fact="prisms" />
      <AnalysisFoot controller={controller} name="height-limits" hash={hash} />
    </>
  );
}
