import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../cli/root.ts';
import { crsOf } from '../../model/geo/crs.ts';
import { readIfc } from '../../readers/ifc/read-ifc.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import { usableCrs } from '../../readers/shared/wkt-crs.ts';
import { type DemTile, readDem } from '../../tiles/read/dem.ts';
import { surfacesOfModel } from '../../tiles/read/model-surfaces.ts';
import { seeded } from '../../workers/shared/random.ts';
import { gdalItems, type NumberKind, type TiffInput, tiffOf } from '../readers/geotiff/tiff-of.ts';
import { type PlacedIfc, placedIfc } from '../readers/ifc/placed-ifc.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Generated files whose truth their generator knows: grids of elevations, building models and texts of systems, in every unit, scale, direction,
 * offset and mask that their formats can state. A file that comes out otherwise than it was meant, and says nothing, is silently wrong.
 */
type Random = () => number;
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)];

/** Tells what a generated file is, and whether it came out as it was meant; a refusal that was meant is right. */
interface Outcome {
  what: string;
  isRight: boolean;
}

const FOOT_M = 0.3048;
const US_FOOT_M = 1200 / 3937;
/** How a file may state the unit of its heights, and metres upwards of one of them. */
const UNITS: readonly [input: Partial<TiffInput> & { items?: Record<string, string> }, unitM: number][] = [
  [{}, 1],
  [{ items: { unittype: 'metre' } }, 1],
  [{ items: { unittype: 'ft' } }, FOOT_M],
  [{ items: { unittype: 'US survey foot' } }, US_FOOT_M],
  [{ items: { unittype: 'cm' } }, 0.01],
  [{ items: { unittype: 'dm' } }, 0.1],
  [{ keys: { 4096: 5703 } }, 1],
  [{ keys: { 4096: 6360 } }, US_FOOT_M],
  [{ keys: { 4096: 8228 } }, FOOT_M],
  [{ keys: { 4099: 9003 } }, US_FOOT_M],
  [{ keys: { 4096: 5715 } }, -1],
  [{ keys: { 4096: 8051 } }, -FOOT_M],
];

interface Plane {
  columns: number;
  rows: number;
  cellX: number;
  cellY: number;
  west: number;
  north: number;
  metres(column: number, row: number): number;
}

function planeOf(random: Random): Plane {
  const [a, b, c] = [random() * 200 - 100, random() * 2 - 1, random() * 2 - 1];
  return {
    columns: 2 + Math.floor(random() * 20),
    rows: 2 + Math.floor(random() * 20),
    cellX: 1 + Math.floor(random() * 30),
    cellY: 1 + Math.floor(random() * 30),
    west: 390_000 + Math.floor(random() * 1000),
    north: 5_820_000 + Math.floor(random() * 1000),
    metres: (column, row) => a + b * column + c * row,
  };
}

interface MadeRaster {
  name: string;
  what: string;
  bytes: Uint8Array;
  beside: Readonly<Record<string, string>>;
  isRefused: boolean;
  /** Cells from the north-west that have no value. */
  none: ReadonlySet<number>;
  /** Half a step of the file's numbers, metres. */
  toleranceM: number;
}

const KINDS: readonly NumberKind[] = ['int16', 'int32', 'float32', 'float64'];
const SYSTEM_TEXT =
  'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],UNIT["Meter",1.0]]';

function tiffOfPlane(plane: Plane, random: Random, nth: number): MadeRaster {
  const { columns, rows, cellX, cellY, west, north } = plane;
  const kind = pick(random, KINDS);
  const isWhole = kind.startsWith('int');
  const [unit, unitM] = pick(random, UNITS);
  const scale = isWhole ? pick(random, [0.01, 0.1]) : pick(random, [1, 1, 0.5]);
  const offset = pick(random, [0, 0, 100, -12.5]);
  const [isSouthUp, isMirrored, isPoint] = [random() < 0.4, random() < 0.3, random() < 0.3];
  const isTurned = random() < 0.06;
  const masking = pick(random, ['none', 'none', 'nodata', 'mask 1', 'mask 8'] as const);
  const none = new Set<number>();
  const mask = new Uint8Array(columns * rows).fill(1);
  const numbers = Array.from({ length: columns * rows }, (_, i) => {
    const column = isMirrored ? columns - 1 - (i % columns) : i % columns;
    const row = isSouthUp ? rows - 1 - Math.floor(i / columns) : Math.floor(i / columns);
    const isNone = masking !== 'none' && i > 0 && random() < 0.2;
    if (isNone) none.add(row * columns + column);
    if (isNone) mask[i] = 0;
    const number = (plane.metres(column, row) / unitM - offset) / scale;
    return isNone && masking === 'nodata' ? -9999 : isWhole ? Math.round(number) : number;
  });
  // Whole numbers of heights in centimetres would not fit into 16 bits.
  const fits = kind !== 'int16' || numbers.every((value) => Math.abs(value) < 32_767);
  const items = {
    ...unit.items,
    ...(scale === 1 ? {} : { scale: String(scale) }),
    ...(offset === 0 ? {} : { offset: String(offset) }),
  };
  const half = isPoint ? 0.5 : 0;
  const [a, e] = [isMirrored ? -cellX : cellX, isSouthUp ? cellY : -cellY];
  const [c, f] = [
    (isMirrored ? west + columns * cellX : west) + half * a,
    (isSouthUp ? north - rows * cellY : north) + half * e,
  ];
  const isPlain = !isMirrored && !isSouthUp && !isTurned;
  const placing = pick(
    random,
    isPlain ? (['scale', 'matrix', 'tie', 'world'] as const) : (['matrix', 'world'] as const),
  );
  const turn = isTurned ? 0.3 * cellX : 0;
  const tieAt = placing === 'tie' ? 1 : 0;
  const name = `dem-${nth}`;
  // The world file tells the middle of the first cell, whatever the key of raster types says.
  const world = [a, turn, turn, e, c + (0.5 - half) * a, f + (0.5 - half) * e].join('\n');
  const hasKeys = random() < 0.8;
  return {
    name: `${name}.tif`,
    what: `${kind} ×${scale} +${offset} unit ${unitM} ${placing} ${isSouthUp ? 'south-up ' : ''}${isMirrored ? 'mirrored ' : ''}${isTurned ? 'turned ' : ''}${masking}`,
    bytes: tiffOf({
      columns,
      rows,
      numbers,
      kind: fits ? kind : 'int32',
      isPoint,
      ...(hasKeys ? { epsg: 25_833 } : {}),
      ...(unit.keys ? { keys: unit.keys } : {}),
      ...(Object.keys(items).length > 0 ? { metadata: gdalItems(items) } : {}),
      ...(masking === 'nodata' ? { noData: '-9999' } : {}),
      ...(masking.startsWith('mask') ? { mask, maskBits: masking === 'mask 1' ? 1 : 8 } : {}),
      ...(random() < 0.4 ? { predictor: pick(random, [1, 2] as const) } : {}),
      ...(placing === 'matrix' ? { matrix: [a, turn, c, turn, e, f] as const } : {}),
      ...(placing === 'scale' || placing === 'tie'
        ? { pixelScale: [cellX, cellY, 0], tie: [tieAt, tieAt, 0, c + tieAt * a, f + tieAt * e, 0] }
        : {}),
    }),
    beside: {
      ...(placing === 'world' ? { [`${name}.tfw`]: world } : {}),
      ...(hasKeys ? {} : { [`${name}.prj`]: SYSTEM_TEXT }),
    },
    isRefused: isTurned,
    none,
    toleranceM: Math.abs(unitM) * (isWhole ? 0.51 * scale : 1e-4 * (1 + Math.abs(offset))) + 1e-4,
  };
}

function ascOfPlane(plane: Plane, random: Random, nth: number): MadeRaster {
  const { columns, rows, cellX, cellY, west, north } = plane;
  const isCentre = random() < 0.5;
  const noData = pick(random, ['-9999', '-3.4e38', 'nan']);
  const none = new Set<number>();
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const isNone = row + column > 0 && random() < 0.1;
      if (isNone) none.add(row * columns + column);
      return isNone ? noData : plane.metres(column, row).toFixed(4);
    }).join(' '),
  );
  const [x, y] = isCentre ? [west + cellX / 2, north - (rows - 0.5) * cellY] : [west, north - rows * cellY];
  const where = isCentre ? 'center' : 'corner';
  const isSquare = cellX === cellY && random() < 0.5;
  const size = isSquare ? `cellsize ${cellX}` : `dx ${cellX}\ndy ${cellY}`;
  const head = `ncols ${columns}\nnrows ${rows}\nxll${where} ${x}\nyll${where} ${y}\n${size}\nNODATA_value ${noData}\n`;
  return {
    name: `dem-${nth}.asc`,
    what: `asc ${where} ${isSquare ? 'cellsize' : 'dx dy'} ${noData}`,
    bytes: new TextEncoder().encode(`${head}${lines.join('\n')}\n`),
    beside: { [`dem-${nth}.prj`]: SYSTEM_TEXT },
    isRefused: false,
    none,
    toleranceM: 1e-3,
  };
}

function isAsMeant(tile: DemTile, plane: Plane, { none, toleranceM }: MadeRaster): boolean {
  const { columns, rows, cellX, cellY, west, north } = plane;
  const isPlaced =
    tile.columns === columns &&
    tile.rows === rows &&
    Math.abs(tile.x0 - west - cellX / 2) < 1e-6 &&
    Math.abs(tile.y0 - north + cellY / 2) < 1e-6 &&
    Math.abs(tile.stepX - cellX) < 1e-9 &&
    Math.abs(tile.stepY - cellY) < 1e-9;
  return (
    isPlaced &&
    tile.elevationM.every((value, i) =>
      none.has(i)
        ? Number.isNaN(value)
        : Math.abs(value - plane.metres(i % columns, Math.floor(i / columns))) <= toleranceM,
    )
  );
}

async function rasters(count: number): Promise<Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-stated-'));
  const random = seeded(47);
  const outcomes: Outcome[] = [];
  try {
    for (let nth = 0; nth < count; nth++) {
      const plane = planeOf(random);
      const made = random() < 0.2 ? ascOfPlane(plane, random, nth) : tiffOfPlane(plane, random, nth);
      for (const [name, text] of Object.entries(made.beside)) await writeFile(join(folder, name), text);
      const path = join(folder, made.name);
      await writeFile(path, made.bytes);
      const tile = await readDem(path, {}).catch((error: unknown) => {
        if (error instanceof ReadError) return null;
        throw error;
      });
      const isRight = made.isRefused ? tile === null : tile !== null && isAsMeant(tile, plane, made);
      outcomes.push({ what: `${made.name}: ${made.what}`, isRight });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return outcomes;
}

const METRE = '#92=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);';
const UNIT_M = { m: 1, mm: 0.001, ft: FOOT_M } as const;
const real = (value: number): string => {
  const text = String(value).replace('e', 'E');
  return /[.]/.test(text) ? text : text.includes('E') ? text.replace('E', '.E') : `${text}.`;
};

interface MadeModel {
  input: PlacedIfc;
  what: string;
  turnRad: number;
  scale: number;
  code: string | null;
}

function modelOf(random: Random): MadeModel {
  const unit = pick(random, ['m', 'mm', 'ft'] as const);
  const hasMapUnit = unit === 'm' || random() < 0.7;
  const stretch = pick(random, [1, 1, 0.9996, 1.0004]);
  const bridge = UNIT_M[unit];
  const writing = pick(random, ['bridge', 'bridge', 'ground', 'none', 'wild', 'factors'] as const);
  const isMeant = hasMapUnit || writing === 'bridge' || writing === 'factors';
  const turnRad = pick(random, [0, 0.25, -2, Math.PI / 2]);
  const isTwice = random() < 0.15;
  const stated = { bridge: bridge * stretch, ground: stretch, none: null, wild: bridge * 7, factors: bridge }[writing];
  const scale = stated === null ? '$' : real(stated);
  // Without a unit of the map its offset is in the project's own, unless the scale leads to metres.
  const offset = [319_000, 5_814_000, 25].map((metres) => real(isMeant ? metres : metres / bridge)).join(',');
  const axis = `${real(Math.cos(turnRad))},${real(Math.sin(turnRad))}`;
  const isFactors = writing === 'factors';
  const line = isFactors
    ? `#90=IFCMAPCONVERSIONSCALED(#10,#91,${offset},${axis},${scale},${real(stretch)},${real(stretch)},1.);`
    : `#90=IFCMAPCONVERSION(#10,#91,${offset},${axis},${scale});`;
  return {
    input: {
      unit,
      schema: isFactors ? 'IFC4X3_ADD2' : 'IFC4',
      lines: [line, `#91=IFCPROJECTEDCRS('EPSG:25833',$,$,$,$,$,${hasMapUnit ? '#92' : '$'});`, METRE],
      ...(isTwice ? { atM: [319_000, 5_814_000, 25] as const } : {}),
    },
    what: `${unit} ${hasMapUnit ? 'map unit' : 'no map unit'} ${writing} ${stretch} ${isTwice ? 'twice' : ''}`,
    turnRad,
    scale: writing === 'none' || writing === 'wild' ? 1 : stretch,
    code: writing === 'wild' ? 'ifc-scale' : isTwice ? 'ifc-double-offset' : null,
  };
}

async function models(count: number): Promise<Outcome[]> {
  const random = seeded(48);
  const crs = await crsOf('EPSG:25833', 'generated');
  const outcomes: Outcome[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { input, what, turnRad, scale, code } = modelOf(random);
    const problems = new Problems();
    const model = await readIfc(placedIfc(input), `wall-${nth}.ifc`);
    const { geometry } = await surfacesOfModel(model, `wall-${nth}.ifc`, undefined, problems);
    const codes = problems.list().map((problem) => problem.code);
    const [cos, sin] = [Math.cos(turnRad) * scale, Math.sin(turnRad) * scale];
    const corners = [0, 10].flatMap((x) =>
      [0, 5].map((y) => [319_000 + cos * x - sin * y, 5_814_000 + sin * x + cos * y]),
    );
    const isPlaced = geometry.elevationM.every((elevationM, i) => {
      const [east, north] = crs.fromLonLat(geometry.lonLatDeg[2 * i], geometry.lonLatDeg[2 * i + 1]);
      const offM = Math.min(...corners.map(([x, y]) => Math.hypot(x - east, y - north)));
      const offUpM = Math.min(Math.abs(elevationM - 25), Math.abs(elevationM - 28));
      return offM < 0.01 && offUpM < 0.001;
    });
    outcomes.push({ what: `wall-${nth}: ${what}`, isRight: isPlaced && (code === null || codes.includes(code)) });
  }
  return outcomes;
}

interface System {
  code: number;
  texts: string[];
  places: [x: number, y: number, lonDeg: number, latDeg: number][];
}

const WKT = join(ROOT, 'tests/fixtures/wkt/systems.json');
/** Metres of a degree, for the distance between two places that are near each other. */
const DEGREE_M = 111_320;
/** Datums that proj4 shifts by their name. */
const SHIFTED = [28_992, 2393];

/** Texts of systems under names that nobody knows, in other units and from other meridians than they were, with their numbers changed alike. */
async function texts(count: number): Promise<Outcome[]> {
  const { systems }: { systems: System[] } = JSON.parse(readFileSync(WKT, 'utf8'));
  const known = systems.filter(({ code }) => !SHIFTED.includes(code));
  const random = seeded(49);
  const outcomes: Outcome[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { code, texts: forms, places } = pick(random, known);
    const form = Math.floor(random() * 3);
    const place = pick(random, places);
    const made = changed(forms[form].replace(/"[^"]*"/, `"System ${nth}"`), place, form < 2, random);
    const problems = new Problems();
    const name = await usableCrs(null, made.text, 'generated.prj', problems);
    const lonLat = Float64Array.of(made.x, made.y);
    (await crsOf(name ?? '', 'generated')).toLonLat(lonLat, 0, 1);
    const offM = Math.hypot(lonLat[0] - place[2], lonLat[1] - place[3]) * DEGREE_M;
    const isTold = problems.list().some((problem) => problem.code === 'crs-text');
    outcomes.push({
      what: `${code}, form ${form}, ${made.what}: ${offM.toFixed(3)} m off`,
      isRight: offM < 0.05 && isTold,
    });
  }
  return outcomes;
}

const LENGTHS: readonly [name: string, unitM: number][] = [
  ['Foot_US', US_FOOT_M],
  ['Foot', FOOT_M],
  ['Kilometer', 1000],
];

/** The same system of version 1 with its coordinates in another unit; its false origin comes along. */
function changed(text: string, [x, y]: System['places'][number], isFirst: boolean, random: Random) {
  if (!isFirst || !text.startsWith('PROJCS') || random() < 0.4) return { text, x, y, what: 'as it is' };
  const [name, unitM] = pick(random, LENGTHS);
  const unit = /UNIT\["[^"]*",([\d.eE+-]+)\](?:,AXIS\[[^\]]*\])*\]$/.exec(text);
  const factor = Number(unit?.[1] ?? 1) / unitM;
  const withUnit = text.replace(/UNIT\["[^"]*",[\d.eE+-]+\](?=(?:,AXIS\[[^\]]*\])*\]$)/, `UNIT["${name}",${unitM}]`);
  const moved = withUnit.replaceAll(
    /(PARAMETER\["false_(?:easting|northing)",)([\d.eE+-]+)/gi,
    (_, before: string, value: string) => `${before}${Number(value) * factor}`,
  );
  return { text: moved, x: x * factor, y: y * factor, what: `in ${name}` };
}

async function verdicts(name: string, made: Promise<Outcome[]>, least: number): Promise<Verdict[]> {
  const outcomes = await made;
  const wrong = outcomes.filter(({ isRight }) => !isRight);
  for (const { what } of wrong.slice(0, 10)) process.stderr.write(`${name}: ${what}\n`);
  return [atLeast(`${name} files`, outcomes.length, least), exactly(`${name} silently wrong`, wrong.length, 0)];
}

/** How many files of each kind there are, and how many of them are for `npm test`. */
const KINDS_OF_FILES = [
  ['rasters', rasters, 220, 20],
  ['models', models, 100, 3],
  ['systems', texts, 80, 12],
] as const;

export const CASES: ValidationCase[] = KINDS_OF_FILES.flatMap(([kind, make, all, some]) =>
  [true, false].map((quick) => {
    const name = `cities.stated-${kind}${quick ? '-some' : ''}`;
    const files = quick ? some : all;
    return { name, quick, run: () => verdicts(name, make(files), files) };
  }),
);
