import { type ReactNode, useEffect, useState } from 'react';
import { shownCrowd } from '../twin/crowd.ts';
import { shownFlood } from '../twin/flood.ts';
import { AlarmPanel, FeedTag } from './alarms.tsx';
import { CasePanel } from './cases.tsx';
import { CommandsPanel } from './commands.tsx';
import { Panel, Quantity, Vacant } from './controls.tsx';
import { CrowdResults } from './crowd-results.tsx';
import { type CrowdNow, useCrowdNow } from './crowd-time.ts';
import { CALIBRATED_PER_M2, CROWD_VITALS, crowdVitals } from './crowd-vitals.ts';
import { FloodImpact } from './flood-impact.tsx';
import { type FloodNow, useFloodNow } from './flood-time.ts';
import { vitalOf } from './flood-vitals.ts';
import { formatNumber, formatTotal, NO_VALUE_MARK } from './format.ts';
import type { IconName } from './icons.tsx';
import { type LiveVital, liveLevel, liveOutflow, livePonding, liveRain } from './sensor-vitals.ts';
import { StreamTruth } from './sensors.tsx';
import { useAsked, useSurroundings, useTwin } from './surroundings.tsx';
import { keepVital, Sparkline, TrendMark } from './vital-trend.tsx';
import { useWords } from './words.ts';

/** 指挥, left: what is reported, and what the response plan asks next. */
export function CommandLeft() {
  const { t } = useWords();
  return (
    <div className="dock-stack">
      <AlarmPanel />
      <CasePanel />
      <Frame isSpare title={t('command.plan')} icon="list" text={t('command.planEmpty')} />
    </div>
  );
}

/** 指挥, right, while nothing is selected. */
export function CommandRight() {
  const { t } = useWords();
  const hasCrowd = useTwin((state) => (shownCrowd(state)?.timesS.length ?? 0) > 0);
  const hasFlood = useTwin((state) => (shownFlood(state)?.timesS.length ?? 0) > 0);
  if (hasCrowd)
    return (
      <div className="dock-stack">
        <CrowdResults />
      </div>
    );
  if (hasFlood)
    return (
      <div className="dock-stack">
        <FloodImpact />
      </div>
    );
  return (
    <div className="dock-stack">
      <StreamTruth />
      <Frame title={t('command.forces')} icon="truck" text={t('command.forcesEmpty')} />
      <Frame title={t('command.video')} icon="camera" text={t('command.videoEmpty')} />
      <CommandsPanel />
    </div>
  );
}

const VITALS = ['level', 'rain', 'ponding', 'affected', 'outflow'] as const;
type Vital = (typeof VITALS)[number];

/** Five figures over the map: of the shown run at the shown time, or said to be without a feed. */
export function Vitals() {
  const { t } = useWords();
  const now = useFloodNow();
  const crowd = useCrowdNow();
  return (
    <dl className={`vitals${now || crowd ? ' run' : ''}`} aria-label={t('command.vitals')}>
      {crowd ? (
        <CrowdFigures now={crowd} />
      ) : (
        VITALS.map((vital) =>
          now ? <RunVital key={vital} vital={vital} now={now} /> : <SensorVital key={vital} vital={vital} />,
        )
      )}
    </dl>
  );
}

function CrowdFigures({ now }: { now: CrowdNow }) {
  const { t, language } = useWords();
  const vitals = crowdVitals(now);
  return CROWD_VITALS.map((vital) => (
    <div key={vital}>
      <dt>{t(`crowd.vitals.${vital}`)}</dt>
      <dd className="value">
        {vital === 'densest' ? (
          <Quantity value={formatNumber(vitals.densest, 1)} unit="/m²" />
        ) : (
          <Quantity value={formatTotal(vitals[vital], language)} />
        )}
      </dd>
      <dd className="note">
        {vital === 'densest' && vitals.densest > CALIBRATED_PER_M2 ? (
          <span className="tag warn">{t('crowd.uncalibrated', { limit: formatNumber(CALIBRATED_PER_M2, 1) })}</span>
        ) : (
          <span className="tag run">{t('run.simulated')}</span>
        )}
      </dd>
    </div>
  ));
}

/** Of the city's sensors as they are now; their rain of an hour is asked for anew now and then. */
function SensorVital({ vital }: { vital: Vital }) {
  const { t, of } = useWords();
  const { feeds } = useSurroundings();
  const nowMs = useTwin((state) => Math.floor(state.feedMs / VITAL_MS) * VITAL_MS);
  const isHeard = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const rain = useAsked(vital === 'rain' && isHeard ? `rain ${nowMs}` : null, () => liveRain(feeds, nowMs + VITAL_MS));
  const [lastRain, keepRain] = useState<LiveVital | null>(null);
  useEffect(() => {
    if (rain.kind === 'answered') keepRain(rain.answer);
  }, [rain]);
  const live = feeds.live();
  if (!live || !isHeard) return <IdleVital vital={vital} />;
  const figure =
    vital === 'level'
      ? liveLevel(live, nowMs)
      : vital === 'ponding'
        ? livePonding(live, nowMs)
        : vital === 'outflow'
          ? liveOutflow(live, nowMs)
          : vital === 'rain'
            ? lastRain
            : null;
  if (!figure) return <IdleVital vital={vital} />;
  const points = keepVital(feeds, `${vital} ${figure.name?.en ?? ''}`, { timeMs: nowMs, value: figure.number });
  return (
    <div>
      <dt>{figure.name ? of(figure.name) : t(`command.${vital}`)}</dt>
      <dd className="value">
        <Quantity value={figure.value} unit={figure.unit} />
        <TrendMark points={points} unit={figure.unit} steady={figure.steady} />
      </dd>
      <dd className="note">
        <FeedTag />
        {figure.note && ` ${t(figure.note.word, { value: figure.note.value })}`}
      </dd>
      <dd className="hour">
        <Sparkline points={points} limit={figure.limit ?? null} />
      </dd>
    </div>
  );
}

/** Figures on the wall need not change faster than they are read. */
const VITAL_MS = 5000;

function IdleVital({ vital }: { vital: Vital }) {
  const { t } = useWords();
  return (
    <div>
      <dt>{t(`command.${vital}`)}</dt>
      <dd>{NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t('command.notConnected')}</span>
      </dd>
    </div>
  );
}

function RunVital({ vital, now }: { vital: Vital; now: FloodNow }) {
  const { t, language, of } = useWords();
  const { name, value, unit, note } = vitalOf(vital, now);
  return (
    <div>
      <dt>{name ? of(name) : t(`command.${vital}`)}</dt>
      <dd className="value">{value === null ? NO_VALUE_MARK : <Quantity value={value(language)} unit={unit} />}</dd>
      <dd className="note">
        <span className="tag run">{t('run.simulated')}</span>
        {note && ` ${t(note.word, { value: note.value(language) })}`}
      </dd>
    </div>
  );
}

/** `isSpare`: gives way where there is little room. */
function Frame({
  title,
  icon,
  text,
  isSpare = false,
}: {
  title: string;
  icon: IconName;
  text: ReactNode;
  isSpare?: boolean;
}) {
  const { t } = useWords();
  return (
    <Panel
      title={title}
      className={`dock${isSpare ? ' spare' : ''}`}
      actions={<span className="tag stale">{t('command.notConnected')}</span>}
    >
      <Vacant icon={icon}>{text}</Vacant>
    </Panel>
  );
}
