import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { sheetValues, stopsOf } from '../colours.ts';
import { openingKey, TERRAIN_ANALYSIS, terrainAnalysisController } from '../controller.ts';
import { openingOf, type SectionFaces } from '../section-opening.ts';
import type { TerrainForm } from '../slice.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, TERRAIN_ANALYSIS);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(terrainAnalysisController).result();

/** Slope, aspect, depths of cut and fill. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'terrain-analysis.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result || !('raster' in result)) return null;
    const { values, elevationM, ...place } = result.raster;
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values: sheetValues(result, values),
      stops: stopsOf(result),
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe/value-sheet.ts')).openValueSheet },
};

/** What the form draws while its tool is open. */
const drawnLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'terrain-analysis.drawn',
  key: ({ tool, terrainForm }) => (tool === TERRAIN_ANALYSIS ? terrainForm : null),
  of: ({ tool, terrainForm }) => (tool === TERRAIN_ANALYSIS ? shapesOf(terrainForm) : null),
  open: { any: async () => (host) => openGroundLines(host, 'terrain-drawn') },
};

function shapesOf({ kind, ringM, lineM, atM, bufferOf }: TerrainForm): GroundLine[] {
  const isBuffer = kind === 'buffer';
  const hasLine = kind === 'profile' || (isBuffer && bufferOf === 'line');
  const hasRing = isBuffer ? bufferOf === 'area' : kind !== 'profile';
  const shapes: GroundLine[] = [];
  if (hasLine && lineM) shapes.push({ line: lineM, isRing: false });
  if (hasRing && ringM) shapes.push({ line: ringM, isRing: true });
  if (isBuffer && bufferOf === 'point' && atM) shapes.push({ line: [atM], isRing: false });
  return shapes;
}

/** Edges of a buffer, holes and all. */
const bufferLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'terrain-analysis.buffer',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (result?.kind !== 'buffer') return null;
    return result.polygons.flat().map((line) => ({ line, isRing: true }));
  },
  open: { any: async () => (host) => openGroundLines(host, 'terrain-buffer') },
};

/** Houses where an open section cuts them; a person's own pit is dug in its place. */
const facesLayer: SceneLayer<SectionFaces, App> = {
  id: 'terrain-analysis.section-faces',
  key: (state) => (state.excavation ? null : openingKey(state)),
  of: (state, app) =>
    state.excavation ? null : (openingOf(resultOf(state, app), state.terrainForm.openSide)?.faces ?? null),
  open: { globe: async () => (await import('./globe/section-faces.ts')).openSectionFaces },
};

/** What analyses of the ground draw. */
export const terrainLayers = [sheetLayer, drawnLayer, bufferLayer, facesLayer] as const;
