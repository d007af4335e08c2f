import { expose, transferHandlers } from 'comlink';
import { type IncidentPackage, parseIncidentPackage } from '../../../../model/incidents/incident-package.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { incidentLogMessage } from '../messages.ts';

/** Reads a package away from the page: its chain is worked out line by line. */
async function read(blob: Blob, file: string): Promise<IncidentPackage> {
  const text = await blob.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MessageError(incidentLogMessage('not-json', { file }));
  }
  return parseIncidentPackage(json, file);
}

carryMessages(transferHandlers);
expose({ read });
