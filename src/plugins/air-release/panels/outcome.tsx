import {
  LIMIT_REACH,
  type LimitReach,
  type ReachedHome,
  TRACED_GROUND,
  TRACED_READING,
} from '../../../../model/tables/air.ts';
import type { ReleaseResult, TraceResult } from '../../../../workers/air/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatHectares, formatNumber } from '../../../kit/format.ts';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { amountText } from '../colours.ts';
import { AIR_RELEASE, airReleaseController } from '../controller.ts';
import { releaseHeadline, traceHeadline, windName } from '../outcome.ts';

/** Around a building, when it is flown to. */
const SIGHT_M = 250;
/** Buildings that the panel lists; all of them are in the table that is saved. */
const LISTED = 20;
/** Readings lie so much farther from the model than their scatter that the model is not believed. */
const MISFIT = 3;

/** Tells who is above which limit, or on which ground the source may be, and what both rest on. */
export function AirOutcome() {
  const controller = useController(airReleaseController);
  useTwin((state) => doneSerial(state, AIR_RELEASE));
  const result = controller.result();
  if (!result) return null;
  return (
    <div data-done="air">
      {result.kind === 'release' ? <Released result={result} /> : <Traced result={result} />}
      {result.kind === 'release' && <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />}
      <AnalysisFoot controller={controller} name="air-release" hash={result.hash} />
    </div>
  );
}

function Released({ result }: { result: ReleaseResult }) {
  const { t } = useWords();
  return (
    <>
      <p>
        <b>{releaseHeadline(t, result)}</b>
      </p>
      <Limits result={result} />
      <Dense result={result} />
      <Facts result={result} />
      <Homes homes={result.homes} />
    </>
  );
}

function Limits({ result: { limits, request } }: { result: ReleaseResult }) {
  const { t, of } = useWords();
  const sources = [...new Set(limits.map(({ source }) => `${of(source.name)} ${source.edition}`.trim()))];
  return (
    <>
      <Table
        isFixed
        rows={limits}
        rowKey={({ id }) => id}
        columns={[
          { head: t('air.limit'), cell: ({ id }) => limitText(id, t('air.ownShort')) },
          { head: 'mg/m³', cell: ({ mgPerM3 }) => amountText(mgPerM3) },
          { head: t('air.residents'), ...LIMIT_REACH.residents, isMain: true },
          { head: t('air.buildings'), ...LIMIT_REACH.buildings },
          { head: t('air.indoorsToo'), ...LIMIT_REACH.residents_indoors },
          { head: t('air.far'), ...LIMIT_REACH.far_m },
          { head: t('air.first'), value: ({ firstMin }: LimitReach) => firstMin, digits: 1 },
        ]}
      />
      <p className="note">
        <RuleMark standing={{ kind: 'unconfirmed' }} /> {t('air.unread', { sources: sources.join(t('air.and')) })}
      </p>
      <p className="note">
        {t('air.indoorsWhy', {
          change: formatNumber(request.airChangePerH, 2),
          stay: formatNumber(request.stayMin),
        })}
      </p>
    </>
  );
}

const limitText = (id: string, own: string): string => (id === 'own' ? own : id);

/** Heavy gas: how far the map does not hold. */
function Dense({ result: { dense, isCold } }: { result: ReleaseResult }) {
  const { t } = useWords();
  if (!dense) return isCold ? <p className="note">{t('air.cold')}</p> : null;
  const known = dense.limits.flatMap(({ id, farM }) => (farM === null ? [] : [`${id} ${formatNumber(farM)} m`]));
  return (
    <p className="note" data-warns="dense">
      <span className="tag unsure">{t('air.heavy')}</span>{' '}
      {t('air.dense', { until: dense.untilM === null ? '?' : formatNumber(dense.untilM) })}{' '}
      {known.length > 0 && t('air.denseFar', { list: known.join(', ') })}
    </p>
  );
}

/** What the answer rests on. */
function Facts({ result }: { result: ReleaseResult }) {
  const { t, of } = useWords();
  const { request, stability, windMps, riseM, highest, raster, used } = result;
  const wind = { name: windName(t, result.windFromDeg), at10: formatNumber(result.wind10Mps, 1) };
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{t('air.factWind')}</dt>
          <dd>{t('air.windIs', { ...wind, at: formatNumber(windMps, 1) })}</dd>
        </div>
        {used.wind && (
          <div>
            <dt>{t('air.windFrom')}</dt>
            <dd>
              {used.wind.time === null
                ? t('air.windMean', { layer: of(used.wind.label), share: formatNumber(100 * used.wind.shareRatio) })
                : t('air.windAt', { layer: of(used.wind.label), time: used.wind.time })}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('air.stability')}</dt>
          <dd>{t(`air.${stability}`)}</dd>
        </div>
        {riseM > 0 && (
          <div>
            <dt>{t('air.rise')}</dt>
            <dd>{formatNumber(riseM)} m</dd>
          </div>
        )}
        <div>
          <dt>{t('air.highest')}</dt>
          <dd>{amountText(highest.mgPerM3)} mg/m³</dd>
        </div>
        {highest.load !== null && highest.loadExponent !== null && (
          <div>
            <dt>{t('air.load', { exponent: highest.loadExponent })}</dt>
            <dd>{amountText(highest.load)}</dd>
          </div>
        )}
      </dl>
      <p className="note">
        <span className="tag unsure">{t('air.assumed')}</span>{' '}
        {t('air.assumedWhy', { cell: formatNumber(raster.cellM) })}
      </p>
      {request.form !== 'steady' && <p className="note">{t('air.timedWhy')}</p>}
    </>
  );
}

function Homes({ homes }: { homes: readonly ReachedHome[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  if (homes.length === 0) return null;
  const fly = ({ atM: [eastM, northM] }: ReachedHome) => view.flyToPlace({ eastM, northM, upM: 0, radiusM: SIGHT_M });
  return (
    <>
      <h3>{t('air.homes', { shown: Math.min(LISTED, homes.length), all: formatNumber(homes.length) })}</h3>
      <Table
        rows={homes.slice(0, LISTED)}
        rowKey={({ id }) => id}
        columns={[
          {
            head: t('air.building'),
            value: ({ name }) => of(name),
            cell: (one) => (
              <button type="button" className="link" onClick={() => fly(one)}>
                {of(one.name)}
              </button>
            ),
          },
          { head: t('air.outdoors'), value: ({ mgPerM3 }) => mgPerM3, cell: ({ mgPerM3 }) => amountText(mgPerM3) },
          {
            head: t('air.indoors'),
            value: ({ indoorMgPerM3 }) => indoorMgPerM3,
            cell: ({ indoorMgPerM3, reachedIndoors }) => `${amountText(indoorMgPerM3)} ${reachedIndoors}`.trim(),
          },
          { head: t('air.first'), value: ({ arrivalMin }) => arrivalMin, digits: 1 },
        ]}
      />
    </>
  );
}

function Traced({ result }: { result: TraceResult }) {
  const { t } = useWords();
  const { view } = useApp();
  const { grounds, readings, misfit, request, raster, middleM } = result;
  const [eastM, northM] = middleM;
  const look = () => view.flyToPlace({ eastM, northM, upM: 0, radiusM: SIGHT_M });
  return (
    <>
      <p>
        <b>{traceHeadline(t, result)}</b>{' '}
        <button type="button" className="link" onClick={look}>
          {t('common.flyTo')}
        </button>
      </p>
      {misfit > MISFIT && (
        <p className="note" data-warns="misfit">
          <span className="tag unsure">{t('air.doubtful')}</span> {t('air.misfit', { misfit: formatNumber(misfit, 1) })}
        </p>
      )}
      <Table
        isFixed
        rows={grounds}
        rowKey={({ oddsPct }) => oddsPct}
        columns={[
          { head: t('air.odds'), cell: ({ oddsPct }) => `${oddsPct} %` },
          { head: t('air.area'), ...TRACED_GROUND.area_m2, cell: ({ areaM2 }) => formatHectares(areaM2), isMain: true },
        ]}
      />
      <Table
        isFixed
        rows={readings}
        rowKey={(row) => row.number}
        columns={[
          { head: t('air.readingNumber'), ...TRACED_READING.reading },
          { head: t('air.read'), cell: ({ readMgPerM3 }) => amountText(readMgPerM3) },
          { head: t('air.model'), cell: ({ modelMgPerM3 }) => amountText(modelMgPerM3) },
        ]}
      />
      <p className="note">
        <span className="tag unsure">{t('air.assumed')}</span>{' '}
        {t('air.tracedWhy', { spread: request.spreadPct, cell: formatNumber(raster.cellM) })}
      </p>
    </>
  );
}
