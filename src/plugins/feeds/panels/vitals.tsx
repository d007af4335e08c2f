import { useEffect, useState } from 'react';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { NO_VALUE_MARK } from '../../../kit/format.ts';
import { VitalList } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
import { feedsPlugin } from '../open.ts';
import { hourVital, kindVital, type LiveVital, liveVital } from '../sensor-vitals.ts';
import { FeedTag } from './alarms.tsx';
import { recordVital, Sparkline, TrendMark } from './vital-trend.tsx';

const SHOWN_VITALS = ['level', 'rain', 'ponding', 'affected', 'outflow'] as const;
type Vital = (typeof SHOWN_VITALS)[number];

/** Figures over the map as the city's sensors report them now, or marked as without a feed. */
export function SensorVitals() {
  const { t } = useWords();
  return (
    <VitalList label={t('figures.label')}>
      {SHOWN_VITALS.map((vital) => (
        <SensorVital key={vital} vital={vital} />
      ))}
    </VitalList>
  );
}

/** Of the city's sensors as they are now; their rain of an hour is asked for anew now and then. */
function SensorVital({ vital }: { vital: Vital }) {
  const { t, of } = useWords();
  const feeds = useController(feedsPlugin);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / VITAL_MS) * VITAL_MS);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const known = kindVital(feeds.kinds(), vital);
  const isOfHour = known?.rule.figure === 'meanHourSum';
  const hour = useQuery(isOfHour && isFeedConnected ? `${vital} ${nowMs}` : null, async () =>
    known ? hourVital(known, feeds, nowMs + VITAL_MS) : null,
  );
  const [lastHour, keepHour] = useState<LiveVital | null>(null);
  useEffect(() => {
    if (hour.kind === 'answered') keepHour(hour.answer);
  }, [hour]);
  const live = feeds.live();
  if (!live || !isFeedConnected || !known) return <IdleVital vital={vital} />;
  const figure = isOfHour ? lastHour : liveVital(known, live, nowMs);
  if (!figure) return <IdleVital vital={vital} />;
  const points = recordVital(feeds, `${vital} ${figure.name?.en ?? ''}`, { timeMs: nowMs, value: figure.number });
  return (
    <div>
      <dt>{figure.name ? of(figure.name) : t(`figures.${vital}`)}</dt>
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
      <dt>{t(`figures.${vital}`)}</dt>
      <dd>{NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t('figures.notConnected')}</span>
      </dd>
    </div>
  );
}
