import type { Enu } from '../../../../model/geo/enu.ts';
import type { ViewResult } from '../../../../workers/view-analysis/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import type { SpaceLine } from '../../../view/space-lines.ts';
import { EXCESS_TOKEN, type TintedSolid } from '../../../view/tinted-solid.ts';
import { SEEN_STOPS } from '../colours.ts';
import { VIEW_ANALYSIS, viewAnalysisController } from '../controller.ts';

/** Cells of the classes from here on have no value: under buildings, out of reach. */
const FIRST_WITHOUT_VALUE = 2;

const serialOf = (state: TwinState): number | null => doneSerial(state, VIEW_ANALYSIS);
const resultOf = (state: TwinState, app: App): ViewResult | null =>
  serialOf(state) === null ? null : app.controllerOf(viewAnalysisController).result();

/** Ground that is seen and that is not. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'view-analysis.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result || !('raster' in result)) return null;
    const { classes, elevationM, ...place } = result.raster;
    const values = Float32Array.from(classes, (one) => (one < FIRST_WITHOUT_VALUE ? one : NO_SHEET_VALUE));
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values,
      stops: SEEN_STOPS,
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** The sight, free and blocked parts apart; the corridor's edge and the sight over it; viewpoints. */
const lineLayer: SceneLayer<readonly SpaceLine[], App> = {
  id: 'view-analysis.lines',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    if (result.kind === 'sight') return sightLines(result);
    if (result.kind !== 'corridor') return pointLines(result.kind === 'skyline' ? result.from : result.at);
    const { from, to, ringM } = result;
    const edge = ringM.map(([x, y]): Enu => [x, y, faceUpM(result, x, y)]);
    return [
      { line: edge, isRing: true, className: 'view-corridor' },
      { line: [from, to], className: 'view-free', hasEnds: true },
    ];
  },
  open: { any: async () => (await import('../../../view/space-lines.ts')).openSpaceLines },
};

/** What rises into a corridor, the part above its lower face tinted. */
const solidLayer: SceneLayer<readonly TintedSolid[], App> = {
  id: 'view-analysis.solids',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (result?.kind !== 'corridor') return null;
    return result.solids.map((solid) => ({ ...solid, token: EXCESS_TOKEN }));
  },
  open: { globe: async () => (await import('./globe.ts')).openTintedSolids },
};

type Of<K extends ViewResult['kind']> = Extract<ViewResult, { kind: K }>;

function sightLines({ from, to, obstacles }: Of<'sight'>): SpaceLine[] {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [first] = obstacles;
  if (!first) return [{ line: [from, to], className: 'view-free', hasEnds: true }];
  const t = Math.min(1, first.distanceM / lengthM);
  const met: Enu = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), from[2] + t * (to[2] - from[2])];
  return [
    { line: [from, met], className: 'view-free', hasEnds: true },
    { line: [met, to], className: 'view-blocked', hasEnds: true },
  ];
}

const pointLines = (at: Enu): SpaceLine[] => [{ line: [at, at], className: 'view-free', hasEnds: true }];

/** Up of the corridor's lower face over a place beside or on the sight. */
function faceUpM({ from, to }: Of<'corridor'>, x: number, y: number): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const t = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
  return from[2] + t * (to[2] - from[2]);
}

/** What views draw. */
export const viewLayers = [sheetLayer, solidLayer, lineLayer] as const;
