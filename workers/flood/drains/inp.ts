import { type InpRow, inpSections } from '../../../src/city/inp.ts';
import type { Series } from '../series.ts';
import { linksOf } from './inp-links.ts';
import { curvesOf, type SeriesOf, seriesOf, timeOfDayS, whenS } from './inp-series.ts';
import { InpTable } from './inp-table.ts';
import { type Curve, DrainError, type DrainNode, type DrainOptions, type DrainPlan, type Store } from './plan.ts';
import { checkReach } from './reach.ts';
import { sectionHeightM } from './sections.ts';
import { junctionStore, surfaceM } from './swmm-nodes.ts';

/** A SWMM 5 model as far as its drains go; metres, seconds and m³/s whatever the file's units. */
export interface InpModel {
  plan: DrainPlan;
  /** What flows in at nodes, from [INFLOWS] and [DWF]. */
  inflows: { node: string; series: Series }[];
  /** Levels of outfalls that follow a series. */
  tailwaters: { node: string; series: Series }[];
  /** Areas whose runoff goes to a node. Runoff itself is the surface's work (or given): it is not reckoned here. */
  catchments: { id: string; node: string; areaM2: number }[];
  endS: number;
  reportStepS: number;
}

/** What changes how water moves and cannot be played here: better refused than left out in silence. */
const REFUSED = ['DIVIDER', 'CONTROL', 'RDII', 'GROUNDWATER', 'INLETS', 'STREETS', 'TRANSECT', 'PATTERN'];

const M3PS: Record<string, number> = {
  CFS: 0.3048 ** 3,
  GPM: 6.30901964e-5,
  MGD: 0.0438126364,
  CMS: 1,
  LPS: 1e-3,
  MLD: 1 / 86.4,
};

export interface Units {
  m: number;
  m3ps: number;
}

/** Reads a model; `file` names it in errors. */
export function parseInp(text: string, file: string): InpModel {
  const sections = inpSections(text, file, (message) => new DrainError(message));
  const rows = (name: string): InpRow[] =>
    [...sections].flatMap(([section, list]) => (section.startsWith(name) ? list : []));
  const table = new InpTable(file);
  for (const name of REFUSED) {
    const [row] = rows(name);
    if (row) throw table.problem(row, `[${name}S]`, 'a model without', row.cells.join(' '));
  }
  const settings = optionsOf(rows('OPTION'), table);
  const { units, startS } = settings;
  const series = seriesOf(rows('TIMESERIES'), table, startS);
  const curves = curvesOf(rows('CURVE'), table);
  const nodes = nodesOf(rows, table, settings, curves, series);
  const known = new Map(nodes.list.map((node) => [node.id, node]));
  const links = linksOf(rows, table, units, settings.byElevation, known, curves);
  const crowns = new Map<DrainNode & { kind: 'junction' }, { crownM: number; pipesM2: number }>();
  const at = { areaM2: 0, topM: 0, perimeterM: 0 };
  for (const link of links) {
    if (link.kind !== 'conduit') continue;
    for (const [end, invertM] of [
      [link.from, link.fromInvertM],
      [link.to, link.toInvertM],
    ] as const) {
      const node = known.get(end);
      if (node?.kind !== 'junction' || node.store.kind !== 'shaft') continue;
      const section = link.section;
      const heightM = sectionHeightM(section);
      const crownM = invertM + heightM;
      node.topDepthM = Math.max(node.topDepthM, crownM - node.invertM);
      const joined = crowns.get(node) ?? { crownM: 0, pipesM2: 0 };
      const halfM2 = (surfaceM(section, heightM, at) * link.lengthM * link.barrels) / 2;
      crowns.set(node, {
        crownM: Math.max(joined.crownM, crownM - node.invertM),
        pipesM2: joined.pipesM2 + halfM2,
      });
    }
  }
  for (const [node, { crownM, pipesM2 }] of crowns) node.store = junctionStore(settings.shaftM2, crownM, pipesM2);
  for (const node of nodes.list) if (node.kind === 'junction') node.topDepthM += nodes.surchargeM.get(node.id) ?? 0;
  const plan: DrainPlan = { nodes: nodes.list, links, options: settings.options };
  checkReach(plan, (id, message) => {
    const row = [...rows('JUNCTION'), ...rows('STORAGE'), ...rows('CONDUIT')].find(({ cells }) => cells[0] === id);
    return new DrainError(`${file}${row ? `:${row.line}` : ''}: ${message}`);
  });
  return {
    plan,
    inflows: inflowsOf(rows, table, units, known, series),
    tailwaters: nodes.tailwaters,
    catchments: rows('SUBCATCHMENT').map((row) => ({
      id: row.cells[0],
      node: table.text(row, 2, 'outlet'),
      areaM2: table.atLeast(row, 3, 'area', 0) * (units.m === 1 ? 1e4 : 4046.8564224),
    })),
    endS: settings.endS,
    reportStepS: settings.reportStepS,
  };
}

type Rows = (name: string) => InpRow[];

interface Settings {
  options: DrainOptions;
  units: Units;
  startS: number;
  endS: number;
  reportStepS: number;
  ponding: boolean;
  byElevation: boolean;
  shaftM2: number;
}

function optionsOf(rows: InpRow[], table: InpTable): Settings {
  const rowOf = (name: string) => rows.find(({ cells }) => cells[0].toUpperCase() === name);
  const word = <T extends string>(name: string, words: Record<string, T>, otherwise: T): T => {
    const row = rowOf(name);
    if (!row) return otherwise;
    const found = words[(row.cells[1] ?? '').toUpperCase()];
    if (found === undefined) throw table.problem(row, name, Object.keys(words).join(', '), row.cells[1]);
    return found;
  };
  const number = (name: string, otherwise: number): number => {
    const row = rowOf(name);
    return row ? table.atLeast(row, 1, name, 0) : otherwise;
  };
  const durationS = (name: string, otherwise: number): number => {
    const row = rowOf(name);
    return row ? timeOfDayS(row, 1, name, table, 1) : otherwise;
  };
  const momentS = (date: string, time: string): number => {
    const [day, clock] = [rowOf(date), rowOf(time)];
    if (!day) throw new DrainError(`${table.file}: [OPTIONS]: expected ${date}, got none`);
    return whenS(day, 1, date, table) + (clock ? timeOfDayS(clock, 1, time, table, 3600) : 0);
  };
  word('FLOW_ROUTING', { DYNWAVE: 'dynwave', KINWAVE: 'kinwave', STEADY: 'steady' }, 'dynwave');
  const flow = word('FLOW_UNITS', { CFS: 'CFS', GPM: 'GPM', MGD: 'MGD', CMS: 'CMS', LPS: 'LPS', MLD: 'MLD' }, 'CFS');
  const m = ['CFS', 'GPM', 'MGD'].includes(flow) ? 0.3048 : 1;
  const startS = momentS('START_DATE', 'START_TIME');
  const endS = momentS('END_DATE', 'END_TIME') - startS;
  const least = number('MIN_SURFAREA', 0);
  return {
    units: { m, m3ps: M3PS[flow] },
    startS,
    endS,
    reportStepS: durationS('REPORT_STEP', 900),
    ponding: word('ALLOW_PONDING', { YES: 'yes', NO: 'no' }, 'no') === 'yes',
    byElevation: word('LINK_OFFSETS', { DEPTH: 'depth', ELEVATION: 'elevation' }, 'depth') === 'elevation',
    shaftM2: least > 0 ? least * m * m : 12.566 * 0.3048 ** 2,
    options: {
      longestStepS: Math.max(0.1, durationS('ROUTING_STEP', 20)),
      inertia: word('INERTIAL_DAMPING', { NONE: 'all', PARTIAL: 'partial', FULL: 'none' }, 'partial'),
      // Files from before SWMM 5.1 say NO and YES for what is called SLOPE and FROUDE today; 5.2 itself refuses these.
      normalFlow: word(
        'NORMAL_FLOW_LIMITED',
        { SLOPE: 'slope', FROUDE: 'froude', BOTH: 'both', NONE: 'never', NO: 'slope', YES: 'froude' },
        'both',
      ),
      lengtheningS: Math.min(durationS('LENGTHENING_STEP', 0), durationS('ROUTING_STEP', 20)),
    },
  };
}

interface Nodes {
  list: DrainNode[];
  /** Depth of pressure that a junction holds beyond its full depth. */
  surchargeM: Map<string, number>;
  tailwaters: InpModel['tailwaters'];
}

function nodesOf(rows: Rows, table: InpTable, settings: Settings, curves: Map<string, Curve>, series: SeriesOf): Nodes {
  const { m } = settings.units;
  const nodes: Nodes = { list: [], surchargeM: new Map(), tailwaters: [] };
  const add = (row: InpRow, node: DrainNode) => {
    if (nodes.list.some(({ id }) => id === node.id)) throw table.problem(row, 'node', 'an id not used before', node.id);
    nodes.list.push(node);
  };
  for (const row of rows('JUNCTION')) {
    const id = row.cells[0];
    const pondedM2 = settings.ponding ? table.atLeast(row, 5, 'ponded area', 0, 0) * m * m : 0;
    if (pondedM2 === 0) nodes.surchargeM.set(id, table.atLeast(row, 4, 'surcharge depth', 0, 0) * m);
    add(row, {
      id,
      kind: 'junction',
      invertM: table.number(row, 1, 'invert') * m,
      store: { kind: 'shaft', areaM2: settings.shaftM2 },
      topDepthM: table.atLeast(row, 2, 'maximum depth', 0, 0) * m,
      above: pondedM2 > 0 ? { kind: 'swmm', areaM2: pondedM2 } : { kind: 'lost' },
      initialDepthM: table.atLeast(row, 3, 'initial depth', 0, 0) * m,
    });
  }
  for (const row of rows('STORAGE')) {
    add(row, {
      id: row.cells[0],
      kind: 'junction',
      invertM: table.number(row, 1, 'invert') * m,
      store: storeOf(row, table, m, curves),
      topDepthM: table.atLeast(row, 2, 'maximum depth', 0) * m,
      above: { kind: 'lost' },
      initialDepthM: table.atLeast(row, 3, 'initial depth', 0, 0) * m,
    });
  }
  for (const row of rows('OUTFALL')) {
    const id = row.cells[0];
    const kind = table.text(row, 2, 'kind of outfall').toUpperCase();
    const invertM = table.number(row, 1, 'invert') * m;
    const gated = row.cells.slice(3).some((cell) => cell.toUpperCase() === 'YES');
    const outfall = { id, kind: 'outfall' as const, invertM, flapGate: gated };
    if (kind === 'FREE') add(row, { ...outfall, tailwater: { kind: 'free' } });
    else if (kind === 'NORMAL') add(row, { ...outfall, tailwater: { kind: 'normal' } });
    else if (kind === 'FIXED')
      add(row, { ...outfall, tailwater: { kind: 'level', levelM: table.number(row, 3, 'stage') * m } });
    else if (kind === 'TIMESERIES') {
      const stages = series(row, 3, 'stage series');
      nodes.tailwaters.push({
        node: id,
        series: { timesS: stages.timesS, values: stages.values.map((level) => level * m) },
      });
      add(row, { ...outfall, tailwater: { kind: 'level', levelM: stages.values[0] * m } });
    } else throw table.problem(row, 'kind of outfall', 'FREE, NORMAL, FIXED or TIMESERIES', kind);
  }
  return nodes;
}

function storeOf(row: InpRow, table: InpTable, m: number, curves: Map<string, Curve>): Store {
  const shape = table.text(row, 4, 'shape').toUpperCase();
  if (shape === 'FUNCTIONAL') {
    const a2 = table.atLeast(row, 6, 'exponent', 0);
    const a1 = table.atLeast(row, 5, 'coefficient', 0) * m ** (2 - a2);
    return { kind: 'power', a0: table.atLeast(row, 7, 'constant', 0, 0) * m * m, a1, a2 };
  }
  if (shape !== 'TABULAR') throw table.problem(row, 'shape', 'FUNCTIONAL or TABULAR', shape);
  const name = table.text(row, 5, 'storage curve');
  const curve = curves.get(name);
  if (!curve) throw table.problem(row, 'storage curve', 'a curve of the file', name);
  return {
    kind: 'table',
    areaM2: { at: curve.at.map((depth) => depth * m), value: curve.value.map((area) => area * m * m) },
  };
}

function inflowsOf(
  rows: Rows,
  table: InpTable,
  units: Units,
  known: Map<string, DrainNode>,
  series: SeriesOf,
): InpModel['inflows'] {
  const inflows: InpModel['inflows'] = [];
  const nodeOf = (row: InpRow): string => {
    if (!known.has(row.cells[0])) throw table.problem(row, 'node', 'a node of the file', row.cells[0]);
    return row.cells[0];
  };
  for (const row of rows('INFLOW')) {
    const node = nodeOf(row);
    if (table.text(row, 1, 'constituent').toUpperCase() !== 'FLOW') continue;
    const scale = table.number(row, 5, 'scale', 1) * units.m3ps;
    const baseM3ps = table.number(row, 6, 'baseline', 0) * units.m3ps;
    if ((row.cells[2] ?? '') === '') {
      inflows.push({ node, series: { timesS: [0], values: [baseM3ps] } });
      continue;
    }
    const { timesS, values } = series(row, 2, 'inflow series');
    inflows.push({ node, series: { timesS, values: values.map((value) => value * scale + baseM3ps) } });
  }
  for (const row of rows('DWF')) {
    if (table.text(row, 1, 'constituent').toUpperCase() !== 'FLOW') continue;
    inflows.push({ node: nodeOf(row), series: { timesS: [0], values: [table.number(row, 2, 'flow') * units.m3ps] } });
  }
  return inflows;
}
