import type { InpRow } from '../../../src/city/inp.ts';
import { DrainError } from './plan.ts';

/** Cells of an input file as numbers and words; what is wrong is told by file, line, what it is, expected and got. */
export class InpTable {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  problem(row: InpRow, what: string, expected: string, got: string | number | undefined): DrainError {
    return new DrainError(
      `${this.file}:${row.line}: ${what}: expected ${expected}, got ${got === undefined || got === '' ? 'nothing' : JSON.stringify(got)}`,
    );
  }

  text(row: InpRow, nth: number, what: string): string {
    const cell = row.cells[nth];
    if (cell === undefined || cell === '') throw this.problem(row, what, 'a word', cell);
    return cell;
  }

  /** `otherwise` where the line ends before, or holds an empty or a starred cell. */
  number(row: InpRow, nth: number, what: string, otherwise?: number): number {
    const cell = row.cells[nth];
    if (otherwise !== undefined && (cell === undefined || cell === '' || cell === '*')) return otherwise;
    const value = Number(cell);
    if (cell === undefined || cell === '' || !Number.isFinite(value)) throw this.problem(row, what, 'a number', cell);
    return value;
  }

  atLeast(row: InpRow, nth: number, what: string, least: number, otherwise?: number): number {
    const value = this.number(row, nth, what, otherwise);
    if (value < least) throw this.problem(row, what, `at least ${least}`, value);
    return value;
  }

  above(row: InpRow, nth: number, what: string, bound: number, otherwise?: number): number {
    const value = this.number(row, nth, what, otherwise);
    if (value <= bound) throw this.problem(row, what, `more than ${bound}`, value);
    return value;
  }
}
