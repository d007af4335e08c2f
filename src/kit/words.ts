import { useSyncExternalStore } from 'react';
import { LANGUAGES, type Text } from '../../model/text/text.ts';
import { type NamesOf, sayWord, type ValuesFor, type Word, type WordTable } from '../../model/text/words.ts';
import type { Language } from '../twin/appearance.ts';
import { closeUp } from './format.ts';
import { commonWords } from './words/words.ts';

type CommonWords = typeof commonWords;

/**
 * All words of the page by their keys: the common ones, and those that each plug-in adds by module augmentation from its `words.ts`, so that the
 * compiler knows every key, and the values of its sentence, wherever it is used.
 */
export interface PageWords extends CommonWords {}

/** A key of any sentence. */
type SentenceKey = keyof PageWords;

/** A key of a word that needs no values: a title, a label. */
export type WordKey = { [Key in SentenceKey]: [NamesOf<PageWords[Key]>] extends [never] ? Key : never }[SentenceKey];

/** A sentence by its key, with its values. */
type Translate = <Key extends SentenceKey>(key: Key, ...values: ValuesFor<PageWords[Key]>) => string;

/** The words of a subject: the table itself or, in the built page, the way to each of its languages (`splitWords` of `vite.config.ts`). */
export type PageTable = WordTable | Readonly<Record<Language, () => Promise<WordTable>>>;

type SplitTable = Exclude<PageTable, WordTable>;

/** What the page says now. Another language is another object, so that what was drawn with it is drawn again. */
interface Speech {
  readonly t: Translate;
  readonly language: Language;
  of(text: Text): string;
  readonly isKey: typeof isWordKey;
}

const known: Record<Language, Map<string, Word>> = { zh: new Map(), en: new Map() };
/** Split tables whose words of a language are not there yet. */
const waiting: Record<Language, Set<SplitTable>> = { zh: new Set(), en: new Set() };
const split = new Set<SplitTable>();
const listeners = new Set<() => void>();
let wanted: Language = 'zh';
let speech = speechIn('zh');
addWords(commonWords);

/** Adds the words of a subject to those of the page, before any of its panels is drawn. A key that is there keeps its words. */
export function addWords(table: PageTable): void {
  if (!isSplit(table)) {
    for (const language of LANGUAGES) learn(language, table);
  } else if (!split.has(table)) {
    split.add(table);
    for (const language of LANGUAGES) waiting[language].add(table);
  }
}

function isSplit(table: PageTable): table is SplitTable {
  return typeof table.zh === 'function';
}

function learn(language: Language, table: WordTable): void {
  for (const [key, word] of Object.entries(table)) if (!known[language].has(key)) known[language].set(key, word);
}

/** Loads what the tables that were added say in a language. */
async function load(language: Language): Promise<void> {
  const loads = [...waiting[language]].map(async (table) => {
    learn(language, await table[language]());
    waiting[language].delete(table);
  });
  await Promise.all(loads);
}

function speechIn(language: Language): Speech {
  return { t: translateIn(language), language, of: (text) => text[language], isKey: isWordKey };
}

/** Says sentences in a language; in the page's where that is not loaded, and by the key where there are no words. */
function translateIn(language: Language): Translate {
  return (key, ...[values]) => {
    const word = known[language].get(key) ?? known[speech.language].get(key);
    return word ? closeUp(sayWord(word, values ?? {}, language)) : key;
  };
}

/** The words of the page outside its panels. */
export const words = {
  /** Says a sentence in the language that the page has now. */
  get t(): Translate {
    return speech.t;
  },
  get language(): Language {
    return speech.language;
  },
  in: translateIn,
  load,
  isLoaded: (language: Language): boolean => waiting[language].size === 0,
  /** Turns the page to a language when its words are loaded: at once where they are there. */
  async changeLanguage(language: Language): Promise<void> {
    wanted = language;
    if (!words.isLoaded(language)) await load(language);
    if (wanted !== language) return;
    speech = speechIn(language);
    for (const listener of listeners) listener();
  },
  /** A word in both languages, for what is carried further as data. */
  async textOf(key: WordKey): Promise<Text> {
    await Promise.all(LANGUAGES.map(load));
    return { zh: translateIn('zh')(key), en: translateIn('en')(key) };
  },
};

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The words of the page in a panel, which is drawn again when the language changes. */
export const useWords = (): Speech => useSyncExternalStore(listen, now, now);

const now = (): Speech => speech;

type CodeIn<Key> = Key extends `problem.${infer Code}` ? Code : never;
type ProblemCode = CodeIn<SentenceKey>;

/** Whether there is a word of this key, for keys that are made of what comes from outside. */
export function isWordKey(key: string): key is WordKey {
  return known[speech.language].has(key);
}

/** Problems of the baker's readers have words; one of a later reader shows its code. */
export const isProblemCode = (code: string): code is ProblemCode => isWordKey(`problem.${code}`);

/** The language of the page now, for what is said once: a notice, the answer to a click. */
export const pageLanguage = (): Language => speech.language;
