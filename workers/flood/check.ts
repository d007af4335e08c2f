import type { CutCells } from '../../model/city/cut-cells.ts';
import type { Text } from '../../model/city/manifest.ts';
import type { FloodInput } from './core/flood-input.ts';
import { GRAVITY_MPS2 } from './core/hllc.ts';
import { FloodInputError } from './core/input-error.ts';
import { checkSeries, type Series } from './core/series.ts';
import { SIDES } from './core/terrain.ts';
import { floodMessage } from './messages.ts';
import { NO_SOIL } from './rain/infiltration.ts';
import { checkRainField } from './rain/rain-field.ts';
import { isBuiltOver } from './works/cuts.ts';
import type { Work } from './works/works.ts';

/**
 * Refuses what cannot be run, before the run: the place, what was expected and what came. Places of works are checked as they are
 * built (`works/`).
 */
export function checkInput(input: FloodInput): void {
  checkNumber('columns', input.columns, 1);
  checkNumber('rows', input.rows, 1);
  checkNumber('cellM', input.cellM, 0.01);
  checkNumber('endS', input.endS, 0);
  checkNumber('frameEveryS', input.frameEveryS, 1);
  checkNumber('maximaEveryS', input.maximaEveryS ?? 0, 0);
  checkGrids(input);
  checkRain(input);
  for (const side of SIDES) {
    const expected = side === 'west' || side === 'east' ? input.rows : input.columns;
    const count = input.edges[side].length;
    if (count !== expected) refuse(`edges.${side}`, { zh: `${expected} 个面`, en: `${expected} faces` }, count);
  }
  for (const [i, { side, from, to, series }] of input.changing.entries()) {
    checkSeries(`changing[${i}].series`, series);
    const faces = input.edges[side].slice(from, to);
    if (faces.length === 0)
      refuse(`changing[${i}]`, { zh: `${side} 边上的面`, en: `faces of the ${side} edge` }, `${from} to ${to}`);
    for (const { kind } of faces)
      if (kind !== 'stage' && kind !== 'inflow')
        refuse(
          `changing[${i}]`,
          { zh: '水位（stage）或入流（inflow）边界', en: 'edges of kind stage or inflow' },
          kind,
        );
  }
  checkInflows(input);
  checkWorks(input);
}

const refuse = (place: string, expected: Text, got: unknown): never => {
  throw new FloodInputError(floodMessage('input', { place, expected, got: String(got) }));
};

function checkNumber(place: string, value: number, least: number): void {
  if (!(value >= least && value < Number.POSITIVE_INFINITY))
    refuse(place, { zh: `不小于 ${least} 的数`, en: `a number from ${least} on` }, value);
}

function checkGrids({ columns, rows, ...input }: FloodInput): void {
  const cells = columns * rows;
  for (const name of ['bedElevationM', 'manningN', 'blocked', 'depthM', 'rainCatchRatio', 'soil'] as const) {
    if (input[name].length !== cells)
      refuse(
        name,
        { zh: `${columns} × ${rows} = ${cells} 格`, en: `${columns} × ${rows} = ${cells} cells` },
        input[name].length,
      );
  }
  checkCuts({ columns, rows }, input.cutCells);
  checkChezy(cells, input.chezyC, input.scheme);
  for (const [name, values] of Object.entries(input.flowM2ps ?? {})) {
    if (values.length !== cells)
      refuse(
        `flowM2ps.${name}`,
        { zh: `${columns} × ${rows} = ${cells} 格`, en: `${columns} × ${rows} = ${cells} cells` },
        values.length,
      );
    const wild = values.findIndex((value) => !(Math.abs(value) < 1e6));
    if (wild >= 0) refuse(`flowM2ps.${name}[${wild}]`, { zh: '以 m²/s 计的数', en: 'm²/s' }, values[wild]);
  }
  const { bedElevationM, manningN, depthM, rainCatchRatio, blocked, soil, infiltration, cutCells } = input;
  const at = (i: number) => `[column ${i % columns}, row ${Math.floor(i / columns)}]`;
  for (let i = 0; i < cells; i++) {
    const built = cutCells && isBuiltOver({ columns, rows }, cutCells, i % columns, Math.floor(i / columns));
    if (blocked[i] === 0 && !built && !Number.isFinite(bedElevationM[i]))
      refuse(`bedElevationM${at(i)}`, { zh: '以米计的数', en: 'metres' }, bedElevationM[i]);
    if (!(manningN[i] >= 0 && manningN[i] < 10))
      refuse(`manningN${at(i)}`, { zh: '0 至 10 s/m^(1/3)', en: '0 to 10 s/m^(1/3)' }, manningN[i]);
    if (!(depthM[i] >= 0 && depthM[i] < 1e4))
      refuse(`depthM${at(i)}`, { zh: '不小于 0 的米数', en: 'metres from 0 on' }, depthM[i]);
    if (!(rainCatchRatio[i] >= 0 && rainCatchRatio[i] < 1e4))
      refuse(`rainCatchRatio${at(i)}`, { zh: '0 或以上', en: '0 or more' }, rainCatchRatio[i]);
    if (soil[i] !== NO_SOIL && soil[i] >= infiltration.length)
      refuse(
        `soil${at(i)}`,
        {
          zh: `小于 ${infiltration.length} 的类别或 ${NO_SOIL}`,
          en: `a class below ${infiltration.length} or ${NO_SOIL}`,
        },
        soil[i],
      );
  }
}

/** A depth is given to water that is swifter than its wave alone: else it follows from what is inside. */
function checkInflows({ edges, changing }: FloodInput): void {
  for (const side of SIDES)
    for (const [i, beyond] of edges[side].entries()) {
      if (beyond.kind !== 'inflow' || beyond.depthM === undefined) continue;
      const given = changing.filter((each) => each.side === side && i >= each.from && i < each.to);
      const m2ps = Math.max(beyond.unitDischargeM2ps, ...given.flatMap(({ series }) => series.values));
      const criticalM = Math.cbrt(m2ps ** 2 / GRAVITY_MPS2);
      if (beyond.depthM < criticalM) return;
      refuse(
        `edges.${side}.depthM`,
        {
          zh: `小于临界水深 ${criticalM.toFixed(3)} m 的急流水深（单宽流量 ${m2ps} m²/s）；缓流请不写`,
          en: `less than the critical depth of ${criticalM.toFixed(3)} m at ${m2ps} m²/s (slower water takes its depth from within: leave it out)`,
        },
        beyond.depthM,
      );
    }
}

function checkChezy(cells: number, chezyC: Float32Array | undefined, scheme: FloodInput['scheme']): void {
  if (!chezyC) return;
  if (chezyC.length !== cells) refuse('chezyC', { zh: `${cells} 格`, en: `${cells} cells` }, chezyC.length);
  if (scheme.kind === 'fast')
    refuse(
      'scheme',
      { zh: '"second" 或 "first"（fast 只有曼宁阻力）', en: '"second" or "first", for fast has Manning alone' },
      'fast',
    );
  const wild = chezyC.findIndex((c) => !(c >= 0 && c < 1e6));
  if (wild >= 0) refuse(`chezyC[${wild}]`, { zh: '以 m^(1/2)/s 计的数', en: 'm^(1/2)/s' }, chezyC[wild]);
}

function checkCuts({ columns, rows }: Pick<FloodInput, 'columns' | 'rows'>, cut: CutCells | undefined): void {
  const cells = columns * rows;
  for (const [name, ratios] of Object.entries(cut ?? {})) {
    if (ratios.length !== cells)
      refuse(
        `cutCells.${name}`,
        { zh: `${columns} × ${rows} = ${cells} 格`, en: `${columns} × ${rows} = ${cells} cells` },
        ratios.length,
      );
    const wild = ratios.findIndex((ratio: number) => !(ratio >= 0 && ratio <= 1));
    const at = `[column ${wild % columns}, row ${Math.floor(wild / columns)}]`;
    if (wild >= 0) refuse(`cutCells.${name}${at}`, { zh: '0 至 1', en: '0 to 1' }, ratios[wild]);
  }
}

function checkRain({ rain, rainField, infiltration, ...raster }: FloodInput): void {
  if (rainField) checkRainField(rainField, raster);
  checkNumber('rain.stepS', rain.stepS, 1e-3);
  for (const [i, rate] of rain.ratesMmPerH.entries()) {
    if (!(rate >= 0 && rate <= 2000))
      refuse(`rain.ratesMmPerH[${i}]`, { zh: '0 至 2000 mm/h', en: '0 to 2000 mm/h' }, rate);
  }
  for (const [i, kind] of infiltration.entries()) {
    for (const [name, value] of Object.entries(kind)) {
      if (name !== 'kind') checkNumber(`infiltration[${i}].${name}`, Number(value), 0);
    }
    if (kind.kind === 'curveNumber' && !(kind.curveNumber > 0 && kind.curveNumber <= 100))
      refuse(`infiltration[${i}].curveNumber`, { zh: '1 至 100', en: '1 to 100' }, kind.curveNumber);
    if (kind.kind === 'curveNumber' && rainField)
      refuse(
        'rainField',
        {
          zh: '处处相同的降雨（曲线数法按总雨量计算）',
          en: 'rain that is the same everywhere, for a curve number takes its sum',
        },
        rainField.kind,
      );
  }
}

function checkWorks({ works, scheme }: FloodInput): void {
  const ids = new Set<string>();
  for (const work of works) {
    const name = `${work.kind} ${work.id}`;
    if (ids.has(work.id)) refuse(name, { zh: '未用过的编号', en: 'an id not used before' }, `"${work.id}"`);
    ids.add(work.id);
    if (work.kind === 'breach' && scheme.kind === 'fast')
      refuse(
        'scheme',
        { zh: '"second" 或 "first"（溃口会产生激波）', en: '"second" or "first", for a breach sends a shock' },
        'fast',
      );
    checkWork(work, name);
  }
}

/** Every number is one, every series is whole, and what cannot be negative is not. */
function checkWork(work: Work, name: string): void {
  for (const [key, value] of Object.entries(work)) {
    if (key === 'id' || key === 'kind' || key === 'of' || key === 'into' || value === null) continue;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) refuse(`${name}.${key}`, { zh: '数字', en: 'a number' }, value);
      if (/^(width|height|rate|manning|slope|room|grow)/.test(key) && value < 0)
        refuse(`${name}.${key}`, { zh: '0 或以上', en: '0 or more' }, value);
    } else if (isSeries(value)) checkSeries(`${name}.${key}`, value);
    else if (Array.isArray(value) && value.flat().some((each) => !Number.isFinite(each)))
      refuse(`${name}.${key}`, { zh: '数字', en: 'numbers' }, value.flat().join(', '));
  }
  if (work.kind === 'rating') checkSeries(`${name}.levelM`, { timesS: work.levelM, values: work.dischargeM3ps });
  if (work.kind === 'crest' && work.line.length < 2)
    refuse(`${name}.line`, { zh: '两个点或以上', en: 'two points or more' }, work.line.length);
  if (work.kind === 'outflow' && !(work.manningN > 0))
    refuse(`${name}.manningN`, { zh: '大于 0 的数', en: 'above 0' }, work.manningN);
  if (work.kind === 'pump' && work.startM < work.stopM)
    refuse(
      `${name}.startM`,
      { zh: `不低于停泵水位 stopM（${work.stopM} m）`, en: `stopM (${work.stopM} m) or more, or it never runs on` },
      work.startM,
    );
  if (work.kind === 'culvert' && !(work.manningN > 0))
    refuse(`${name}.manningN`, { zh: '大于 0 的数', en: 'above 0' }, work.manningN);
}

const isSeries = (value: unknown): value is Series =>
  typeof value === 'object' && value !== null && 'timesS' in value && 'values' in value;
