import type { Remote } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import type { ReadTour } from '../../../../model/tours/tour.ts';
import { askTask } from '../../../kit/start-task.ts';
import { tourDeskMessage } from '../messages.ts';
import type * as tour from './tour.ts';

/** A tour of 100 chapters with all their words, ways, pictures and recordings has less. */
const MAX_MIB = 32;

/** A file of a tour in a worker of its own. */
export async function readTourFile(file: File): Promise<ReadTour> {
  const { name, size } = file;
  if (size > MAX_MIB * 2 ** 20) throw new MessageError(tourDeskMessage('tour-size', { file: name, most: MAX_MIB }));
  const failed = () => new MessageError(tourDeskMessage('tour-lost', { file: name }));
  return askTask('tour-file', { readS: readLimitS(size), failed }, (task: Remote<typeof tour>) =>
    task.readTourBlob(file, name),
  );
}
