import * as v from 'valibot';
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
    // Flooded cells are too many for a link: whoever opens it chooses a run of his own.
    const request = requestOf({ ...sitingForm, flooded: null });
    const isFresh = JSON.stringify(sitingForm) === JSON.stringify(freshSitingForm());
    return isFresh || !request ? [] : [['siting', writeLink(QUESTION, request)]];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    const form = request && formOf(request);
    const held = form && requestOf(form);
    // A case file may ask more than the form: what would be lost is refused.
    return form && held && JSON.stringify(v.parse(SiteSelectionRequest, held)) === JSON.stringify(request)
      ? { linked: { siting: form } }
      : {
          expected: {
            zh: '表单容得下的选址条件（需求只有一类，候选不限范围）',
            en: 'a question of where to build that the form holds (one class of demand, candidates without an outline)',
          },
        };
  },
  open: ({ siting }) => ({ sitingForm: siting ?? freshSitingForm() }),
};
