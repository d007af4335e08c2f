import * as v from 'valibot';
import { CrowdQuestion, crowdQuestion } from '../../../model/questions/crowd.ts';
import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import type { CrowdSiteOptions } from './slice.ts';

/** The run whose water people meet is of one window: a link has the question without it. */
const linked = defineQuestion({
  ...crowdQuestion,
  schema: v.strictObject({ ...CrowdQuestion.entries, waterId: v.optional(v.null(), null) }),
});

/** All ways out of a box are none in the link: a form of a box without any takes all that there are. */
export function writeCrowdLink({ waterId: _, ...question }: CrowdQuestion, offer: CrowdSiteOptions | null): string {
  const takesAll = offer?.exits.every(({ id }) => question.exits.includes(id)) ?? false;
  return writeLink(linked, { ...question, exits: takesAll ? [] : question.exits });
}

/** Null when it is no question, or one on a floor plan, which is a file of the window that wrote it. */
export function readCrowdLink(text: string): CrowdQuestion | null {
  const question = readLink(linked, text);
  return question?.place.kind === 'plan' ? null : question;
}
