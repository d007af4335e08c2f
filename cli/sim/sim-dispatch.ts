import type { Command } from 'commander';
import { DispatchCase, parseDispatchCase } from '../../scenarios/dispatch.ts';
import { engine } from '../../workers/road-routes/engine.ts';
import type { DispatchResult } from '../../workers/road-routes/engine-types.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim dispatch`. */
export const dispatchCommand = (): Command =>
  analysisCommand({
    name: 'dispatch',
    description: 'reach by road, who goes where, what is brought whither, under closures',
    title: 'Shapan dispatch case',
    schema: DispatchCase,
    parse: parseDispatchCase,
    engine,
    figures: figuresOf,
  });

function figuresOf(result: DispatchResult): object {
  if (result.kind === 'isochrone') {
    const { kind, offM, figures, residents, residentsOff } = result;
    return { kind, offM, figures, residents, residentsOff };
  }
  if (result.kind === 'transport') {
    const { kind, left, amountMinutes } = result;
    return { kind, shipments: result.shipments.map(({ line: _, ...rest }) => rest), left, amountMinutes };
  }
  const { kind, freeUnits, sumMs, latestMs, weightedMs, boundMs, violationMs } = result;
  const orders = result.served.map(({ line: _, passedMs: __, ...rest }) => rest);
  return { kind, orders, freeUnits: freeUnits.length, sumMs, latestMs, weightedMs, boundMs, violationMs };
}
