import en from './words.en.json' with { type: 'json' };
import zh from './words.zh.json' with { type: 'json' };

type DropWords = typeof en;

declare module '../../kit/words.ts' {
  interface PageWords extends DropWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const dropWords = { zh, en };
