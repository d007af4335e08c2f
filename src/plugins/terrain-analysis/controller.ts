import type { Point } from '../../../model/geo/plane/point.ts';
import type { BufferSource, EarthworkTarget, TerrainRequest } from '../../../model/questions/terrain-analysis.ts';
import type { TerrainFacts, TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { openingOf } from './section-opening.ts';
import type { TerrainForm } from './slice.ts';

/** Id of the plug-in, of its engine and of its picking. */
export const TERRAIN_ANALYSIS = 'terrain-analysis';

/** What is drawn: an area and a line are done by hand, a point by its click. */
export type Drawn = 'area' | 'line' | 'point';

/** What is drawn goes into the form. */
export const terrainAnalysisController: Opener<App, AnalysisController<TerrainFacts, TerrainRequest, TerrainResult>> = {
  id: TERRAIN_ANALYSIS,
  open(app) {
    const { twin } = app;
    const picked = (pick: Picking | null): void => {
      if (pick?.owner !== TERRAIN_ANALYSIS || pick.points.length === 0) return;
      const kind = pick.kind as Drawn;
      if (kind !== 'point' && !pick.done) return;
      const corners = pick.points.map(({ enu: [x, y] }): Point => [x, y]);
      if (kind === 'area' && corners.length < 3) return;
      const { endPicking, setTerrainForm } = twin.getState();
      endPicking(TERRAIN_ANALYSIS);
      if (kind === 'point') setTerrainForm({ atM: corners[0] });
      else setTerrainForm(kind === 'area' ? { ringM: corners } : { lineM: corners });
      if (kind === 'area') setTerrainForm({ elevationM: Math.round(pick.points[0].elevationM * 10) / 10 });
    };
    const analysis = openAnalysis<TerrainFacts, TerrainRequest, TerrainResult>(app, TERRAIN_ANALYSIS, TERRAIN_ANALYSIS);
    const cut = (): void => {
      const { terrainForm, pits, putPit } = twin.getState();
      const opening = openingOf(analysis.result(), terrainForm.openSide);
      if (opening || TERRAIN_ANALYSIS in pits) putPit(TERRAIN_ANALYSIS, opening?.pit ?? null);
    };
    const unfollow = twin.follow(({ pick }) => pick, picked);
    const uncut = twin.follow(openingKey, cut);
    return {
      ...analysis,
      close() {
        unfollow();
        uncut();
      },
    };
  },
};

/** What an open section hangs on. */
export const openingKey = (state: TwinState): string | null => {
  const serial = doneSerial(state, TERRAIN_ANALYSIS);
  const { openSide } = state.terrainForm;
  return serial === null || openSide === 'none' ? null : `${serial} ${openSide}`;
};

const corners = (list: readonly Point[]): [number, number][] => list.map(([x, y]) => [x, y]);

/** Rising degrees between 0 and 90, as typed; null: they are not. */
function breaksOf(text: string): number[] | null {
  const list = text.split(/[\s,，、;；]+/).filter((one) => one !== '');
  const degrees = list.map(Number);
  const isRising = degrees.every((one, i) => one > (degrees[i - 1] ?? 0) && one < 90);
  return isRising && degrees.length > 0 && degrees.length <= 6 ? degrees : null;
}

/** What the engine is asked, as a case of the command line has it; null: something is missing. */
export function requestOf(form: TerrainForm): TerrainRequest | null {
  const { kind, ringM, lineM } = form;
  const ring = ringM && corners(ringM);
  if (kind === 'slope') {
    const breaksDeg = breaksOf(form.breaks);
    return breaksDeg && { kind, ringM: ring, breaksDeg };
  }
  if (kind === 'aspect') return { kind, ringM: ring, flatBelowDeg: form.flatBelowDeg };
  if (kind === 'profile') return lineM && { kind, lineM: corners(lineM) };
  if (kind === 'earthwork')
    return ring && { kind, ringM: ring, target: targetOf(form), fillPerCutRatio: form.fillPerCutRatio };
  const source = sourceOf(form);
  return source && { kind, source, distanceM: form.distanceM };
}

function targetOf({ targetBy, isBalanced, elevationM, fallPct, bearingDeg }: TerrainForm): EarthworkTarget {
  const level = isBalanced ? null : elevationM;
  if (targetBy === 'level') return { by: 'level', elevationM: level };
  return { by: 'plane', elevationM: level, fallPct, bearingDeg };
}

function sourceOf({ bufferOf: of, atM, lineM, ringM, bufferLayer, bufferObject }: TerrainForm): BufferSource | null {
  if (of === 'point') return atM && { of, atM: [atM[0], atM[1]] };
  if (of === 'line') return lineM && { of, lineM: corners(lineM) };
  if (of === 'area') return ringM && { of, ringM: corners(ringM) };
  if (of === 'object') return bufferObject && { of, ...bufferObject };
  return bufferLayer === '' ? null : { of, layer: bufferLayer };
}
