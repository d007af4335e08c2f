import type * as v from 'valibot';
import { type Question, readQuestion, writeQuestion } from './question.ts';

/** A question as a link carries it: its JSON, percent-encoded, to the last digit. */
export const writeLink = (of: Pick<Question, 'upgrades'>, question: object): string =>
  encodeURIComponent(JSON.stringify(writeQuestion(of, question)));

/** The question that a link of any version carries; null: it carries none that can be asked. */
export function readLink<S extends v.GenericSchema>(of: Question<S>, text: string): v.InferOutput<S> | null {
  try {
    const read = readQuestion(of, JSON.parse(decodeURIComponent(text)));
    return read.success ? read.output : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}
