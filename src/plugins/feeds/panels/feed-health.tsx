import { useApp, usePanels, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { HEALTH_PANEL } from '../controller.ts';
import { FeedTag } from './feed-tag.tsx';

/** In the top bar, one line: whether the feed lives, and of how many streams the values count; opened, all that is known of it. */
export function FeedHealth() {
  const { t } = useWords();
  const { panels } = useApp();
  const quality = useTwin((state) => state.feedQuality);
  const feed = useTwin((state) => state.feed);
  const cutSources = useTwin(
    ({ feedSources }) => feedSources.filter(({ status }) => status.kind === 'cut' && !status.needsLogin).length,
  );
  const isOpen = usePanels((state) => state.opened.includes(HEALTH_PANEL));
  if (!quality || quality.streams === 0) return null;
  const isKnown = feed.kind === 'live';
  const fresh = isKnown ? formatNumber(quality.streams - quality.stale) : NO_VALUE_MARK;
  return (
    <button
      type="button"
      className="segment feed-health"
      aria-expanded={isOpen}
      title={t('sensors.truth')}
      onClick={() => panels.getState().show(HEALTH_PANEL, !isOpen)}
    >
      <FeedTag />
      <span className="word">{t('sensors.fresh', { fresh, all: formatNumber(quality.streams) })}</span>
      {isKnown && quality.stale > 0 && (
        <span className="tag stale">{t('sensors.staleCount', { count: formatNumber(quality.stale) })}</span>
      )}
      {cutSources > 0 && <span className="tag warn">{t('sources.cutCount', { count: cutSources })}</span>}
    </button>
  );
}
