import {
  bandColumns,
  FACILITY,
  type ServedFacility,
  type ServiceBand,
} from '../../../../model/tables/service-areas.ts';
import type { ServiceResult } from '../../../../workers/service-areas/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatHectares, formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { closedNow, SERVICE_AREAS, serviceAreasController } from '../controller.ts';

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
      <ClosedWays result={result} />
      <Loads facilities={facilities} />
      <p className="note">{t('service.how', { cell: formatNumber(raster.cellM) })}</p>
      <InferredFact fact="roads" />
      <PeopleUsed used={result.used} />
      <AnalysisFoot controller={controller} name="service-areas" hash={result.hash} />
    </div>
  );
}

/** Tells which population and which facilities were counted, what became of those that were given, and whether other roles hold by now. */
function PeopleUsed({ used: { population, facilities } }: Pick<ServiceResult, 'used'>) {
  const { t, of } = useWords();
  const controller = useController(serviceAreasController);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const isStale = !controller.isOfRoles(roles);
  const stale = isStale && (
    <p className="note" role="status">
      {t('service.rolesChanged')}
    </p>
  );
  const served = facilities?.isGiven && (
    <p className="note">{t('service.usedFacilities', { layer: of(facilities.label) })}</p>
  );
  if (population.state !== 'given')
    return (
      <>
        <InferredFact fact="population" />
        {served}
        {stale}
      </>
    );
  const { label, column, isGuessed, residents, housed, unhoused, areasWithoutDwelling, outside } = population;
  return (
    <>
      <p className="note" data-used="population">
        {isGuessed && <span className="tag unsure">{t('service.guessedColumn')}</span>}{' '}
        {t('service.usedPeople', { layer: of(label), column, residents: formatNumber(residents) })}{' '}
        {t('service.usedWhere', { housed: formatNumber(housed), unhoused: formatNumber(unhoused) })}{' '}
        {areasWithoutDwelling > 0 && t('service.usedAreas', { count: areasWithoutDwelling })}{' '}
        {outside > 0 && t('service.usedOutside', { outside: formatNumber(outside) })}{' '}
        {population.blank + population.negative > 0 &&
          t('service.usedBlank', { blank: population.blank, negative: population.negative })}
      </p>
      {served}
      {stale}
    </>
  );
}

/** Tells which closures the minutes rest on, and whether others hold by now. */
function ClosedWays({ result: { request, closed } }: { result: ServiceResult }) {
  const { t } = useWords();
  const roadState = useTwin((state) => state.roadState);
  const by = [...new Set(request.closed?.map((one) => one.by))].join(t('service.between'));
  const isStale = JSON.stringify(request.closed ?? null) !== JSON.stringify(closedNow({ roadState }));
  return (
    <>
      {closed.ways > 0 && <p className="note">{t('service.closed', { count: closed.ways, by })}</p>}
      {request.closed && closed.ways === 0 && <p className="note">{t('service.closedOneWay', { by })}</p>}
      {isStale && (
        <p className="note" role="status">
          {t('service.roadsChanged')}
        </p>
      )}
    </>
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
            head: t('service.facility'),
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
