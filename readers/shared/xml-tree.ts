import type { Document } from '@xmldom/xmldom';
import { decodedText, isEncodingName } from './encoding.ts';
import { readerMessage } from './messages.ts';
import { type Problems, ReadError } from './problems.ts';

/** A document takes some ten times as much in memory. */
export const MAX_XML_BYTES = 40 << 20;
/** Deeper than this is no data, and what walks through it calls itself. */
const MAX_XML_DEPTH = 200;

/** Text of an XML file: in the encoding that a person named, else the declared one, else what the bytes show. */
function xmlText(bytes: Uint8Array, named: string | undefined, file: string, problems: Problems): string {
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(start)?.[1];
  const isOther = declared !== undefined && !/^utf-?(8|16)$/i.test(declared) && isEncodingName(declared);
  return decodedText(bytes, named ?? (isOther ? declared : undefined), file, problems);
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
  const text = xmlText(bytes, named, file, problems).replace(/^\ufeff/, '');
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
