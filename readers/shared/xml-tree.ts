import type { Document } from '@xmldom/xmldom';
import { decodedText, isEncodingName } from './encoding.ts';
import { readerMessage } from './messages.ts';
import { type Problems, ReadError } from './problems.ts';
import { xmlEncodingOf } from './xml-text.ts';

/** A document takes some ten times as much in memory. */
export const MAX_XML_BYTES = 40 << 20;
/** Deeper than this is no data, and what walks through it calls itself. */
const MAX_XML_DEPTH = 200;

/** Text of an XML file without its mark: in the encoding that a person named, else the stated one, else what the bytes show. */
export function xmlText(bytes: Uint8Array, named: string | undefined, file: string, problems: Problems): string {
  const stated = xmlEncodingOf(bytes);
  // One of UTF-8 is what every program writes by itself: the bytes are looked at.
  const isOther = stated !== null && !/^utf-?8$/i.test(stated) && isEncodingName(stated);
  return decodedText(bytes, named ?? (isOther ? stated : undefined), file, problems).replace(/^\ufeff/, '');
}

/**
 * An XML document as a tree, for formats that are small and whose packages want one. It is read twice: first strictly, which names the
 * line of a fault and knows no entities but XML's own, then into the tree.
 */
export async function xmlTree(
  bytes: Uint8Array,
  named: string | undefined,
  file: string,
  problems: Problems,
): Promise<Document> {
  const text = xmlText(bytes, named, file, problems);
  await checkXml(text, file);
  const { DOMParser } = await import('@xmldom/xmldom');
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(text, 'text/xml');
  } catch (error) {
    throw new ReadError(
      readerMessage('xml', { file, line: 1, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

async function checkXml(text: string, file: string): Promise<void> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser();
  let depth = 0;
  const fail = (reason: string): never => {
    throw new ReadError(readerMessage('xml', { file, line: parser.line, reason }));
  };
  parser.on('error', ({ message }) => fail(message.replace(/^\d+:\d+: /, '')));
  parser.on('opentag', () => {
    if (++depth > MAX_XML_DEPTH) fail(`elements more than ${MAX_XML_DEPTH} deep`);
  });
  parser.on('closetag', () => depth--);
  parser.write(text).close();
}
