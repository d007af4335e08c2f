import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import { TrafficRequest } from '../../../model/questions/traffic.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { formOf, requestOf } from './controller.ts';
import { freshImpactForm, type ImpactForm } from './slice.ts';

const QUESTION = defineQuestion({ id: 'traffic', schema: TrafficRequest });

/** The question as it stands in the form; a link brings it back, and whoever opened it has it computed. */
export const impactLink: LinkPart<{ impact: ImpactForm }> = {
  keys: ['impact'],
  write({ impactForm }) {
    const isFresh = JSON.stringify(impactForm) === JSON.stringify(freshImpactForm());
    return isFresh ? [] : [['impact', writeLink(QUESTION, requestOf(impactForm))]];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    return request
      ? { linked: { impact: formOf(request) } }
      : { expected: { zh: '交通影响的条件', en: 'a question of traffic impact' } };
  },
  open: ({ impact }) => ({ impactForm: impact ?? freshImpactForm() }),
};
