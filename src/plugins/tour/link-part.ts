import { MAX_CHAPTERS } from '../../../model/tours/tour.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { decoded } from '../../twin/link-text.ts';
import type { TourSlice } from './slice.ts';
import { shownTour } from './tours.ts';

type LinkedTour = Pick<TourSlice, 'tour' | 'tourIndex' | 'tourId' | 'isNarrated'>;

/** The chapter that plays, with the tour's id where it is not the city's own; and whether it is read aloud. */
export const tourLink: LinkPart<LinkedTour> = {
  keys: ['tour', 'voice'],
  write: ({ tour, tourIndex, tourId, isNarrated }) => [
    ...(tour === 'off'
      ? []
      : [['tour', [tourIndex, ...(tourId ? [encodeURIComponent(tourId)] : [])].join(':')] as const]),
    ...(isNarrated ? [['voice', '1'] as const] : []),
  ],
  read(key, value, city) {
    if (key === 'voice')
      return value === '1' || value === '0'
        ? { linked: { isNarrated: value === '1' } }
        : { expected: { zh: '0 或 1', en: '0 or 1' } };
    const [chapter, id, ...rest] = value.split(':');
    const tourIndex = Number(chapter);
    const tourId = id === undefined ? null : decoded(id);
    // How many chapters another tour has is known once it was read.
    const count =
      id === undefined
        ? Math.max(1, shownTour({ otherTours: [], tourId: null }, city)?.chapters.length ?? 0)
        : MAX_CHAPTERS;
    const isChapter = chapter !== '' && Number.isInteger(tourIndex) && tourIndex >= 0 && tourIndex < count;
    return isChapter && rest.length === 0 && (id === undefined || tourId)
      ? { linked: { tour: 'playing', tourIndex, ...(tourId ? { tourId } : {}) } }
      : { expected: { zh: '导览的章节序号', en: 'a chapter' } };
  },
  open: ({ tour, tourIndex, tourId, isNarrated }) => ({
    tour: tour ?? 'off',
    isNarrated: isNarrated ?? false,
    ...(tourIndex === undefined ? {} : { tourIndex, tourId: tourId ?? null }),
  }),
};
