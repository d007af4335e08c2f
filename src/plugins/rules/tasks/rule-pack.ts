import { parseRulePack } from '../../../../model/rules/rule-pack.ts';
import { hashedJsonOfBlob } from '../../../../model/text/json-file.ts';

/** Reads a pack of rules away from the page. */
export const readRulePack = async (blob: Blob, file: string): Promise<ReturnType<typeof parseRulePack>> =>
  parseRulePack(await hashedJsonOfBlob(blob, file), file);
