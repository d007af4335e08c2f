import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { usePresentMs } from '../../../kit/present.ts';
import { useWords } from '../../../kit/words.ts';
import { ageText } from '../sensor-text.ts';

/** While nothing is heard, no list may read as an all-clear: since when, and that the state of things is not known. */
export function FeedLost() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const feed = useTwin((state) => state.feed);
  const nowMs = usePresentMs();
  if (feed.kind === 'connecting') return <p className="feed-lost">{t('alarms.connecting')}</p>;
  if (feed.kind !== 'cut') return null;
  const lastReceived = formatTime(cityTime(feed.sinceMs, twin.city.zone), true);
  return (
    <p className="feed-lost" role="status" title={of(feed.reason)}>
      {feed.hasAnswered
        ? t('alarms.lost', { age: ageText(nowMs - feed.sinceMs), time: lastReceived })
        : t('alarms.neverHeard', { time: lastReceived })}
    </p>
  );
}
