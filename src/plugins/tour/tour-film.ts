import type { Tour } from '../../../model/tours/tour.ts';
import { captureFilm } from '../../kit/film/film.ts';
import type { Twin } from '../../twin/twin.ts';
import { chapterTimeMs } from './chapter-clock.ts';

/** Which chapters are filmed, how many frames a second the film has, and how many times faster than the tour it plays. */
interface TourSpan {
  readonly chapters: readonly number[];
  readonly framesPerS: number;
  readonly speedRatio: number;
}

/** One frame: a chapter by its number, and how far it is, 0–1. */
export interface TourMoment {
  readonly index: number;
  readonly ratio: number;
}

/** All frames of a film, chapter by chapter from its beginning to its end; a chapter has one at least. */
export function tourMoments({ chapters }: Tour, span: TourSpan): TourMoment[] {
  return span.chapters.flatMap((index) => {
    const count = Math.max(1, Math.round((chapters[index].seconds * span.framesPerS) / span.speedRatio));
    return Array.from({ length: count }, (_, k) => ({ index, ratio: count === 1 ? 0 : k / (count - 1) }));
  });
}

/**
 * Films a tour: each frame's chapter as the city shows it, with its camera and its clock. Camera, clock and all that chapters changed are
 * afterwards as they were, also after a failure. Rejects with the reason of `cancel` where it is ended.
 */
export async function filmTour(
  twin: Twin,
  tour: Tour,
  span: TourSpan,
  take: (moment: TourMoment & { timeMs: number }) => Promise<Blob>,
  onProgress: (doneRatio: number) => void,
  cancel: AbortSignal,
): Promise<Blob[]> {
  const { camera, shownTimeMs, tour: played, stopTour } = twin.getState();
  if (played !== 'off') stopTour();
  const shots = tourMoments(tour, span).map((moment) => ({
    ...moment,
    timeMs: chapterTimeMs(tour.chapters[moment.index], moment.ratio, shownTimeMs, twin.city.zone),
    pose: () => posed(twin, { tour, ...moment }, cancel),
  }));
  try {
    return await captureFilm(twin, shots, take, onProgress, cancel);
  } finally {
    twin.getState().poseTour(null);
    twin.getState().flyTo(camera, 0);
  }
}

/** Resolves when the picture stands at a moment of a tour. */
function posed(twin: Twin, moment: TourMoment & { tour: Tour }, cancel: AbortSignal): Promise<void> {
  twin.getState().poseTour(moment);
  const serial = twin.getState().tourShot?.serial;
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const abort = () => {
      settled.abort();
      reject(cancel.reason);
    };
    cancel.addEventListener('abort', abort, { signal: settled.signal });
    const endFollowing = twin.follow(
      ({ posedTourSerial }) => posedTourSerial === serial,
      (isThere) => {
        if (!isThere) return;
        settled.abort();
        resolve();
      },
    );
    settled.signal.addEventListener('abort', endFollowing);
    if (settled.signal.aborted) endFollowing();
    else if (cancel.aborted) abort();
  });
}
