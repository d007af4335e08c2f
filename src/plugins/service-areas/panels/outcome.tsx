import type { ServedFacility } from '../../../../workers/service-areas/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatHectares, formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { SERVICE_AREAS, serviceOpener } from '../open.ts';

/** So many are listed; all are in the table that is saved. */
const LISTED_FACILITIES = 40;
/** Around a facility, when it is flown to. */
const SIGHT_M = 300;

/** Who is served within which time, and what falls to each facility. */
export function ServiceOutcome() {
  const { t } = useWords();
  const controller = useController(serviceOpener);
  useTwin((state) => doneSerial(state, SERVICE_AREAS));
  const result = controller.result();
  if (!result) return null;
  const { bands, residents, unreached, facilities, raster } = result;
  const share = (people: number) => (residents === 0 ? NO_VALUE_MARK : formatNumber((100 * people) / residents, 1));
  const values = { buildings: formatNumber(unreached.buildings), residents: formatNumber(unreached.residents) };
  return (
    <div data-done="service">
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('service.minutes')}</th>
            <th>{t('service.residents')}</th>
            <th>{t('service.share')}</th>
            <th>{t('service.area')}</th>
          </tr>
        </thead>
        <tbody>
          {bands.map(({ minutes, residents: people, areaM2 }) => (
            <tr key={minutes}>
              <td>≤ {minutes}</td>
              <td>{formatNumber(people)}</td>
              <td>
                <b>{share(people)}</b>
              </td>
              <td>{formatHectares(areaM2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {unreached.buildings > 0 && <p className="note">{t('service.unreached', values)}</p>}
      <Loads facilities={facilities} />
      <p className="note">{t('service.how', { cell: formatNumber(raster.cellM) })}</p>
      <InferredFact fact="roads" />
      <InferredFact fact="population" />
      <AnalysisFoot controller={controller} name="service-areas" hash={result.hash} />
    </div>
  );
}

function Loads({ facilities }: { facilities: readonly ServedFacility[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const listed = facilities.toSorted((a, b) => b.demand - a.demand).slice(0, LISTED_FACILITIES);
  const hasCapacity = facilities.some(({ capacity }) => capacity !== null);
  const fly = ({ atM: [eastM, northM] }: ServedFacility) =>
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: SIGHT_M });
  return (
    <>
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('service.facility')}</th>
            <th>{t('service.residents')}</th>
            <th>{t('service.asked')}</th>
            <th>{t('service.capacity')}</th>
            <th>{t('service.load')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((one) => (
            <tr key={one.id}>
              <td>
                <button type="button" className="link" onClick={() => fly(one)}>
                  {of(one.name)}
                </button>
              </td>
              <td>{formatNumber(one.residents)}</td>
              <td>{formatNumber(one.demand)}</td>
              <td>{one.capacity === null ? NO_VALUE_MARK : formatNumber(one.capacity)}</td>
              <td>{one.capacity ? formatNumber((100 * one.demand) / one.capacity) : NO_VALUE_MARK}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!hasCapacity && <p className="note">{t('service.noCapacity')}</p>}
      {facilities.length > LISTED_FACILITIES && (
        <p className="note">{t('service.more', { count: facilities.length - LISTED_FACILITIES })}</p>
      )}
    </>
  );
}
