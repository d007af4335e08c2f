import type { Command } from 'commander';
import { PipeCase, parsePipeCase } from '../../scenarios/pipe.ts';
import { engine } from '../../workers/pipe-network/engine.ts';
import type { PipeResult } from '../../workers/pipe-network/engine-types.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim pipe`. */
export const pipeCommand = (): Command =>
  analysisCommand({
    name: 'pipe',
    description: 'the pipe network: traces up and down, a burst with the valves to close, clearances',
    title: 'Shapan pipe network case',
    schema: PipeCase,
    parse: parsePipeCase,
    engine,
    figures,
  });

function figures(result: PipeResult): object {
  if (result.kind === 'trace') {
    const { start, pipes, lengthM, endsM, assumed } = result;
    return { start: start.id, pipes: pipes.length, lengthM, ends: endsM.length, assumed };
  }
  if (result.kind === 'burst') {
    const { start, isIsolated, areSourcesAssumed, close, sectionM, cutOffM, customers, residents } = result;
    const valves = close.map(({ id }) => id);
    const buildings = customers.length;
    return { start: start.id, isIsolated, areSourcesAssumed, close: valves, sectionM, cutOffM, buildings, residents };
  }
  const { edition, pipes, unknown, exposed, findings } = result;
  const counts: Record<string, number> = {};
  for (const { check } of findings) counts[check] = (counts[check] ?? 0) + 1;
  return { table: edition, pipes, unknown, exposed, findings: counts };
}
