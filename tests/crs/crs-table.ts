/**
 * Writes `model/geo/crs-table.json` anew: every EPSG code that proj4 computes as PROJ does, from PROJ's own copy of the EPSG dataset.
 * Needs Debian's `proj-bin`, `proj-data` and `sqlite3`; takes some ten minutes. `npm run crs`.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proj4 from 'proj4';

/** PROJ's database alone: a transformation by a grid that the page has not is passed over for the best one that computes. */
const DATABASE = '/usr/share/proj/proj.db';
/** Greatest distance of proj4 from PROJ, anywhere in a code's area of use, metres. */
const AGREES_M = 0.05;
/** What proj4 calls the Mercator that web maps use. */
const SPHERICAL_MERCATOR = '+proj=merc +a=6378137 +b=6378137 +units=m +nadgrids=@null';
/** PROJ leaves out the rotation of EPSG method 9803: a published point lies 745 m off. */
const LEFT_OUT = new Set([31300]);
/** Of a shift whose accuracy nobody states, elsewhere than where it is for. */
const UNKNOWN_M = 100;
/** Of a code's area of use that a transformation must be for. */
const COVERED = 0.5;
/** Places of the area of use that are compared: its middle and halfway to its corners. */
const PLACES = [
  [0.5, 0.5],
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

interface Code {
  code: number;
  name: string;
  /** As ArcGIS writes it into a `.prj` file; empty where EPSG's table of aliases has none. */
  esriName: string;
  isGeographic: boolean;
  isDeprecated: boolean;
  westDeg: number;
  southDeg: number;
  eastDeg: number;
  northDeg: number;
}

interface Operation {
  /** Steps from the system's own numbers to latitude and longitude on WGS 84. */
  pipeline: string;
  /** As EPSG states it; null where the datum has no transformation. */
  accuracyM: number | null;
}

interface Definition {
  proj: string;
  shift: string;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-crs-'));
  copyFileSync(DATABASE, join(folder, 'proj.db'));
  const environment = { ...process.env, PROJ_DATA: folder, PROJ_LIB: folder };
  const rows: string[] = [];
  const left: Record<string, number> = {};
  const codes = codesOf(folder);
  const extents = extentsOf(folder);
  for (const [nth, code] of codes.entries()) {
    if (nth % 250 === 0) process.stderr.write(`${nth} of ${codes.length}, ${rows.length} kept\n`);
    const row = rowOf(code, extents, environment);
    if ('left' in row) left[row.left] = (left[row.left] ?? 0) + 1;
    else rows.push(row.columns.join('\t'));
  }
  const kept = new Set(rows.map((row) => Number.parseInt(row, 10)));
  const table = { source: `EPSG ${editionOf(folder)} by PROJ ${versionOf()}`, parts: partsOf(folder, kept), rows };
  writeFileSync('model/geo/crs-table.json', `${JSON.stringify(table, null, 2)}\n`);
  console.log(JSON.stringify({ codes: codes.length, kept: rows.length, left }));
  rmSync(folder, { recursive: true });
}

function sql(folder: string, query: string): unknown[] {
  const out = execFileSync('sqlite3', ['-json', join(folder, 'proj.db'), query], { maxBuffer: 1 << 26 }).toString();
  return JSON.parse(out || '[]');
}

const editionOf = (folder: string): string =>
  (sql(folder, "select value from metadata where key='EPSG.VERSION'")[0] as { value: string }).value;

const versionOf = (): string =>
  /Rel\. ([\d.]+)/.exec(execFileSync('sh', ['-c', 'cs2cs 2>&1 || true']).toString())?.[1] ?? '';

function codesOf(folder: string): Code[] {
  const of = (table: string, where: string): string => `
    select c.code as code, c.name as name, '${table}' = 'geodetic_crs' as isGeographic, c.deprecated as isDeprecated,
    (select min(a.alt_name) from alias_name a where a.table_name='${table}' and a.auth_name='EPSG' and a.code=c.code and a.source='ESRI') as esriName, e.west_lon as westDeg, e.south_lat as southDeg, e.east_lon as eastDeg, e.north_lat as northDeg
    from ${table} c
    join usage u on u.object_table_name='${table}' and u.object_auth_name='EPSG' and u.object_code=c.code
    join extent e on e.auth_name=u.extent_auth_name and e.code=u.extent_code
    where c.auth_name='EPSG' ${where} group by c.code`;
  const codes = [
    ...sql(folder, of('projected_crs', '')),
    ...sql(folder, of('geodetic_crs', "and c.type='geographic 2D'")),
  ] as Code[];
  return codes
    .map((row) => ({
      ...row,
      code: Number(row.code),
      isGeographic: Boolean(row.isGeographic),
      isDeprecated: Boolean(row.isDeprecated),
    }))
    .sort((a, b) => a.code - b.code);
}

/** A row of the table, or why there is none. */
function rowOf(
  code: Code,
  extents: ReadonlyMap<string, Extent>,
  environment: NodeJS.ProcessEnv,
): { columns: (string | number | null)[] } | { left: string } {
  if (LEFT_OUT.has(code.code)) return { left: 'PROJ computes it otherwise than published' };
  const operation = operationOf(code, extents, environment);
  if (!operation) return { left: 'no operation' };
  const definition = definitionOf(operation.pipeline);
  // Degrees that nothing turns keep their own ellipsoid, which tells a datum of the Earth's middle from one that lies off it.
  if (typeof definition !== 'string' && operation.accuracyM === null && !definition.proj)
    definition.proj = ownDegrees(code, environment);
  if (typeof definition === 'string') return { left: definition };
  definition.proj ||= '+proj=longlat +datum=WGS84';
  const east = code.eastDeg < code.westDeg ? code.eastDeg + 360 : code.eastDeg;
  const places = PLACES.map(([u, v]): [number, number] => [
    ((code.westDeg + u * (east - code.westDeg) + 540) % 360) - 180,
    code.southDeg + v * (code.northDeg - code.southDeg),
  ]);
  const off = distanceM(operation.pipeline, definition, places, environment);
  if (off === null) return { left: 'proj4 cannot' };
  if (off > AGREES_M) return { left: off > 1 ? 'more than 1 m off' : 'up to 1 m off' };
  const area = [code.westDeg, code.southDeg, code.eastDeg, code.northDeg].map((deg) => Math.round(deg * 10) / 10);
  const { code: number, name, esriName, isDeprecated } = code;
  return {
    columns: [
      number,
      name,
      esriName,
      isDeprecated ? 'deprecated' : '',
      definition.proj,
      definition.shift,
      operation.accuracyM,
      area.join(' '),
    ],
  };
}

function operationOf(
  code: Code,
  extents: ReadonlyMap<string, Extent>,
  environment: NodeJS.ProcessEnv,
): Operation | null {
  let text: string;
  try {
    text = execFileSync(
      'projinfo',
      [
        '-s',
        `EPSG:${code.code}`,
        '-t',
        'EPSG:4326',
        '--spatial-test',
        'intersects',
        '--grid-check',
        'discard_missing',
        '-o',
        'PROJ',
        '--single-line',
      ],
      { env: environment, stdio: ['ignore', 'pipe', 'ignore'] },
    ).toString();
  } catch {
    return null;
  }
  const operations = [...text.matchAll(/^Operation No\. \d+:\n\n(.+)\n\nPROJ string:\n(.+)$/gm)].map(
    ([, summary, pipeline]) => {
      const stated = /, ([\d.]+) m, (.*)$/.exec(summary);
      return {
        pipeline: pipeline.trim(),
        accuracyM: stated ? Number(stated[1]) : null,
        share: stated ? shareOf(code, extents.get(stated[2].replace(/\.$/, ''))) : 1,
      };
    },
  );
  if (operations.length === 0) return null;
  // A transformation of a strait says nothing of the country behind it.
  const found = operations.find(({ share }) => share >= COVERED);
  if (!found)
    return {
      pipeline: operations[0].pipeline.replace(/ \+step \+proj=push \+v_3 .* \+proj=pop \+v_3/, ''),
      accuracyM: null,
    };
  // A system in degrees spans countries, each with a transformation of its own: the first is no better than the worst elsewhere.
  const accuracies = (code.isGeographic ? operations : [found]).map(({ accuracyM }) => accuracyM);
  const isTurned = found.pipeline.includes('+proj=helmert');
  const unknownM = isTurned ? UNKNOWN_M : Number.NaN;
  const worstM = Math.max(...accuracies.map((accuracyM) => accuracyM ?? unknownM));
  return { pipeline: found.pipeline, accuracyM: Number.isNaN(worstM) ? null : worstM };
}

type Extent = Pick<Code, 'westDeg' | 'southDeg' | 'eastDeg' | 'northDeg'>;

function extentsOf(folder: string): Map<string, Extent> {
  const rows = sql(
    folder,
    'select description, west_lon as westDeg, south_lat as southDeg, east_lon as eastDeg, north_lat as northDeg from extent',
  ) as (Extent & { description: string })[];
  return new Map(rows.map(({ description, ...extent }) => [description.replace(/\.$/, ''), extent]));
}

/** Of the box of a code's area of use, what lies in another box; 1 where that is not known or crosses 180°. */
function shareOf(code: Extent, extent: Extent | undefined): number {
  if (!extent || code.eastDeg < code.westDeg || extent.eastDeg < extent.westDeg) return 1;
  const wide = Math.min(code.eastDeg, extent.eastDeg) - Math.max(code.westDeg, extent.westDeg);
  const high = Math.min(code.northDeg, extent.northDeg) - Math.max(code.southDeg, extent.southDeg);
  return (Math.max(0, wide) * Math.max(0, high)) / ((code.eastDeg - code.westDeg) * (code.northDeg - code.southDeg));
}

function ownDegrees({ code }: Code, environment: NodeJS.ProcessEnv): string {
  const text = execFileSync('projinfo', [`EPSG:${code}`, '-o', 'PROJ', '-q'], { env: environment }).toString();
  return text.replace('+no_defs', '').replace('+type=crs', '').trim();
}

/** Codes whose horizontal part is a code of the table: compound ones, and degrees with a height. */
function partsOf(folder: string, kept: ReadonlySet<number>): Record<string, number> {
  const rows = sql(
    folder,
    `select code, horiz_crs_code as part from compound_crs where auth_name='EPSG' and horiz_crs_auth_name='EPSG'
     union select d3.code, min(cast(d2.code as integer)) from geodetic_crs d3
     join geodetic_crs d2 on d2.datum_auth_name=d3.datum_auth_name and d2.datum_code=d3.datum_code
     where d3.type='geographic 3D' and d2.type='geographic 2D' and d3.auth_name='EPSG' and d2.auth_name='EPSG' and d2.deprecated=0
     group by d3.code`,
  ) as { code: number; part: number }[];
  const parts = rows.filter(({ part }) => kept.has(Number(part))).sort((a, b) => Number(a.code) - Number(b.code));
  return Object.fromEntries(parts.map(({ code, part }) => [code, Number(part)]));
}

/** proj4's definition out of the steps of a pipeline, or why it has none. */
function definitionOf(pipeline: string): Definition | string {
  if (pipeline === '+proj=noop' || pipeline === '+proj=axisswap +order=2,1') return { proj: '', shift: '' };
  const steps = pipeline
    .split('+step')
    .slice(1)
    .map((step) => step.trim());
  let proj = '';
  let ellipsoid = '';
  let shift = '';
  let units = '';
  let axis = '';
  let meridian = '';
  for (const step of steps) {
    if (step.startsWith('+inv +proj=longlat')) meridian = /\+pm=\S+/.exec(step)?.[0] ?? '';
    else if (step.startsWith('+inv +proj=cart') || step.startsWith('+proj=push') || step.startsWith('+proj=pop'))
      continue;
    else if (step.startsWith('+proj=cart')) ellipsoid = step.replace('+proj=cart', '').trim();
    else if (step.startsWith('+proj=helmert')) shift = shiftOf(step);
    else if (step.startsWith('+proj=unitconvert')) {
      if (step.includes('+xy_in=deg') || step.includes('+xy_out=deg')) continue;
      if (step.includes('+xy_in=grad')) return 'in grads';
      units = /\+xy_in=(\S+)/.exec(step)?.[1] ?? '';
    } else if (step.startsWith('+proj=axisswap')) {
      const order = /\+order=(\S+)/.exec(step)?.[1];
      if (order === '-1,-2') axis = '+axis=wsu';
      else if (order === '-2,-1' || order === '-2,1' || order === '2,-1') return 'axes turned';
    } else if (step.startsWith('+inv +proj=webmerc')) proj = SPHERICAL_MERCATOR;
    else if (step.startsWith('+inv')) proj = step.replace('+inv', '').trim();
    else return `step ${step.split(' ')[0]}`;
  }
  if (!proj) proj = `+proj=longlat ${meridian} ${ellipsoid || '+ellps=WGS84'}`.replace(/ +/g, ' ');
  else if (!/\+units=/.test(proj)) proj += units ? unitOf(units) : ' +units=m';
  return { proj: axis ? `${proj} ${axis}` : proj, shift };
}

const unitOf = (units: string): string => (/^[\d.]/.test(units) ? ` +to_meter=${units}` : ` +units=${units}`);

/** The seven parameters in the sense of position vectors, as `+towgs84` has them. */
function shiftOf(step: string): string {
  const of = (name: string): number => Number(new RegExp(`\\+${name}=(\\S+)`).exec(step)?.[1] ?? 0);
  const turn = step.includes('coordinate_frame') ? -1 : 1;
  const seven = [of('x'), of('y'), of('z'), turn * of('rx'), turn * of('ry'), turn * of('rz'), of('s')];
  return seven.slice(3).every((value) => value === 0)
    ? seven.slice(0, 3).join(',')
    : seven.map((value) => value || 0).join(',');
}

/** How far proj4 is from PROJ at the farthest of the places, metres; null where proj4 has no answer. */
function distanceM(
  pipeline: string,
  definition: Definition,
  places: [lonDeg: number, latDeg: number][],
  environment: NodeJS.ProcessEnv,
): number | null {
  const shift = definition.shift ? ` +towgs84=${definition.shift}` : '';
  let worst = 0;
  try {
    const converter = proj4(`${definition.proj}${shift} +no_defs`, 'EPSG:4326');
    const native = places.map((place) => converter.inverse(place));
    const swaps = pipeline === '+proj=noop' || pipeline.startsWith('+proj=pipeline +step +proj=axisswap +order=2,1');
    const input = `${native.map(([x, y]) => (swaps ? `${y.toFixed(9)} ${x.toFixed(9)} 0 0` : `${x.toFixed(9)} ${y.toFixed(9)} 0 0`)).join('\n')}\n`;
    const out = execFileSync('cct', ['-d', '12', ...pipeline.split(' ')], {
      env: environment,
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
      .toString()
      .trim()
      .split('\n');
    for (const [i, [x, y]] of native.entries()) {
      const [latDeg, lonDeg] = out[i].trim().split(/\s+/).map(Number);
      const back = converter.forward([x, y]);
      const eastDeg = ((back[0] - lonDeg + 540) % 360) - 180;
      const metres = Math.hypot(eastDeg * 111320 * Math.cos((latDeg * Math.PI) / 180), (back[1] - latDeg) * 111320);
      if (!Number.isFinite(metres)) return null;
      // Great turns of a datum are not undone by the opposite ones: such a code is no use on the way back.
      const [placeLonDeg, placeLatDeg] = places[i];
      const returnedM = Math.hypot(((back[0] - placeLonDeg + 540) % 360) - 180, back[1] - placeLatDeg) * 111320;
      worst = Math.max(worst, metres, returnedM);
    }
  } catch {
    return null;
  }
  return worst;
}

main();
