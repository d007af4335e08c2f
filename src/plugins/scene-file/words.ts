import en from './words.en.json' with { type: 'json' };
import zh from './words.zh.json' with { type: 'json' };

type SceneWords = typeof en;

declare module '../../kit/words.ts' {
  interface PageWords extends SceneWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const sceneWords = { zh, en };
