import { CLEARANCE, CUSTOMER, PIPE, type PipeItem, type ValveItem } from '../../../../model/tables/pipe-network.ts';
import type { BurstResult, ClearanceResult, TraceResult } from '../../../../workers/pipe-network/engine-types.ts';
import { AnalysisFoot, BuildingLink } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { App } from '../../../kit/plugin.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { PIPE_NETWORK, pipeNetworkController } from '../controller.ts';

/** Around a place that is looked at. */
const SIGHT_RADIUS_M = 70;

/** What the last question came to. */
export function PipeOutcome() {
  const controller = useController(pipeNetworkController);
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

/** Where a thing of the network is. */
interface Place extends Pick<PipeItem, 'atM'> {
  gid: number | null;
  layer: string | null;
}

/** Shows a thing's layer, selects it and flies there. */
export function showPlace({ twin, view }: Pick<App, 'twin' | 'view'>, { gid, layer, atM }: Place): void {
  const [eastM, northM, upM] = atM;
  if (layer) twin.getState().showLayer(layer, true);
  view.flyToPlace({ eastM, northM, upM, radiusM: SIGHT_RADIUS_M });
  if (gid !== null) twin.getState().select(gid);
}

/** A thing by its id; shows its layer, selects it and flies there. */
function PlaceLink({ id, ...place }: Place & Pick<PipeItem, 'id'>) {
  const app = useApp();
  return (
    <button type="button" className="link" onClick={() => showPlace(app, place)}>
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
    <Table
      rows={pipes}
      rowKey={({ layer, gid }) => `${layer} ${gid}`}
      columns={[
        {
          head: t('pipes.pipe'),
          ...PIPE.id,
          cell: (pipe) => (
            <span title={pipe.material ?? ''}>
              <PlaceLink {...pipe} />
            </span>
          ),
        },
        { head: t('pipes.width'), ...PIPE.width_m, digits: 2 },
        { head: t('pipes.length'), ...PIPE.length_m, digits: 1 },
      ]}
    />
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
    <Table
      rows={valves.map((valve, i) => ({ ...valve, name: valve.id ?? t('pipes.assumedValve', { n: i + 1 }) }))}
      rowKey={({ id, atM }, i) => id ?? `${i} ${atM[0]}`}
      columns={[
        {
          head: t('pipes.closeThese'),
          value: ({ name }) => name,
          cell: ({ name, gid, atM }) => <PlaceLink id={name} gid={gid} layer={layerOf(gid)} atM={atM} />,
        },
      ]}
    />
  );
}

function Customers({ result: { customers } }: { result: BurstResult }) {
  const { t, of } = useWords();
  if (customers.length === 0) return null;
  return (
    <Table
      rows={customers.toSorted((a, b) => (b.residents ?? 0) - (a.residents ?? 0))}
      rowKey={({ building }) => `${building.layer} ${building.row}`}
      columns={[
        {
          head: t('pipes.building'),
          value: ({ building }) => of(building.name),
          cell: ({ building }) => <BuildingLink building={building} />,
        },
        { head: t('pipes.residents'), ...CUSTOMER.residents },
        { head: t('pipes.where'), value: ({ where }) => t(`pipes.where_${where}`) },
      ]}
    />
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
      {findings.some(({ status }) => status === 'unverified') ? (
        <p className="note">
          <RuleMark standing={{ kind: 'unconfirmed' }} /> {t('pipes.noVerdict')}
        </p>
      ) : (
        findings.length > 0 && <p>{t('pipes.verdict', { count: formatNumber(findings.length) })}</p>
      )}
      {unknown > 0 && <p className="note">{t('pipes.unknownSystem', { count: unknown })}</p>}
      {streets && (
        <p className="note" data-streets>
          {t('pipes.underStreets', { pipes: formatNumber(streets.pipes), length: formatNumber(streets.lengthM) })}
        </p>
      )}
      {exposed > 0 && <p className="note">{t('pipes.exposed', { count: exposed })}</p>}
      {findings.length > 0 && (
        <Table
          rows={findings}
          rowKey={({ check, pipe, other }) => `${check} ${pipe.gid} ${other?.layer} ${other?.id}`}
          rowProps={({ clause }) => ({ title: of(clause) })}
          columns={[
            {
              head: t('pipes.pair'),
              value: ({ check, pipe, other }) => `${t(`pipes.check_${check}`)}: ${pipe.id} ${other?.id ?? ''}`,
              cell: ({ check, pipe, other, atM }) => (
                <>
                  {t(`pipes.check_${check}`)}: <PlaceLink {...pipe} atM={atM} /> {other && `× ${other.id}`}
                </>
              ),
            },
            { head: t('pipes.need'), ...CLEARANCE.need_m, digits: 2 },
            { head: t('pipes.gap'), ...CLEARANCE.gap_m, digits: 2 },
            { head: t('pipes.short'), ...CLEARANCE.excess_m, digits: 2, isMain: true },
          ]}
        />
      )}
    </>
  );
}
