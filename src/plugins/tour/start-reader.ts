import { wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { ReadTour } from '../../../model/tours/tour.ts';
import { tourDeskMessage } from './messages.ts';

/** A tour of 100 chapters with all their words and ways has less. */
const MAX_MIB = 4;
/** For the worker to be there. */
const WORKER_START_S = 10;

/** A file of a tour in a worker of its own: one that comes to no end goes with it. */
export async function readTourFile(file: File): Promise<ReadTour> {
  const { name, size } = file;
  if (size > MAX_MIB * 2 ** 20) throw new MessageError(tourDeskMessage('tour-size', { file: name, most: MAX_MIB }));
  const worker = new Worker(new URL('./worker/tour.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const stop = () => reject(new MessageError(tourDeskMessage('tour-lost', { file: name })));
    worker.onerror = stop;
    timer = setTimeout(stop, 1000 * (WORKER_START_S + readLimitS(size)));
  });
  try {
    const reader = wrap<{ read(blob: Blob, name: string): Promise<ReadTour> }>(worker);
    return (await Promise.race([reader.read(file, name), ended])) as ReadTour;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
