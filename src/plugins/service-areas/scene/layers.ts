import { stopsOf } from '../../../kit/minute-bands.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { SERVICE_AREAS, serviceAreasController } from '../controller.ts';

/** More dots than this hide the map. */
const MAX_DOTS = 300;

const serialOf = (state: TwinState): number | null => doneSerial(state, SERVICE_AREAS);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(serviceAreasController).result();

/** Minutes on foot. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'service-areas.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const { values, elevationM, ...place } = result.raster;
    const stops = stopsOf(result.request.minutes);
    return { ground: { terrain: { ...place, elevationM } }, place, values, stops, opacity: SHEET_OPACITY };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** A dot a facility. */
const dotLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'service-areas.facilities',
  key: serialOf,
  of: (state, app) =>
    resultOf(state, app)
      ?.facilities.slice(0, MAX_DOTS)
      .map(({ atM }) => ({ line: [atM], isRing: false })) ?? null,
  open: { any: async () => (host) => openGroundLines(host, 'service-facility') },
};

/** What service areas draw. */
export const serviceLayers = [sheetLayer, dotLayer] as const;
