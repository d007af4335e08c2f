import type { Manifest } from '../../model/city/manifest.ts';
import type { Message } from '../../model/text/message.ts';
import type { LinkPart } from '../twin/link-part.ts';
import { twinLinkParts } from '../twin/link-parts.ts';
import { KEY_OF_A_LINK } from '../twin/link-text.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import { DESKS } from './desks.ts';
import { PLUGINS } from './listed-plugins.ts';
import { appMessage } from './messages.ts';

/**
 * The whole state as the hash of an address, and back: `#c=…&t=…`. Each subject has its part. Only what differs from a fresh start is written, so
 * a link stays short and a newer city keeps its own defaults. Names and values are percent-encoded, so that the
 * separators `& = , ; :` are the link's own. A selection is an id: it holds for every bake that has the object.
 */
const PARTS: readonly LinkPart[] = [...twinLinkParts(DESKS), ...PLUGINS.flatMap(({ link }) => (link ? [link] : []))];

/** What a link says, by the parts that read it. */
type LinkState = Readonly<Record<string, unknown>>;

interface ParsedLink {
  state: LinkState;
  /** Parts that say nothing this city knows. The rest of the link holds. */
  problems: Message[];
}

/** Longest hash that is read; a pit of 400 corners fits. */
const MAX_CHARACTERS = 16_384;
/** Of a value in a message. */
const SHOWN_CHARACTERS = 60;

/** The state as a link. */
export function formatLink(state: TwinState, city: Manifest): string {
  const pairs = PARTS.flatMap((part) => part.write(state, city));
  return `#${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/** What a link says of this city; what cannot be read is told and left out. */
export function parseLink(hash: string, city: Manifest): ParsedLink {
  const text = hash.replace(/^#/, '');
  if (text.length > MAX_CHARACTERS)
    return { state: {}, problems: [appMessage('link-long', { most: MAX_CHARACTERS, got: text.length })] };
  const state: Record<string, unknown> = {};
  const problems: Message[] = [];
  for (const pair of text.split('&').filter(Boolean)) {
    const [key, value] = pairOf(pair);
    if (key === INVITE) continue;
    const part = PARTS.find(({ keys }) => keys.includes(key));
    const reading = part ? part.read(key, value, city) : { expected: KEY_OF_A_LINK };
    if ('linked' in reading) Object.assign(state, reading.linked);
    else
      problems.push(
        appMessage('link-part', { key, expected: reading.expected, got: value.slice(0, SHOWN_CHARACTERS) }),
      );
  }
  return { state, problems };
}

/** No part of the state: whoever lets people log in takes it out of the address. */
const INVITE = 'invite';

function pairOf(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** Sets the twin to a link; what the link does not name is as at a fresh start. */
export function applyLink(twin: Pick<Twin, 'city' | 'getState' | 'setState'>, link: LinkState): void {
  const state = twin.getState();
  twin.setState(Object.assign({}, ...PARTS.map((part) => part.open(link, state, twin.city))));
}
