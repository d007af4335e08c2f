import type { InpFile } from '../../../readers/inp/inp-file.ts';
import type { InpRow } from '../../../readers/inp/inp-sections.ts';
import { keyword } from '../../../readers/inp/messages.ts';
import type { TabledSection } from './sections.ts';
import { asLookedUp, tabledSection } from './tabled-section.ts';

/** A natural channel of a file: what a conduit of shape IRREGULAR is, and its roughness in place of the conduit's own. */
export interface Transect {
  section: TabledSection;
  manningN: number;
}

interface Surveyed {
  row: InpRow;
  name: string;
  n: { left: number; right: number; channel: number };
  leftBank: number;
  rightBank: number;
  lengthRatio: number;
  stations: { x: number; z: number }[];
}

/** As many levels as SWMM takes. */
const LEVELS = 50;

/** [TRANSECTS], in the form of HEC-2: NC roughness, X1 name and banks, GR elevation and station again and again. `m` is the file's unit of length. */
export function transectsOf(inp: InpFile, m: number): Map<string, Transect> {
  const surveyed: Surveyed[] = [];
  let n = { left: 0, right: 0, channel: 0 };
  for (const row of inp.rows('TRANSECT')) {
    const kind = row.cells[0].toUpperCase();
    if (kind === 'NC') {
      const given = [1, 2, 3].map((nth) => inp.atLeast(row, nth, 'manningN', 0));
      const channel = given[2] || n.channel;
      n = { left: given[0] || n.left || channel, right: given[1] || n.right || channel, channel };
    } else if (kind === 'X1') surveyed.push(startOf(inp, row, n));
    else if (kind === 'GR') addStations(inp, row, surveyed.at(-1));
    else throw inp.problem(row, keyword('[TRANSECTS]'), 'transectLines', row.cells[0]);
  }
  return new Map(surveyed.map((each) => [each.name, transectOf(inp, each, m)]));
}

function startOf(inp: InpFile, row: InpRow, n: Surveyed['n']): Surveyed {
  if (!(n.channel > 0)) throw inp.problem(row, 'manningN', 'ncBefore', undefined);
  const factor = inp.number(row, 8, 'scale', 0) || 1;
  return {
    row,
    name: inp.text(row, 1, 'crossSection'),
    n,
    leftBank: inp.number(row, 3, 'leftBank', 0) * factor,
    rightBank: inp.number(row, 4, 'rightBank', 0) * factor,
    lengthRatio: inp.number(row, 7, 'scale', 0) || 1,
    stations: [],
  };
}

function addStations(inp: InpFile, row: InpRow, transect: Surveyed | undefined): void {
  if (!transect) throw inp.problem(row, keyword('[TRANSECTS]'), 'x1Before', row.cells[0]);
  const factor = inp.number(transect.row, 8, 'scale', 0) || 1;
  const raised = inp.number(transect.row, 9, 'offset', 0);
  for (let nth = 1; nth < row.cells.length; nth += 2) {
    const z = inp.number(row, nth, 'elevation') + raised;
    const x = inp.number(row, nth + 1, 'station') * factor;
    const before = transect.stations.at(-1);
    if (before && x < before.x) throw inp.problem(row, 'station', 'increasing', row.cells[nth + 1]);
    transect.stations.push({ x, z });
  }
}

/**
 * Its hydraulic radius is that at which the whole area carries, with the channel's roughness, what its parts carry with their own
 * (Reference Manual II, ch. 5): banks that are rough count less.
 */
function transectOf(inp: InpFile, surveyed: Surveyed, m: number): Transect {
  const { row, name, stations, n, lengthRatio } = surveyed;
  const top = Math.max(...stations.map(({ z }) => z));
  const bottom = Math.min(...stations.map(({ z }) => z));
  if (!(stations.length >= 2 && top > bottom)) throw inp.problem(row, 'crossSection', 'twoElevations', name);
  const walled = [{ x: stations[0].x, z: top }, ...stations, { x: stations[stations.length - 1].x, z: top }];
  const channelN = n.channel * Math.sqrt(lengthRatio);
  const levels = Array.from({ length: LEVELS + 1 }, (_, i) =>
    wetAt(surveyed, walled, channelN, bottom + ((top - bottom) * i) / LEVELS),
  );
  // At the bottom as wide as a step above, as in SWMM.
  const widths = levels.map(({ width }, i) => (i === 0 ? levels[1].width : width));
  const areas = levels.map(({ area }) => area);
  const radii = levels.map(({ radius }) => radius);
  const heightM = (top - bottom) * m;
  return {
    section: tabledSection({
      name: `transect ${name}`,
      heightM,
      isOpen: true,
      fullM2: levels[LEVELS].area * m * m,
      widthM: asLookedUp(widths, heightM, m),
      areaM2: asLookedUp(areas, heightM, m * m),
      radiusM: asLookedUp(radii, heightM, m),
    }),
    manningN: n.channel * Math.sqrt(lengthRatio),
  };
}

/** In the file's units, below an elevation. */
function wetAt(
  { n, leftBank, rightBank }: Surveyed,
  walled: { x: number; z: number }[],
  channelN: number,
  level: number,
): { width: number; area: number; radius: number } {
  const wet = { width: 0, area: 0, carried: 0 };
  let part = { area: 0, perimeter: 0 };
  for (let k = 1; k < walled.length; k++) {
    const a = walled[k - 1];
    const b = walled[k];
    const low = Math.min(a.z, b.z);
    const high = Math.max(a.z, b.z);
    if (low < level) {
      const width = b.x - a.x;
      const ratio = level < high ? (level - low) / (high - low) : 1;
      const rise = Math.min(level, high) - low;
      const meanDepth = level < high ? (level - low) / 2 : level - (low + high) / 2;
      const area = width * ratio * meanDepth;
      wet.width += width * ratio;
      wet.area += area;
      part = { area: part.area + area, perimeter: part.perimeter + Math.hypot(width * ratio, rise) };
    }
    const isLast = k === walled.length - 1;
    const isBank =
      (b.x === leftBank && n.left !== channelN && b.x !== a.x) ||
      (b.x === rightBank && n.right !== channelN && b.x !== walled[k + 1]?.x);
    if (!(part.area > 0 && (isLast || isBank || b.z >= level))) continue;
    const own = a.x < leftBank ? n.left : b.x > rightBank ? n.right : channelN;
    wet.carried += (part.area * (part.area / part.perimeter) ** (2 / 3)) / own;
    part = { area: 0, perimeter: 0 };
  }
  return { ...wet, radius: wet.area > 0 ? ((wet.carried * channelN) / wet.area) ** 1.5 : 0 };
}
