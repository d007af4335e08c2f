import { expect, test } from 'vitest';
import { parseFiles } from './parse-files.ts';
import { findQuestionCopies } from './questions.ts';

const FORM = `
  const USUAL = { endH: 3 };
  const USUAL_YEARS = [1];
  const Link = v.pipe(v.number(), v.minValue(0), v.maxValue(72));
  const panel = <><NumberField min={0} max={site.end} step={-1} /><Slider min={fromH} max={endH} /><Fields of={q} /></>;
`;

test('numbers of a form beside its question count, in plug-ins with an engine; what the city or the run says does not', () => {
  const found = findQuestionCopies(
    parseFiles({
      'src/plugins/flood/plugin.ts': "export const flood = { id: 'flood', engine: 'flood' };",
      'src/plugins/flood/panels/form.tsx': FORM,
      'src/plugins/camera/plugin.ts': "export const camera = { id: 'camera' };",
      'src/plugins/camera/panels/form.tsx': FORM,
    }),
  );
  expect(found.map(({ path, what }) => `${path} ${what}`)).toEqual(
    ['USUAL', 'v.minValue', 'v.maxValue', '<NumberField min step>'].map(
      (what) => `src/plugins/flood/panels/form.tsx ${what}`,
    ),
  );
});
