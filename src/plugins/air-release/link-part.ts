import { AirRequest } from '../../../model/questions/air.ts';
import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { formOf, requestOf } from './controller.ts';
import { type AirForm, freshAirForm } from './slice.ts';

const QUESTION = defineQuestion({ id: 'air', schema: AirRequest });

/** The question as it stands in the form; a link brings it back, and whoever opened it has it computed. */
export const airLink: LinkPart<{ air: AirForm }> = {
  keys: ['air'],
  write({ airForm }) {
    const request = requestOf(airForm);
    return request ? [['air', writeLink(QUESTION, request)]] : [];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    const form = request && formOf(request);
    // A case file may have other cells than the form: what would be lost is refused.
    return form && JSON.stringify(formOf(requestOf(form) ?? request)) === JSON.stringify(form) && isWhole(request, form)
      ? { linked: { air: form } }
      : { expected: { zh: '表单容得下的泄漏或溯源条件', en: 'a question of the air that the form holds' } };
  },
  open: ({ air }) => ({ airForm: air ?? freshAirForm() }),
};

const isWhole = ({ cellM }: AirRequest, form: AirForm): boolean => requestOf(form)?.cellM === cellM;
