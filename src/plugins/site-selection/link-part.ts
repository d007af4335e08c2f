import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import { SiteSelectionRequest } from '../../../model/questions/site-selection.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { formOf, requestOf } from './controller.ts';
import { freshSitingForm, type SitingForm } from './slice.ts';

const QUESTION = defineQuestion({ id: 'site-selection', schema: SiteSelectionRequest });

/** The question as it stands in the form; a link brings it back, and whoever opened it has it computed. */
export const sitingLink: LinkPart<{ siting: SitingForm }> = {
  keys: ['siting'],
  write({ sitingForm }) {
    const request = requestOf(sitingForm);
    const isFresh = JSON.stringify(sitingForm) === JSON.stringify(freshSitingForm());
    return isFresh || !request ? [] : [['siting', writeLink(QUESTION, request)]];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    return request
      ? { linked: { siting: formOf(request) } }
      : { expected: { zh: '选址的条件', en: 'a question of where to build' } };
  },
  open: ({ siting }) => ({ sitingForm: siting ?? freshSitingForm() }),
};
