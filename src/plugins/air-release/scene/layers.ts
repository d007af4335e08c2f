import type { TracedGround } from '../../../../model/tables/air.ts';
import type { ReleaseResult } from '../../../../workers/air/engine-types.ts';
import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import { stopsOf } from '../colours.ts';
import { AIR_RELEASE, airReleaseController } from '../controller.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, AIR_RELEASE);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(airReleaseController).result();

/** Concentration, minutes or odds. */
const sheetLayer: SceneLayer<SheetPicture, App> = {
  id: 'air-release.sheet',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const { values, elevationM, ...place } = result.raster;
    const ground = { terrain: { ...place, elevationM } };
    const isStepped = result.kind === 'trace';
    return { ground, place, values, stops: stopsOf(result), opacity: SHEET_OPACITY, isStepped };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** Edges of what is above the limits, or of the ground that holds the source: they are seen on the table too. */
const edgeLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'air-release.edges',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    if (!result) return null;
    const rings = result.kind === 'trace' ? result.grounds.map(boxOf) : result.outlines.map(({ ringM }) => ringM);
    return rings.filter(({ length }) => length > 2).map((line) => ({ line, isRing: true }));
  },
  open: { any: async () => (host) => openGroundLines(host, 'air-edge') },
};

const boxOf = ({ westM, southM, eastM, northM }: TracedGround): [number, number][] => [
  [westM, southM],
  [eastM, southM],
  [eastM, northM],
  [westM, northM],
];

/** Where the wind takes it: from the place along the axis, as far as the lowest limit is reached. */
const windLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'air-release.wind',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    return result?.kind === 'release' ? [axisOf(result)] : null;
  },
  open: { any: async () => (host) => openGroundLines(host, 'air-wind') },
};

/** Length of the wind's line where no limit is reached. */
const SHORT_M = 200;

function axisOf({ request, windFromDeg, limits }: ReleaseResult): GroundLine {
  const [eastM, northM] = request.atM;
  const rad = (windFromDeg * Math.PI) / 180;
  const farM = limits[0].farM ?? SHORT_M;
  return { line: [request.atM, [eastM - farM * Math.sin(rad), northM - farM * Math.cos(rad)]], isRing: false };
}

/** The place of the form, or its readings, while the tool is open or its answer stands. */
const dotLayer = (
  id: string,
  className: string,
  places: (state: TwinState) => readonly (readonly [number, number])[],
): SceneLayer<readonly GroundLine[]> => ({
  id: `air-release.${id}`,
  key: (state) => (isShown(state) ? state.airForm : null),
  of: (state) => (isShown(state) ? places(state).map((at) => ({ line: [at], isRing: false })) : null),
  open: { any: async () => (host) => openGroundLines(host, className) },
});

const isShown = (state: TwinState): boolean => state.tool === AIR_RELEASE || serialOf(state) !== null;

/** What the air draws. */
export const airLayers = [
  sheetLayer,
  windLayer,
  edgeLayer,
  dotLayer('place', 'air-place', ({ airForm: { kind, atM } }) => (kind === 'release' && atM ? [atM] : [])),
  dotLayer('readings', 'air-reading', ({ airForm: { kind, readings } }) =>
    kind === 'trace' ? readings.map(({ atM }) => atM) : [],
  ),
] as const;
