import type { Manifest } from '../../model/city/manifest.ts';
import { type Message, messageTable } from '../../model/text/message.ts';
import type { LinkPart } from './link-part.ts';
import { KEY_OF_A_LINK } from './link-text.ts';

/** What a link says, by the parts that read it. */
export type LinkState = Readonly<Record<string, unknown>>;

/** A link as it was read. */
export interface ParsedLink {
  state: LinkState;
  /** Parts that say nothing this city knows. The rest of the link holds. */
  problems: Message[];
}

/** Longest hash that is read; a pit of 400 corners fits. */
const MAX_CHARACTERS = 16_384;
/** Characters of a value that a message shows. */
const SHOWN_CHARACTERS = 60;

/** What keeps a link, or a part of it, from being used. */
const linkMessage = messageTable({
  'link-long': {
    zh: '链接至多 {most} 个字符，现为 {got} 个，未能打开',
    en: 'link: expected {most} characters or fewer, got {got}',
  },
  'link-part': {
    zh: '链接中的 {key}：应为{expected}，现为“{got}”，已忽略',
    en: '{key}: expected {expected}, got "{got}"',
  },
  'link-items': {
    zh: '链接中的 {key}：应为{expected}，“{got}”已忽略，其余照用',
    en: '{key}: expected {expected}, got "{got}", which was left out; the rest holds',
  },
});

/** What a link says of this city by its parts; what cannot be read is told and left out. */
export function parseLinkBy(parts: readonly LinkPart[], hash: string, city: Manifest): ParsedLink {
  const text = hash.replace(/^#/, '');
  if (text.length > MAX_CHARACTERS)
    return { state: {}, problems: [linkMessage('link-long', { most: MAX_CHARACTERS, got: text.length })] };
  const state: Record<string, unknown> = {};
  const problems: Message[] = [];
  for (const pair of text.split('&').filter(Boolean)) {
    const [key, value] = pairOf(pair);
    if (SECRETS.includes(key)) continue;
    const part = parts.find(({ keys }) => keys.includes(key));
    const reading = part ? part.read(key, value, city) : { expected: KEY_OF_A_LINK };
    const shown = (got: string) => ({ key: key.slice(0, SHOWN_CHARACTERS), got: got.slice(0, SHOWN_CHARACTERS) });
    if ('expected' in reading) {
      problems.push(linkMessage('link-part', { ...shown(value), expected: reading.expected }));
      continue;
    }
    Object.assign(state, reading.linked);
    const { left = [] } = reading;
    if (left.length > 0)
      problems.push(
        linkMessage('link-items', { ...shown(left.map(({ got }) => got).join('; ')), expected: left[0].expected }),
      );
  }
  return { state, problems };
}

/** No part of the state: whoever lets people log in, or speaks with the hub for a hall, takes it out of the address. */
const SECRETS: readonly string[] = ['invite', 'hallkey'];

function pairOf(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
