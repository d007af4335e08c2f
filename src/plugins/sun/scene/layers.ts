import { MIN_PER_H } from '../../../../model/time.ts';
import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { type FacadeQuads, facadeQuads, sunClasses } from '../facade-quads.ts';
import { sunOpener } from '../open.ts';

/** Hours of sun on the walls that were studied. */
const facadeLayer: SceneLayer<FacadeQuads, App> = {
  id: 'sun.facades',
  key: ({ sunStudied, sunFacades }) =>
    sunStudied.kind === 'done' && sunFacades !== null ? `${sunStudied.serial} ${sunFacades}` : null,
  of({ sunStudied, sunFacades }, app) {
    const result = app.controllerOf(sunOpener).result();
    return sunStudied.kind === 'done' && sunFacades !== null && result ? facadeQuads(result, sunFacades) : null;
  },
  open: { globe: async () => (await import('./globe/facades.ts')).openFacades },
};

/** Hours of sun on the ground, in the classes of the façades: the edges between two of them are lines of equal hours. */
const groundLayer: SceneLayer<SheetPicture, App> = {
  id: 'sun.ground',
  key: ({ sunGround, sunGroundShown }) =>
    sunGround.kind === 'done' && sunGroundShown !== null ? `${sunGround.serial} ${sunGroundShown}` : null,
  of({ sunGround, sunGroundShown }, app) {
    const ground = app.controllerOf(sunOpener).ground();
    if (sunGround.kind !== 'done' || sunGroundShown === null || !ground) return null;
    const { place, beforeMin, afterMin, elevationM, rules } = ground;
    const minutes = sunGroundShown === 'before' ? beforeMin : afterMin;
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values: minutes.map((minute) => (Number.isNaN(minute) ? NO_SHEET_VALUE : minute / MIN_PER_H)),
      stops: sunClasses(rules).map(({ fromH, token }) => ({ token, from: fromH })),
      opacity: SHEET_OPACITY,
      isStepped: true,
    };
  },
  open: { globe: async () => (await import('./globe/ground.ts')).openValueSheet },
};

/** What the sun draws. */
export const sunLayers = [facadeLayer, groundLayer] as const;
