import type { Remote } from 'comlink';
import type { IndexCard } from '../../../../model/city-index/index-card.ts';
import type { TableValues } from '../../../../model/city-index/index-table.ts';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { askAboutFile, askTask } from '../../../kit/start-task.ts';
import { indexPageMessage } from '../messages.ts';
import type * as indexCard from './index-card.ts';

/** Twenty groups of forty indicators with all their words have less. */
const MAX_MIB = 2;

/** A file of a scorecard in a worker of its own. */
export async function readCardFile(file: File): Promise<IndexCard> {
  const { name, size } = file;
  if (size > MAX_MIB * 2 ** 20) throw new MessageError(indexPageMessage('large', { file: name, most: MAX_MIB }));
  const failed = () => new MessageError(indexPageMessage('lost', { file: name }));
  return askTask('index-card', { readS: readLimitS(size), failed }, (task: Remote<typeof indexCard>) =>
    task.readCard(file, name),
  );
}

/** Reads a table of values in a worker of its own. */
export const readTableFile = (file: File, groups: IndexCard['groups'], year: number): Promise<TableValues> =>
  askAboutFile('index-card', file, MAX_MIB, (task: Remote<typeof indexCard>) =>
    task.readValues(file, file.name, groups, year),
  );
