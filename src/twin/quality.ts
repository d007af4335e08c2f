import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends QualitySlice {}
}

/** What a frame may cost, the cheapest first: `fast` is for machines that draw without a GPU, `fine` for those that have time to spare. */
export const QUALITIES = ['fast', 'medium', 'fine'] as const;

export type Quality = (typeof QUALITIES)[number];

export const isQuality = (text: string | null): text is Quality => QUALITIES.some((each) => each === text);

interface QualitySlice {
  /** As the picture is drawn now. */
  quality: Quality;
  /** As somebody fixed it; null: by the frame times that are measured. */
  qualityChoice: Quality | null;
  /** Null leaves the picture as it is drawn until frames tell otherwise. */
  chooseQuality(choice: Quality | null): void;
  /** As measured; changes nothing while the quality is fixed. */
  measureQuality(quality: Quality): void;
}

export const qualitySlice: Slice<QualitySlice> = (set) => ({
  quality: 'fine',
  qualityChoice: null,
  chooseQuality: (qualityChoice) => set(({ quality }) => ({ qualityChoice, quality: qualityChoice ?? quality })),
  measureQuality: (quality) => set(({ qualityChoice }) => (qualityChoice === null ? { quality } : {})),
});
