import { MIN_PER_H } from '../../../../model/time.ts';
import type { App } from '../../../kit/plugin.ts';
import { themeOf } from '../../../twin/appearance.ts';
import { weatherOf } from '../../../twin/weather.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { sunController } from '../controller.ts';
import { type FacadeQuads, facadeQuads, sunClasses } from '../facade-quads.ts';
import { fanHours, fanQuads } from '../fan-rays.ts';
import type { FanWords } from './fan-hours.ts';
import type { Precipitation } from './precipitation.ts';

/** Hours of sun on the walls that were studied. */
const facadeLayer: SceneLayer<FacadeQuads, App> = {
  id: 'sun.facades',
  key: ({ sunStudied, sunFacades, sunDwelling }) =>
    sunStudied.kind === 'done' && sunFacades !== null ? `${sunStudied.serial} ${sunFacades} ${sunDwelling}` : null,
  of({ sunStudied, sunFacades, sunDwelling }, app) {
    const result = app.controllerOf(sunController).result();
    return sunStudied.kind === 'done' && sunFacades !== null && result
      ? facadeQuads(result, sunFacades, sunDwelling)
      : null;
  },
  open: { globe: async () => (await import('./globe/facades.ts')).openFacades },
};

/** Hours of sun on the ground, in the classes of the façades: the edges between two of them are lines of equal hours. */
const groundLayer: SceneLayer<SheetPicture, App> = {
  id: 'sun.ground',
  key: ({ sunGround, sunGroundShown }) =>
    sunGround.kind === 'done' && sunGroundShown !== null ? `${sunGround.serial} ${sunGroundShown}` : null,
  of({ sunGround, sunGroundShown }, app) {
    const ground = app.controllerOf(sunController).ground();
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

/** The sun over the band as the chosen window or point sees it. */
const fanLayer: SceneLayer<FacadeQuads, App> = {
  id: 'sun.fan',
  key: ({ sunFan, sunFanPhase }) => (sunFan === null ? null : `${sunFan} ${sunFanPhase}`),
  of({ sunFan, sunFanPhase }, app) {
    const shown = app.controllerOf(sunController).fan();
    return sunFan !== null && shown ? fanQuads(shown.fan, sunFanPhase) : null;
  },
  open: { globe: async () => (await import('./globe/facades.ts')).openFacades },
};

/** The hours at its rays. */
const fanHourLayer: SceneLayer<FanWords, App> = {
  id: 'sun.fan-hours',
  key: ({ sunFan }) => sunFan,
  of({ sunFan }, app) {
    const shown = app.controllerOf(sunController).fan();
    return sunFan !== null && shown ? { from: shown.fan.atM, hours: fanHours(shown.fan) } : null;
  },
  open: { globe: async () => (await import('./fan-hours.ts')).openFanHours },
};

/** What falls: over the picture, and no part of what a camera of the city would keep. */
const precipitationLayer: SceneLayer<Precipitation, App> = {
  id: 'sun.precipitation',
  key: (state) => {
    const { weather, strengthRatio } = weatherOf(state);
    return `${weather} ${strengthRatio} ${themeOf(state)} ${state.underground}`;
  },
  of(state) {
    const shown = weatherOf(state);
    const { weather: falls } = shown;
    if (state.underground !== 'off' || (falls !== 'rain' && falls !== 'snow')) return null;
    return { falls, strengthRatio: shown.strengthRatio, isDark: themeOf(state) === 'command' };
  },
  open: { globe: async () => (await import('./precipitation.ts')).openPrecipitation },
};

/** What the sun and the sky draw. */
export const sunLayers = [facadeLayer, groundLayer, fanLayer, fanHourLayer, precipitationLayer] as const;
