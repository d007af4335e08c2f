import en from './words.en.json' with { type: 'json' };
import zh from './words.zh.json' with { type: 'json' };

type AnnotationWords = typeof en;

declare module '../../kit/words.ts' {
  interface PageWords extends AnnotationWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const annotationWords = { zh, en };
