import en from './words.en.json' with { type: 'json' };
import zh from './words.zh.json' with { type: 'json' };

type ThemeWords = typeof en;

declare module '../../kit/words.ts' {
  interface PageWords extends ThemeWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const themeWords = { zh, en };
