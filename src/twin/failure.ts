import { messagesOf, PROGRAM_FAULT, sentencesOf } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';

/** What a failure says, in both languages: it is kept in a state and shown in the language that the page has then. */
export type Reason = Text;

/** Nothing answered at all: fetch says so with a `TypeError` of the browser's own words. */
const UNREACHED: Text = {
  zh: '连接不上服务器，请检查网络后再试',
  en: 'The server cannot be reached; check the network and try again',
};

/** `AbortSignal.timeout` says so. */
const TIMED_OUT: Text = {
  zh: '服务器没有及时回应，请稍后再试',
  en: 'The server did not answer in time; try again later',
};

const UNREACHED_WORDS = /failed to fetch|networkerror|load failed|fetch failed|network error/i;

/** Faults of the language itself: what they say names the program's own parts. Copies that crossed from a worker have the name alone. */
const LANGUAGE_FAULTS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'InternalError']);

/**
 * The reason of a failure. What was written for users says it in both languages; a fault of the program goes to the console as it came, and
 * its own English words reach no Chinese page.
 */
export function failureOf(error: unknown): Reason {
  const zh = sentencesOf(error, 'zh');
  const en = sentencesOf(error, 'en');
  if (messagesOf(error) !== null && zh !== null && en !== null) return { zh, en };
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'TypeError' && UNREACHED_WORDS.test(message)) return UNREACHED;
  if (name === 'TimeoutError') return TIMED_OUT;
  console.error(error);
  return { zh: PROGRAM_FAULT.zh, en: LANGUAGE_FAULTS.has(name) || message === '' ? PROGRAM_FAULT.en : message };
}

/** A reason with the place before it that it speaks of. */
export const reasonAt = (place: string, { zh, en }: Reason): Reason => ({
  zh: `${place}：${zh}`,
  en: `${place}: ${en}`,
});

/** A reason in the reader's language. */
export const reasonIn = (reason: Reason, language: keyof Text): string => reason[language];
