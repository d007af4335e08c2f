import { MessageError } from '../../../../model/text/message.ts';
import { type ReadTour, readTour } from '../../../../model/tours/tour.ts';
import { tourDeskMessage } from '../messages.ts';

/** Reads a tour away from the page. */
export async function readTourBlob(blob: Blob, file: string): Promise<ReadTour> {
  const text = await blob.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MessageError(tourDeskMessage('not-json', { file }));
  }
  return readTour(json, file);
}
