import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { DISTRICTING, districtsController } from '../controller.ts';
import { districtStops } from '../outcome.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, DISTRICTING);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(districtsController).result();

/** Districts, each in another colour than its neighbours. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'districting.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const { values, elevationM, ...place } = result.raster;
    const ground = { terrain: { ...place, elevationM } };
    return { ground, place, values, stops: districtStops(result), opacity: SHEET_OPACITY, isStepped: true };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** The places or middles of districts. */
const middlesLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'districting.middles',
  key: serialOf,
  of: (state, app) => resultOf(state, app)?.districts.map(({ atM }) => ({ line: [atM], isRing: false })) ?? null,
  open: { any: async () => (host) => openGroundLines(host, 'district-middle') },
};

/** Borders of districts. */
const bordersLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'districting.borders',
  key: serialOf,
  of: (state, app) =>
    resultOf(state, app)
      ?.outlines.flat(2)
      .map((line) => ({ line, isRing: true })) ?? null,
  open: { any: async () => (host) => openGroundLines(host, 'district-border') },
};

/** Lists what the division of the city draws. */
export const districtsLayers = [sheetLayer, bordersLayer, middlesLayer] as const;
