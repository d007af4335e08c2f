import { Refused } from '../twin/account-session.ts';
import { failureOf, reasonIn } from '../twin/failure.ts';
import { useWords } from './words.ts';

/** What an error says to who reads the page: messages and the hub's own refusals in the reader's language, all else as it came. */
export function useErrorText(): (error: unknown) => string {
  const { t, language } = useWords();
  return (error) => {
    if (error instanceof Refused && error.word) return t(`refused.${error.word}`);
    return reasonIn(failureOf(error), language);
  };
}
