import { wrap } from 'comlink';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import { readLimitS } from '../../../model/read-limit.ts';
import type { parseSchemesFile } from '../../../model/schemes/scheme-file.ts';
import { MessageError } from '../../../model/text/message.ts';
import { askOnce } from '../../kit/ask-once.ts';
import { schemesMessage } from './messages.ts';

/** 20,000 parcels and buildings of some corners each have less. */
const MAX_FILE_MIB = 48;

type SchemeSet = ReturnType<typeof parseSchemesFile>;

/** A file of schemes in a worker of its own. */
export async function readSchemesInWorker(file: File, city: string, origin: LonLat): Promise<SchemeSet> {
  const { name, size } = file;
  if (size > MAX_FILE_MIB * 2 ** 20)
    throw new MessageError(schemesMessage('schemes-large', { file: name, mostMb: MAX_FILE_MIB }));
  const worker = new Worker(new URL('./worker/scheme-file.worker.ts', import.meta.url), { type: 'module' });
  const lost = () => new MessageError(schemesMessage('schemes-lost', { file: name }));
  return askOnce(worker, readLimitS(size), lost, wrap<SchemesReader>(worker).read(file, name, city, origin));
}

interface SchemesReader {
  read(blob: Blob, name: string, city: string, origin: LonLat): SchemeSet;
}
