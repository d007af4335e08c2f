import type { MassingNote, MassingNoteCode } from './massing-types.ts';

/** Names of the first things that a note is of. */
const MAX_EXAMPLES = 4;

/** Notes counted by code, in the order in which they were first met. */
export class NoteList {
  readonly #notes = new Map<MassingNoteCode, { count: number; examples: string[] }>();

  add(code: MassingNoteCode, example: string, count = 1): void {
    const known = this.#notes.get(code) ?? { count: 0, examples: [] };
    this.#notes.set(code, known);
    known.count += count;
    if (example !== '' && known.examples.length < MAX_EXAMPLES && !known.examples.includes(example))
      known.examples.push(example);
  }

  list(): MassingNote[] {
    return [...this.#notes].map(([code, { count, examples }]) => ({ code, count, example: examples.join(', ') }));
  }
}
