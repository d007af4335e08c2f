import { MS_PER_MIN } from '../../../model/time.ts';
import type { ShippedRun } from '../../twin/shipped-runs.ts';
import type { Twin } from '../../twin/twin.ts';
import { firstFloodCase } from './flood-cases.ts';
import type { FloodRunController } from './run-controller.ts';
import { FLOOD_ENGINE } from './slice.ts';

/** Plays the first flood that the program ships for a city, from the shown minute on. */
export function openShippedFlood(
  twin: Twin,
  runs: Pick<FloodRunController, 'open' | 'startBeside'>,
  caseOf = firstFloodCase,
): ShippedRun {
  return {
    engine: FLOOD_ENGINE,
    async play() {
      await runs.open();
      const { floodSite: site, shownTimeMs, language } = twin.getState();
      const found = site && (await caseOf(twin.city.id, site));
      if (!found) return null;
      const { name, form } = found;
      const startMs = Math.floor(shownTimeMs / MS_PER_MIN) * MS_PER_MIN;
      const run = runs.startBeside({ name: name[language], form, startMs });
      const { westM, southM, eastM, northM } = form.area;
      return run === null ? null : { run, at: [(westM + eastM) / 2, (southM + northM) / 2] };
    },
  };
}
