import type { Text } from '../text/text.ts';

/** Vertical datums whose name is another in Chinese. */
const CHINESE: Readonly<Record<string, string>> = {
  '1985 national height datum': '1985 国家高程基准',
  '1956 yellow sea height system': '1956 黄海高程系',
};

/** A vertical datum as a reader of each language knows it; one that is not known by another name stands as the city states it. */
export const verticalDatumName = (stated: string): Text => ({
  zh: CHINESE[stated.toLowerCase()] ?? stated,
  en: stated,
});
