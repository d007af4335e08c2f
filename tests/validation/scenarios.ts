import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { playIncident } from '../../cli/sim/sim-incident.ts';
import type { ExpectationVerdict, ScenarioFigure } from '../../model/incidents/scenario-input.ts';
import { SHIPPED_INCIDENTS } from '../../scenarios/shipped-incidents.ts';
import type { ValidationCase, Verdict } from './verdict.ts';

const CITIES = resolve('public/city');
/** Of these the whole takes minutes: their runs of flood and crowd are computed anew. */
const HEAVY = ['levee-breach', 'stadium-storm', 'metro-water'];

const text = (figure: ScenarioFigure): string | number =>
  figure === null ? 'none' : typeof figure === 'number' ? figure : String(figure);

/** One verdict an expected result; where each mark is from stands beside it in the scenario. */
function verdictOf(id: string, { input, figure, value, tolerance, unit, got, isMet }: ExpectationVerdict): Verdict {
  const mark = tolerance > 0 ? `${text(value)} ± ${tolerance} ${unit}` : `= ${text(value)} ${unit}`;
  return { case: `scenarios.${id}: ${input} ${figure}`, value: text(got), mark: mark.trim(), pass: isMet };
}

async function play(id: string, isWithRuns: boolean): Promise<Verdict[]> {
  const { verdicts } = await playIncident(
    resolve('scenarios', `incident-${id}`, 'incident.zh.json'),
    CITIES,
    isWithRuns,
  );
  return verdicts.map((verdict) => verdictOf(id, verdict));
}

const missing = () =>
  existsSync(`${CITIES}/chengchuan/manifest.json`) ? null : 'chengchuan is not baked: npm run bake chengchuan';

/** Each scenario that comes with the program, against what it should come to. */
export const CASES: ValidationCase[] = SHIPPED_INCIDENTS.flatMap(({ id }) => {
  const isHeavy = HEAVY.includes(id);
  const quick = { name: `scenarios.${id}`, quick: true, missing, run: () => play(id, false) };
  const whole = { name: `scenarios.${id}.runs`, quick: false, missing, run: () => play(id, true) };
  return isHeavy ? [quick, whole] : [quick];
});
