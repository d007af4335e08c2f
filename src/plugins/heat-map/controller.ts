import type { Point } from '../../../model/geo/plane/point.ts';
import type { OutdoorHeatRequest } from '../../../model/questions/outdoor-heat.ts';
import type { HeatFacts, HeatResult } from '../../../workers/outdoor-heat/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import type { Picking } from '../../twin/pick.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { HeatForm } from './slice.ts';

/** Id of the plug-in and of its picking. */
export const HEAT_MAP = 'heat-map';

/** What is drawn: the area, ground that gets another surface, or the place whose values are wanted. */
export type HeatDrawn = 'area' | 'cover' | 'place';

/** What is drawn goes into the form. */
export const heatController: Opener<App, RoleAnalysis<HeatFacts, OutdoorHeatRequest, HeatResult>> = {
  id: HEAT_MAP,
  open(app) {
    const { twin } = app;
    const picked = (pick: Picking | null): void => {
      if (pick?.owner !== HEAT_MAP || pick.points.length === 0) return;
      const kind = pick.kind as HeatDrawn;
      const corners = pick.points.map(({ enu: [x, y] }): Point => [x, y]);
      if (kind !== 'place' && (!pick.done || corners.length < 3)) return;
      const { endPicking, setHeatForm } = twin.getState();
      endPicking(HEAT_MAP);
      if (kind === 'place') setHeatForm({ atM: corners[0] });
      else setHeatForm(kind === 'area' ? { ringM: corners } : { coverM: corners });
    };
    const analysis = openRoleAnalysis<HeatFacts, OutdoorHeatRequest, HeatResult>(app, HEAT_MAP, 'outdoor-heat');
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
export function requestOf(form: HeatForm): OutdoorHeatRequest | null {
  const { ringM, coverM, surface, planned, plants, shows: _, hour: __, atM: ___, ...typed } = form;
  const { trees, crownM, treeM, spacingM, weight, ...numbers } = typed;
  if (!ringM) return null;
  return {
    ...numbers,
    ringM: cornersOf(ringM),
    ...(coverM ? { surfaces: [{ ringM: cornersOf(coverM), surface }] } : {}),
    ...(planned.length > 0 ? { planned: [...planned] } : {}),
    ...(plants ? { planting: { trees, crownM, treeM, spacingM, weight } } : {}),
  };
}
