import type { ShippedRun } from '../../twin/shipped-runs.ts';
import type { Twin } from '../../twin/twin.ts';
import { chosenCase } from './crowd-case.ts';
import type { CrowdRunController } from './run-controller.ts';
import { CROWD_ENGINE } from './slice.ts';

/** Plays the first crowd that the program ships for a city, from the shown second on, on dry ground. */
export function openShippedCrowd(
  twin: Twin,
  runs: Pick<CrowdRunController, 'open' | 'caseOf' | 'startBeside'>,
): ShippedRun {
  return {
    engine: CROWD_ENGINE,
    async play() {
      await runs.open();
      const { crowdForm, crowdCases, shownTimeMs, language } = twin.getState();
      const [first] = crowdCases;
      if (!crowdForm || !first) return null;
      const form = { ...crowdForm, ...chosenCase(first), waterId: null };
      const scenario = runs.caseOf(form);
      if (!scenario) return null;
      const startMs = Math.floor(shownTimeMs / 1000) * 1000;
      const name = first.title[language];
      const run = runs.startBeside({ name, form, scenario, startMs, orders: undefined, water: null });
      const [westM, southM, eastM, northM] = first.boxM;
      return run === null ? null : { run, at: [(westM + eastM) / 2, (southM + northM) / 2] };
    },
  };
}
