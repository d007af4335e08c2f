import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { LoginButton } from '../../../kit/login-button.tsx';
import { usePresentMs } from '../../../kit/present.ts';
import { useWords } from '../../../kit/words.ts';
import { needsLogin } from '../../../twin/login-panel.ts';
import { ageText } from '../sensor-text.ts';

/** While nothing is heard, no list may read as an all-clear: since when, and that the state of things is not known. */
export function FeedLost() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const feed = useTwin((state) => state.feed);
  const isForLogin = useTwin(needsLogin);
  const nowMs = usePresentMs();
  if (feed.kind === 'connecting') return <p className="feed-lost">{t('alarms.connecting')}</p>;
  if (feed.kind !== 'cut') return null;
  if (isForLogin)
    return (
      <p className="feed-lost" role="status">
        {t('alarms.needsLogin')} <LoginButton className="link">{t('common.logIn')}</LoginButton>
      </p>
    );
  const lastReceived = formatTime(cityTime(feed.sinceMs, twin.city.zone), true);
  return (
    <p className="feed-lost" role="status" title={of(feed.reason)}>
      {feed.hasAnswered
        ? t('alarms.lost', { age: ageText(nowMs - feed.sinceMs), time: lastReceived })
        : t('alarms.neverHeard', { time: lastReceived })}
    </p>
  );
}
