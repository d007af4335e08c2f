import { renderToStaticMarkup } from 'react-dom/server';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { choice, flag, quantity, share } from '../../model/questions/field.ts';
import { Fields } from '../../src/kit/fields/fields.tsx';
import { THIN_SPACE } from '../../src/kit/format.ts';

const Walk = v.strictObject({
  speedMps: quantity({ unit: 'm/s', min: 0.1, max: 3, step: 0.1, usual: 1.3, word: 'common.source' }),
  endH: quantity({ unit: 'h', min: 0.1, max: 72, usual: 3, offers: [1, 2, 6], word: 'common.licence', more: true }),
  blockedRatio: share({ usual: 0.25, word: 'common.hash' }),
  hasLifts: flag({ usual: false, word: 'common.finish' }),
  direction: choice({ to: 'common.close', from: 'common.none' }, { usual: 'to', word: 'common.cancel' }),
});
const value = { speedMps: 1.3, endH: 3, blockedRatio: 0.25, hasLifts: true, direction: 'from' } as const;

test('bounds, step and unit of a control are those of the question', () => {
  const html = renderToStaticMarkup(<Fields of={Walk} only={['speedMps']} value={value} onChange={() => {}} />);
  expect(html).toMatch(/type="number"[^>]*min="0.1" max="3" step="0.1"[^>]*value="1.3"/);
  expect(html).toContain('m/s');
});

test('what is offered is listed together with the value that a case brought', () => {
  const html = renderToStaticMarkup(<Fields of={Walk} only={['endH']} value={value} onChange={() => {}} />);
  expect(html.match(/<option[^>]*>[^<]*/g)?.map((option) => option.replace(/.*>/, ''))).toEqual([
    `1${THIN_SPACE}h`,
    `2${THIN_SPACE}h`,
    `3${THIN_SPACE}h`,
    `6${THIN_SPACE}h`,
  ]);
  expect(html).toContain('<details');
});

test('all fields with words are drawn, the rarely used ones folded away at the end', () => {
  const html = renderToStaticMarkup(<Fields of={Walk} value={value} onChange={() => {}} />);
  expect([
    html.match(/<select/g)?.length,
    html.includes(`25${THIN_SPACE}%`),
    html.indexOf('<details') > html.indexOf('role="switch"'),
  ]).toEqual([2, true, true]);
});
