import { createPainter } from '../grid/building-mask.ts';
import { UNKNOWN_COVER } from '../grid/land-cover.ts';
import type { CityInput, LandCover, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';

type Rgb = readonly [number, number, number];
type Theme = 'plan' | 'command';

/** Land cover as the ground picture asks for it. */
export interface PictureCover {
  westM: number;
  southM: number;
  cellM: number;
  classes: readonly { id: string; plan: Rgb; command: Rgb }[];
  columns: number;
  rows: number;
  cells: Uint8Array;
  /** 1 for classes that lie level, water: the bed below has relief, its surface has none. */
  level: Uint8Array;
  /** A cell's distance to the nearest cell of another class, see `edgeDistance`. */
  edge: Uint8Array;
  colour(cover: number, theme: Theme): Rgb;
}

/** Tokens --map-land, --map-water, --map-green, --map-road of both themes (tokens.css). */
const LAND: { [theme in Theme]: Rgb } = { plan: [239, 238, 232], command: [30, 35, 38] };
const AREAS: { id: LayerInput['group']; plan: Rgb; command: Rgb }[] = [
  { id: 'green', plan: [213, 224, 198], command: [31, 42, 35] },
  { id: 'water', plan: [191, 215, 226], command: [16, 33, 45] },
  { id: 'road', plan: [255, 255, 255], command: [52, 58, 63] },
];
/** Cells of a cover painted from areas, and how many there may be: a metro region gets larger ones. */
const AREA_CELL_M = 2;
const MAX_CELLS = 24 * 2 ** 20;

/** The city's land cover; else one painted from its areas; else bare land, to carry the hill shade. */
export function coverOf(
  input: Pick<CityInput, 'extentM' | 'elevation' | 'landCover' | 'layers'>,
  ground: Ground,
): PictureCover | null {
  if (input.landCover) return pictureCover(input.landCover, input.landCover.classes);
  const [west, south, east, north] = input.extentM;
  const areas = input.layers.filter(
    ({ kind, state, features }) =>
      (kind === 'area' || kind === 'water') && state === 'existing' && features.geometry.kind === 'polygon',
  );
  if (areas.length === 0 && !input.elevation) return null;
  let cellM = areas.length > 0 ? AREA_CELL_M : Math.max(input.elevation?.cellM ?? 0, AREA_CELL_M);
  while (((east - west) / cellM) * ((north - south) / cellM) > MAX_CELLS) cellM *= 2;
  const columns = Math.max(1, Math.ceil((east - west) / cellM));
  const rows = Math.max(1, Math.ceil((north - south) / cellM));
  const cells = new Uint8Array(columns * rows).fill(UNKNOWN_COVER);
  const frame = { westM: west, southM: south, cellM, columns, rows };
  const enu = new Float64Array(3);
  for (const [index, { id }] of AREAS.entries())
    for (const { group, features } of areas) {
      if (group !== id || features.geometry.kind !== 'polygon') continue;
      const { partRing, ringVertex, lonLatDeg } = features.geometry;
      const quarters = new Uint8Array(cells.length);
      const paint = createPainter(frame, quarters);
      for (let part = 0; part + 1 < partRing.length; part++) {
        for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
          paint.ring();
          for (let i = ringVertex[ring]; i < ringVertex[ring + 1]; i++) {
            ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
            paint.vertex(enu[0], enu[1]);
          }
        }
        paint.fill();
      }
      for (let i = 0; i < cells.length; i++) if (quarters[i] !== 0) cells[i] = index;
    }
  return pictureCover({ ...frame, cells }, AREAS);
}

function pictureCover(cover: Omit<LandCover, 'classes'>, classes: PictureCover['classes']): PictureCover {
  const { westM, southM, cellM, columns, rows, cells } = cover;
  const edge = edgeDistance(cells, columns, rows);
  return {
    westM,
    southM,
    cellM,
    classes,
    columns,
    rows,
    cells,
    edge,
    level: Uint8Array.from({ length: 256 }, (_, k) => (classes[k]?.id === 'water' ? 1 : 0)),
    colour: (index, theme) => classes[index]?.[theme] ?? LAND[theme],
  };
}

/**
 * How many cells away the nearest cell of another class is, counted like a king's moves, 255 at most: one look at it
 * tells whether a pixel has an edge in it, which few have (two-pass chamfer, Rosenfeld & Pfaltz 1966).
 */
function edgeDistance(cells: Uint8Array, columns: number, rows: number): Uint8Array {
  const distance = new Uint8Array(cells.length);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const at = j * columns + i;
      if (i === 0 || j === 0 || i === columns - 1 || j === rows - 1) {
        distance[at] = 1;
        continue;
      }
      const own = cells[at];
      const same =
        cells[at - 1] === own &&
        cells[at - columns] === own &&
        cells[at - columns - 1] === own &&
        cells[at - columns + 1] === own;
      if (
        !same ||
        cells[at + 1] !== own ||
        cells[at + columns] !== own ||
        cells[at + columns - 1] !== own ||
        cells[at + columns + 1] !== own
      ) {
        distance[at] = 1;
        continue;
      }
      let least = distance[at - 1];
      if (distance[at - columns] < least) least = distance[at - columns];
      if (distance[at - columns - 1] < least) least = distance[at - columns - 1];
      if (distance[at - columns + 1] < least) least = distance[at - columns + 1];
      distance[at] = least < 254 ? least + 1 : 255;
    }
  for (let j = rows - 2; j > 0; j--)
    for (let i = columns - 2; i > 0; i--) {
      const at = j * columns + i;
      let least = distance[at + 1];
      if (distance[at + columns] < least) least = distance[at + columns];
      if (distance[at + columns - 1] < least) least = distance[at + columns - 1];
      if (distance[at + columns + 1] < least) least = distance[at + columns + 1];
      if (least + 1 < distance[at]) distance[at] = least + 1;
    }
  return distance;
}
