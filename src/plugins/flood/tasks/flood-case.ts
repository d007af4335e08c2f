import { jsonOfBlob } from '../../../../model/text/json-file.ts';
import { formOfCase } from '../flood-case.ts';
import type { FloodSite } from '../slice.ts';

/** Reads a case away from the page. */
export async function readFloodCase(
  blob: Blob,
  file: string,
  city: string,
  site: FloodSite,
): Promise<ReturnType<typeof formOfCase>> {
  return formOfCase(await jsonOfBlob(blob, file), file, city, site);
}
