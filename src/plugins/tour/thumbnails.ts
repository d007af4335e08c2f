import { createStore, type StoreApi } from 'zustand/vanilla';
import type { View } from '../../../model/city/manifest.ts';
import type { TourChapter } from '../../../model/tours/tour.ts';
import type { App } from '../../kit/plugin.ts';
import { poseOfView } from '../../view/pose-of-view.ts';

/** As wide an angle as a visitor's screen has, in the shape of a card. */
const CARD = { fovDeg: 45, aspectRatio: 1.6 };
const QUALITY = 0.8;

/** Small pictures of where chapters are looked from, drawn while somebody edits them; they stay while the page is open. */
export interface Thumbnails {
  /** Addresses of the pictures, by `thumbnailKey`. */
  readonly state: StoreApi<Readonly<Record<string, string>>>;
  /** Draws those that are missing, one after the other, until it is cancelled. One that cannot be drawn is left out: its chapter has its number. */
  draw(chapters: readonly TourChapter[], cancel: AbortSignal): Promise<void>;
}

/** Two chapters with one view share their picture. */
export const thumbnailKey = ({ view }: Pick<TourChapter, 'view'>): string => JSON.stringify(view);

export function openThumbnails({ twin, view: picture }: Pick<App, 'twin' | 'view'>): Thumbnails {
  const state = createStore<Readonly<Record<string, string>>>(() => ({}));
  const take = async (view: View, cancel: AbortSignal): Promise<string | null> => {
    const pose = { ...poseOfView(twin.city.origin, view), ...CARD };
    try {
      const canvas = await picture.pictureFrom(pose, cancel);
      return canvas.toDataURL('image/jpeg', QUALITY);
    } catch {
      return null;
    }
  };
  return {
    state,
    async draw(chapters, cancel) {
      for (const chapter of chapters) {
        const key = thumbnailKey(chapter);
        if (cancel.aborted) return;
        if (state.getState()[key] !== undefined) continue;
        const url = await take(chapter.view, cancel);
        if (url !== null) state.setState({ [key]: url });
      }
    },
  };
}
