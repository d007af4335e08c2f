import { FEET_M } from '../../../model/geo/units.ts';
import type { Text } from '../../../model/text/text.ts';
import { InpFile } from '../../../readers/inp/inp-file.ts';
import { type HourlyFactors, patternFactorsOf } from '../../../readers/inp/inp-patterns.ts';
import type { InpRow } from '../../../readers/inp/inp-sections.ts';
import { curvesOf, type SeriesOf, seriesOf, timeOfDayS, whenS } from '../../../readers/inp/inp-series.ts';
import { type InpUnits, SWMM_FLOW_UNITS } from '../../../readers/inp/inp-units.ts';
import { keyword } from '../../../readers/inp/messages.ts';
import type { Series } from '../core/series.ts';
import { controlsOf } from './inp-controls.ts';
import { linksOf } from './inp-links.ts';
import { drainMessage } from './messages.ts';
import {
  type Curve,
  DrainError,
  type DrainLink,
  type DrainNode,
  type DrainOptions,
  type DrainPlan,
  type Store,
} from './plan.ts';
import { checkReach } from './reach.ts';
import { sectionHeightM } from './sections.ts';

/** A SWMM 5 model as far as its drains go; metres, seconds and m³/s whatever the file's units. */
export interface InpModel {
  plan: DrainPlan;
  /** Tells what flows in at nodes, from [INFLOWS] and [DWF], with their [PATTERNS]. */
  inflows: { node: string; series: Series }[];
  /** Levels of outfalls that follow a series. */
  tailwaters: { node: string; series: Series }[];
  /** Areas whose runoff goes to a node. Runoff itself is the surface's work (or given): it is not reckoned here. */
  catchments: { id: string; node: string; areaM2: number }[];
  endS: number;
  reportStepS: number;
  /** What is played otherwise than the file says. */
  notes: Text[];
}

/** What changes how water moves and cannot be played here: better refused than left out in silence. */
const REFUSED = ['DIVIDERS', 'RDII', 'GROUNDWATER', 'INLETS', 'STREETS'];

/** Reads a model; `file` names it in errors. */
export function parseInp(text: string, file: string): InpModel {
  const inp = new InpFile(text, file, DrainError);
  for (const name of REFUSED) {
    const [row] = inp.rows(name.replace(/S$/, ''));
    if (row) throw inp.problem(row, keyword(`[${name}]`), 'noSuchSection', row.cells.join(' '));
  }
  const settings = optionsOf(inp);
  const { units, startS } = settings;
  const series = seriesOf(inp, startS);
  const curves = curvesOf(inp);
  const nodes = nodesOf(inp, settings, curves, series);
  const known = new Map(nodes.list.map((node) => [node.id, node]));
  const links = linksOf(inp, units, settings.byElevation, known, curves);
  raiseToCrowns(links, known);
  for (const node of nodes.list) if (node.kind === 'junction') node.topDepthM += nodes.surchargeM.get(node.id) ?? 0;
  const rules = controlsOf(inp, units);
  const controls = rules.length > 0 ? { rules, startClockS: settings.startS % 86_400 } : undefined;
  const plan: DrainPlan = { nodes: nodes.list, links, options: settings.options, ...(controls ? { controls } : {}) };
  checkReach(plan, (id) => {
    const row = inp.rows('JUNCTION', 'STORAGE', 'CONDUIT').find(({ cells }) => cells[0] === id);
    return `${file}${row ? `:${row.line}` : ''}`;
  });
  return {
    plan,
    inflows: inflowsOf(inp, settings, known, series),
    tailwaters: nodes.tailwaters,
    catchments: inp.rows('SUBCATCHMENT').map((row) => ({
      id: row.cells[0],
      node: inp.text(row, 2, 'outlet'),
      areaM2: inp.atLeast(row, 3, 'area', 0) * (units.m === 1 ? 1e4 : 4046.8564224),
    })),
    endS: settings.endS,
    reportStepS: settings.reportStepS,
    notes: notesOf(settings),
  };
}

/** Every network is played by the dynamic wave. */
const notesOf = ({ routing }: Settings): Text[] =>
  routing === 'dynwave'
    ? []
    : [
        {
          zh: `FLOW_ROUTING ${routing.toUpperCase()}：本程序按动力波计算，有回水和压力流，结果与该模型不同`,
          en: `FLOW_ROUTING ${routing.toUpperCase()}: played as the dynamic wave, with backwater and pressure: not what that model says`,
        },
      ];

/** A junction's shaft reaches to the highest crown of its conduits. */
function raiseToCrowns(links: readonly DrainLink[], known: ReadonlyMap<string, DrainNode>): void {
  for (const link of links) {
    if (link.kind !== 'conduit') continue;
    for (const [end, invertM] of [
      [link.from, link.fromInvertM],
      [link.to, link.toInvertM],
    ] as const) {
      const node = known.get(end);
      if (node?.kind !== 'junction' || node.store.kind !== 'shaft') continue;
      node.topDepthM = Math.max(node.topDepthM, invertM + sectionHeightM(link.section) - node.invertM);
    }
  }
}

interface Settings {
  routing: 'dynwave' | 'kinwave' | 'steady';
  options: DrainOptions;
  units: InpUnits;
  startS: number;
  endS: number;
  reportStepS: number;
  ponding: boolean;
  byElevation: boolean;
}

function optionsOf(inp: InpFile): Settings {
  const choice = <T>(name: string, words: Record<string, T>, otherwise: T): T => {
    const row = inp.option(name);
    if (!row) return otherwise;
    const found = words[(row.cells[1] ?? '').toUpperCase()];
    if (found === undefined)
      throw inp.problem(row, keyword(name), keyword(Object.keys(words).join(', ')), row.cells[1]);
    return found;
  };
  const number = (name: string, otherwise: number): number => {
    const row = inp.option(name);
    return row ? inp.atLeast(row, 1, keyword(name), 0) : otherwise;
  };
  const durationS = (name: string, otherwise: number): number => {
    const row = inp.option(name);
    return row ? timeOfDayS(row, 1, keyword(name), inp, 1) : otherwise;
  };
  const momentS = (date: string, time: string): number => {
    const day = inp.option(date);
    const clock = inp.option(time);
    if (!day) throw inp.refusal(drainMessage('option-missing', { file: inp.file, date }));
    return whenS(day, 1, keyword(date), inp) + (clock ? timeOfDayS(clock, 1, keyword(time), inp, 3600) : 0);
  };
  // SWMM itself takes the short names of its older files.
  const routing = choice<Settings['routing']>(
    'FLOW_ROUTING',
    { DYNWAVE: 'dynwave', DW: 'dynwave', KINWAVE: 'kinwave', KW: 'kinwave', STEADY: 'steady', SF: 'steady' },
    'dynwave',
  );
  const units = choice('FLOW_UNITS', SWMM_FLOW_UNITS, SWMM_FLOW_UNITS.CFS);
  const { m } = units;
  const startS = momentS('START_DATE', 'START_TIME');
  const endS = momentS('END_DATE', 'END_TIME') - startS;
  const least = number('MIN_SURFAREA', 0);
  return {
    routing,
    units,
    startS,
    endS,
    reportStepS: durationS('REPORT_STEP', 900),
    ponding: choice('ALLOW_PONDING', { YES: 'yes', NO: 'no' }, 'no') === 'yes',
    byElevation: choice('LINK_OFFSETS', { DEPTH: 'depth', ELEVATION: 'elevation' }, 'depth') === 'elevation',
    options: {
      maxStepS: Math.max(0.1, durationS('ROUTING_STEP', 20)),
      inertia: choice('INERTIAL_DAMPING', { NONE: 'all', PARTIAL: 'partial', FULL: 'none' }, 'partial'),
      // Files from before SWMM 5.1 say NO and YES for what is called SLOPE and FROUDE today; 5.2 itself refuses these.
      normalFlow: choice(
        'NORMAL_FLOW_LIMITED',
        { SLOPE: 'slope', FROUDE: 'froude', BOTH: 'both', NONE: 'never', NO: 'slope', YES: 'froude' },
        'both',
      ),
      leastSurfaceM2: least > 0 ? least * m * m : 12.566 * FEET_M ** 2,
      lengtheningS: Math.min(durationS('LENGTHENING_STEP', 0), durationS('ROUTING_STEP', 20)),
      ...trialsOf(number, m),
    },
  };
}

/** How SWMM steps; 0 stands for what it takes by itself. */
function trialsOf(number: (name: string, otherwise: number) => number, m: number): Partial<DrainOptions> {
  const maxTrials = number('MAX_TRIALS', 0);
  const toleranceM = number('HEAD_TOLERANCE', 0) * m;
  const courantRatio = number('VARIABLE_STEP', 0);
  const minStepS = number('MINIMUM_STEP', 0);
  return {
    ...(maxTrials > 0 ? { maxTrials } : {}),
    ...(toleranceM > 0 ? { toleranceM } : {}),
    ...(courantRatio > 0 ? { courantRatio } : {}),
    ...(minStepS > 0 ? { minStepS } : {}),
  };
}

interface Nodes {
  list: DrainNode[];
  /** Depth of pressure that a junction holds beyond its full depth. */
  surchargeM: Map<string, number>;
  tailwaters: InpModel['tailwaters'];
}

function nodesOf(inp: InpFile, settings: Settings, curves: Map<string, Curve>, series: SeriesOf): Nodes {
  const { m } = settings.units;
  const nodes: Nodes = { list: [], surchargeM: new Map(), tailwaters: [] };
  const add = (row: InpRow, node: DrainNode) => {
    if (nodes.list.some(({ id }) => id === node.id)) throw inp.problem(row, 'node', 'newId', node.id);
    nodes.list.push(node);
  };
  for (const row of inp.rows('JUNCTION')) {
    const id = row.cells[0];
    const pondedM2 = settings.ponding ? inp.atLeast(row, 5, 'pondedArea', 0, 0) * m * m : 0;
    if (pondedM2 === 0) nodes.surchargeM.set(id, inp.atLeast(row, 4, 'surchargeDepth', 0, 0) * m);
    add(row, {
      id,
      kind: 'junction',
      invertM: inp.number(row, 1, 'invert') * m,
      store: { kind: 'shaft', areaM2: 0 },
      topDepthM: inp.atLeast(row, 2, 'maximumDepth', 0, 0) * m,
      above: pondedM2 > 0 ? { kind: 'ponded', areaM2: pondedM2 } : { kind: 'lost' },
      initialDepthM: inp.atLeast(row, 3, 'initialDepth', 0, 0) * m,
    });
  }
  for (const row of inp.rows('STORAGE')) {
    add(row, {
      id: row.cells[0],
      kind: 'junction',
      invertM: inp.number(row, 1, 'invert') * m,
      store: storeOf(row, inp, m, curves),
      topDepthM: inp.atLeast(row, 2, 'maximumDepth', 0) * m,
      above: { kind: 'lost' },
      initialDepthM: inp.atLeast(row, 3, 'initialDepth', 0, 0) * m,
    });
  }
  for (const row of inp.rows('OUTFALL')) {
    const id = row.cells[0];
    const kind = inp.text(row, 2, 'outfallKind').toUpperCase();
    const invertM = inp.number(row, 1, 'invert') * m;
    const gated = row.cells.slice(3).some((cell) => cell.toUpperCase() === 'YES');
    const outfall = { id, kind: 'outfall' as const, invertM, flapGate: gated };
    if (kind === 'FREE') add(row, { ...outfall, tailwater: { kind: 'free' } });
    else if (kind === 'NORMAL') add(row, { ...outfall, tailwater: { kind: 'normal' } });
    else if (kind === 'FIXED')
      add(row, { ...outfall, tailwater: { kind: 'level', levelM: inp.number(row, 3, 'stage') * m } });
    else if (kind === 'TIMESERIES') {
      const stages = series(row, 3, 'stageSeries');
      nodes.tailwaters.push({
        node: id,
        series: { timesS: stages.timesS, values: stages.values.map((level) => level * m) },
      });
      add(row, { ...outfall, tailwater: { kind: 'level', levelM: stages.values[0] * m } });
    } else throw inp.problem(row, 'outfallKind', 'outfallKinds', kind);
  }
  return nodes;
}

function storeOf(row: InpRow, inp: InpFile, m: number, curves: Map<string, Curve>): Store {
  const shape = inp.text(row, 4, 'shape').toUpperCase();
  if (shape === 'FUNCTIONAL') {
    const a2 = inp.atLeast(row, 6, 'exponent', 0);
    const a1 = inp.atLeast(row, 5, 'coefficient', 0) * m ** (2 - a2);
    return { kind: 'power', a0: inp.atLeast(row, 7, 'constant', 0, 0) * m * m, a1, a2 };
  }
  if (shape !== 'TABULAR') throw inp.problem(row, 'shape', 'storageShapes', shape);
  const name = inp.text(row, 5, 'storageCurve');
  const curve = curves.get(name);
  if (!curve) throw inp.problem(row, 'storageCurve', 'knownCurve', name);
  return {
    kind: 'table',
    areaM2: { at: curve.at.map((depth) => depth * m), value: curve.value.map((area) => area * m * m) },
  };
}

function inflowsOf(
  inp: InpFile,
  { units, startS, endS }: Settings,
  known: Map<string, DrainNode>,
  series: SeriesOf,
): InpModel['inflows'] {
  const inflows: InpModel['inflows'] = [];
  const factorsOf = patternFactorsOf(inp, startS, endS);
  const steady = (node: string, m3ps: number, pattern: HourlyFactors | null) => {
    const { timesS, factors } = pattern ?? { timesS: [0], factors: [1] };
    inflows.push({ node, series: { timesS, values: factors.map((factor) => factor * m3ps) } });
  };
  const nodeOf = (row: InpRow): string => {
    if (!known.has(row.cells[0])) throw inp.problem(row, 'node', 'knownNode', row.cells[0]);
    return row.cells[0];
  };
  for (const row of inp.rows('INFLOW')) {
    const node = nodeOf(row);
    if (inp.text(row, 1, 'constituent').toUpperCase() !== 'FLOW') continue;
    const scale = inp.number(row, 5, 'scale', 1) * units.m3ps;
    const baseM3ps = inp.number(row, 6, 'baseline', 0) * units.m3ps;
    const pattern = factorsOf(row, 7, 7);
    const hasSeries = (row.cells[2] ?? '') !== '';
    if (pattern || !hasSeries) steady(node, baseM3ps, pattern);
    if (!hasSeries) continue;
    const { timesS, values } = series(row, 2, 'inflowSeries');
    const addedM3ps = pattern ? 0 : baseM3ps;
    inflows.push({ node, series: { timesS, values: values.map((value) => value * scale + addedM3ps) } });
  }
  for (const row of inp.rows('DWF')) {
    if (inp.text(row, 1, 'constituent').toUpperCase() !== 'FLOW') continue;
    steady(nodeOf(row), inp.number(row, 2, 'flow') * units.m3ps, factorsOf(row, 3, 6));
  }
  return inflows;
}
