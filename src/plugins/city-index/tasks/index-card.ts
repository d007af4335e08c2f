import { type IndexCard, parseIndexCard } from '../../../../model/city-index/index-card.ts';
import { jsonFault } from '../../../../model/text/json-fault.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { indexPageMessage } from '../messages.ts';

/** Reads a scorecard away from the page. */
export async function readCard(blob: Blob, file: string): Promise<IndexCard> {
  const text = await blob.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MessageError(indexPageMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
  return parseIndexCard(json, file);
}
