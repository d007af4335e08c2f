import { boardWordsIn, type SayBoard } from '../../../../model/boards/board-words.ts';
import { useWords } from '../../../kit/words.ts';

/** The words of cards and reports in the page's language. */
export const useBoardWords = (): SayBoard => boardWordsIn(useWords().language);
