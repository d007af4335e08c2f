import { beforeEach, expect, test } from 'vitest';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { words } from '../../../src/kit/words.ts';
import { gradeBars, linesOfStep, stepSpans } from '../../../src/plugins/incident-log/evaluation.ts';
import { ScoreTab } from '../../../src/plugins/incident-log/panels/score-tab.tsx';
import { DEFAULT_PAIRS, scoreOf } from '../../../src/plugins/incident-log/score.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { handLog, MIN, OPENED_MS, opening, order, orderState, stepDone } from '../../model/incidents/log.ts';

/** `verify` is done 1 minute early, `lead` 4 minutes late, `road` runs from minute 2 on, due at 22, and is never done. */
const { timeline } = handLog([
  [0, opening()],
  [1, order('a', 'pump-1')],
  [2, stepDone('verify')],
  [3, orderState('a', 'on-way')],
  [9, orderState('a', 'on-site')],
  [19, stepDone('lead')],
  [30, { kind: 'closed', text: '' }],
]);
const NOW_MS = OPENED_MS + 30 * MIN;
const facts = factsOf(timeline, timeline.present());

beforeEach(() => words.changeLanguage('zh'));

test('steps lie on one axis from their trigger to their end, with how late they were', () => {
  expect(stepSpans(facts, NOW_MS)).toEqual([
    { id: 'verify', startMin: 0, limitMin: 3, endMin: 2, isDone: true, lateMin: -1 },
    { id: 'lead', startMin: 0, limitMin: 15, endMin: 19, isDone: true, lateMin: 4 },
    { id: 'road', startMin: 2, limitMin: 22, endMin: 30, isDone: false, lateMin: 8 },
  ]);
});

test('a row tells its own lines and the orders of its time', () => {
  const [verify, lead] = stepSpans(facts, NOW_MS);
  const kinds = (span: typeof verify) => linesOfStep(timeline, facts, span).map(({ seq, act }) => [seq, act.kind]);
  expect(kinds(verify)).toEqual([
    [2, 'order'],
    [3, 'step'],
  ]);
  expect(kinds(lead).map(([seq]) => seq)).toEqual([2, 4, 5, 6]);
});

test('the grade is the weighted mean of its bars; what the log does not say is left out', () => {
  const score = scoreOf([{ name: 'record', timeline }], NOW_MS, DEFAULT_PAIRS);
  const [record] = score.alternatives;
  const bars = gradeBars(record, score.ahp.weights);
  expect(bars.map(({ criterion, points }) => [criterion, points === null])).toEqual([
    ['time', false],
    ['response', false],
    ['loss', true],
    ['units', false],
  ]);
  const sum = bars.reduce((all, { points, weight }) => all + (points ?? 0) * (weight ?? 0), 0);
  expect(sum).toBeCloseTo(record.fuzzy?.points ?? 0, 9);
  // There after 8 minutes: between 优 at 5 and 良 at 10, 95 − 15 × 3/5.
  expect(bars[1].points).toBeCloseTo(86, 9);
});

test('the page begins with the grade and the sentence why; formulas are folded', () => {
  const state = timeline.present();
  const shown = { id: 'i', timeline, state, facts, ms: NOW_MS, isReplayed: false, branch: null, mayAct: false };
  const markup = markupIn(pageTwin(smallCity().city, NOW_MS), <ScoreTab shown={shown} />);
  const text = readable(markup);
  expect(text).toMatch(/^\d+\.\d [优良中差] “road”没有做，“lead”迟了 4\.0 分 3 步里 1 步按时，1 步迟到，1 步未做。/);
  expect(text).toContain('早 1.0 分');
  expect(text).toContain('迟 4.0 分');
  expect(text).toContain('未做，已迟 8.0 分');
  expect(markup.match(/<i class="late"/g)?.length).toBe(3);
  expect(markup).not.toContain('<details open');
});
