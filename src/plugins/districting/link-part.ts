import * as v from 'valibot';
import { DistrictsRequest } from '../../../model/questions/districts.ts';
import { readLink, writeLink } from '../../../model/questions/link.ts';
import { defineQuestion } from '../../../model/questions/question.ts';
import type { LinkPart } from '../../twin/link-part.ts';
import { DISTRICTING, formOf, requestOf } from './controller.ts';
import { type DistrictsForm, freshDistrictsForm } from './slice.ts';

const QUESTION = defineQuestion({ id: DISTRICTING, schema: DistrictsRequest });

/** The question as it stands in the form; a link brings it back, and whoever opened it has it computed. */
export const districtsLink: LinkPart<{ districting: DistrictsForm }> = {
  keys: [DISTRICTING],
  write({ districtsForm }) {
    const request = requestOf(districtsForm);
    const isFresh = JSON.stringify(districtsForm) === JSON.stringify(freshDistrictsForm());
    return isFresh || !request ? [] : [[DISTRICTING, writeLink(QUESTION, request)]];
  },
  read(_, value) {
    const request = readLink(QUESTION, value);
    const form = request && formOf(request);
    const held = form && requestOf(form);
    // A case file may ask more than the form: what would be lost is refused.
    return form && held && JSON.stringify(v.parse(DistrictsRequest, held)) === JSON.stringify(request)
      ? { linked: { districting: form } }
      : {
          expected: {
            zh: '表单容得下的分区条件（不限范围，没有手绘的点）',
            en: 'a question of districts that the form holds (without an outline, without drawn points)',
          },
        };
  },
  open: ({ districting }) => ({ districtsForm: districting ?? freshDistrictsForm() }),
};
