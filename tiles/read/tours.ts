import { basename } from 'node:path';
import { readTour, tourFile, tourText } from '../../model/tours/tour.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import type { CityContents } from '../model.ts';
import { jsonOf, readText } from './facts.ts';

/**
 * The tours that a recipe names as files of the baked city, and the list of them for its manifest. A page plays a tour without its broken chapters;
 * who bakes one is told and asked to mend it.
 */
export function readTours(paths: readonly string[], city: string): Pick<CityContents, 'files' | 'tours'> {
  const files: Record<string, string> = {};
  for (const path of paths) {
    const { tour, faults } = readTour(jsonOf(readText(path), path), basename(path));
    if (faults.length > 0) throw new ReadError(...faults);
    if (tour.city !== undefined && tour.city !== city)
      throw new ReadError(bakeMessage('tour-city', { path, expected: city, got: tour.city }));
    const file = tourFile(tour.id);
    if (files[file] !== undefined) throw new ReadError(bakeMessage('tour-twice', { path, id: tour.id }));
    files[file] = tourText({ ...tour, city });
  }
  return paths.length === 0 ? { files } : { files, tours: Object.keys(files) };
}
