import { expose, transferHandlers } from 'comlink';
import { type IncidentPackage, parseIncidentPackage } from '../../../../model/incidents/incident-package.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readJson } from './read-json.ts';

/** Reads a package away from the page: its chain is worked out line by line. */
async function read(blob: Blob, file: string): Promise<IncidentPackage> {
  return parseIncidentPackage(await readJson(blob, file), file);
}

carryMessages(transferHandlers);
expose({ read });
