import { openFeatureAnswers } from '../../hub/features/feature-answers.ts';
import { type FeatureLayer, openFeatureLayers } from '../../hub/features/feature-layers.ts';
import { MAX_FEATURES_A_PAGE } from '../../hub/features/feature-query.ts';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { GeoJsonGeometry } from '../../model/geo/geojson-geometry.ts';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Canvas, fillRings } from '../../model/geo/plane/raster.ts';
import { encodeRgbaPng } from '../../tiles/tileset/png.ts';

type Rgb = readonly [number, number, number];

/** Layers are drawn in their order, lowest first; `marked` are things of one layer that meet a filter. */
interface PictureWish {
  city: string;
  layers?: readonly string[] | undefined;
  marked?: { layer: string; filter: string } | undefined;
  bbox?: readonly number[] | undefined;
  widthPx: number;
}

export interface PlanPicture {
  png: Uint8Array;
  /** It tells what stands in the picture, layer by layer with its colour. */
  legend: object;
}

/** Each pixel is the mean of so many by so many. */
const FINER = 2;
const MAX_ASPECT = 2;
const MAX_THINGS = 400_000;

const LINE_PX = 1.2;
const POINT_PX = 2;

const PAPER: Rgb = [239, 238, 232];
const MARK: Rgb = [208, 66, 27];
const OF_GROUP: Readonly<Record<string, Rgb>> = {
  water: [191, 215, 226],
  green: [213, 224, 198],
  road: [255, 255, 255],
  building: [141, 138, 130],
};
/** Layers of other groups take these in turn: the first categories of the style sheet. */
const OTHERS: readonly Rgb[] = [
  [93, 105, 207],
  [212, 133, 96],
  [97, 165, 157],
  [88, 22, 51],
  [130, 105, 0],
];
/** Areas lie below lines, points and houses. */
const RANK: Readonly<Record<string, number>> = { green: 0, water: 1, road: 2, building: 4 };

/** Draws layers of a city from above, north up, in degrees stretched by the cosine of the latitude. */
export async function planPicture(
  cityFolder: string,
  manifest: Manifest,
  wish: PictureWish,
  signal: AbortSignal,
): Promise<PlanPicture> {
  const layers = layersOf(manifest, wish.layers);
  const frame = frameOf(manifest, wish);
  const files = openFeatureLayers(cityFolder);
  const sheet = openSheet(frame);
  const drawn: { layer: string; things: number; colour: string }[] = [];
  let others = 0;
  for (const info of layers) {
    signal.throwIfAborted();
    const layer = await files.open(wish.city, info.id);
    if (!layer) continue;
    const colour = OF_GROUP[info.group] ?? OTHERS[others++ % OTHERS.length];
    const things = drawLayer(sheet, layer, colour);
    drawn.push({ layer: info.id, things, colour: hexOf(colour) });
  }
  const marked = wish.marked ? await drawMarked(sheet, cityFolder, wish.city, wish.marked) : null;
  return {
    png: encodeRgbaPng(frame.widthPx, frame.heightPx, sheet.pixels()),
    legend: {
      bbox: [frame.west, frame.south, frame.east, frame.north],
      widthPx: frame.widthPx,
      heightPx: frame.heightPx,
      drawn,
      ...(marked === null ? {} : { marked: { ...marked, colour: hexOf(MARK) } }),
    },
  };
}

/** Layers that are asked for, or what lies above the ground of the city as it stands. */
function layersOf({ layers }: Manifest, wanted: PictureWish['layers']): LayerInfo[] {
  const chosen = wanted
    ? wanted.map((id) => {
        const found = layers.find((layer) => layer.id === id);
        if (!found) throw new Error(`layers: expected some of ${layers.map((one) => one.id).join(', ')}, got "${id}"`);
        return found;
      })
    : layers.filter(({ group, state, kind }) => group in OF_GROUP && state === 'existing' && kind !== 'tree');
  const things = chosen.reduce((sum, { count }) => sum + count, 0);
  if (things > MAX_THINGS)
    throw new Error(`layers: expected at most ${MAX_THINGS} things, got ${things}: name fewer layers`);
  return chosen.toSorted((a, b) => (RANK[a.group] ?? 3) - (RANK[b.group] ?? 3));
}

interface Frame {
  west: number;
  south: number;
  east: number;
  north: number;
  widthPx: number;
  heightPx: number;
}

function frameOf({ origin, extentM: [west, south, east, north] }: Manifest, { bbox, widthPx }: PictureWish): Frame {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ].map(([x, y]): Point => {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [x, y, 0]);
    return [lonDeg, latDeg];
  });
  const [w, s, e, n] = bbox ?? boxOf(corners);
  if (!(w < e && s < n && Math.abs(s) < 90 && Math.abs(n) < 90))
    throw new Error('bbox: expected west, south, east, north in degrees, each west of east and south of north');
  const aspect = (n - s) / ((e - w) * Math.cos(((s + n) * Math.PI) / 360));
  if (!(aspect <= MAX_ASPECT && aspect >= 1 / MAX_ASPECT / MAX_ASPECT))
    throw new Error(`bbox: expected a box at most ${MAX_ASPECT} times as high as wide, and no strip`);
  return { west: w, south: s, east: e, north: n, widthPx, heightPx: Math.max(1, Math.round(widthPx * aspect)) };
}

/** A sheet takes shapes in degrees and mixes its finer cells to pixels. */
interface Sheet {
  area(rings: readonly (readonly Point[])[], colour: Rgb): void;
  line(line: readonly Point[], colour: Rgb): void;
  point(at: Point, colour: Rgb): void;
  pixels(): Uint8Array;
}

function openSheet({ west, south, east, north, widthPx, heightPx }: Frame): Sheet {
  const columns = widthPx * FINER;
  const rows = heightPx * FINER;
  const canvas: Canvas = { westM: 0.5, southM: 0.5, cellM: 1, columns, rows, cells: new Uint8Array(columns * rows) };
  const palette: Rgb[] = [PAPER];
  const indexOf = (colour: Rgb): number => {
    const known = palette.indexOf(colour);
    return known < 0 ? palette.push(colour) - 1 : known;
  };
  const place = ([lon, lat]: Point): Point => [
    ((lon - west) / (east - west)) * columns,
    ((lat - south) / (north - south)) * rows,
  ];
  const fill = (rings: readonly (readonly Point[])[], colour: Rgb) => fillRings(canvas, rings, indexOf(colour));
  const square = ([x, y]: Point, half: number): Point[] => [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ];
  return {
    area: (rings, colour) =>
      fill(
        rings.map((ring) => ring.map(place)),
        colour,
      ),
    line(line, colour) {
      const places = line.map(place);
      const half = (LINE_PX * FINER) / 2;
      for (let i = 1; i < places.length; i++) {
        const [ax, ay] = places[i - 1];
        const [bx, by] = places[i];
        const length = Math.hypot(bx - ax, by - ay);
        if (length === 0) continue;
        const nx = (-(by - ay) / length) * half;
        const ny = ((bx - ax) / length) * half;
        fill(
          [
            [
              [ax + nx, ay + ny],
              [bx + nx, by + ny],
              [bx - nx, by - ny],
              [ax - nx, ay - ny],
            ],
          ],
          colour,
        );
      }
    },
    point: (at, colour) => fill([square(place(at), (POINT_PX * FINER) / 2)], colour),
    pixels() {
      const rgba = new Uint8Array(4 * widthPx * heightPx).fill(255);
      for (let y = 0; y < heightPx; y++)
        for (let x = 0; x < widthPx; x++) {
          const sum = [0, 0, 0];
          for (let j = 0; j < FINER; j++)
            for (let i = 0; i < FINER; i++) {
              const colour = palette[canvas.cells[(rows - 1 - (y * FINER + j)) * columns + x * FINER + i]];
              for (let c = 0; c < 3; c++) sum[c] += colour[c];
            }
          for (let c = 0; c < 3; c++) rgba[4 * (y * widthPx + x) + c] = Math.round(sum[c] / FINER ** 2);
        }
      return rgba;
    },
  };
}

/** Returns how many things were drawn. */
function drawLayer(sheet: Sheet, layer: FeatureLayer, colour: Rgb): number {
  for (let row = 0; row < layer.info.count; row++) {
    const polygons = layer.polygonsOf(row);
    const lines = layer.linesOf(row);
    for (const rings of polygons) sheet.area(rings, colour);
    for (const line of lines) sheet.line(line, colour);
    if (polygons.length + lines.length === 0) sheet.point(layer.lonLatOf(layer.placeOf(row).at), colour);
  }
  return layer.info.count;
}

async function drawMarked(
  sheet: Sheet,
  cityFolder: string,
  city: string,
  { layer, filter }: NonNullable<PictureWish['marked']>,
): Promise<{ layer: string; matched: number; drawn: number }> {
  const query = { filter, limit: String(MAX_FEATURES_A_PAGE) };
  const answer = await openFeatureAnswers(cityFolder).features({ city, layer, id: null, query, path: '' }, 'mcp');
  if (!answer) throw new Error(`marked.layer: expected one of search_catalogue, got "${layer}"`);
  const { numberMatched, features } = JSON.parse(answer.body) as {
    numberMatched: number;
    features: { geometry: GeoJsonGeometry }[];
  };
  for (const { geometry } of features) drawGeometry(sheet, geometry);
  return { layer, matched: numberMatched, drawn: features.length };
}

function drawGeometry(sheet: Sheet, { type, coordinates }: GeoJsonGeometry): void {
  type Rings = readonly (readonly Point[])[];
  if (type === 'Point') sheet.point(coordinates as unknown as Point, MARK);
  else if (type === 'LineString') sheet.line(coordinates as unknown as Rings[number], MARK);
  else if (type === 'MultiLineString') for (const line of coordinates as unknown as Rings) sheet.line(line, MARK);
  else if (type === 'Polygon') sheet.area(coordinates as unknown as Rings, MARK);
  else for (const rings of coordinates as unknown as readonly Rings[]) sheet.area(rings, MARK);
}

const hexOf = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
