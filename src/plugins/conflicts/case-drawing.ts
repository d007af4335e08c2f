import type { PlanShapeState } from '../../../model/plans/plan-edits.ts';
import { SCALED_DRAWING_MM } from '../../../model/reports/report.ts';
import type { PlanConflict } from '../../../workers/plans/plan-types.ts';
import type { CityGrid } from './city-grid.ts';

type Ring = readonly (readonly number[])[];
type Polygons = readonly (readonly Ring[])[];

/** What one drawing of a conflict shows; a shape that is gone is left out. */
interface CaseDrawing {
  a: PlanShapeState['geometry'] | null;
  b: PlanShapeState['geometry'] | null;
  /** Ground that both want; it is hatched, and the drawing is about it. */
  shared: PlanConflict['coordinates'];
  /** The middle of the drawing, and how much ground it shows at least. */
  at: readonly [lonDeg: number, latDeg: number];
  areaM2: number;
  /** Whether the shared ground is still in dispute. */
  isOpen: boolean;
}

const MM_PER_M = 1000;
/** Units of a drawing; a report prints it some 88 mm wide. */
const WIDTH = 440;
const HEIGHT = 300;
/** Ground about the conflict, in sizes of it, and at least so much. */
const REACH = 1.6;
const MIN_REACH_M = 60;
const SCALE_STEPS_M = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/** A scale bar is at most so long. */
const MAX_BAR = 130;

/** Colours of paper: they stay whatever theme the page has. */
const INK = '#14171a';
const GROUND = '#f2f1ec';
const SIDE_A = '#c8574f';
const SIDE_B = '#b08a1e';
const DANGER = '#b3131b';

interface Frame {
  place(lonDeg: number, latDeg: number): readonly [x: number, y: number];
  metresAUnit: number;
  /** Grid coordinates of the lower left corner. */
  cornerM: readonly [number, number];
}

function frameOf(grid: CityGrid, [westM, southM, eastM, northM]: readonly number[]): Frame {
  const metresAUnit = Math.max((eastM - westM) / WIDTH, (northM - southM) / HEIGHT);
  const leftM = (westM + eastM - WIDTH * metresAUnit) / 2;
  const lowM = (southM + northM - HEIGHT * metresAUnit) / 2;
  return {
    metresAUnit,
    cornerM: [leftM, lowM],
    place(lonDeg, latDeg) {
      const [east, north] = grid.fromLonLat(lonDeg, latDeg);
      return [(east - leftM) / metresAUnit, HEIGHT - (north - lowM) / metresAUnit];
    },
  };
}

const partsOf = (geometry: PlanShapeState['geometry']): Polygons =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;

function pathOf({ place }: Frame, polygons: Polygons): string {
  return polygons
    .flat()
    .map(
      (ring) =>
        `M${ring
          .slice(0, -1)
          .map(([lon, lat]) =>
            place(lon, lat)
              .map((unit) => unit.toFixed(1))
              .join(' '),
          )
          .join('L')}Z`,
    )
    .join('');
}

const shapePath = (frame: Frame, geometry: PlanShapeState['geometry'] | null, look: string): string =>
  geometry ? `<path d="${pathOf(frame, partsOf(geometry))}" fill-rule="evenodd" ${look}/>` : '';

/** The ground about a place that a drawing of the printed width shows at 1 : `scale`. */
function boxAt(scale: number, eastM: number, northM: number): readonly number[] {
  const halfM = (scale * SCALED_DRAWING_MM) / MM_PER_M / 2;
  const halfHeightM = (halfM * HEIGHT) / WIDTH;
  return [eastM - halfM, northM - halfHeightM, eastM + halfM, northM + halfHeightM];
}

/** A conflict in plan, at a scale or as large as it needs: both shapes, the shared ground hatched, north, scale, and the grid's coordinates of the corner. */
export function caseDrawing(
  grid: CityGrid,
  { a, b, shared, at, areaM2, isOpen }: CaseDrawing,
  id: string,
  scale?: number,
): string {
  const [eastM, northM] = grid.fromLonLat(...at);
  const boxM = shared.flat(2).map(([lon, lat]) => grid.fromLonLat(lon, lat));
  const reachM = Math.max(
    MIN_REACH_M,
    Math.sqrt(areaM2) * REACH,
    ...boxM.map(([east, north]) => 1.2 * Math.max(Math.abs(east - eastM), Math.abs(north - northM))),
  );
  const frame = frameOf(
    grid,
    scale === undefined
      ? [eastM - reachM, northM - reachM, eastM + reachM, northM + reachM]
      : boxAt(scale, eastM, northM),
  );
  const hatch = `hatch-${id}`;
  return svgOf([
    `<defs><pattern id="${hatch}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="7" fill="${DANGER}"/></pattern></defs>`,
    shapePath(frame, a, `fill="${SIDE_A}" fill-opacity=".35" stroke="${SIDE_A}" stroke-width="2"`),
    shapePath(
      frame,
      b,
      `fill="${SIDE_B}" fill-opacity=".3" stroke="${SIDE_B}" stroke-width="2" stroke-dasharray="7 4"`,
    ),
    isOpen
      ? `<path d="${pathOf(frame, shared)}" fill="url(#${hatch})" fill-opacity=".75" stroke="${DANGER}" stroke-width="2.5"/>`
      : `<path d="${pathOf(frame, shared)}" fill="none" stroke="${INK}" stroke-width="1.5" stroke-dasharray="2 3"/>`,
    furnitureOf(frame),
  ]);
}

/** Where a conflict lies among all others, on the grid of the city. */
export function locationDrawing(grid: CityGrid, all: readonly PlanConflict['at'][], at: PlanConflict['at']): string {
  const places = [...all, at].map(([lon, lat]) => grid.fromLonLat(lon, lat));
  const east = places.map(([x]) => x);
  const north = places.map(([, y]) => y);
  const frame = frameOf(grid, [
    Math.min(...east) - MIN_REACH_M * 4,
    Math.min(...north) - MIN_REACH_M * 4,
    Math.max(...east) + MIN_REACH_M * 4,
    Math.max(...north) + MIN_REACH_M * 4,
  ]);
  const dot = ([lon, lat]: PlanConflict['at'], look: string) => {
    const [x, y] = frame.place(lon, lat);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" ${look}/>`;
  };
  return svgOf([
    ...all.map((place) => dot(place, 'r="2.5" fill="#8b9099"')),
    dot(at, `r="5" fill="${DANGER}"`),
    dot(at, `r="13" fill="none" stroke="${DANGER}" stroke-width="2.5"`),
    furnitureOf(frame),
  ]);
}

const svgOf = (parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="12" font-family="sans-serif"><rect width="${WIDTH}" height="${HEIGHT}" fill="${GROUND}"/>${parts.join('')}<rect x=".5" y=".5" width="${WIDTH - 1}" height="${HEIGHT - 1}" fill="none" stroke="${INK}"/></svg>`;

/** North, a bar of round metres, and the lower left corner in the grid. */
function furnitureOf({ metresAUnit, cornerM }: Frame): string {
  const barM = SCALE_STEPS_M.findLast((step) => step / metresAUnit <= MAX_BAR) ?? SCALE_STEPS_M[0];
  const bar = barM / metresAUnit;
  const [east, north] = cornerM.map((metres) => Math.round(metres));
  const right = WIDTH - 14;
  return [
    `<path d="M${right - 6} 34L${right} 12L${right + 6} 34L${right} 28Z" fill="${INK}"/>`,
    `<text x="${right}" y="46" text-anchor="middle" fill="${INK}">N</text>`,
    `<rect x="8" y="${HEIGHT - 42}" width="${Math.max(bar + 12, 190).toFixed(1)}" height="36" fill="#fff" fill-opacity=".85"/>`,
    `<path d="M14 ${HEIGHT - 30}v6h${bar.toFixed(1)}v-6" fill="none" stroke="${INK}" stroke-width="1.5"/>`,
    `<text x="${(20 + bar).toFixed(1)}" y="${HEIGHT - 24}" fill="${INK}">${barM} m</text>`,
    `<text x="14" y="${HEIGHT - 10}" fill="${INK}">E ${east} · N ${north}</text>`,
  ].join('');
}
