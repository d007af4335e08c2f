import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { jsonOfFile } from '../../../../model/text/json-file.ts';
import { formOfCase } from '../flood-case.ts';
import type { FloodSite } from '../slice.ts';

/** Reads a case away from the page. */
async function read(blob: Blob, file: string, city: string, site: FloodSite): Promise<ReturnType<typeof formOfCase>> {
  return formOfCase(jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file), file, city, site);
}

carryMessages(transferHandlers);
expose({ read });
