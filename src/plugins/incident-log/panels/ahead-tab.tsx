import { useEffect } from 'react';
import { useApp, useController, useOffered, useStore, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState, ErrorNotice } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { AdoptRun } from '../../../kit/run-acts.tsx';
import { StatusTag } from '../../../kit/run-parts.tsx';
import { worksText } from '../../../kit/site-works.tsx';
import { useWords } from '../../../kit/words.ts';
import { WATER_AHEAD } from '../../../twin/look-ahead.ts';
import { isRunActive, lastFrameMs, type RunFacts, shownRun } from '../../../twin/runs.ts';
import { incidentLogController } from '../controller.ts';
import { type AheadItem, type Look, runOfItem } from '../look-ahead.ts';
import { AheadForm } from './ahead-form.tsx';
import { AheadTable } from './ahead-table.tsx';
import type { ShownIncident } from './shown.ts';

/** What may come: variants from the present on, played beside one another, each against no action. */
export function AheadTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { ahead } = useController(incidentLogController);
  const { offer, looks, items } = useStore(ahead.state, (state) => state);
  const hasTool = useOffered(WATER_AHEAD) !== null;
  useEffect(() => ahead.open(), [ahead]);
  if (!shown.facts.opened?.place) return <EmptyState icon="pin">{t('lookAhead.noPlace')}</EmptyState>;
  if (!hasTool) return <EmptyState icon="water">{t('lookAhead.noTool')}</EmptyState>;
  if (!offer) return <EmptyState icon="water">{t('lookAhead.opening')}</EmptyState>;
  if ('failure' in offer) return <ErrorNotice what={t('lookAhead.cannot')} reason={offer.failure} />;
  return (
    <div className="incident-ahead">
      {shown.mayAct ? (
        <AheadForm shown={shown} offer={offer} place={shown.facts.opened.place} />
      ) : (
        <WhyNoForm shown={shown} />
      )}
      {[...looks].reverse().map((look) => (
        <section key={look.id} className="part">
          <Basis look={look} />
          {look.people && <PeopleBasisNote people={look.people} />}
          <ul className="run-list">
            {items
              .filter((item) => item.look === look.id)
              .map((item) => (
                <Variant key={item.id} item={item} />
              ))}
          </ul>
          <AheadTable items={items.filter((item) => item.look === look.id)} />
        </section>
      ))}
      {items.length > 0 && (
        <p className="row-head part">
          <span className="note">{t('lookAhead.isLogged')}</span>
          <span className="space" />
          <button type="button" className="btn small" onClick={() => ahead.clear()}>
            {t('lookAhead.clear')}
          </button>
        </p>
      )}
    </div>
  );
}

/** A record is not changed: a branch from its moment is looked ahead from. Whoever may not write logs in. */
function WhyNoForm({ shown: { isReplayed, ms, timeline } }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(incidentLogController);
  if (!isReplayed) return <EmptyState icon="water">{t('lookAhead.needsRole')}</EmptyState>;
  const at = Math.max(ms, timeline.entry(1).receivedMs);
  const time = formatTime(cityTime(at, twin.city.zone));
  return (
    <EmptyState icon="water">
      {t('lookAhead.needsBranch', { time })}{' '}
      <button type="button" className="btn small primary" onClick={() => controller.branch(at)}>
        {t('incidentLog.branchAt', { time })}
      </button>
    </EmptyState>
  );
}

/** What the variants of a look share, in words: nothing is taken in silence. */
function Basis({ look: { situation, basis } }: { look: Look }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { rain, horizonMin, nowMs } = situation;
  const from = formatTime(cityTime(nowMs, twin.city.zone), false);
  const rivers =
    basis.riverGauges > 0
      ? t('lookAhead.riversByGauge', { count: basis.riverGauges })
      : basis.riverYears === null
        ? t('lookAhead.riversStand')
        : t('lookAhead.riversYears', { years: basis.riverYears });
  const [westM, southM, eastM, northM] = basis.boxM;
  return (
    <p className="note">
      {[
        t('lookAhead.fromTo', { from, minutes: horizonMin }),
        basis.record
          ? t('lookAhead.rainRecordIs', { name: of(basis.record) })
          : rain.kind === 'design'
            ? t('lookAhead.rainDesignIs', { depth: formatNumber(rain.depthMm), minutes: horizonMin })
            : t('lookAhead.rainLiveIs', { rate: formatNumber(basis.liveRateMmPerH ?? Number.NaN, 1) }),
        ...(basis.record ? [] : [rivers]),
        t('lookAhead.box', {
          width: formatNumber(eastM - westM),
          height: formatNumber(northM - southM),
          cell: formatNumber(basis.cellM, 1),
        }),
      ].join(' · ')}
    </p>
  );
}

/** Shows which people are taken to be there, and what they may leave by. */
function PeopleBasisNote({ people: { situation, basis } }: { people: NonNullable<Look['people']> }) {
  const { t } = useWords();
  const [westM, southM, eastM, northM] = basis.boxM;
  return (
    <p className="note">
      {[
        t('lookAhead.people.total', { people: formatNumber(basis.people) }),
        basis.atHome === null
          ? t('lookAhead.people.noHomes')
          : t('lookAhead.people.atHome', {
              people: formatNumber(basis.atHome.people),
              residents: formatNumber(basis.atHome.residents),
            }),
        t('lookAhead.people.around', { density: formatNumber(situation.perM2, 2) }),
        t('lookAhead.people.exits', { exits: basis.exits }),
        ...basis.works.map((works) => t('lookAhead.people.works', { name: works.name, lanes: worksText(works, t) })),
        t('lookAhead.people.box', { width: formatNumber(eastM - westM), height: formatNumber(northM - southM) }),
      ].join(' · ')}
    </p>
  );
}

/** A variant with how it goes; once it has frames it can be shown. */
function Variant({ item }: { item: AheadItem }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { ahead } = useController(incidentLogController);
  const run = useTwin((state) => runOfItem(state, item));
  const isShown = useTwin((state) => run !== null && shownRun(state, item.engine)?.id === run.id);
  const isOpen = item.state.kind === 'waiting' || (run !== null && isRunActive(run.status));
  const show = () => {
    if (!run) return;
    twin.getState().showRun(item.engine, isShown ? null : run.id);
    if (!isShown) twin.getState().showTime(lastFrameMs(run));
  };
  return (
    <li className={isShown ? 'shown' : ''}>
      <div className="row-head">
        <b>{item.name}</b>
        <span className="space" />
        {run ? (
          <StatusTag status={run.status} />
        ) : (
          <span className="tag">{t(`lookAhead.states.${item.state.kind}`)}</span>
        )}
      </div>
      {run && <Progress run={run} />}
      {item.state.kind === 'failed' && <ErrorNotice what={t('run.failed')} reason={item.state.reason} />}
      {run?.status.kind === 'failed' && <ErrorNotice what={t('run.failed')} reason={run.status.reason} />}
      <div className="actions">
        {run && run.timesS.length > 0 && (
          <button type="button" className="btn small" aria-pressed={isShown} onClick={show}>
            {t(isShown ? 'run.isShown' : 'run.show')}
          </button>
        )}
        {run && <AdoptRun run={run} />}
        {isOpen && (
          <button type="button" className="btn small" onClick={() => ahead.cancel(item.id)}>
            {t('lookAhead.cancel')}
          </button>
        )}
      </div>
    </li>
  );
}

function Progress({ run: { status } }: { run: RunFacts }) {
  if (!('progressRatio' in status)) return null;
  const percent = Math.round(status.progressRatio * 100);
  return (
    <div className="progress" role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
