import { MAX_DEPTH } from './service-fetch.ts';

/** An element of GML by its name without prefix. */
export interface GmlElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: GmlElement[];
}

/** A tag with its attributes, text that stands as it is, and what says nothing. */
const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w.:-]{1,200})((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads XML into elements; null: it is none that this reads. Entities are XML's own five and numbers: a document that declares others is
 * refused, so that none can grow.
 */
export function gmlElements(text: string): GmlElement | null {
  const top: GmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [top];
  for (const [whole, plain, closing, name, attributes, empty, words] of text.matchAll(TOKEN)) {
    const inner = open[open.length - 1];
    if (plain !== undefined) inner.text += plain;
    else if (words !== undefined) inner.text += decoded(words);
    else if (name !== undefined && closing === '/') {
      if (open.length < 2 || inner.name !== localName(name)) return null;
      open.pop();
    } else if (name !== undefined) {
      const element = { name: localName(name), attributes: attributesOf(attributes ?? ''), text: '', children: [] };
      inner.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > MAX_DEPTH) return null;
    } else if (whole === '<') return null;
  }
  return open.length === 1 && top.children.length === 1 ? top.children[0] : null;
}

const localName = (name: string): string => name.replace(/^.*:/, '');

function attributesOf(text: string): Record<string, string> {
  const named = [...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [
    localName(name),
    decoded(double ?? single ?? ''),
  ]);
  return Object.fromEntries(named.filter(([name]) => name !== '__proto__'));
}

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, ten, sixteen, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? whole;
    const code = ten !== undefined ? Number(ten) : Number.parseInt(sixteen as string, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
