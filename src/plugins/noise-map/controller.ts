import type { Point } from '../../../model/geo/plane/point.ts';
import { NoiseChange, type NoiseRequest } from '../../../model/questions/noise.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { NoiseFacts, NoiseResult } from '../../../workers/noise/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import type { Picking } from '../../twin/pick.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { NoiseForm } from './slice.ts';

/** Id of the plug-in and of its picking. */
export const NOISE_MAP = 'noise-map';

/** What is drawn: the area, or the line of a barrier. */
export type NoiseDrawn = 'area' | 'line';

/** What is drawn goes into the form. */
export const noiseController: Opener<App, RoleAnalysis<NoiseFacts, NoiseRequest, NoiseResult>> = {
  id: NOISE_MAP,
  open(app) {
    const { twin } = app;
    const picked = (pick: Picking | null): void => {
      if (pick?.owner !== NOISE_MAP || !pick.done) return;
      const corners = pick.points.map(({ enu: [x, y] }): Point => [x, y]);
      const isArea = (pick.kind as NoiseDrawn) === 'area';
      if (corners.length < (isArea ? 3 : 2)) return;
      const { endPicking, setNoiseForm } = twin.getState();
      endPicking(NOISE_MAP);
      setNoiseForm(isArea ? { ringM: corners } : { barrierM: corners });
    };
    const analysis = openRoleAnalysis<NoiseFacts, NoiseRequest, NoiseResult>(app, NOISE_MAP, 'noise');
    const unfollow = twin.follow(({ pick }) => pick, picked);
    return {
      ...analysis,
      close() {
        unfollow();
        analysis.close();
      },
    };
  },
};

const cornersOf = (list: readonly Point[]): [number, number][] => list.map(([x, y]) => [x, y]);

/** What the engine is asked, as a case of the command line has it; null: no area is drawn yet. */
export function requestOf(form: NoiseForm): NoiseRequest | null {
  const { ringM, barrierM, barrierHeightM, shows: _, ...typed } = form;
  const { roads, speedLimitKmPerH, trafficPct, surfaceDb, ...numbers } = typed;
  if (!ringM) return null;
  return {
    ...numbers,
    ringM: cornersOf(ringM),
    ...(isChanged(form) ? { change: { roads, speedLimitKmPerH, trafficPct, surfaceDb } } : {}),
    ...(barrierM ? { barrier: { lineM: cornersOf(barrierM), heightM: barrierHeightM } } : {}),
  };
}

/** Whether roads are another way afterwards; which roads they would be says nothing by itself. */
function isChanged({ speedLimitKmPerH, trafficPct, surfaceDb }: NoiseForm): boolean {
  const usual = defaultsOf(NoiseChange);
  return (
    speedLimitKmPerH !== usual.speedLimitKmPerH || trafficPct !== usual.trafficPct || surfaceDb !== usual.surfaceDb
  );
}
