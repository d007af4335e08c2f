import type { Tour } from '../../../../model/tours/tour.ts';
import type { PageState } from '../../../twin/page-state.ts';
import type { Narrator } from '../narrator.ts';
import type { TourShot } from '../slice.ts';

/** The chapter that a tour shows, null while there is none, and what plays it. */
export interface ShownChapter {
  tour: Tour;
  index: number;
  isPlaying: boolean;
  /** The moment of it that is filmed; null: it is played or held. */
  shot: TourShot | null;
  pageState: PageState | null;
  narrator: Narrator | null;
  /** A chapter whose state could not be shown as it says. */
  report(subject: string, reason: unknown): void;
}
