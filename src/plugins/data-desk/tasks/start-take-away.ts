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
): Promise<Uint8Array<ArrayBuffer>> => inTask(of.name, geoJson.length, (task) => task.writeAway(geoJson, format, of));

/** Writes the buildings of an answer in a worker of its own; `file` names what could not be written. */
export const writeBuildingsInWorker = (
  file: string,
  ...[table, solids, of]: Parameters<typeof takeAway.writeBuildings>
): Promise<string> => inTask(file, BYTES_A_BUILDING * solids.length, (task) => task.writeBuildings(table, solids, of));

/** A building takes about so many bytes of a file. */
const BYTES_A_BUILDING = 2000;

const inTask = <T>(file: string, bytes: number, work: (task: Remote<typeof takeAway>) => Promise<T>): Promise<T> =>
  askTask(
    'take-away',
    {
      readS: readLimitS(bytes),
      failed: () => new MessageError(joinMessage('not-written', { file })),
    },
    work,
  );
