import type { TourFile } from '../../../model/tours/tour.ts';

const urls = new WeakMap<TourFile, string>();

/** Returns an address of the page's own for a picture or recording of a tour, the same for the same file; null where its text is no file. */
export function fileUrl(file: TourFile | undefined): string | null {
  if (!file) return null;
  const known = urls.get(file);
  if (known !== undefined) return known;
  try {
    const bytes = Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    urls.set(file, url);
    return url;
  } catch {
    return null;
  }
}
