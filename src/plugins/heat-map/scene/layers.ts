import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { heatColours, stopsOf } from '../colours.ts';
import { HEAT_MAP, heatController } from '../controller.ts';
import { shownKind, shownValues } from '../shown.ts';

const resultOf = (state: TwinState, app: App) =>
  doneSerial(state, HEAT_MAP) === null ? null : app.controllerOf(heatController).result();

/** Felt or radiant heat of the shown hour, hours of strong stress, or the change. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'heat-map.sheet',
  key: (state) => {
    const serial = doneSerial(state, HEAT_MAP);
    return serial === null ? null : `${serial} ${state.heatForm.shows} ${state.heatForm.hour}`;
  },
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const { westM, southM, cellM, columns, rows, elevationM } = result.raster;
    const place = { westM, southM, cellM, columns, rows };
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values: shownValues(result, state.heatForm),
      stops: stopsOf(heatColours(shownKind(result, state.heatForm.shows))),
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** Trees that were placed. */
const treeLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'heat-map.trees',
  key: (state) => doneSerial(state, HEAT_MAP),
  of: (state, app) =>
    resultOf(state, app)?.placed.map(({ eastM, northM }) => ({ line: [[eastM, northM]], isRing: false })) ?? null,
  open: { any: async () => (host) => openGroundLines(host, 'heat-tree') },
};

/** The areas and the asked place, while their tool is open. */
const drawnLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'heat-map.drawn',
  key: ({ tool, heatForm }) => (tool === HEAT_MAP ? heatForm : null),
  of: ({ tool, heatForm }: TwinState) => {
    if (tool !== HEAT_MAP) return null;
    const { ringM, coverM, atM } = heatForm;
    return [
      ...(ringM ? [{ line: ringM, isRing: true }] : []),
      ...(coverM ? [{ line: coverM, isRing: true }] : []),
      ...(atM ? [{ line: [atM], isRing: false }] : []),
    ];
  },
  open: { any: async () => (host) => openGroundLines(host, 'heat-drawn') },
};

/** What the map of heat draws. */
export const heatLayers = [sheetLayer, treeLayer, drawnLayer] as const;
