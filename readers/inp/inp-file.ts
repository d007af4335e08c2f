import { type Message, NOTHING } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { type InpRow, inpSections } from './inp-sections.ts';
import { type InpWord, inpMessage, inpWords, keyword } from './messages.ts';

const textOf = (word: InpWord): Text => (typeof word === 'string' ? inpWords[word] : word);

/**
 * An input file of SWMM 5 or EPANET 2, parsed once: its sections, its options, its places, and its cells as numbers and words. The baker
 * makes features of it, the drains a hydraulic model. Whatever is wrong is thrown as `Refused`, with file, line, what it is, what was
 * expected and what came.
 */
export class InpFile {
  readonly file: string;
  readonly #sections: ReadonlyMap<string, readonly InpRow[]>;
  readonly #Refused: new (
    message: Message,
  ) => Error;

  constructor(text: string, file: string, Refused: new (message: Message) => Error) {
    this.file = file;
    this.#Refused = Refused;
    this.#sections = inpSections(text, file, (message) => new Refused(message));
  }

  /** Rows of the sections whose names begin so, name by name: the programs themselves look at the beginning of a name only. */
  rows(...names: readonly string[]): InpRow[] {
    return names.flatMap((name) =>
      [...this.#sections].flatMap(([section, rows]) => (section.startsWith(name) ? rows : [])),
    );
  }

  /** The line of an option; null where the file does not set it. */
  option(name: string): InpRow | null {
    return this.rows('OPTION').find(({ cells }) => cells[0]?.toUpperCase() === name) ?? null;
  }

  /** An option's value in capitals, empty where the file does not set it. */
  optionWord(name: string): string {
    return this.option(name)?.cells[1]?.toUpperCase() ?? '';
  }

  /** Where each node lies, in the file's own system. */
  coordinates(): Map<string, [number, number]> {
    return new Map(this.rows('COORDINATE').map((row) => [row.cells[0], this.#place(row)]));
  }

  /** Places by the name in the first cell, in the file's order: bends of links ([VERTICES]), rings of areas ([POLYGONS]). */
  paths(section: 'VERTICES' | 'POLYGONS'): Map<string, [number, number][]> {
    const paths = new Map<string, [number, number][]>();
    for (const row of this.rows(section)) {
      const path = paths.get(row.cells[0]) ?? [];
      path.push(this.#place(row));
      paths.set(row.cells[0], path);
    }
    return paths;
  }

  #place(row: InpRow): [number, number] {
    return [this.number(row, 1, keyword('X-Coord')), this.number(row, 2, keyword('Y-Coord'))];
  }

  /** The line of [XSECTIONS] of each link. */
  crossSections(): Map<string, InpRow> {
    return new Map(this.rows('XSECTION').map((row) => [row.cells[0], row]));
  }

  /** The refusal of a row's cell. */
  problem(row: InpRow, what: InpWord, expected: InpWord, got: string | number | undefined): Error {
    return new this.#Refused(
      inpMessage('cell', {
        file: this.file,
        line: row.line,
        what: textOf(what),
        expected: textOf(expected),
        got: got === undefined || got === '' ? NOTHING : JSON.stringify(got),
      }),
    );
  }

  /** The refusal of the file as a whole. */
  refusal(message: Message): Error {
    return new this.#Refused(message);
  }

  /** A word that must be there. */
  text(row: InpRow, nth: number, what: InpWord): string {
    const cell = row.cells[nth];
    if (cell === undefined || cell === '') throw this.problem(row, what, 'word', cell);
    return cell;
  }

  /** `otherwise` where the line ends before, or holds an empty or a starred cell. */
  number(row: InpRow, nth: number, what: InpWord, otherwise?: number): number {
    const cell = row.cells[nth];
    if (otherwise !== undefined && (cell === undefined || cell === '' || cell === '*')) return otherwise;
    const value = Number(cell);
    if (cell === undefined || cell === '' || !Number.isFinite(value)) throw this.problem(row, what, 'number', cell);
    return value;
  }

  /** A number of `least` or more. */
  atLeast(row: InpRow, nth: number, what: InpWord, least: number, otherwise?: number): number {
    const value = this.number(row, nth, what, otherwise);
    if (value < least) throw this.problem(row, what, { zh: `不小于 ${least} 的数`, en: `at least ${least}` }, value);
    return value;
  }

  /** A number of more than `bound`. */
  above(row: InpRow, nth: number, what: InpWord, bound: number, otherwise?: number): number {
    const value = this.number(row, nth, what, otherwise);
    if (value <= bound) throw this.problem(row, what, { zh: `大于 ${bound} 的数`, en: `more than ${bound}` }, value);
    return value;
  }
}
