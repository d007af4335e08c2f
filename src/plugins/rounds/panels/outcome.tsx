import { useState } from 'react';
import type { UnservedStop, VehicleRound } from '../../../../model/tables/rounds.ts';
import { ROUND_VISIT, type RoundVisit, VEHICLE_ROUND } from '../../../../model/tables/rounds.ts';
import type { RoundsResult } from '../../../../workers/rounds/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ClosedWays } from '../../../kit/closed-ways.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { M_PER_KM } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { ROUNDS, roundsController } from '../controller.ts';
import { clockText, hasLoads, headline, methodText, proofText, unservedText } from '../outcome.ts';
import { useRoundsReport } from './rounds-report.ts';

/** Around a stop, when it is flown to. */
const AROUND_STOP_M = 300;

/** The tours in a sentence, how good they are for certain, each vehicle, and where it is when. */
export function RoundsOutcome() {
  const { t } = useWords();
  const controller = useController(roundsController);
  useTwin((state) => doneSerial(state, ROUNDS));
  const reportOf = useRoundsReport();
  const result = controller.result();
  if (!result) return null;
  const { request, closed, unserved } = result;
  const left = unservedText(t, result);
  return (
    <div data-done="rounds">
      <p>
        <b>{headline(t, result)}</b>
      </p>
      <p className="note">{proofText(t, result)}</p>
      {left !== null && <p data-said="left">{left}</p>}
      <Vehicles result={result} />
      <Visits result={result} />
      {unserved.length > 0 && <LeftOut unserved={unserved} />}
      <ClosedWays closures={request.closed} ways={closed.ways} isByRoad={request.vehicle !== 'foot'} />
      <p className="note">{methodText(t, result)}</p>
      <InferredFact fact="roads" />
      <p className="form-actions">
        <ReportButtons make={() => reportOf(result)} />
      </p>
      <AnalysisFoot controller={controller} name="rounds" hash={result.hash} />
    </div>
  );
}

/** A vehicle a row. */
function Vehicles({ result }: { result: RoundsResult }) {
  const { t, of } = useWords();
  return (
    <Table
      rows={result.rounds}
      rowKey={({ vehicle }) => vehicle}
      columns={[
        { head: t('rounds.number'), ...VEHICLE_ROUND.vehicle },
        { head: t('rounds.depot'), value: ({ depot }: VehicleRound) => of(depot.name) },
        { head: t('rounds.places'), ...VEHICLE_ROUND.stops },
        { head: t('rounds.leaves'), value: ({ leavesS }) => clockText(leavesS) },
        { head: t('rounds.back'), value: ({ backS }) => clockText(backS) },
        { head: t('rounds.drive'), ...VEHICLE_ROUND.drive_min, digits: 0, isMain: true },
        { head: t('rounds.work'), ...VEHICLE_ROUND.work_min, digits: 0 },
        { head: t('rounds.wait'), ...VEHICLE_ROUND.wait_min, digits: 0 },
        { head: t('rounds.km'), value: ({ lengthM }) => lengthM / M_PER_KM, digits: 1 },
        ...(hasLoads(result) ? [{ head: t('rounds.load'), ...VEHICLE_ROUND.load, digits: 1 }] : []),
      ]}
    />
  );
}

/** Where one vehicle is when. */
function Visits({ result }: { result: RoundsResult }) {
  const { t } = useWords();
  const [wanted, setVehicle] = useState(1);
  const vehicle = Math.min(wanted, result.rounds.length);
  return (
    <>
      <ChoiceField
        label={t('rounds.number')}
        value={vehicle}
        options={result.rounds.map((one) => ({
          value: one.vehicle,
          label: t('rounds.vehicleOf', { vehicle: one.vehicle }),
        }))}
        onChange={setVehicle}
      />
      <Table
        label={t('rounds.tour', { vehicle })}
        rows={result.visits.filter((visit) => visit.vehicle === vehicle)}
        rowKey={({ order }) => order}
        columns={[
          { head: t('rounds.order'), ...ROUND_VISIT.order },
          { head: t('rounds.stop'), cell: (visit: RoundVisit) => <PlaceLink place={visit} />, value: nameOf },
          { head: t('rounds.arrives'), value: ({ arrivesS }) => clockText(arrivesS), isMain: true },
          { head: t('rounds.wait'), ...ROUND_VISIT.wait_min, digits: 0 },
          { head: t('rounds.ends'), value: ({ endsS }) => clockText(endsS) },
          ...(hasLoads(result) ? [{ head: t('rounds.load'), ...ROUND_VISIT.load, digits: 1 }] : []),
        ]}
      />
    </>
  );
}

const nameOf = ({ id }: Pick<RoundVisit, 'id'>): string => id;

/** Stops that no vehicle serves, and why. */
function LeftOut({ unserved }: { unserved: readonly UnservedStop[] }) {
  const { t } = useWords();
  return (
    <Table
      caption={t('rounds.left')}
      rows={unserved}
      rowKey={({ id }) => id}
      columns={[
        { head: t('rounds.stop'), cell: (stop) => <PlaceLink place={stop} />, value: nameOf },
        { head: t('rounds.why'), value: ({ why }) => t(`rounds.why-${why}`) },
      ]}
    />
  );
}

/** A place by its name; a click flies there. */
function PlaceLink({ place: { name, atM } }: { place: Pick<RoundVisit, 'name' | 'atM'> }) {
  const { of } = useWords();
  const { view } = useApp();
  const [eastM, northM] = atM;
  return (
    <button
      type="button"
      className="link"
      onClick={() => view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_STOP_M })}
    >
      {of(name)}
    </button>
  );
}
