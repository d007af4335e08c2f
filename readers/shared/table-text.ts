import { isUtf8 } from './encoding.ts';

const MAX_HEAD_BYTES = 4000;
const LINE_END = /\r\n|\r|\n/;
/** Excel writes which mark it put between the cells into a line of its own. */
const SEPARATOR_LINE = /^sep=(.)(?:\r\n|\r|\n)/i;

/** Text of a table without the line that names what stands between its cells, and what that line names. */
export function tableText(text: string): { body: string; delimiter?: string } {
  const plain = text.replace(/^\ufeff/, '');
  const line = SEPARATOR_LINE.exec(plain);
  return line ? { body: plain.slice(line[0].length), delimiter: line[1] } : { body: plain };
}

/** The cells of a table's first row, in the encoding that it has; none where the file is no text. */
export function headingsOf({ bytes, text }: { bytes: Uint8Array; text: string }): string[] {
  if ('{<[\u0000'.includes(text.charAt(0))) return [];
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const { body, delimiter } = tableText(
    isWide ? text.slice(0, MAX_HEAD_BYTES) : startOf(bytes.subarray(0, MAX_HEAD_BYTES)),
  );
  const [head] = body.split(LINE_END, 1);
  return head.split(delimiter ?? /[,;\t|]/).map((cell) => cell.replaceAll('"', '').trim());
}

/** UTF-8 but for a last character that is cut, or GB 18030. */
function startOf(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] >= 0x80) end--;
  return new TextDecoder(isUtf8(bytes, 0, end) ? 'utf-8' : 'gb18030').decode(bytes.slice());
}
