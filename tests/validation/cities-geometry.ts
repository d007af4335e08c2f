import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { plainLayer } from '../../tiles/plain-layer.ts';
import { readLayer } from '../../tiles/read/layer.ts';
import { layerReaderOf } from '../../tiles/read/read-options.ts';
import type { LayerRecipe } from '../../tiles/recipe.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { curveVerdicts } from './cities-geometry-curves.ts';
import { AREA_WRITERS, type Area, shapefileOf } from './shape-files.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Files whose truth their generator knows: what a hole, a part, a direction of a ring, an id or a longitude beyond 180° is meant for. Each
 * goes through the reader and the rules of the baker, and its area and objects are compared; nothing may be wrong without a word.
 */
const PLACE: Point = [108.75, 34.3];
/** Of an area: rounding to the step of a sphere's plane, and of rings to a millimetre. */
const SAME_RATIO = 3e-4;
const SAME_M2 = 0.1;

/** Metres about a place, as degrees. */
const degreesAt = ([lonDeg, latDeg]: Point): ((at: Point) => Point) => {
  const [eastM, northM] = metresPerDegree(latDeg);
  return ([x, y]) => [lonDeg + x / eastM, latDeg + y / northM];
};
const inDegrees = degreesAt(PLACE);

/** West, south, east, north in whole metres. */
type Box = readonly [number, number, number, number];

const ringOf = ([west, south, east, north]: Box, isReversed = false): Point[] => {
  const ring: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return isReversed ? ring.reverse() : ring;
};

/** Square metres that `isIn` holds, counted cell by cell. */
function cells(boxes: readonly Box[], isIn: (x: number, y: number) => boolean): number {
  const low = (axis: number): number => Math.min(...boxes.map((box) => box[axis]));
  const high = (axis: number): number => Math.max(...boxes.map((box) => box[axis]));
  let sum = 0;
  for (let x = low(0); x < high(2); x++) for (let y = low(1); y < high(3); y++) if (isIn(x + 0.5, y + 0.5)) sum++;
  return sum;
}
const holds = ([west, south, east, north]: Box, x: number, y: number): boolean =>
  x > west && x < east && y > south && y < north;

const whole = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low + 1));

type Recipe = Partial<Pick<LayerRecipe, 'kind' | 'assume' | 'fields'>>;

async function readFile(file: { name: string; bytes: Uint8Array }, recipe: Recipe): Promise<LayerInput> {
  const source = bytesSource(file.bytes, file.name);
  const reader = await layerReaderOf(source);
  const plain = plainLayer(file.name, reader.id, { id: 'areas', kind: recipe.kind ?? 'building', name: 'areas' });
  const fields = { id: 'id', height: 'height', ...recipe.fields };
  const layer = { ...plain, fields, geometry: 'polygon' as const, ...(recipe.assume ? { assume: recipe.assume } : {}) };
  return (await readLayer(layer, { source, reader, inputHash: () => '' })).input;
}

/** Returns what a layer's polygons cover, in square metres by the same plane as the truth; holes run the other way. */
function areaOf({ features: { geometry } }: LayerInput, latDeg: number): number {
  if (geometry.kind !== 'polygon') return Number.NaN;
  const { ringVertex, lonLatDeg } = geometry;
  const [eastM, northM] = metresPerDegree(latDeg);
  let sum = 0;
  for (let ring = 0; ring + 1 < ringVertex.length; ring++) {
    const first = ringVertex[ring];
    const end = ringVertex[ring + 1];
    const x = (v: number): number => (lonLatDeg[2 * v] - lonLatDeg[2 * first]) * eastM;
    const y = (v: number): number => (lonLatDeg[2 * v + 1] - lonLatDeg[2 * first + 1]) * northM;
    for (let v = first; v < end; v++) {
      const next = v + 1 < end ? v + 1 : first;
      sum += (x(v) * y(next) - x(next) * y(v)) / 2;
    }
  }
  return sum;
}

interface Truth {
  what: string;
  areaM2: number;
  objects: number;
  /** Codes that must be told, and ones that must not. */
  told?: readonly string[];
  untold?: RegExp;
}

/** Whether a file came out otherwise than it is meant, or without the word that it needs. */
function faultOf(layer: LayerInput | Error, truth: Truth, latDeg = PLACE[1]): string | null {
  if (layer instanceof Error) return truth.objects === 0 ? null : `${truth.what}: refused: ${layer.message}`;
  const areaM2 = areaOf(layer, latDeg);
  const codes = layer.problems.map(({ code }) => code);
  const silent = (truth.told ?? []).filter((code) => !codes.includes(code));
  const said = truth.untold ? codes.filter((code) => truth.untold?.test(code)) : [];
  const isSame = Math.abs(areaM2 - truth.areaM2) <= SAME_M2 + SAME_RATIO * truth.areaM2;
  if (isSame && layer.features.count === truth.objects && silent.length === 0 && said.length === 0) return null;
  return `${truth.what}: ${areaM2.toFixed(2)} m² for ${truth.areaM2}, ${layer.features.count} objects for ${truth.objects}, told ${codes.join(', ')}`;
}

const readOrError = async (file: { name: string; bytes: Uint8Array }, recipe: Recipe): Promise<LayerInput | Error> =>
  await readFile(file, recipe).catch((error: Error) => error);

const HOLE_KINDS = [
  'inside',
  'edge',
  'outside',
  'crossing',
  'doubled',
  'overlapping',
  'nested',
  'equal',
  'around',
] as const;
const HOLE_CODES: Readonly<Record<(typeof HOLE_KINDS)[number], readonly string[]>> = {
  inside: [],
  edge: [],
  outside: ['hole-apart'],
  crossing: ['hole-crossing'],
  doubled: ['hole-overlap'],
  overlapping: ['hole-overlap'],
  nested: ['hole-overlap'],
  equal: ['hole-whole'],
  around: ['hole-whole'],
};

function holesOf(kind: (typeof HOLE_KINDS)[number], [, , width, height]: Box, random: Random): Box[] {
  const x = whole(random, 2, width - 8);
  const y = whole(random, 2, height - 8);
  const hole: Box = [x, y, x + whole(random, 3, 5), y + whole(random, 3, 5)];
  switch (kind) {
    case 'inside':
      return [hole];
    case 'edge':
      return [[x, 0, hole[2], hole[3]]];
    case 'outside':
      return [[width + 1, y, width + 5, hole[3]]];
    case 'crossing':
      return [[width - 3, y, width + whole(random, 1, 4), hole[3]]];
    case 'doubled':
      return [hole, hole];
    case 'overlapping':
      return [hole, [hole[0] + 1, hole[1] + 1, hole[2] + 1, hole[3] + 2]];
    case 'nested':
      return [hole, [hole[0] + 1, hole[1] + 1, hole[2] - 1, hole[3] - 1]];
    case 'equal':
      return [[0, 0, width, height]];
    case 'around':
      return [[-2, -2, width + 2, height + 3]];
  }
}

/** A house with a hole of each kind in turn, beside a plain one that must not change. */
async function holeFault(random: Random, n: number): Promise<string | null> {
  const kind = HOLE_KINDS[n % HOLE_KINDS.length];
  const formats = Object.keys(AREA_WRITERS);
  const format = formats[Math.floor(n / HOLE_KINDS.length) % formats.length];
  const outer: Box = [0, 0, whole(random, 14, 40), whole(random, 14, 40)];
  const holes = holesOf(kind, outer, random);
  const beside: Box = [60, 0, 70, 10];
  const leftM2 = cells([outer], (x, y) => holds(outer, x, y) && !holes.some((hole) => holds(hole, x, y)));
  const areas: Area[] = [
    { id: 'h', parts: [[outer, ...holes].map((box, i) => ringOf(box, i > 0).map(inDegrees))] },
    { id: 'b', parts: [[ringOf(beside).map(inDegrees)]] },
  ];
  const told = HOLE_CODES[kind];
  const truth: Truth = {
    what: `${format}, hole ${kind}, file ${n}`,
    areaM2: leftM2 + 100,
    objects: leftM2 > 0 ? 2 : 1,
    told,
    ...(told.length === 0 ? { untold: /^hole-/ } : {}),
  };
  return faultOf(await readOrError(await AREA_WRITERS[format](areas), n % 2 === 0 ? {} : { kind: 'area' }), truth);
}

/** Two or three parts, apart or overlapping, one within another or side by side: what they cover is counted once. */
async function partFault(random: Random, n: number): Promise<string | null> {
  const formats = Object.keys(AREA_WRITERS);
  const format = formats[n % formats.length];
  const first: Box = [0, 0, whole(random, 10, 30), whole(random, 10, 30)];
  const east = first[2];
  const kinds = ['apart', 'edge', 'corner', 'overlap', 'same', 'inside', 'far', 'cross'] as const;
  const kind = kinds[Math.floor(n / formats.length) % kinds.length];
  const second: Record<(typeof kinds)[number], Box> = {
    apart: [east + 10, 0, east + 30, 12],
    edge: [east, 2, east + 12, first[3] - 1],
    corner: [east, first[3], east + 9, first[3] + 8],
    overlap: [east - 4, 3, east + 20, first[3] + 5],
    same: first,
    inside: [2, 2, 6, 7],
    far: [east + 260, 0, east + 280, 12],
    cross: [3, -5, 7, first[3] + 6],
  };
  const boxes = [first, second[kind]];
  const areas: Area[] = [{ id: 'p', parts: boxes.map((box) => [ringOf(box).map(inDegrees)]) }];
  const overlaps = ['overlap', 'same', 'inside', 'cross'].includes(kind);
  const truth: Truth = {
    what: `${format}, parts ${kind}, file ${n}`,
    areaM2: cells(boxes, (x, y) => boxes.some((box) => holds(box, x, y))),
    objects: kind === 'far' ? 2 : 1,
    told: overlaps ? ['parts-overlap'] : kind === 'far' ? ['parts-apart'] : [],
    ...(overlaps ? {} : { untold: /^parts-overlap/ }),
  };
  return faultOf(await readOrError(await AREA_WRITERS[format](areas), {}), truth);
}

/** Rings that run either way, in formats that tell holes by their place in the list and in shapefiles, which tell them by the way. */
async function windingFault(random: Random, n: number): Promise<string | null> {
  const formats = [...Object.keys(AREA_WRITERS), 'shapefile', 'shapefile', 'shapefile', 'shapefile'];
  const format = formats[n % formats.length];
  const isShapefile = format === 'shapefile';
  // A shapefile is turned as a whole; other formats ring by ring.
  const isReversed = random() < 0.5;
  const way = (isOuter: boolean): boolean => (isShapefile ? isOuter !== isReversed : random() < 0.5);
  const outer: Box = [0, 0, whole(random, 20, 40), whole(random, 20, 40)];
  const hole: Box = [3, 4, whole(random, 6, 15), whole(random, 7, 15)];
  const island: Box = [60, 0, whole(random, 70, 90), whole(random, 8, 20)];
  const parts = [[ringOf(outer, way(true)), ringOf(hole, way(false))], [ringOf(island, way(true))]];
  const areas: Area[] = [{ id: 'w', parts: parts.map((rings) => rings.map((ring) => ring.map(inDegrees))) }];
  const size = ([west, south, east, north]: Box): number => (east - west) * (north - south);
  const file = isShapefile ? await shapefileOf(areas) : await AREA_WRITERS[format](areas);
  return faultOf(await readOrError(file, { kind: 'area' }), {
    what: `${format}, ${isReversed ? 'turned' : 'plain'}, file ${n}`,
    areaM2: size(outer) - size(hole) + size(island),
    objects: 1,
    told: isShapefile && isReversed ? ['ring-turned'] : [],
    untold: /^hole-/,
  });
}

/** Ids that repeat or are missing: kept where the recipe asks for it, else told with what was lost. */
async function idFault(random: Random, n: number): Promise<string | null> {
  const formats = Object.keys(AREA_WRITERS);
  const format = formats[n % formats.length];
  const ids = ([undefined, 'suffix', 'sequence'] as const)[Math.floor(n / formats.length) % 3];
  const count = whole(random, 5, 12);
  const names = Array.from({ length: count }, () => `n${whole(random, 0, 5)}`);
  const areas = names.map((id, i): Area => ({ id, parts: [[ringOf([20 * i, 0, 20 * i + 10, 10]).map(inDegrees)]] }));
  const kept = ids === undefined ? new Set(names).size : count;
  const lost = count - kept;
  const layer = await readOrError(await AREA_WRITERS[format](areas), ids ? { assume: { ids } } : {});
  const fault = faultOf(layer, {
    what: `${format}, ids ${ids}, file ${n}`,
    areaM2: 100 * kept,
    objects: kept,
    told: lost > 0 ? ['id-duplicate'] : [],
  });
  // More than half left out is refused, with the same words.
  if (layer instanceof Error && lost > count / 2 && layer.message.includes('left out')) return null;
  if (fault || layer instanceof Error || lost === 0) return fault;
  const words = layer.problems.find(({ code }) => code === 'id-duplicate')?.example ?? '';
  const lostM2 = Number(/left out \(([\d.]+) m²\)/.exec(words)?.[1]);
  return Math.abs(lostM2 - 100 * lost) <= 0.1 * lost && words.includes('--assume-ids suffix')
    ? null
    : `${format}, file ${n}: ${lost} lost, told "${words}"`;
}

/** A street of houses across the 180th meridian in each of the three ways that files have. */
async function datelineFault(random: Random, n: number): Promise<string | null> {
  const formats = Object.keys(AREA_WRITERS);
  const format = formats[n % formats.length];
  const way = (['jump', 'beyond', 'west', 'cut'] as const)[Math.floor(n / formats.length) % 4];
  const latDeg = whole(random, -60, 60);
  const at = degreesAt([180, latDeg]);
  const wrap = ([lonDeg, lat]: Point): Point => {
    if (way === 'beyond') return [lonDeg, lat];
    if (way === 'west') return [lonDeg - 360, lat];
    return [lonDeg > 180 ? lonDeg - 360 : lonDeg, lat];
  };
  const boxes = [-3, -1, 1].map((i): Box => [30 * i + 20, 0, 30 * i + 40 + whole(random, 0, 4), whole(random, 8, 20)]);
  const areas = boxes.map((box, i): Area => {
    const [west, south, east, north] = box;
    if (way !== 'cut' || !(west < 0 && east > 0)) return { id: `d${i}`, parts: [[ringOf(box).map(at).map(wrap)]] };
    const near = ringOf([west, south, 0, north]).map(at);
    const far = ringOf([0, south, east, north])
      .map(at)
      .map(([lonDeg, lat]): Point => [lonDeg - 360, lat]);
    return { id: `d${i}`, parts: [[near], [far]] };
  });
  const layer = await readOrError(await AREA_WRITERS[format](areas), {});
  const size = ([west, south, east, north]: Box): number => (east - west) * (north - south);
  const what = `${format}, 180° by ${way}, file ${n}`;
  const fault = faultOf(layer, { what, areaM2: boxes.reduce((sum, box) => sum + size(box), 0), objects: 3 }, latDeg);
  if (fault || layer instanceof Error) return fault;
  const { lonLatDeg } = layer.features.geometry;
  const lons = Array.from({ length: lonLatDeg.length / 2 }, (_, v) => lonLatDeg[2 * v]);
  return Math.max(...lons) - Math.min(...lons) < 0.01 ? null : `${what}: houses lie apart`;
}

const KINDS: Readonly<Record<string, { count: number; fault: (random: Random, n: number) => Promise<string | null> }>> =
  {
    holes: { count: 144, fault: holeFault },
    parts: { count: 64, fault: partFault },
    winding: { count: 72, fault: windingFault },
    ids: { count: 48, fault: idFault },
    dateline: { count: 64, fault: datelineFault },
  };
/** Every so many files are read in the quick run. */
const QUICK_STEP = 5;

async function verdictsOf(step: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let files = 0;
  for (const [kind, { count, fault }] of Object.entries(KINDS)) {
    let wrong = 0;
    for (let n = 0; n < count; n += step) {
      files++;
      const found = await fault(seeded(1000 * kind.length + n), n);
      if (found === null) continue;
      if (wrong++ < 3) process.stderr.write(`cities-geometry.${kind}: ${found}\n`);
    }
    verdicts.push(exactly(`cities-geometry.${kind} silently wrong`, wrong, 0));
  }
  const curves = await curveVerdicts(step);
  return [...verdicts, curves.verdict, atLeast('cities-geometry.files', files + curves.files, step === 1 ? 500 : 100)];
}

export const CASES: ValidationCase[] = [
  { name: 'cities-geometry.few', quick: true, run: () => verdictsOf(QUICK_STEP) },
  { name: 'cities-geometry', quick: false, run: () => verdictsOf(1) },
];
