import type { SceneLayer } from '../../../view/scene.ts';
import type { ShownChapter } from './shown-chapter.ts';

/** Flies from chapter to chapter; it works on any engine that has a camera. */
const chapterLayer: SceneLayer<ShownChapter> = {
  id: 'tour',
  key: ({ tour, tourIndex }) => `${tour} ${tourIndex}`,
  of: ({ tour, tourIndex }) => (tour === 'off' ? null : { index: tourIndex, isPlaying: tour === 'playing' }),
  open: { any: async () => (await import('./chapters.ts')).openChapters },
};

/** What a tour does to the picture. */
export const tourLayers = [chapterLayer] as const;
