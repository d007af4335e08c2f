import type {
  BurstResult,
  ClearanceResult,
  PipeItem,
  TraceResult,
  ValveItem,
} from '../../../../workers/pipe-network/engine-types.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { PIPE_NETWORK, pipeOpener } from '../open.ts';

/** So many are listed; all are in the table that is saved. */
const ROWS_SHOWN = 30;
/** Around a place that is looked at. */
const SIGHT_RADIUS_M = 70;

/** What the last question came to. */
export function PipeOutcome() {
  const controller = useController(pipeOpener);
  useTwin((state) => doneSerial(state, PIPE_NETWORK));
  const result = controller.result();
  if (!result) return null;
  return (
    <>
      {result.kind === 'trace' && <Traced result={result} />}
      {result.kind === 'burst' && <Burst result={result} />}
      {result.kind === 'clearance' && <Clearances result={result} />}
      <AnalysisFoot controller={controller} name="pipe-network" hash={result.hash} />
    </>
  );
}

/** A thing by its id; shows its layer, selects it and flies there. */
function PlaceLink({
  id,
  gid,
  layer,
  atM: [eastM, northM, upM],
}: Pick<PipeItem, 'id' | 'atM'> & { gid: number | null; layer: string | null }) {
  const { twin, view } = useApp();
  const goThere = () => {
    if (layer) twin.getState().showLayer(layer, true);
    view.flyToPlace({ eastM, northM, upM, radiusM: SIGHT_RADIUS_M });
    if (gid !== null) twin.getState().select(gid);
  };
  return (
    <button type="button" className="link" onClick={goThere}>
      {id}
    </button>
  );
}

function Figures({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="pipe-figures">
      {rows.flatMap(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label} value`}>{value}</dd>])}
    </dl>
  );
}

const metres = (m: number): string => `${formatNumber(m)} m`;

function Pipes({ pipes }: { pipes: readonly PipeItem[] }) {
  const { t } = useWords();
  return (
    <>
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('pipes.pipe')}</th>
            <th>{t('pipes.width')}</th>
            <th>{t('pipes.length')}</th>
          </tr>
        </thead>
        <tbody>
          {pipes.slice(0, ROWS_SHOWN).map((pipe) => (
            <tr key={`${pipe.layer} ${pipe.gid}`}>
              <td title={pipe.material ?? ''}>
                <PlaceLink {...pipe} />
              </td>
              <td>{formatNumber(pipe.widthM, 2)}</td>
              <td>{formatNumber(pipe.lengthM, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pipes.length > ROWS_SHOWN && <p className="note">{t('pipes.more', { count: pipes.length - ROWS_SHOWN })}</p>}
    </>
  );
}

function Traced({ result }: { result: TraceResult }) {
  const { t } = useWords();
  const { start, request, pipes, lengthM, endsM, assumed } = result;
  return (
    <>
      <p role="status">
        <b>
          {t('pipes.traced', { id: start.id, way: t(`pipes.way_${request.way}`), pipes: formatNumber(pipes.length) })}
        </b>
      </p>
      <Figures
        rows={[
          [t('pipes.totalLength'), metres(lengthM)],
          [t(request.way === 'down' ? 'pipes.outfalls' : 'pipes.freeEnds'), formatNumber(endsM.length)],
        ]}
      />
      {assumed > 0 && <p className="note">{t('pipes.directionsDrawn', { count: assumed })}</p>}
      <Pipes pipes={pipes} />
    </>
  );
}

function Burst({ result }: { result: BurstResult }) {
  const { t } = useWords();
  const { close, section, sectionM, cutOff, cutOffM, customers, residents, valvesKnown, unserved } = result;
  return (
    <>
      <p role="status">
        <b>
          {result.isIsolated
            ? t('pipes.isolated', { id: result.start.id, count: close.length })
            : t('pipes.notIsolated', { id: result.start.id, count: result.sourcesInside })}
        </b>
      </p>
      {valvesKnown === 0 && <p className="note">{t('pipes.noValves')}</p>}
      {result.areSourcesAssumed && (
        <p className="note">
          <span className="tag unsure">{t('pipes.assumedTag')}</span>{' '}
          {t('pipes.sourcesAssumed', { count: result.sourcesM.length })}
        </p>
      )}
      <ValveList valves={close} />
      <Figures
        rows={[
          [t('pipes.idleValves'), formatNumber(result.idle.length)],
          [t('pipes.section'), `${formatNumber(section.length)} · ${metres(sectionM)}`],
          [t('pipes.cutOff'), `${formatNumber(cutOff.length)} · ${metres(cutOffM)}`],
          [t('pipes.customers'), formatNumber(customers.length)],
          [t('pipes.residents'), formatNumber(residents)],
          [t('pipes.unserved'), formatNumber(unserved)],
        ]}
      />
      {result.unfed > 0 && <p className="note">{t('pipes.unfed', { count: result.unfed })}</p>}
      <Customers result={result} />
      <p className="note">{t('pipes.customersNote', { reach: result.request.reachM })}</p>
    </>
  );
}

function ValveList({ valves }: { valves: readonly ValveItem[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  if (valves.length === 0) return null;
  const layerOf = (gid: number | null) =>
    twin.city.layers.find(({ gidBase, count }) => gid !== null && gid >= gidBase && gid < gidBase + count)?.id ?? null;
  return (
    <table className="analysis-table">
      <thead>
        <tr>
          <th>{t('pipes.closeThese')}</th>
        </tr>
      </thead>
      <tbody>
        {valves.slice(0, ROWS_SHOWN).map(({ id, gid, atM }, i) => (
          <tr key={id ?? `${i} ${atM[0]}`}>
            <td>
              <PlaceLink id={id ?? t('pipes.assumedValve', { n: i + 1 })} gid={gid} layer={layerOf(gid)} atM={atM} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Customers({ result: { customers } }: { result: BurstResult }) {
  const { t } = useWords();
  if (customers.length === 0) return null;
  const most = customers.toSorted((a, b) => (b.residents ?? 0) - (a.residents ?? 0));
  return (
    <>
      <table className="analysis-table">
        <thead>
          <tr>
            <th>{t('pipes.building')}</th>
            <th>{t('pipes.residents')}</th>
            <th>{t('pipes.where')}</th>
          </tr>
        </thead>
        <tbody>
          {most.slice(0, ROWS_SHOWN).map(({ building, residents, where }) => (
            <tr key={`${building.layer} ${building.row}`}>
              <td>
                <BuildingLink building={building} />
              </td>
              <td>{residents === null ? '—' : formatNumber(residents)}</td>
              <td>{t(`pipes.where_${where}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {customers.length > ROWS_SHOWN && (
        <p className="note">{t('pipes.more', { count: customers.length - ROWS_SHOWN })}</p>
      )}
    </>
  );
}

function Clearances({ result }: { result: ClearanceResult }) {
  const { t, of } = useWords();
  const { findings, pipes, unknown, exposed, streets } = result;
  return (
    <>
      <p role="status">
        <b>{t('pipes.found', { count: findings.length, pipes: formatNumber(pipes) })}</b>
      </p>
      <p className="note">
        <span className="tag unsure">{t('pipes.unverified')}</span> {t('pipes.noVerdict')}
      </p>
      {unknown > 0 && <p className="note">{t('pipes.unknownSystem', { count: unknown })}</p>}
      {streets && (
        <p className="note" data-streets>
          {t('pipes.underStreets', { pipes: formatNumber(streets.pipes), length: formatNumber(streets.lengthM) })}
        </p>
      )}
      {exposed > 0 && <p className="note">{t('pipes.exposed', { count: exposed })}</p>}
      {findings.length > 0 && (
        <table className="analysis-table">
          <thead>
            <tr>
              <th>{t('pipes.pair')}</th>
              <th>{t('pipes.need')}</th>
              <th>{t('pipes.gap')}</th>
              <th>{t('pipes.short')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.slice(0, ROWS_SHOWN).map(({ check, pipe, other, needM, gapM, excessM, clause, atM }) => (
              <tr key={`${check} ${pipe.gid} ${other?.layer} ${other?.id}`} title={of(clause)}>
                <td>
                  {t(`pipes.check_${check}`)}: <PlaceLink {...pipe} atM={atM} /> {other && `× ${other.id}`}
                </td>
                <td>{formatNumber(needM, 2)}</td>
                <td>{formatNumber(gapM, 2)}</td>
                <td>
                  <b>{formatNumber(excessM, 2)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {findings.length > ROWS_SHOWN && (
        <p className="note">{t('pipes.more', { count: findings.length - ROWS_SHOWN })}</p>
      )}
    </>
  );
}
