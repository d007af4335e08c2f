import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { changeColours, levelColours, stopsOf } from '../colours.ts';
import { NOISE_MAP, noiseController } from '../controller.ts';

/** Levels, or how they change. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'noise-map.sheet',
  key: (state) => {
    const serial = doneSerial(state, NOISE_MAP);
    return serial === null ? null : `${serial} ${state.noiseForm.shows}`;
  },
  of(state, app) {
    const result = doneSerial(state, NOISE_MAP) === null ? null : app.controllerOf(noiseController).result();
    if (!result) return null;
    const { values, elevationM, changeDb, ...place } = result.raster;
    const isChange = changeDb !== null && state.noiseForm.shows === 'change';
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values: isChange ? changeDb : values,
      stops: stopsOf(isChange ? changeColours() : levelColours()),
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** The area and the barrier, while their tool is open. */
const drawnLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'noise-map.drawn',
  key: ({ tool, noiseForm }) => (tool === NOISE_MAP ? noiseForm : null),
  of: ({ tool, noiseForm }: TwinState) => {
    if (tool !== NOISE_MAP) return null;
    const { ringM, barrierM } = noiseForm;
    return [
      ...(ringM ? [{ line: ringM, isRing: true }] : []),
      ...(barrierM ? [{ line: barrierM, isRing: false }] : []),
    ];
  },
  open: { any: async () => (host) => openGroundLines(host, 'noise-drawn') },
};

/** What the map of noise draws. */
export const noiseLayers = [sheetLayer, drawnLayer] as const;
