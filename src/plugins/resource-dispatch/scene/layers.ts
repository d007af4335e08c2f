import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { GroundLine } from '../../../view/ground-lines.ts';
import type { GroundWeb } from '../../../view/ground-web.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { reachStops } from '../colours.ts';
import { DISPATCH, resourceDispatchController } from '../controller.ts';

const resultOf = (state: TwinState, app: App) =>
  doneSerial(state, DISPATCH) === null ? null : app.controllerOf(resourceDispatchController).result();

/** Roads that some or all may not pass. */
const closureLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'resource-dispatch.closures',
  key: ({ closedSegments }) => closedSegments,
  of({ closedSegments }) {
    const all = closedSegments.filter(({ by, isOneWay, water }) => (by.length > 0 && !isOneWay) || water.length === 3);
    const some = closedSegments.filter((one) => !all.includes(one));
    return [
      { className: 'closed-some', lines: some.map(({ line }) => line) },
      { className: 'closed-all', lines: all.map(({ line }) => line) },
    ];
  },
  open: { any: async () => (await import('./lines.ts')).openClosures },
};

/** Ground within the limits of time. */
const reachLayer: SceneLayer<SheetPicture, App> = {
  id: 'resource-dispatch.reach',
  key: (state) => doneSerial(state, DISPATCH),
  of(state, app) {
    const result = resultOf(state, app);
    if (result?.kind !== 'isochrone') return null;
    const { classes, elevationM, ...place } = result.raster;
    const count = result.figures.length;
    const values = Float32Array.from(classes, (one) => (one < count ? one : NO_SHEET_VALUE));
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values,
      stops: reachStops(count),
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** Ways of a proposal. */
const wayLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'resource-dispatch.ways',
  key: (state) => doneSerial(state, DISPATCH),
  of(state, app) {
    const result = resultOf(state, app);
    if (result?.kind !== 'assignment' && result?.kind !== 'transport') return null;
    const ways = result.kind === 'assignment' ? result.served : result.shipments;
    return [{ className: 'dispatch-way', lines: ways.map(({ line }) => line).filter((line) => line.length > 1) }];
  },
  open: { any: async () => (await import('./lines.ts')).openWays },
};

/** The place that is asked about, and the demands. */
const placeLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'resource-dispatch.places',
  key: ({ dispatchPlace, demands }) => `${JSON.stringify(dispatchPlace)} ${demands.map(({ id }) => id).join(' ')}`,
  of: ({ dispatchPlace, demands }) =>
    [...(dispatchPlace ? [dispatchPlace] : []), ...demands.map(({ at }) => at)].map((at) => ({
      line: [at],
      isRing: false,
    })),
  open: { any: async () => (await import('./lines.ts')).openPlaces },
};

/** What dispatch draws. */
export const dispatchLayers = [reachLayer, closureLayer, wayLayer, placeLayer] as const;
