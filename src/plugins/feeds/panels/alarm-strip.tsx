import { raisedMs } from '../../../../model/alarms/alarm.ts';
import { countUnacknowledged, groupAlarms } from '../../../../model/alarms/alarm-groups.ts';
import { useController, usePanels, useStore, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { ALARM_TOOL, feedsController } from '../controller.ts';
import { isFresh } from '../fresh-alarms.ts';
import { ageText } from '../sensor-text.ts';
import { useSensorName } from './alarm-filter.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { acknowledgeEach, canAcknowledge } from './alarm-row.tsx';
import { FeedLost } from './feed-lost.tsx';
import { FeedTag } from './feed-tag.tsx';

/** At the foot of the task column: how many alarms wait, the gravest of them, and the way to the list. */
export function AlarmStrip() {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const openTool = usePanels((state) => state.openTool);
  const alarms = useTwin((state) => state.alarms);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const isLost = useTwin(({ feed }) => feed.kind === 'cut' || feed.kind === 'connecting');
  const open = countUnacknowledged(alarms);
  // Under a cut nobody knows that none waits.
  const openText = isLost && !isReplayed && alarms.length === 0 ? NO_VALUE_MARK : formatNumber(open);
  const [first] = groupAlarms(alarms.filter(canAcknowledge), nowMs).groups.flatMap((group) => group.alarms);
  const live = feeds.live();
  const place = first && first.stream !== null ? live?.placeOf(first.stream) : null;
  const sensor = place && live ? live.sensors[place.sensor] : null;
  const nameOf = useSensorName();
  const newsMs = useStore(feeds.newsMs, (ms) => ms);
  const hasNews = isFresh(newsMs, nowMs);
  const name = first && (sensor ? `${nameOf(sensor)} · ${of(first.meaning.title)}` : of(first.meaning.title));
  return (
    // The list of alarms, which may stand open beside it, is called by the same word.
    <section
      className={hasNews ? 'alarm-strip news' : 'alarm-strip'}
      aria-label={`${t('alarms.strip')} · ${t('alarms.stripOpen', { open: openText })}`}
    >
      <div className="alarm-head">
        <b>{t('alarms.strip')}</b>
        <span className={open > 0 ? 'open' : ''}>{t('alarms.stripOpen', { open: openText })}</span>
        {hasNews && (
          <span className="tag new" role="status">
            {t('alarms.new')}
          </span>
        )}
        <FeedTag />
        <button type="button" className="link" onClick={() => openTool(ALARM_TOOL)}>
          {t('alarms.stripShow')}
        </button>
      </div>
      {isLost && !isReplayed && <FeedLost />}
      {first && (
        <div className="alarm-line">
          <AlarmMark priority={first.meaning.priority} />
          <p className="note">{name}</p>
          <span className="age">{ageText(nowMs - (raisedMs(first.state) ?? nowMs))}</span>
          {!isReplayed && (
            <button
              type="button"
              className="btn small"
              aria-label={t('alarms.acknowledgeOf', { name: name ?? '' })}
              onClick={() => acknowledgeEach([first], nowMs, feeds)}
            >
              {t('alarms.acknowledge')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
