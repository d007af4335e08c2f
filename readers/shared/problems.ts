import type { Problem } from '../../model/city/features.ts';
import { cutText, MAX_VALUE_BYTES } from '../../model/text/cut-text.ts';
import { MessageError } from '../../model/text/message.ts';

/** Input that cannot be used at all. The message names the file, the place, what was expected and what came. */
export class ReadError extends MessageError {
  override name = 'ReadError';
}

/**
 * What was wrong with single features: counted by code, the first of each kept with its place. A reader that leaves a
 * feature out says so here; one that mends a feature without guessing (a ring closed, turned around) says so too.
 */
export class Problems {
  /** Features that were left out; kept apart from those that were mended. */
  leftOut = 0;
  readonly #byCode = new Map<string, Problem>();
  readonly #leftOutBy = new Map<string, number>();

  report(code: string, example: () => string, count = 1): void {
    const known = this.#byCode.get(code);
    if (known) known.count += count;
    else this.#byCode.set(code, { code, count, example: cutText(example(), MAX_VALUE_BYTES) });
  }

  leaveOut(code: string, example: () => string, count = 1): void {
    this.leftOut += count;
    this.#leftOutBy.set(code, this.leftOutBy(code) + count);
    this.report(code, example, count);
  }

  /** How many were left out for this. */
  leftOutBy(code: string): number {
    return this.#leftOutBy.get(code) ?? 0;
  }

  /** Takes over what another list holds, as of a reading that was tried first. */
  add(other: Problems): void {
    this.leftOut += other.leftOut;
    for (const [code, count] of other.#leftOutBy) this.#leftOutBy.set(code, this.leftOutBy(code) + count);
    for (const { code, count, example } of other.#byCode.values()) this.report(code, () => example, count);
  }

  /** Most frequent first; equal counts in the order met. */
  list(): Problem[] {
    return [...this.#byCode.values()].sort((a, b) => b.count - a.count);
  }
}

/** Shortens what came for a message. */
export function quote(text: string, limit = 40): string {
  return JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
}
