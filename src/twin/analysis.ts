import type { EngineId } from '../../model/runs/engine-id.ts';
import type { DataTable } from '../../model/tables/data-table.ts';
import type { AnalysisQuestions } from '../../workers/shared/analysis.ts';
import type { EngineTypes } from '../../workers/shared/engine.ts';
import type { EngineHost } from './engine-host.ts';
import { failureOf } from './failure.ts';
import type { Controller } from './services.ts';
import type { Twin } from './twin.ts';

/** An analysis in a worker as its panel and its scene layers know it. */
export interface Analysis<Facts, Request, Result> {
  facts(): Promise<Facts>;
  /** The last question alone counts: an earlier one that ends later changes nothing. Failures stand in the state. */
  analyse(request: Request): Promise<void>;
  stop(): void;
  /** Forgets the result, and its picture with it. */
  clear(): void;
  /** Returns the result of the last analysis that is shown; null: there is none. */
  result(): Result | null;
  tables(): Promise<Record<string, DataTable>>;
}

/** A controller of a plug-in that is an analysis and nothing else. */
export type AnalysisController<Facts, Request, Result> = Controller & Analysis<Facts, Request, Result>;

interface AnalysisTypes<Facts, Request, Result> extends EngineTypes {
  facts: Facts;
  questions: AnalysisQuestions<Request, Result>;
}

/**
 * Asks an engine of analyses; its answers are large and lie here, how they stand in the twin's `analyses` under the plug-in's id. `prepare` hands
 * the engine what it must know before each.
 */
export function openAnalysis<Facts, Request, Result>(
  { twin, engines }: { twin: Twin; engines: EngineHost },
  plugin: string,
  engine: EngineId,
  prepare: () => Promise<unknown> = async () => null,
): Analysis<Facts, Request, Result> {
  const client = engines.engine<AnalysisTypes<Facts, Request, Result>>(engine);
  const { questions } = client;
  const { setAnalysis } = twin.getState();
  let last: Result | null = null;
  let serial = 0;
  return {
    facts: () => client.open(),
    result: () => last,
    stop: () => void questions.stop(),
    tables: () => questions.tables(),
    clear() {
      serial++;
      last = null;
      setAnalysis(plugin, { kind: 'idle' });
    },
    async analyse(request) {
      serial++;
      const ownSerial = serial;
      setAnalysis(plugin, { kind: 'running', doneRatio: 0 });
      try {
        await client.open();
        await prepare();
        const found = await questions.analyse(request, (doneRatio: number) => {
          const isCurrent = ownSerial === serial && twin.getState().analyses[plugin]?.kind === 'running';
          if (isCurrent) setAnalysis(plugin, { kind: 'running', doneRatio });
        });
        if (ownSerial !== serial) return;
        last = found as Result | null;
        setAnalysis(plugin, last === null ? { kind: 'idle' } : { kind: 'done', serial });
      } catch (error) {
        if (ownSerial === serial) setAnalysis(plugin, { kind: 'failed', reason: failureOf(error) });
      }
    },
  };
}
