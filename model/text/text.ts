/** What a reader sees, in both languages of the page; a type without a subject, so that everything may say something. */
export interface Text {
  zh: string;
  en: string;
}

/** The languages of every text, in the order in which both are written. */
export const LANGUAGES = ['zh', 'en'] as const;
