import type { Remote } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { askTask } from '../../../kit/start-task.ts';
import { joinMessage } from '../messages.ts';
import type * as takeAway from './take-away.ts';
import type { AwayFormat } from './take-away.ts';

/** Writes the features of an answer in a worker of its own. */
export const writeAwayInWorker = (
  geoJson: string,
  format: AwayFormat,
  of: Parameters<typeof takeAway.writeAway>[2],
): Promise<Uint8Array<ArrayBuffer>> =>
  askTask(
    'take-away',
    {
      readS: readLimitS(geoJson.length),
      failed: () => new MessageError(joinMessage('not-written', { file: of.name })),
    },
    (task: Remote<typeof takeAway>) => task.writeAway(geoJson, format, of),
  );
