import { SUN_RULES } from '../../../model/scenarios/sun-rules.ts';
import type { SunStudyRequest } from '../../../model/scenarios/sun-study.ts';
import type { SunEngineTypes, SunFacts, SunResult, SunTaker } from '../../../workers/sun/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** What a study is asked by the panel. */
interface SunStudyForm {
  year: number;
  /** One of the program's rules, by its id. */
  rule: string;
  /** One building, or all before which what is planned may stand. */
  of: { kind: 'one'; layer: string; id: string } | { kind: 'shaded' };
  /** Planned layers that stand after. */
  planned: readonly string[];
}

/** Hours of sun at façades, studied in a worker. */
export interface SunController extends Controller {
  facts(): Promise<SunFacts>;
  study(form: SunStudyForm): Promise<void>;
  stop(): void;
  /** Of the last study; null: there is none. */
  result(): SunResult | null;
  takers(building: number, phase: 'before' | 'after'): Promise<SunTaker[]>;
  storeysCsv(): Promise<string>;
}

/** Asks the engine of sunlight; what it answers is large and lies here, not in the state. */
export const sunOpener: Opener<App, SunController> = {
  id: 'sun',
  open({ twin, engines }) {
    const client = engines.engine<SunEngineTypes>('sun');
    const { setSunStudied } = twin.getState();
    let result: SunResult | null = null;
    let serial = 0;
    return {
      facts: () => client.open(),
      result: () => result,
      stop: () => void client.questions.stop(),
      takers: (building, phase) => client.questions.takers(building, phase),
      storeysCsv: () => client.questions.storeysCsv(),
      async study(form) {
        const asked = ++serial;
        setSunStudied({ kind: 'running', doneRatio: 0 });
        try {
          await client.open();
          const found = await client.questions.study(requestOf(form), (doneRatio) => {
            const isRunning = asked === serial && twin.getState().sunStudied.kind === 'running';
            if (isRunning) setSunStudied({ kind: 'running', doneRatio });
          });
          if (asked !== serial) return;
          if (found) result = found;
          setSunStudied(result ? { kind: 'done', serial } : { kind: 'idle' });
        } catch (error) {
          if (asked === serial) setSunStudied({ kind: 'failed', reason: failureOf(error) });
        }
      },
      close() {},
    };
  },
};

/** As a case of the command line has it, so that both come to the same result. */
export function requestOf({ year, rule, of, planned }: SunStudyForm): SunStudyRequest {
  const rules = SUN_RULES.find(({ id }) => id === rule) ?? SUN_RULES[0];
  return {
    year,
    rules,
    bayM: 3,
    storeyM: 3,
    of: of.kind === 'shaded' ? { kind: 'shaded' } : { kind: 'objects', objects: [{ layer: of.layer, id: of.id }] },
    scheme: planned.length === 0 ? null : { layers: [...planned], add: [], hide: [] },
  };
}
