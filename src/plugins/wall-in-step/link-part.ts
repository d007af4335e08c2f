import { isWallId } from '../../../model/walls/wall-step.ts';
import { changed, type LinkPart } from '../../twin/link-part.ts';
import { decoded } from '../../twin/link-text.ts';
import type { WallStepSlice } from '../../twin/wall-step.ts';

/** The wall that the page leads or follows, so that a machine that starts anew is in its place again. */
export const wallLink: LinkPart<Pick<WallStepSlice, 'inStep'>> = {
  keys: ['lead', 'follow'],
  write: ({ inStep }) => changed([[inStep?.role ?? 'lead', encodeURIComponent(inStep?.wall ?? ''), '']]),
  read(key, value) {
    const wall = decoded(value);
    return wall !== null && isWallId(wall)
      ? { linked: { inStep: { role: key === 'lead' ? 'lead' : 'follow', wall } } }
      : { expected: { zh: '1–64 个字母、数字或 . _ -', en: '1 to 64 letters, digits or . _ -' } };
  },
  open: ({ inStep }) => ({ inStep: inStep ?? null }),
};
