import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { CLEARANCE, CUSTOMER, PIPE, PIPE_OFF, VALVE } from '../../model/tables/pipe-network.ts';
import type { PipeResult } from './engine-types.ts';

/** All numbers of an analysis as tables by name. */
export const pipeTables = (result: PipeResult): Record<string, DataTable> => ({
  ...rowsOf(result),
  parameters: parametersOf([['request', JSON.stringify(result.request)], ...figuresOf(result), ['hash', result.hash]]),
});

function figuresOf(result: PipeResult): Parameters<typeof parametersOf>[0] {
  switch (result.kind) {
    case 'trace':
      return [
        ['pipes', result.pipes.length],
        ['length_m', { value: result.lengthM, digits: 2 }],
        ['ends', result.endsM.length],
        ['directions_as_drawn', result.assumed],
      ];
    case 'burst':
      return [
        ['isolated', String(result.isIsolated)],
        ['sources_assumed', String(result.areSourcesAssumed)],
        ['sources_inside', result.sourcesInside],
        ['section_m', { value: result.sectionM, digits: 2 }],
        ['cut_off_m', { value: result.cutOffM, digits: 2 }],
        ['residents', result.residents],
        ['buildings_out_of_reach', result.unserved],
      ];
    case 'clearance':
      return [
        ['table', result.edition],
        ['pipes', result.pipes],
        ['system_unknown', result.unknown],
        ['exposed', result.exposed],
        ['under_planned_streets', result.streets?.pipes ?? null],
        ['under_planned_streets_m', result.streets && { value: result.streets.lengthM, digits: 1 }],
      ];
  }
}

function rowsOf(result: PipeResult): Record<string, DataTable> {
  if (result.kind === 'trace') return { pipes: tableOf(PIPE, result.pipes) };
  if (result.kind === 'clearance') return { clearances: tableOf(CLEARANCE, result.findings) };
  const { close, idle, section, cutOff, customers } = result;
  return {
    valves: tableOf(VALVE, [
      ...close.map((valve) => ({ ...valve, act: 'close' })),
      ...idle.map((valve) => ({ ...valve, act: 'none' })),
    ]),
    pipes: tableOf(PIPE_OFF, [
      ...section.map((pipe) => ({ ...pipe, where: 'section' })),
      ...cutOff.map((pipe) => ({ ...pipe, where: 'cut-off' })),
    ]),
    customers: tableOf(CUSTOMER, customers),
  };
}
