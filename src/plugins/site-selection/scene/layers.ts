import type { ChosenSite } from '../../../../model/tables/site-selection.ts';
import { stopsOf } from '../../../kit/minute-bands.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { SITE_SELECTION, siteSelectionController } from '../controller.ts';
import { shownMinutes } from '../outcome.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, SITE_SELECTION);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(siteSelectionController).result();

/** Minutes on foot to the nearest site that is open. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'site-selection.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const { values, elevationM, ...place } = result.raster;
    const stops = stopsOf(shownMinutes(result));
    return { ground: { terrain: { ...place, elevationM } }, place, values, stops, opacity: SHEET_OPACITY };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** Dots of the sites of one state. */
const sitesLayer = (shown: ChosenSite['state']): SceneLayer<readonly GroundLine[], App> => ({
  id: `site-selection.${shown}`,
  key: serialOf,
  of: (state, app) =>
    resultOf(state, app)
      ?.sites.filter((site) => site.state === shown)
      .map(({ atM }) => ({ line: [atM], isRing: false })) ?? null,
  open: { any: async () => (host) => openGroundLines(host, `siting-${shown}`) },
});

/** Places that were picked for a question. */
const pointsLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'site-selection.points',
  key: ({ sitingForm }) => (sitingForm.candidatesBy === 'points' ? sitingForm.pointsM : null),
  of: ({ sitingForm }) =>
    sitingForm.candidatesBy === 'points' ? sitingForm.pointsM.map((at) => ({ line: [at], isRing: false })) : null,
  open: { any: async () => (host) => openGroundLines(host, 'siting-candidate') },
};

/** What the choice of sites draws. */
export const sitingLayers = [
  sheetLayer,
  pointsLayer,
  sitesLayer('kept'),
  sitesLayer('closed'),
  sitesLayer('new'),
] as const;
