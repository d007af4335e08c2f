import { cutLines, cutText, MAX_VALUE_BYTES } from './cut-text.ts';
import type { Text } from './text.ts';
import { type MessageValue, type NamesOf, sayWord, type Word, type WordTable } from './words.ts';

/** What the `{names}` of a sentence stand for. Numbers are written as they are: round them where they enter. */
type MessageValues = Record<string, MessageValue>;

/**
 * A sentence that a user can meet, in both languages, with the code and the values that it was made of. It is plain data: workers post it,
 * the hub sends it as JSON, and whoever shows it takes the reader's language, also after the language was changed.
 */
export interface Message<Code extends string = string> {
  readonly code: Code;
  readonly values: MessageValues;
  readonly text: Text;
}

/**
 * The sentences of one subject by their code, as a function that fills them in. A table stands beside the code that reports from it, so
 * that a new engine or reader brings its own words; both languages are complete by type.
 */
export function messageTable<const Table extends WordTable>(table: Table) {
  return <Code extends keyof Table & string>(
    code: Code,
    given: Readonly<Record<NamesOf<Table[Code]>, MessageValue>>,
  ): Message<Code> => {
    const values = cutValues(given);
    return {
      code,
      values,
      text: { zh: textOf(table[code], values, 'zh'), en: textOf(table[code], values, 'en') },
    };
  };
}

/** What comes of files and wires may be of any length; here it is cut, for all that is ever said of them. */
function cutValues(values: MessageValues): MessageValues {
  const cut = (value: MessageValue): MessageValue => {
    if (typeof value === 'string') return cutText(value, MAX_VALUE_BYTES);
    if (typeof value !== 'object') return value;
    return { zh: cutText(value.zh, MAX_VALUE_BYTES), en: cutText(value.en, MAX_VALUE_BYTES) };
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cut(value)]));
}

/** A word in a language with its values, the English singular where `count` is 1, no longer than a sentence may be. */
const textOf = (word: Word, values: MessageValues, language: keyof Text): string =>
  cutText(sayWord(word, values, language));

/** What stands in a sentence where nothing came. */
export const NOTHING: Text = { zh: '空', en: 'nothing' };

/** What stands in a sentence where a list has no entry. */
export const NONE: Text = { zh: '（无）', en: 'none' };

/**
 * A refusal that says what is wrong to a reader of either language, all that is known at once. Its `message`, for logs and tests, has the
 * English sentences, one a line.
 */
export class MessageError extends Error {
  override name = 'MessageError';
  readonly messages: readonly Message[];

  constructor(...messages: readonly Message[]) {
    super(cutLines(messages.map(({ text }) => text.en)));
    this.messages = messages;
  }
}

/** What an error says to users; null: it is none that was written for them (a fault of the program). Holds for copies that crossed a border. */
export function messagesOf(error: unknown): readonly Message[] | null {
  if (typeof error !== 'object' || error === null || !('messages' in error) || !Array.isArray(error.messages))
    return null;
  const { messages } = error;
  return messages.length > 0 && messages.every(isMessage) ? messages : null;
}

/** Whether a value from outside is a message: its texts are shown as text alone, never as markup. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('text' in value)) return false;
  const { code, text } = value;
  if (typeof code !== 'string' || typeof text !== 'object' || text === null) return false;
  return 'zh' in text && typeof text.zh === 'string' && 'en' in text && typeof text.en === 'string';
}

/** The sentences of an error in a language, one a line; null as `messagesOf`. */
export function sentencesOf(error: unknown, language: keyof Text): string | null {
  const messages = messagesOf(error);
  return messages === null ? null : cutLines(messages.map(({ text }) => text[language]));
}

/** What a user reads of a fault that was not written for users; the console has its own words. */
export const PROGRAM_FAULT: Text = {
  zh: '程序出错，这一步没有完成。请再试一次；仍不行，请告诉管理员您做了什么、在几点',
  en: 'The program failed, and this step was not done. Try again; if it fails again, tell the administrator what you did and when',
};

/** The messages of an error with another one's words before them: a file that was read for something else, a layer of a city. */
export function within(place: string, messages: readonly Message[]): Message[] {
  return messages.map(({ code, values, text }) => ({
    code,
    values: { ...values, within: cutText(place, MAX_VALUE_BYTES) },
    text: { zh: cutText(`${place}：${text.zh}`), en: cutText(`${place}: ${text.en}`) },
  }));
}
