import { MessageError } from '../model/text/message.ts';
import type { Share } from './bake-context.ts';
import { bakeMessage } from './messages.ts';

/** A share of a city or of an ensemble, in its folder. */
interface FoundShare {
  folder: string;
  /** `belongs` is the same for all shares of one whole and one program. */
  record: { share: Share; belongs: string };
}

/** Each of the shares of one whole once, none of another. */
export function checkComplete(shares: readonly FoundShare[]): void {
  const first = shares[0];
  const { count } = first.record.share;
  const byIndex = new Map<number, string>();
  for (const { folder, record } of shares) {
    if (record.belongs !== first.record.belongs)
      throw new MessageError(bakeMessage('share-other', { folder, first: first.folder }));
    const twin = byIndex.get(record.share.index);
    if (twin !== undefined) throw new MessageError(bakeMessage('share-twice', { folder, twin }));
    byIndex.set(record.share.index, folder);
  }
  const missing = Array.from({ length: count }, (_, i) => i).filter((i) => !byIndex.has(i));
  if (missing.length === 0) return;
  const names = missing.map((i) => `${i + 1}/${count}`).join(', ');
  throw new MessageError(bakeMessage('share-missing', { got: shares.length, count, missing: names }));
}
