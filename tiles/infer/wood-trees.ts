import { GROUND_MATTERS, type GroundMatter, MATTER_HEADING_FROM } from '../../model/city/ground-matter.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type Canvas, fillRings } from '../../model/geo/plane/raster.ts';
import { columnWords, lonLatColumn, utf8Column } from '../columns.ts';
import { buildingOutlines } from '../grid/building-mask.ts';
import { lightFrame } from '../grid/light/light-source.ts';
import type { CityInput, Features, LayerInput, PointGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { LEAF_WORDS, TREE_MODELS, treeKindOf } from '../shape/tree-kinds.ts';
import { partsOf } from './area-rings.ts';
import { groundMatter } from './ground-matter.ts';

/** A layer of woods by its name alone: one of fields, woods and banks together says not where its trees are. */
const WOODS = /^(woods?|woodlands?|forests?)$|^(林地|森林|树林)$/i;

/** Trees of a grown wood whose crowns close, a hectare; a city of many woods has fewer and wider ones. */
const MAX_TREES_PER_HA = 140;
/** As many as a city is drawn with at once. */
const MAX_TREES = 250_000;
/** A crown beside the next one. */
const CROWN_TO_STEP = 1.22;
const JITTER = 0.36;
/** What lies farther from a trunk than this part of its crown may be under it. */
const CLEAR_CROWN_RATIO = 0.35;

const MODELS = [TREE_MODELS.round, TREE_MODELS.spreading, TREE_MODELS.conifer];
const BROAD = 2;
const CONIFER = 2;

/** On the canvas: no wood, or what the wood's data say of its leaves. */
const OPEN = 0;
const MIXED_WOOD = 1;
const BROAD_WOOD = 2;
const CONIFER_WOOD = 3;

interface Planted {
  /** Decorations of the layers of woods. */
  trees: LayerInput[];
  /** The city's layers; those of woods say that their trees are drawn. */
  layers: LayerInput[];
}

/**
 * Woods as trees: on a lattice over the whole city, so that a wood that is cut in two still has the same ones, and none on its roads, rails,
 * waters and houses. Which trees stand where is not known; their layer of woods says so.
 */
export function plantWoods({ layers, origin, extentM }: CityInput, ground: Ground): Planted {
  const woods = layers.filter((layer) => isWoods(layer) && !layers.some(({ id }) => id === treesIdOf(layer)));
  if (woods.length === 0) return { trees: [], layers: [...layers] };
  const frame = lightFrame(extentM);
  const clear: Canvas = { ...frame, cells: new Uint8Array(frame.columns * frame.rows) };
  for (const layer of layers)
    for (const { row, rings } of partsOf(layer, origin)) if (isInTheWay(layer, row)) fillRings(clear, rings, 1);
  for (const outline of buildingOutlines(layers, ground)) fillRings(clear, outline, 1);
  const canvases = woods.map((layer) => woodCanvas(layer, clear, origin));
  const cells = canvases.reduce(
    (sum, { cells: all }) => sum + all.reduce((n, cell) => n + (cell === OPEN ? 0 : 1), 0),
    0,
  );
  const areaHa = (cells * frame.cellM ** 2) / 10_000;
  const perHa = Math.min(MAX_TREES_PER_HA, MAX_TREES / areaHa);
  const trees: LayerInput[] = [];
  const amended = new Map<LayerInput, LayerInput>();
  for (const [w, layer] of woods.entries()) {
    const stand = standOf(canvases[w], perHa);
    if (stand.length === 0) continue;
    trees.push(treesOn(layer, stand, origin));
    const values = { count: stand.length, perHa: Math.round(perHa) };
    amended.set(layer, { ...layer, assumptions: [...layer.assumptions, { code: 'wood-trees-drawn', values }] });
  }
  return { trees, layers: layers.map((layer) => amended.get(layer) ?? layer) };
}

/** A city that has a layer of this id has its trees there. */
const treesIdOf = ({ id }: LayerInput): string => `${id}-trees`;

const isWoods = ({ id, label, kind, group, state }: LayerInput): boolean =>
  kind === 'area' &&
  group === 'green' &&
  state === 'existing' &&
  [id, label.zh, label.en].some((name) => WOODS.test(name));

/** Groups of areas that trees may stand on, and what of theirs is cleared all the same: a pitch in a wood is no wood. */
const GROWN = new Set<LayerInput['group']>(['green', 'plan', 'terrain']);
const CLEARED = new Set(
  (['crops', 'orchard', 'turf', 'slabs'] satisfies GroundMatter[]).map((matter) => GROUND_MATTERS.indexOf(matter)),
);

function isInTheWay(layer: LayerInput, row: number): boolean {
  const { kind, group, state } = layer;
  if (state === 'planned') return false;
  if (kind === 'area' && GROWN.has(group)) return CLEARED.has((groundMatter(layer)?.(row) ?? 0) % MATTER_HEADING_FROM);
  return kind === 'area' || kind === 'water' || kind === 'bridge';
}

/** The layer's woods, less what lies in them. */
function woodCanvas(layer: LayerInput, clear: Canvas, origin: LonLat): Canvas {
  const canvas: Canvas = { ...clear, cells: new Uint8Array(clear.cells.length) };
  const wordsOf = columnWords(layer.features.columns, LEAF_WORDS);
  for (const { row, rings } of partsOf(layer, origin)) fillRings(canvas, rings, woodOf(wordsOf?.(row) ?? ''));
  for (let i = 0; i < canvas.cells.length; i++) if (clear.cells[i] === 1) canvas.cells[i] = OPEN;
  return canvas;
}

function woodOf(words: string): number {
  if (words.trim() === '' || /mixed|混交/i.test(words)) return MIXED_WOOD;
  return treeKindOf(words) === 'conifer' ? CONIFER_WOOD : BROAD_WOOD;
}

interface StandingTree {
  id: string;
  at: Point;
  crownM: number;
  model: number;
  headingDeg: number;
}

function standOf(canvas: Canvas, perHa: number): StandingTree[] {
  const { westM, southM, cellM, columns, rows } = canvas;
  const stepM = 100 / Math.sqrt(perHa);
  const out: StandingTree[] = [];
  for (let j = Math.floor(southM / stepM); j * stepM < southM + rows * cellM; j++)
    for (let i = Math.floor(westM / stepM); i * stepM < westM + columns * cellM; i++) {
      const chance = (nth: number) => chanceAt(i, j, nth);
      const at: Point = [
        (i + 0.5 + JITTER * (2 * chance(0) - 1)) * stepM,
        (j + 0.5 + JITTER * (2 * chance(1) - 1)) * stepM,
      ];
      const wood = woodAt(canvas, at);
      const crownM = Math.round(stepM * CROWN_TO_STEP * (0.85 + 0.3 * chance(2)) * 10) / 10;
      if (wood === OPEN || !isClear(canvas, at, crownM * CLEAR_CROWN_RATIO)) continue;
      const isConifer = wood === CONIFER_WOOD || (wood === MIXED_WOOD && chance(3) < 0.5);
      const model = isConifer ? CONIFER : Math.floor(chance(4) * BROAD);
      out.push({ id: `tree-${i}-${j}`, at, crownM, model, headingDeg: Math.round(chance(5) * 360) });
    }
  return out;
}

function woodAt({ westM, southM, cellM, columns, rows, cells }: Canvas, [x, y]: Point): number {
  const column = Math.round((x - westM) / cellM);
  const row = Math.round((y - southM) / cellM);
  return column >= 0 && column < columns && row >= 0 && row < rows ? cells[row * columns + column] : OPEN;
}

const isClear = (canvas: Canvas, [x, y]: Point, byM: number): boolean =>
  [-byM, byM].every((d) => woodAt(canvas, [x + d, y]) !== OPEN && woodAt(canvas, [x, y + d]) !== OPEN);

/** Uniform in [0, 1) by the place on the lattice: the nth number of it (Wang's integer hash). */
function chanceAt(i: number, j: number, nth: number): number {
  let h = Math.imul(i, 73856093) ^ Math.imul(j, 19349663) ^ Math.imul(nth + 1, 83492791);
  h = Math.imul(h ^ 61 ^ (h >>> 16), 9);
  h = Math.imul(h ^ (h >>> 4), 0x27d4eb2d);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Crowns are a column because the city's light asks for them. */
function treesOn(woods: LayerInput, stand: readonly StandingTree[], origin: LonLat): LayerInput {
  const geometry: PointGeometry = {
    kind: 'point',
    lonLatDeg: lonLatColumn(
      stand.map(({ at }) => at),
      origin,
    ),
    elevationM: new Float32Array(stand.length).fill(Number.NaN),
    model: Uint8Array.from(stand, ({ model }) => model),
    scale: Float32Array.from(stand, ({ crownM }) => crownM),
    headingDeg: Float32Array.from(stand, ({ headingDeg }) => headingDeg),
  };
  const features: Features = {
    count: stand.length,
    ids: utf8Column(stand.map(({ id }) => id)),
    geometry,
    columns: [{ name: 'crown', type: 'float32', values: geometry.scale }],
  };
  return {
    id: treesIdOf(woods),
    kind: 'tree',
    group: 'green',
    label: { zh: '林木（示意）', en: 'Trees of woods (drawn)' },
    cimLevel: woods.cimLevel,
    state: 'existing',
    shownAtStart: true,
    features,
    attributes: [],
    source: woods.source,
    assumptions: [],
    problems: [],
    models: [...MODELS],
    decorates: woods.id,
  };
}
