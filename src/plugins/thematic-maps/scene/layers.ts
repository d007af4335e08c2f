import type { ThemeResult } from '../../../../workers/thematic-maps/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import type { TintedSolid } from '../../../view/tinted-solid.ts';
import { NO_VALUE_TOKEN, tokensOf } from '../colours.ts';
import { hasClass, THEMATIC_MAPS, thematicMapsController } from '../controller.ts';
import type { Symbol as MapSymbol } from './symbols.ts';

/** More bars or symbols than these nobody tells apart; the highest are drawn, and the panel says so. */
export const MAX_BARS = 3000;
export const MAX_SYMBOLS = 1500;
/** The highest bar, of the longer side of the city. */
const BAR_RATIO = 0.06;
/** Sides of bars: of a cell, and of anything else as its area lets it. */
const CELL_RATIO = 0.6;
const BAR_SIDE_M = [8, 60] as const;
const SYMBOL_PX = 26;

const serialOf = (state: TwinState): number | null => doneSerial(state, THEMATIC_MAPS);

/** Changes with each map and each step. */
const keyOf = (state: TwinState): string | null => {
  const serial = serialOf(state);
  return serial === null ? null : `${serial} ${state.themeStep}`;
};

/** The map that is shown so, its step and the tokens of its classes. */
function shownAs(state: TwinState, app: App, show: ThemeResult['request']['show']) {
  const result = serialOf(state) === null ? null : app.controllerOf(thematicMapsController).result();
  if (result?.request.show !== show) return null;
  const step = Math.min(state.themeStep, result.classes.length - 1);
  return { result, step, classes: result.classes[step], tokens: tokensOf(result, result.request.palette) };
}

/** Cells and districts. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'thematic-maps.sheet',
  key: keyOf,
  of(state, app) {
    const shown = shownAs(state, app, 'colour');
    if (!shown?.result.sheet) return null;
    const { place, unitOf, elevationM } = shown.result.sheet;
    const values = Float32Array.from(unitOf, (unit) =>
      unit < 0 || !hasClass(shown.classes[unit]) ? NO_SHEET_VALUE : shown.classes[unit],
    );
    const stops = shown.tokens.map((token, k) => ({ token, from: k - 0.5 }));
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values,
      stops,
      opacity: SHEET_OPACITY,
      isStepped: true,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** Units with a value at this step, the highest first. */
function highest({ values, classes }: ThemeResult, step: number, most: number): number[] {
  const known = Array.from(values[step], (_, unit) => unit).filter(
    (unit) => hasClass(classes[step][unit]) && values[step][unit] > 0,
  );
  return known.sort((a, b) => values[step][b] - values[step][a] || a - b).slice(0, most);
}

/** Upright bars whose heights stand to each other as their values do, on the same scale at every step. */
const barLayer: SceneLayer<readonly TintedSolid[], App> = {
  id: 'thematic-maps.bars',
  key: keyOf,
  of(state, app) {
    const shown = shownAs(state, app, 'bars');
    if (!shown?.result.spread) return null;
    const { result, step, classes, tokens } = shown;
    const [west, south, east, north] = app.twin.city.extentM;
    const perUnit = (BAR_RATIO * Math.max(east - west, north - south)) / (result.spread?.max || 1);
    return highest(result, step, MAX_BARS).map((unit) => {
      const [x, y, up] = result.placesM.subarray(3 * unit, 3 * unit + 3);
      const half = barSideM(result, unit) / 2;
      return {
        ringM: [
          [x - half, y - half],
          [x + half, y - half],
          [x + half, y + half],
          [x - half, y + half],
        ],
        fromUpM: up,
        toUpM: up + Math.max(1, perUnit * result.values[step][unit]),
        token: tokens[classes[unit]] ?? NO_VALUE_TOKEN,
      };
    });
  },
  open: { globe: async () => (await import('./globe.ts')).openTintedSolids },
};

function barSideM({ request: { unit }, areasM2 }: ThemeResult, i: number): number {
  if (unit.by === 'grid') return CELL_RATIO * unit.cellM;
  return Math.min(BAR_SIDE_M[1], Math.max(BAR_SIDE_M[0], Math.sqrt(areasM2[i]) / 3));
}

/** Circles whose areas stand to each other as their values do. */
const symbolLayer: SceneLayer<readonly MapSymbol[], App> = {
  id: 'thematic-maps.symbols',
  key: keyOf,
  of(state, app) {
    const shown = shownAs(state, app, 'symbols');
    if (!shown?.result.spread) return null;
    const { result, step, classes, tokens } = shown;
    const most = result.spread?.max || 1;
    return highest(result, step, MAX_SYMBOLS).map((unit) => {
      const [x, y, up] = result.placesM.subarray(3 * unit, 3 * unit + 3);
      const radiusPx = Math.max(1.5, SYMBOL_PX * Math.sqrt(result.values[step][unit] / most));
      return { at: [x, y, up], radiusPx, token: tokens[classes[unit]] ?? NO_VALUE_TOKEN };
    });
  },
  open: { any: async () => (await import('./symbols.ts')).openSymbols },
};

/** What thematic maps draw beside the layer that they paint. */
export const themeLayers = [sheetLayer, barLayer, symbolLayer] as const;
