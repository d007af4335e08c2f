import i18next, { type ParseKeys } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Text } from '../../model/city/manifest.ts';
import type { Language } from '../twin/appearance.ts';
import { closeUp } from './format.ts';
import en from './words/en.json' with { type: 'json' };
import zh from './words/zh.json' with { type: 'json' };

type CommonWords = typeof en;

/**
 * Keys of all words of the page: the common ones of `kit/words`, and those that each plug-in adds by module augmentation from its `words.en.json`, so that
 * the compiler knows every key wherever it is used.
 */
export interface PageWords extends CommonWords {}

/** A key of a word. */
export type WordKey = ParseKeys;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: PageWords };
  }
}

/** React escapes on its own; i18next escaping too would show `&amp;`. */
export const words = i18next.createInstance({
  lng: 'zh',
  fallbackLng: false,
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  postProcess: ['closeUp'],
  initAsync: false,
});
words.use({ type: 'postProcessor', name: 'closeUp', process: closeUp });
words.use(initReactI18next).init();

export function useWords() {
  const { t, i18n } = useTranslation('translation', { i18n: words });
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return { t, language, isKey: isWordKey, of: (text: Text) => text[language] };
}

/** Whether the page has words of a key that data name. */
export const isWordKey = (key: string): key is WordKey => words.exists(key);

type ProblemCode = keyof typeof en.problem;

/** Problems of the baker's readers have words; one of a later reader shows its code. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(en.problem, code);
}

/** Adds the words of a plug-in to those of the page: before any of its panels is drawn. */
export function addWords({ zh: chinese, en: english }: { readonly zh: object; readonly en: object }): void {
  words.addResourceBundle('zh', 'translation', chinese, true);
  words.addResourceBundle('en', 'translation', english, true);
}

/** The language of the page now, for what is said once: a notice, the answer to a click. */
export const pageLanguage = (): Language => (words.language === 'en' ? 'en' : 'zh');
