import { isHallId } from '../../../../model/halls/hall.ts';
import { type QuietHours, readQuietHours } from '../../../../model/halls/quiet-hours.ts';
import { type Message, MessageError } from '../../../../model/text/message.ts';
import type { BrowserText } from '../../../kit/browser-text.ts';
import { tourDeskMessage } from '../messages.ts';

/** How a page stands in a hall, by the query of its address: `?kiosk=1&quiet=22:00-07:00&hall=lobby`. */
export interface HallOptions {
  readonly quiet: QuietHours | null;
  /** From where on the page's heap is full; null: by what the browser allows. */
  readonly mostHeapMb: number | null;
  /** As which the hub knows it; null: no hub is told. */
  readonly hall: { readonly id: string; readonly key: string } | null;
}

/** Null: the page stands in no hall. What is wrong with the options is told, and the hall runs without it. */
export function readHallOptions(
  { search, hash }: Pick<Location, 'search' | 'hash'>,
  session: BrowserText,
  refuse: (error: unknown) => void,
): HallOptions | null {
  const query = new URLSearchParams(search);
  if (query.get('kiosk') !== '1') return null;
  const quietText = query.get('quiet');
  const quiet = quietText === null ? null : readQuietHours(quietText);
  const say = (message: Message) => refuse(new MessageError(message));
  if (quietText !== null && !quiet) say(tourDeskMessage('quiet', { got: quietText.slice(0, 40) }));
  const heap = Number(query.get('heap'));
  const options = { quiet, mostHeapMb: heap > 0 ? heap : null };
  const id = query.get('hall');
  if (id === null) return { ...options, hall: null };
  const key = new URLSearchParams(hash.slice(1)).get(HALL_KEY) ?? session.load(id);
  if (!isHallId(id) || !key) {
    say(tourDeskMessage('hall-key', { got: id.slice(0, 40) }));
    return { ...options, hall: null };
  }
  // The address gives it up, so that nobody copies it from there; a reload of this window finds it here.
  session.save(id, key);
  return { ...options, hall: { id, key } };
}

/** Key of the hall in the part of an address that goes to no server. */
export const HALL_KEY = 'hallkey';
