import {
  bandColumns,
  FACILITY,
  type ServedFacility,
  type ServiceBand,
} from '../../../../model/tables/service-areas.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ClosedWays } from '../../../kit/closed-ways.tsx';
import { formatHectares, formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { SERVICE_AREAS, serviceAreasController } from '../controller.ts';

/** Around a facility, when it is flown to. */
const SIGHT_M = 300;

/** Shows which residents are served within which time, and what falls to each facility. */
export function ServiceOutcome() {
  const { t } = useWords();
  const controller = useController(serviceAreasController);
  useTwin((state) => doneSerial(state, SERVICE_AREAS));
  const result = controller.result();
  if (!result) return null;
  const { bands, residents, unreached, facilities, raster } = result;
  const share = (band: ServiceBand) => (residents === 0 ? null : (100 * band.residents) / residents);
  const values = { buildings: formatNumber(unreached.buildings), residents: formatNumber(unreached.residents) };
  return (
    <div data-done="service">
      <Table
        isFixed
        rows={bands}
        rowKey={({ minutes }) => minutes}
        columns={[
          { head: t('service.minutes'), cell: ({ minutes }) => `≤ ${minutes}` },
          { head: t('service.residents'), value: (band) => band.residents },
          { head: t('service.share'), value: share, digits: 1, isMain: true },
          { head: t('service.area'), ...bandColumns(residents).area_m2, cell: ({ areaM2 }) => formatHectares(areaM2) },
        ]}
      />
      {unreached.buildings > 0 && <p className="note">{t('service.unreached', values)}</p>}
      <ClosedWays closures={result.request.closed} ways={result.closed.ways} />
      <Loads facilities={facilities} />
      <p className="note">{t('service.how', { cell: formatNumber(raster.cellM) })}</p>
      <InferredFact fact="roads" />
      <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />
      <AnalysisFoot controller={controller} name="service-areas" hash={result.hash} />
    </div>
  );
}

function Loads({ facilities }: { facilities: readonly ServedFacility[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const listed = facilities.toSorted((a, b) => b.demand - a.demand);
  const hasCapacity = facilities.some(({ capacity }) => capacity !== null);
  const fly = ({ atM: [eastM, northM] }: ServedFacility) =>
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: SIGHT_M });
  return (
    <>
      <Table
        rows={listed}
        rowKey={({ id }) => id}
        columns={[
          {
            head: t('facility.kind'),
            value: ({ name }) => of(name),
            cell: (one) => (
              <button type="button" className="link" onClick={() => fly(one)}>
                {of(one.name)}
              </button>
            ),
          },
          { head: t('service.residents'), ...FACILITY.residents },
          { head: t('service.asked'), ...FACILITY.demand, digits: 0 },
          { head: t('service.capacity'), ...FACILITY.capacity },
          {
            head: t('service.load'),
            value: ({ demand, capacity }) => (capacity ? (100 * demand) / capacity : null),
            digits: 0,
          },
        ]}
      />
      {!hasCapacity && <p className="note">{t('service.noCapacity')}</p>}
    </>
  );
}
