import type { Remote } from 'comlink';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { readLimitS } from '../../../../model/read-limit.ts';
import type { parseSchemesFile } from '../../../../model/schemes/scheme-file.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { askTask } from '../../../kit/start-task.ts';
import { schemesMessage } from '../messages.ts';
import type * as schemeFile from './scheme-file.ts';

/** 20,000 parcels and buildings of some corners each have less. */
const MAX_FILE_MIB = 48;

/** A file of schemes in a worker of its own. */
export async function readSchemesInWorker(
  file: File,
  city: string,
  origin: LonLat,
): Promise<ReturnType<typeof parseSchemesFile>> {
  const { name, size } = file;
  if (size > MAX_FILE_MIB * 2 ** 20)
    throw new MessageError(schemesMessage('schemes-large', { file: name, mostMb: MAX_FILE_MIB }));
  const failed = () => new MessageError(schemesMessage('schemes-lost', { file: name }));
  return askTask('scheme-file', { readS: readLimitS(size), failed }, (task: Remote<typeof schemeFile>) =>
    task.readSchemes(file, name, city, origin),
  );
}
