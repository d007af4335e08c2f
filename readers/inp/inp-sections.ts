import type { Message } from '../../model/text/message.ts';
import { inpMessage } from './messages.ts';
/** A line of a section: its number in the file, counted from 1, and its cells. */
export interface InpRow {
  line: number;
  cells: string[];
}

/** Longer lines are no input file of SWMM (its own limit is 1,024). */
const MAX_LINE_CHARS = 65_536;

/** Input files of SWMM 5 and EPANET 2 by section, names in capitals. `problem` makes an error of "file:line: expected …, got …". */
export function inpSections(text: string, file: string, problem: (message: Message) => Error): Map<string, InpRow[]> {
  if (text.length === 0) throw problem(inpMessage('empty', { file }));
  const sections = new Map<string, InpRow[]>();
  let rows: InpRow[] | null = null;
  for (const [i, whole] of text.split('\n').entries()) {
    if (whole.length > MAX_LINE_CHARS)
      throw problem(inpMessage('long-line', { file, line: i + 1, most: MAX_LINE_CHARS, got: whole.length }));
    const line = whole.split(';')[0].trim();
    if (line === '') continue;
    if (line.startsWith('[')) {
      const name = line.slice(1).replace(/\].*$/, '').toUpperCase();
      rows = sections.get(name) ?? [];
      sections.set(name, rows);
      continue;
    }
    if (!rows) throw problem(inpMessage('no-section', { file, line: i + 1, got: JSON.stringify(line.slice(0, 80)) }));
    rows.push({ line: i + 1, cells: (line.match(/"[^"]*"|\S+/g) ?? []).map((cell) => cell.replace(/^"|"$/g, '')) });
  }
  return sections;
}
