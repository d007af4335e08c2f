import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { parseSchemesFile } from '../../../../model/schemes/scheme-file.ts';
import { jsonFault } from '../../../../model/text/json-fault.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { schemesMessage } from '../messages.ts';

/** Reads a file of schemes away from the page: 20,000 rings of 500 corners are tried for crossings. */
export async function readSchemes(
  blob: Blob,
  file: string,
  city: string,
  origin: LonLat,
): Promise<ReturnType<typeof parseSchemesFile>> {
  const text = await blob.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MessageError(schemesMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
  return parseSchemesFile(json, file, city, origin);
}
