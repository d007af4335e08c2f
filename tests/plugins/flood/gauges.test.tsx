import { beforeEach, expect, test } from 'vitest';
import { waterAt } from '../../../model/questions/flood.ts';
import { words } from '../../../src/kit/words.ts';
import { isComparedRun } from '../../../src/plugins/flood/flood-error.ts';
import { FloodGauges, LevelError } from '../../../src/plugins/flood/panels/gauges.tsx';
import type { FloodRunFacts, FloodSite } from '../../../src/plugins/flood/slice.ts';
import { startHourText } from '../../../src/plugins/flood/start-hour.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const twin = pageTwin(smallCity().city);
beforeEach(() => words.changeLanguage('zh'));

const levels = (everyS: number, count: number, offM = 0) => ({
  timesS: Array.from({ length: count }, (_, i) => everyS * i),
  values: Array.from({ length: count }, (_, i) => 380 + 0.01 * i + offM),
});
const errorText = (simulated: ReturnType<typeof levels>, observed: ReturnType<typeof levels>) =>
  readable(markupIn(twin, <LevelError simulated={simulated} observed={observed} />));

test('too few readings are those within the run, not the frames of the run', () => {
  const late = { timesS: [0, 60, 120, 9000, 9060, 9120, 9180], values: [380, 380, 380, 380, 380, 380, 380] };
  expect(errorText(levels(60, 146), { ...late, timesS: [0, 60, 120, 90_000, 90_060, 90_120, 90_180] })).toMatch(/3.*6/);
  expect(errorText(levels(60, 146), levels(60, 20, 0.5))).toContain('0.50');
  expect(errorText(levels(60, 146), levels(60, 0))).toBe('');
});

test('a run of a storm that did not fall is held against no gauge; one driven by readings is', () => {
  const run = (kind: string) =>
    ({
      ...{ id: 'a', startMs: 0, timesS: [0, 60], status: { kind: 'done' } },
      form: { rain: { kind, reading: { stages: [] } }, endH: 1, riverByGauge: false },
    }) as unknown as FloodRunFacts;
  expect([isComparedRun(run('storm')), isComparedRun(run('live'))]).toEqual([false, true]);
  const gauge = { id: 'g', label: { zh: '澄西站', en: 'Chengxi' } };
  twin.setState({ floodSite: { gauges: [gauge] } as unknown as FloodSite });
  const flood = { record: () => ({ gaugesM: { [waterAt('g')]: [380, 381] } }), open: async () => {} };
  const shown = (kind: string) => readable(markupIn(twin, <FloodGauges run={run(kind)} />, { flood }));
  const { t } = words;
  expect(shown('storm')).toContain(t('flood.gauges.hypothetical'));
  expect(shown('live')).not.toContain(t('flood.gauges.hypothetical'));
  expect(shown('live')).toContain(t('flood.gauges.told'));
});

test('why a run starts at its hour: before, after or at the peak of the rivers’ own flood', () => {
  const { t } = words;
  expect(startHourText(19.5, 24, t)).toMatch(/第 24 h 出现洪峰；推演从洪峰前 4\.5 h 开始/);
  expect(startHourText(25, 24, t)).toContain('洪峰后 1.0 h');
  expect(startHourText(24.04, 24, t)).toContain('从第 24 h 的洪峰开始');
});
