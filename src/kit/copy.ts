import { useApp } from './app-context.tsx';
import { useWords, type WordKey } from './words.ts';

/** Puts a link on the clipboard and says so; `failed`: the word for a browser that does not let pages do it. */
export function useCopy(): (link: string, failed: WordKey) => Promise<void> {
  const { t } = useWords();
  const { panels } = useApp();
  return async (link, failed) => {
    try {
      await navigator.clipboard.writeText(link);
      panels.getState().notify(t('common.copied'));
    } catch {
      panels.getState().notify(t(failed));
    }
  };
}
