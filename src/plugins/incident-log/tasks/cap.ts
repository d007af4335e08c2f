import { readCap } from '../../../../readers/cap/cap.ts';
import { type CapProposal, capProposal } from './cap-subject.ts';

/** Reads a CAP message away from the page. */
export async function readProposal(blob: Blob, file: string): Promise<CapProposal> {
  return capProposal(readCap(new Uint8Array(await blob.arrayBuffer()), file));
}
