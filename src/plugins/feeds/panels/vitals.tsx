import { useEffect, useState } from 'react';
import { isOnTarget, targetText } from '../../../../model/sensors/target-band.ts';
import { useApp, useController, useQuery, useStore, useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { VitalList } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
import { feedsController } from '../controller.ts';
import {
  chosenVitals,
  hourVital,
  isDefaultVital,
  kindVital,
  kindVitals,
  type LiveVital,
  liveVital,
} from '../sensor-vitals.ts';
import { FeedTag } from './feed-tag.tsx';
import { recordVital, Sparkline, TrendMark } from './vital-trend.tsx';

/** Figures over the map as the city's sensors report them at the shown time, or marked as without a feed or a record: those that the city chose, else those it has. */
export function SensorVitals() {
  const { t } = useWords();
  const { twin } = useApp();
  const feeds = useController(feedsController);
  // Kinds come with the feed, and may be others a moment later: an administrator changed them.
  useTwin(vitalMs);
  const live = feeds.live();
  const hasKind = live && ((kind: string) => live.ofKind(kind).length > 0);
  return (
    <VitalList label={t('figures.label')}>
      {chosenVitals(twin.city.vitals, kindVitals(feeds.kinds()), hasKind).map((vital) => (
        <SensorVital key={vital} vital={vital} />
      ))}
    </VitalList>
  );
}

/** Shows a figure of the city's sensors as they are now; their rain of an hour is computed anew now and then. */
function SensorVital({ vital }: { vital: string }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const nowMs = useTwin(vitalMs);
  const isFeedConnected = useTwin((state) => state.feed.kind === 'live' || state.feed.kind === 'cut');
  const known = kindVital(feeds.kinds(), vital);
  const isOfHour = known?.rule.figure === 'meanHourSum';
  const hour = useQuery(isOfHour && isFeedConnected ? `${vital} ${nowMs}` : null, async () =>
    known ? hourVital(known, feeds, nowMs + VITAL_MS) : null,
  );
  const [lastHour, keepHour] = useState<LiveVital | null>(null);
  const pinnedId = useStore(feeds.pinnedStation, (id) => id);
  const shownId = useStore(feeds.shownStation, (id) => id);
  useStore(feeds.capacities.version, (number) => number);
  useEffect(() => {
    if (hour.kind === 'answered') keepHour(hour.answer);
  }, [hour]);
  const live = feeds.live();
  const label = known ? of(known.label) : isDefaultVital(vital) ? t(`figures.${vital}`) : vital;
  // What was measured at another time is not what the feed reports now.
  const isOfTime = useSituation().measured === 'feed';
  const isKnown = live !== null && isFeedConnected && known !== null && isOfTime;
  const figure = !isKnown ? null : isOfHour ? lastHour : liveVital(known, live, nowMs, { pinnedId, shownId });
  const stationId = figure?.station?.id;
  useEffect(() => {
    if (stationId !== undefined) feeds.shownStation.setState(stationId, true);
  }, [stationId, feeds]);
  // Its sensors are there and say nothing new: that is another trouble than that there are none.
  const isSilent = isKnown && live.ofKind(known.kind).length > 0;
  if (!figure) return <IdleVital label={label} why={!isOfTime ? 'unrecorded' : isSilent ? 'silent' : 'unconnected'} />;
  const { station } = figure;
  const capacity = known?.doesRun ? feeds.capacities.of(known.kind, known.rule.unit) : null;
  const points = recordVital(feeds, `${vital} ${station?.id ?? ''}`, { timeMs: nowMs, value: figure.number });
  const isPinned = station !== undefined && station.id === pinnedId;
  return (
    <div>
      <dt title={label}>
        {station && (
          <PinStation
            isPinned={isPinned}
            name={of(station.name)}
            onPin={() => feeds.pinnedStation.setState(isPinned ? null : station.id, true)}
          />
        )}
        {station ? t(isPinned ? 'vitals.at' : 'vitals.nearest', { name: of(station.name) }) : label}
      </dt>
      <dd className={isOnTarget(figure.number, figure.target) === false ? 'value off-target' : 'value'}>
        <Quantity value={figure.value} unit={figure.unit} />
        <TrendMark points={points} unit={figure.unit} steady={figure.steady} />
      </dd>
      <dd className="note">
        <FeedTag isSilentWhileLive />
        {figure.note && ` ${t(figure.note.word, { value: figure.note.value })}`}
        {capacity !== null && ` · ${t('sensors.capacity', { value: formatNumber(capacity, 1) })}`}
        {isOnTarget(figure.number, figure.target) === false && ` · ${t('vitals.offTarget')}`}
      </dd>
      <dd className="hour">
        <Sparkline points={points} target={figure.target ?? null} />
        {known?.rule.target && <span>{t('vitals.target', { band: targetText(known.rule.target) })}</span>}
      </dd>
    </div>
  );
}

/** Keeps the figure at the station that it is of now; else it goes to whichever is nearest its limit. */
function PinStation({ isPinned, name, onPin }: { isPinned: boolean; name: string; onPin: () => void }) {
  const { t } = useWords();
  const label = t(isPinned ? 'vitals.unpin' : 'vitals.pin', { name });
  return (
    <button
      type="button"
      className="pin-station"
      aria-pressed={isPinned}
      aria-label={label}
      title={label}
      onClick={onPin}
    >
      <Icon name="pin" />
    </button>
  );
}

/** Figures on the wall need not change faster than they are read. */
const VITAL_MS = 5000;

function vitalMs({ feedMs }: { feedMs: number }): number {
  return Math.floor(feedMs / VITAL_MS) * VITAL_MS;
}

const IDLE_WORDS = {
  unrecorded: 'figures.unrecorded',
  silent: 'sensors.noFresh',
  unconnected: 'figures.notConnected',
} as const;

function IdleVital({ label, why }: { label: string; why: keyof typeof IDLE_WORDS }) {
  const { t } = useWords();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{NO_VALUE_MARK}</dd>
      <dd className="note">
        <span className="tag stale">{t(IDLE_WORDS[why])}</span>
      </dd>
    </div>
  );
}
