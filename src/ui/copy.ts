import { useSurroundings } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Puts a link on the clipboard and says so; `failed`: the word for a browser that does not let pages do it. */
export function useCopy(): (link: string, failed: 'card.copyFailed' | 'account.copyFailed') => Promise<void> {
  const { t } = useWords();
  const { panels } = useSurroundings();
  return async (link, failed) => {
    try {
      await navigator.clipboard.writeText(link);
      panels.getState().notify(t('card.copied'));
    } catch {
      panels.getState().notify(t(failed));
    }
  };
}
