import { type IndexCard, parseIndexCard } from '../../../../model/city-index/index-card.ts';
import { type TableValues, valuesOfTable } from '../../../../model/city-index/index-table.ts';
import { jsonFault } from '../../../../model/text/json-fault.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { blobSource } from '../../../../readers/shared/byte-source.ts';
import { Problems } from '../../../../readers/shared/problems.ts';
import { readTextTable } from '../../../../readers/table-rows.ts';
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

/** Reads the values of a card from a table of text or a workbook; rows without a year are of `year`. */
export async function readValues(
  blob: Blob,
  file: string,
  groups: IndexCard['groups'],
  year: number,
): Promise<TableValues> {
  const table = await readTextTable(blobSource(blob, file), new Problems());
  return valuesOfTable({ groups }, table, { file, year, atMs: Date.now() });
}
