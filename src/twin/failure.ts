import { messagesOf, PROGRAM_FAULT, sentencesOf } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';

/** What a failure says: in both languages where it was written for users, else in the words of whoever reported it. */
export type Reason = string | Text;

/** The reason of a failure, to be kept in a state and shown in the reader's language. A fault of the program goes to the console as it came. */
export function failureOf(error: unknown): Reason {
  const zh = sentencesOf(error, 'zh');
  const en = sentencesOf(error, 'en');
  if (messagesOf(error) !== null && zh !== null && en !== null) return { zh, en };
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) {
    console.error(error);
    return PROGRAM_FAULT;
  }
  return error instanceof Error ? error.message : String(error);
}

/** A reason in the reader's language. */
export const reasonIn = (reason: Reason, language: keyof Text): string =>
  typeof reason === 'string' ? reason : reason[language];
