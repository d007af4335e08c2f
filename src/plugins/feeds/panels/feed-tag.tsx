import { useTwin } from '../../../kit/app-context.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import { needsLogin } from '../../../twin/login-panel.ts';
import { ageText } from '../sensor-text.ts';

/**
 * Whether what a panel tells is the present, a recording, or the last that was heard; beside another time it says that it is of now. Where the banner
 * is in view already, a figure of the present need not say so.
 */
export function FeedTag({ isSilentWhileLive = false }: { isSilentWhileLive?: boolean }) {
  const { t, of } = useWords();
  const feed = useTwin((state) => state.feed);
  const isForLogin = useTwin(needsLogin);
  const isReplayed = useTwin(({ replay }) => replay !== null);
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const { mode } = useSituation();
  if (isReplayed) return <span className="tag recording">{t('replay.mark')}</span>;
  if (feed.kind === 'live' && mode === 'live' && isSilentWhileLive) return null;
  if (feed.kind === 'live')
    return <span className="tag live">{t(mode === 'live' ? 'sensors.live' : 'sensors.present')}</span>;
  if (isForLogin) return <span className="tag stale">{t('sensors.needsLogin')}</span>;
  if (feed.kind === 'cut')
    return (
      <span className="tag stale" title={of(feed.reason)}>
        {feed.hasAnswered ? t('sensors.cut', { age: ageText(nowMs - feed.sinceMs) }) : t('sensors.neverHeard')}
      </span>
    );
  return (
    <span className="tag stale">{t(feed.kind === 'connecting' ? 'sensors.connecting' : 'figures.notConnected')}</span>
  );
}
