import type { Tour } from '../../../../model/tours/tour.ts';
import type { PageState } from '../../../twin/page-state.ts';
import type { Narrator } from '../narrator.ts';

/** The chapter that a tour shows, null while there is none, and what plays it. */
export interface ShownChapter {
  tour: Tour;
  index: number;
  isPlaying: boolean;
  pageState: PageState | null;
  narrator: Narrator | null;
  /** A chapter whose state could not be shown as it says. */
  report(subject: string, reason: unknown): void;
}
