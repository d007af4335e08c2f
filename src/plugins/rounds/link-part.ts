import * as v from 'valibot';
import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import { RoundsRequest } from '../../../model/questions/rounds.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { formOf, requestOf } from './controller.ts';
import { freshRoundsForm, type RoundsForm } from './slice.ts';

const QUESTION = defineQuestion({ id: 'rounds', schema: RoundsRequest });

/** The question as it stands in the form; a link brings it back, and whoever opened it has it computed. */
export const roundsLink: LinkPart<{ rounds: RoundsForm }> = {
  keys: ['rounds'],
  write({ roundsForm }) {
    const request = requestOf(roundsForm);
    return request ? [['rounds', writeLink(QUESTION, request)]] : [];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    const form = request && formOf(request);
    const held = form && requestOf(form);
    // A case file may ask more than the form: what would be lost is refused.
    return form && held && JSON.stringify(v.parse(RoundsRequest, held)) === JSON.stringify(request)
      ? { linked: { rounds: form } }
      : {
          expected: { zh: '表单容得下的巡查路线问题', en: 'a question of rounds that the form holds' },
        };
  },
  open: ({ rounds }) => ({ roundsForm: rounds ?? freshRoundsForm() }),
};
