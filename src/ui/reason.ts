import { Refused } from '../twin/account.ts';
import { useWords } from './words.ts';

/** What an error says to who reads the page: the hub's own refusals in their language, all else as it came. */
export function useReason(): (error: unknown) => string {
  const { t } = useWords();
  return (error) => {
    if (error instanceof Refused && error.word) return t(`account.refused.${error.word}`);
    return error instanceof Error ? error.message : String(error);
  };
}
