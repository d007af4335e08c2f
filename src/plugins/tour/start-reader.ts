import { wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { ReadTour } from '../../../model/tours/tour.ts';
import { askOnce } from '../../kit/ask-once.ts';
import { tourDeskMessage } from './messages.ts';

/** A tour of 100 chapters with all their words and ways has less. */
const MAX_MIB = 4;
/** A file of a tour in a worker of its own. */
export async function readTourFile(file: File): Promise<ReadTour> {
  const { name, size } = file;
  if (size > MAX_MIB * 2 ** 20) throw new MessageError(tourDeskMessage('tour-size', { file: name, most: MAX_MIB }));
  const worker = new Worker(new URL('./worker/tour.worker.ts', import.meta.url), { type: 'module' });
  const lost = () => new MessageError(tourDeskMessage('tour-lost', { file: name }));
  return askOnce(worker, readLimitS(size), lost, wrap<TourReader>(worker).read(file, name));
}

interface TourReader {
  read(blob: Blob, name: string): ReadTour;
}
