import type { Manifest } from '../../model/city/manifest.ts';
import type { Message } from '../../model/text/message.ts';
import type { LinkPart } from '../twin/link-part.ts';
import { twinLinkParts } from '../twin/link-parts.ts';
import { type LinkState, type ParsedLink, parseLinkBy } from '../twin/parse-link.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import { DESKS } from './desks.ts';
import { PLUGINS } from './listed-plugins.ts';

/**
 * The whole state as the hash of an address, and back: `#c=…&t=…`. Each subject has its part. Only what differs from a fresh start is written, so
 * a link stays short and a newer city keeps its own defaults. Names and values are percent-encoded, so that the
 * separators `& = , ; :` are the link's own. A selection is an id: it holds for every bake that has the object.
 */
export const LINK_PARTS: readonly LinkPart[] = [
  ...twinLinkParts(
    DESKS,
    PLUGINS.flatMap(({ places }) => places.tool ?? []).map(({ id }) => id),
  ),
  ...PLUGINS.flatMap(({ link }) => (link ? [link] : [])),
];

/** The state as a link. */
export function formatLink(state: TwinState, city: Manifest): string {
  const pairs = LINK_PARTS.flatMap((part) => part.write(state, city));
  return `#${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/** What a link says of this city; what cannot be read is told and left out. */
export const parseLink = (hash: string, city: Manifest): ParsedLink => parseLinkBy(LINK_PARTS, hash, city);

/** Sets the twin to a link, all parts or these; what the link does not name of them is as at a fresh start. */
export function applyLink(
  twin: Pick<Twin, 'city' | 'getState' | 'setState'>,
  link: LinkState,
  parts: readonly LinkPart[] = LINK_PARTS,
): void {
  const state = twin.getState();
  twin.setState(Object.assign({}, ...parts.map((part) => part.open(link, state, twin.city))));
}

/** What the link names and nobody but its writer has: runs, files and recordings of another window. */
export function absentOf(twin: Pick<Twin, 'city' | 'getState'>, link: LinkState): Message[] {
  const state = twin.getState();
  return LINK_PARTS.flatMap((part) => [...(part.absent?.(link, state, twin.city) ?? [])]);
}
