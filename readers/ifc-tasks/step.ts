import { ScheduleError } from '../../model/schedule/schedule.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';

/** A value of a STEP line: text, number, `.ENUM.` as its word, `#12` as a reference, a list, a typed value as its own; null for `$` and `*`. */
export type StepValue = string | number | null | StepReference | StepValue[];
/** `#12`: another line of the file. */
interface StepReference {
  line: number;
}

/** A line of a STEP file, `#12 = IFCTASK(…);`. */
export interface StepLine {
  number: number;
  type: string;
  values: StepValue[];
}

const MAX_NESTING = 20;

/** The lines of these types in the file's order, by ISO 10303-21. Everything else is passed over: a building has a million other lines. */
export function stepLines(text: string, types: readonly string[], file: string): StepLine[] {
  const found: StepLine[] = [];
  const head = new RegExp(`#(\\d+)\\s*=\\s*(${types.join('|')})\\s*\\(`, 'g');
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const reader = new StepReader(text, head.lastIndex, `${file}: #${match[1]}`);
    found.push({ number: Number(match[1]), type: match[2], values: reader.list(0) });
    head.lastIndex = reader.at;
  }
  return found;
}

class StepReader {
  at: number;
  readonly #text: string;
  readonly #place: string;

  constructor(text: string, at: number, place: string) {
    this.#text = text;
    this.at = at;
    this.#place = place;
  }

  /** After its opening bracket, to behind the closing one. */
  list(depth: number): StepValue[] {
    if (depth > MAX_NESTING)
      throw new ScheduleError(scheduleFileMessage('brackets', { place: this.#place, most: MAX_NESTING }));
    const values: StepValue[] = [];
    for (;;) {
      this.#skip(/[\s,]*/y);
      const letter = this.#text[this.at];
      if (letter === ')') {
        this.at++;
        return values;
      }
      values.push(this.#value(depth));
    }
  }

  #value(depth: number): StepValue {
    const letter = this.#text[this.at];
    if (letter === '(') {
      this.at++;
      return this.list(depth + 1);
    }
    if (letter === "'") return lettersOf(this.#skip(/'(?:[^']|'')*'/y).slice(1, -1));
    if (letter === '$' || letter === '*') {
      this.at++;
      return null;
    }
    if (letter === '#') return { line: Number(this.#skip(/#\d+/y).slice(1)) };
    if (letter === '.') return this.#skip(/\.[A-Z0-9_]+\./y).slice(1, -1);
    if (/[A-Z]/.test(letter ?? '')) {
      this.#skip(/[A-Z0-9_]+\s*\(/y);
      return this.list(depth + 1)[0] ?? null;
    }
    return Number(this.#skip(/[-+]?\d+(?:\.\d*)?(?:[Ee][-+]?\d+)?/y));
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found === undefined)
      throw new ScheduleError(
        scheduleFileMessage('value', {
          place: this.#place,
          got:
            this.at >= this.#text.length
              ? { zh: '文件结尾', en: 'the end of the file' }
              : `"${this.#text.slice(this.at, this.at + 20)}"`,
        }),
      );
    this.at += found.length;
    return found;
  }
}

/** `''` is an apostrophe, `\\` a backslash, `\X2\4E2D\X0\` letters by their numbers (`\X4\` those of 32 bits), `\X\E9` one of ISO 8859-1. */
const lettersOf = (text: string): string =>
  text
    .replaceAll("''", "'")
    .replace(
      /\\\\|\\X2\\((?:[0-9A-F]{4})*)\\X0\\|\\X4\\((?:00[01][0-9A-F]{5})*)\\X0\\|\\X\\([0-9A-F]{2})/g,
      (_, short?: string, long?: string, one?: string) => {
        const codes = short?.match(/.{4}/g) ?? long?.match(/.{8}/g) ?? (one === undefined ? null : [one]);
        if (short === undefined && long === undefined && one === undefined) return '\\';
        return (codes ?? []).map((code) => letterOf(Number.parseInt(code, 16))).join('');
      },
    );

/** What is no letter of Unicode is told as one that cannot be shown. */
const letterOf = (code: number): string => (code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code));
