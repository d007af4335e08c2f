import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import type { ViewPoint, ViewRequest } from '../../../model/questions/view-analysis.ts';
import type { ViewFacts, ViewResult } from '../../../workers/view-analysis/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { ViewForm } from './slice.ts';

/** Id of the plug-in, of its engine and of its picking. */
export const VIEW_ANALYSIS = 'view-analysis';

/** Views, analysed in a worker. */
type ViewController = AnalysisController<ViewFacts, ViewRequest, ViewResult>;

/** One click sets a point of the form. */
export const viewAnalysisController: Opener<App, ViewController> = {
  id: VIEW_ANALYSIS,
  open(app) {
    const { twin } = app;
    const unfollow = twin.follow(
      ({ pick }) => pick,
      (pick) => {
        if (pick?.owner !== VIEW_ANALYSIS || pick.points.length === 0) return;
        const { endPicking, setViewForm } = twin.getState();
        endPicking(VIEW_ANALYSIS);
        setViewForm(pick.kind === 'from' ? { from: pick.points[0] } : { to: pick.points[0] });
      },
    );
    return {
      ...openAnalysis<ViewFacts, ViewRequest, ViewResult>(app, VIEW_ANALYSIS, VIEW_ANALYSIS),
      close: unfollow,
    };
  },
};

/** On the ground its own raster says how high; a roof or a wall where it was clicked. */
const pointOf = ({ enu: [x, y, upM], on }: SurfacePoint, aboveM: number): ViewPoint => ({
  atM: [x, y],
  upM: on === 'ground' ? null : upM,
  aboveM,
});

/** What the engine is asked, as a case of the command line has it; null: a point is missing. */
export function requestOf(form: ViewForm): ViewRequest | null {
  const { kind, radiusM, targetM, eyeM, fromWidthM, toWidthM, fromDeg, toDeg, stepDeg, farM, refractionRatio } = form;
  const common = { planned: [...form.planned], refractionRatio };
  const from = form.from && pointOf(form.from, form.fromAboveM);
  const to = form.to && pointOf(form.to, form.toAboveM);
  if (kind === 'landmark') return to && { kind, to, radiusM, eyeM, ...common };
  if (!from) return null;
  if (kind === 'viewshed') return { kind, from, radiusM, targetM, ...common };
  if (kind === 'skyline') return { kind, from, fromDeg, toDeg, stepDeg, farM, ...common };
  if (!to) return null;
  return kind === 'sight' ? { kind, from, to, ...common } : { kind, from, to, fromWidthM, toWidthM, ...common };
}
