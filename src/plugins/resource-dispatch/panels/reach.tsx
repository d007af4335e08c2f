import { ReachRequest } from '../../../../model/questions/dispatch.ts';
import { defaultsOf } from '../../../../model/questions/question.ts';
import { VEHICLES } from '../../../../model/roads/vehicles.ts';
import { REACH } from '../../../../model/tables/dispatch.ts';
import { AnalysisFoot, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { RoadEnd } from '../../../kit/road-end.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { DISPATCH, resourceDispatchController } from '../controller.ts';
import { PickButton } from './pick-button.tsx';

const KM2_IN_M2 = 1e6;

/** How far a vehicle comes from a place, with and without what is closed. */
export function Reach() {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  const place = useTwin(({ dispatchPlace }) => dispatchPlace);
  const roads = useTwin(({ roadState }) => roadState);
  const vehicle = useTwin(({ dispatchVehicle }) => dispatchVehicle);
  const start = () =>
    place &&
    void controller.analyse({
      ...defaultsOf(ReachRequest),
      kind: 'isochrone',
      fromM: [place[0], place[1]],
      vehicle,
      roads,
    });
  return (
    <section className="part">
      <p className="note">{t('dispatch.reachAbout')}</p>
      <PlaceRow />
      <VehicleField />
      <AnalysisRun
        plugin={DISPATCH}
        controller={controller}
        label={t('dispatch.reachRun')}
        start={place ? start : null}
      >
        <ReachOutcome />
      </AnalysisRun>
    </section>
  );
}

/** The place that times are counted from. */
export function PlaceRow() {
  const { t } = useWords();
  const place = useTwin(({ dispatchPlace }) => dispatchPlace);
  return (
    <p className="row-head">
      <span className="note">{t(place ? 'dispatch.placePicked' : 'dispatch.placeNone')}</span>
      <span className="space" />
      <PickButton kind="place" label={t('dispatch.pickPlace')} hint={t('dispatch.pickHint')} />
    </p>
  );
}

function VehicleField() {
  const { t, of } = useWords();
  const vehicle = useTwin(({ dispatchVehicle }) => dispatchVehicle);
  const set = useTwin(({ setDispatch }) => setDispatch);
  return (
    <ChoiceField
      label={t('dispatch.vehicle')}
      value={vehicle}
      options={VEHICLES.map(({ id, label }) => ({ value: id, label: of(label) }))}
      onChange={(dispatchVehicle) => set({ dispatchVehicle })}
    />
  );
}

function ReachOutcome() {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  useTwin((state) => doneSerial(state, DISPATCH));
  const result = controller.result();
  if (result?.kind !== 'isochrone') return null;
  const { figures, offM, residents, residentsOff, hash } = result;
  if (offM === null) return <p role="status">{t('dispatch.noRoadNear')}</p>;
  const peopleColumns = [
    { head: t('dispatch.residentsNow'), ...REACH.residents, isMain: true },
    { head: t('dispatch.residentsOpen'), ...REACH.open_residents },
  ];
  return (
    <>
      <Table
        isFixed
        rows={figures}
        rowKey={({ limitMin }) => limitMin}
        columns={[
          { head: t('dispatch.within'), cell: ({ limitMin }) => t('dispatch.minutes', { minutes: limitMin }) },
          { head: t('dispatch.areaNow'), value: ({ areaM2 }) => areaM2 / KM2_IN_M2, digits: 2, isMain: true },
          { head: t('dispatch.areaOpen'), value: ({ openAreaM2 }) => openAreaM2 / KM2_IN_M2, digits: 2 },
          ...(residents === null ? [] : peopleColumns),
        ]}
      />
      <p className="note">
        {residents === null
          ? t('dispatch.noResidents')
          : t('dispatch.residentsNote', { all: formatNumber(residents), off: formatNumber(residentsOff) })}
      </p>
      <p className="note">{t('dispatch.reachNote')}</p>
      <RoadEnd offM={[offM]} />
      <AnalysisFoot controller={controller} name="reach" hash={hash} />
    </>
  );
}
