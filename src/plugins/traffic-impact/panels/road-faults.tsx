import { useEffect } from 'react';
import { tableOf } from '../../../../model/tables/data-table.ts';
import { faultCounts, ROAD_FAULT, ROAD_FAULT_KINDS, type RoadFault } from '../../../../model/tables/road-faults.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Chip, ErrorNotice } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { SaveTables } from '../../../kit/table/save-tables.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { trafficImpactController } from '../controller.ts';

/** Around a fault, when it is flown to. */
const FAULT_SIGHT_M = 200;

/** What is wrong with the road network of the city, by kinds: the chosen kind is listed and marked on the map. */
export function RoadFaults() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(trafficImpactController);
  const found = useQuery('road faults', () => controller.roadFaults());
  const shown = useTwin(({ faultKind }) => faultKind);
  const set = useTwin(({ setImpact }) => setImpact);
  useEffect(() => () => twin.getState().setImpact({ faultKind: null }), [twin]);
  if (found.kind === 'asking') return null;
  if (found.kind === 'failed')
    return (
      <FormSection title={t('impact.faults')}>
        <ErrorNotice what={t('analysis.failed')} reason={found.reason} />
      </FormSection>
    );
  const faults = found.answer;
  const counts = faultCounts(faults);
  if (faults.length === 0)
    return (
      <FormSection title={t('impact.faults')}>
        <p className="note">{t('impact.faultsNone')}</p>
      </FormSection>
    );
  return (
    <FormSection title={t('impact.faults')}>
      <p className="note">{t('impact.faultsAbout', { count: faults.length })}</p>
      <div className="chips">
        {ROAD_FAULT_KINDS.map((kind) => {
          const count = counts[kind];
          if (count === undefined) return null;
          return (
            <Chip key={kind} on={shown === kind} onClick={() => set({ faultKind: shown === kind ? null : kind })}>
              {t('impact.faultCount', { kind: t(`impact.fault.${kind}`), count: formatNumber(count) })}
            </Chip>
          );
        })}
      </div>
      {shown !== null && <FaultTable faults={faults.filter(({ kind }) => kind === shown)} />}
      <p className="row-head">
        <SaveTables
          file="road-faults"
          label={t('impact.faultsCsv')}
          tables={() => ({ 'road-faults': tableOf(ROAD_FAULT, faults) })}
        />
      </p>
    </FormSection>
  );
}

function FaultTable({ faults }: { faults: readonly RoadFault[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ atM: [eastM, northM] }: RoadFault) =>
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: FAULT_SIGHT_M });
  return (
    <Table
      name="road-faults"
      rows={faults}
      rowKey={({ id }, at) => `${id} ${at}`}
      columns={[
        {
          head: t('impact.road'),
          value: ({ name, id }) => of(name) || id,
          cell: (fault) => (
            <button type="button" className="link fault-name" onClick={() => fly(fault)}>
              {of(fault.name) || fault.id}
            </button>
          ),
        },
        { head: t('impact.faultSays'), value: ({ says }) => of(says) },
      ]}
    />
  );
}
