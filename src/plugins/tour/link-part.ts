import type { LinkPart } from '../../twin/link-part.ts';
import type { TourSlice } from './slice.ts';

/** The chapter that plays. */
export const tourLink: LinkPart<Pick<TourSlice, 'tour' | 'tourIndex'>> = {
  keys: ['tour'],
  write: ({ tour, tourIndex }) => (tour === 'off' ? [] : [['tour', String(tourIndex)]]),
  read(_, value, city) {
    const tourIndex = Number(value);
    const isChapter = Number.isInteger(tourIndex) && tourIndex >= 0 && tourIndex < Math.max(1, city.tour.length);
    return isChapter
      ? { linked: { tour: 'playing', tourIndex } }
      : { expected: { zh: '导览的章节序号', en: 'a chapter' } };
  },
  open: ({ tour, tourIndex }) => ({ tour: tour ?? 'off', ...(tourIndex === undefined ? {} : { tourIndex }) }),
};
