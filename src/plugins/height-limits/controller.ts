import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import {
  type AirportShape,
  DRAWN,
  type HeightLimit,
  type HeightLimitRequest,
} from '../../../model/questions/height-limits.ts';
import { airportShapeOf } from '../../../model/rules/city-rules.ts';
import type { HeightFacts, HeightResult } from '../../../workers/height-limits/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { pageLanguage } from '../../kit/words.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Opener } from '../../twin/services.ts';

/** Id of the plug-in, of its engine and of its picking. */
export const HEIGHT_LIMITS = 'height-limits';

type Kind = HeightLimit['kind'];

const KIND_NAMES: Record<Kind, Record<'zh' | 'en', string>> = {
  area: { zh: '区域', en: 'Area' },
  slope: { zh: '斜面', en: 'Slope' },
  airport: { zh: '机场', en: 'Airport' },
};

/** What is drawn becomes a limit of the list. */
export const heightLimitsController: Opener<App, AnalysisController<HeightFacts, HeightLimitRequest, HeightResult>> = {
  id: HEIGHT_LIMITS,
  open(app) {
    const { twin } = app;
    const picked = (pick: Picking | null): void => {
      if (pick?.owner !== HEIGHT_LIMITS) return;
      const kind = pick.kind as Kind;
      const isDone = kind === 'area' ? pick.done && pick.points.length > 2 : pick.points.length === 2;
      if (!isDone) return;
      const { endPicking, setHeights, heightLimits, ruleRecords } = twin.getState();
      endPicking(HEIGHT_LIMITS);
      const language = pageLanguage();
      const name = `${KIND_NAMES[kind][language]} ${heightLimits.length + 1}`;
      setHeights({ heightLimits: [...heightLimits, limitOf(kind, name, pick.points, airportShapeOf(ruleRecords))] });
    };
    const unfollow = twin.follow(({ pick }) => pick, picked);
    return {
      ...openAnalysis<HeightFacts, HeightLimitRequest, HeightResult>(app, HEIGHT_LIMITS, HEIGHT_LIMITS),
      close: unfollow,
    };
  },
};

/** A limit as it is drawn, with the numbers that are typed over. */
function limitOf(kind: Kind, name: string, points: readonly SurfacePoint[], shape: AirportShape): HeightLimit {
  const corners = points.map(({ enu: [x, y] }): [number, number] => [x, y]);
  const elevations = points.map(({ elevationM }) => Math.round(elevationM * 100) / 100);
  if (kind === 'area') return { kind, name, ringM: corners, ...DRAWN.area };
  const ends: [[number, number], [number, number]] = [corners[0], corners[1]];
  if (kind === 'slope') return { kind, name, edgeM: ends, elevationM: elevations[0], ...DRAWN.slope };
  return { kind, name, runwayM: ends, elevationM: [elevations[0], elevations[1]], shape };
}
