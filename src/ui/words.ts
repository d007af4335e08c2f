import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Text } from '../city/manifest.ts';
import type { Language } from '../twin/appearance.ts';
import { closeUp } from './format.ts';
import en from './words/en.json' with { type: 'json' };
import zh from './words/zh.json' with { type: 'json' };

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
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
  return { t, language, of: (text: Text) => text[language] };
}

export type ProblemCode = keyof typeof en.problem;

/** Problems of the baker's readers have words; one of a later reader shows its code. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(en.problem, code);
}
