import { wrap } from 'comlink';
import type { IndexCard } from '../../../model/city-index/index-card.ts';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import { askOnce } from '../../kit/ask-once.ts';
import { indexPageMessage } from './messages.ts';

/** Twenty groups of forty indicators with all their words have less. */
const MAX_MIB = 2;

/** A file of a scorecard in a worker of its own. */
export async function readCardFile(file: File): Promise<IndexCard> {
  const { name, size } = file;
  if (size > MAX_MIB * 2 ** 20) throw new MessageError(indexPageMessage('large', { file: name, most: MAX_MIB }));
  const worker = new Worker(new URL('./worker/index-card.worker.ts', import.meta.url), { type: 'module' });
  const lost = () => new MessageError(indexPageMessage('lost', { file: name }));
  return askOnce(worker, readLimitS(size), lost, wrap<CardReader>(worker).read(file, name));
}

interface CardReader {
  read(blob: Blob, name: string): IndexCard;
}
