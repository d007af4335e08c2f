import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readCap } from '../../../../readers/cap/cap.ts';
import { capProposal } from './cap-subject.ts';

/** Reads a CAP message away from the page. */
async function read(blob: Blob, file: string) {
  return capProposal(readCap(new Uint8Array(await blob.arrayBuffer()), file));
}

carryMessages(transferHandlers);
expose({ read });
