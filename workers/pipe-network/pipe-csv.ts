import { csvNumber, csvTable, csvText } from '../shared/csv.ts';
import type { BurstResult, ClearanceResult, PipeItem, PipeResult, TraceResult, ValveItem } from './engine-types.ts';

const PIPE_COLUMNS = ['layer', 'id', 'name_zh', 'name_en', 'system', 'length_m', 'width_m', 'material'];

const pipeCells = ({ layer, id, name, system, lengthM, widthM, material }: PipeItem): (string | number)[] => [
  csvText(layer),
  csvText(id),
  csvText(name.zh),
  csvText(name.en),
  system ?? '',
  csvNumber(lengthM, 2),
  csvNumber(widthM, 3),
  csvText(material ?? ''),
];

/** All numbers of an analysis as tables. */
export function pipeTables(result: PipeResult): Record<string, string> {
  const parameters: [string, string | number][] = [
    ['request', csvText(JSON.stringify(result.request))],
    ...figuresOf(result),
    ['hash', result.hash],
  ];
  return { ...rowsOf(result), parameters: csvTable(['parameter', 'value'], parameters) };
}

function figuresOf(result: PipeResult): [string, string | number][] {
  switch (result.kind) {
    case 'trace':
      return [
        ['pipes', result.pipes.length],
        ['length_m', csvNumber(result.lengthM, 2)],
        ['ends', result.endsM.length],
        ['directions_as_drawn', result.assumed],
      ];
    case 'burst':
      return [
        ['isolated', String(result.isIsolated)],
        ['sources_assumed', String(result.areSourcesAssumed)],
        ['sources_inside', result.sourcesInside],
        ['section_m', csvNumber(result.sectionM, 2)],
        ['cut_off_m', csvNumber(result.cutOffM, 2)],
        ['residents', result.residents],
        ['buildings_out_of_reach', result.unserved],
      ];
    case 'clearance':
      return [
        ['table', csvText(result.edition)],
        ['pipes', result.pipes],
        ['system_unknown', result.unknown],
        ['exposed', result.exposed],
        ['under_planned_streets', result.streets?.pipes ?? ''],
        ['under_planned_streets_m', result.streets ? csvNumber(result.streets.lengthM, 1) : ''],
      ];
  }
}

function rowsOf(result: PipeResult): Record<string, string> {
  if (result.kind === 'trace') return traceRows(result);
  return result.kind === 'burst' ? burstRows(result) : clearanceRows(result);
}

const traceRows = ({ pipes }: TraceResult): Record<string, string> => ({
  pipes: csvTable(PIPE_COLUMNS, pipes.map(pipeCells)),
});

function burstRows({ close, idle, section, cutOff, customers }: BurstResult): Record<string, string> {
  const valve =
    (act: string) =>
    ({ id, atM: [x, y, up] }: ValveItem) => [csvText(id ?? ''), act, ...[x, y, up].map((value) => csvNumber(value, 2))];
  const part = (where: string) => (item: PipeItem) => [where, ...pipeCells(item)];
  return {
    valves: csvTable(
      ['id', 'act', 'east_m', 'north_m', 'up_m'],
      [...close.map(valve('close')), ...idle.map(valve('none'))],
    ),
    pipes: csvTable(['where', ...PIPE_COLUMNS], [...section.map(part('section')), ...cutOff.map(part('cut-off'))]),
    customers: csvTable(
      ['layer', 'id', 'name_zh', 'name_en', 'where', 'pipe', 'distance_m', 'residents'],
      customers.map(({ building, where, pipe, distanceM, residents }) => [
        csvText(building.layer),
        csvText(building.id),
        csvText(building.name.zh),
        csvText(building.name.en),
        where,
        csvText(pipe),
        csvNumber(distanceM, 2),
        csvNumber(residents, 0),
      ]),
    ),
  };
}

function clearanceRows({ findings }: ClearanceResult): Record<string, string> {
  const columns = ['check', 'pipe', 'system', 'other_layer', 'other', 'need_m', 'gap_m', 'excess_m', 'space_gap_m'];
  return {
    clearances: csvTable(
      [...columns, 'clause', 'status', 'east_m', 'north_m', 'up_m'],
      findings.map(({ check, pipe, other, needM, gapM, excessM, spaceGapM, clause, status, atM }) => [
        check,
        csvText(pipe.id),
        pipe.system ?? '',
        csvText(other?.layer ?? ''),
        csvText(other?.id ?? ''),
        ...[needM, gapM, excessM, spaceGapM].map((value) => csvNumber(value, 3)),
        csvText(clause.en),
        status,
        ...atM.map((value) => csvNumber(value, 2)),
      ]),
    ),
  };
}
