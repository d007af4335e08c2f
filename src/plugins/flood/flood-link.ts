import * as v from 'valibot';
import { FloodQuestion, floodQuestion } from '../../../model/questions/flood.ts';
import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';

/** An excavation is open in one window, and a case stands in its file: a link has the question without them. */
const Nothing = v.optional(v.null(), null);
const linked = defineQuestion({
  ...floodQuestion,
  schema: v.strictObject({ ...FloodQuestion.entries, pit: Nothing, opened: Nothing }),
});

export const writeFloodLink = ({ pit: _, opened: __, ...question }: FloodQuestion): string =>
  writeLink(linked, question);

/** Chromium drops an address of more than 2 MiB; this leaves room for the rest of the link. */
const MAX_LINK_CHARACTERS = 1_500_000;

/** Whether a link of this text is one that every browser keeps. */
export const isShortLink = (text: string): boolean => text.length <= MAX_LINK_CHARACTERS;

/** Null when it is no question, or one with grids of rain, which are files of the window that wrote it. */
export function readFloodLink(text: string): FloodQuestion | null {
  const question = readLink(linked, text);
  return question?.rain.kind === 'grids' ? null : question;
}
