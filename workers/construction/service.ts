import type { PlanFacts } from './plan-facts.ts';

/** What the worker of the 建造 desk does for the page. */
export interface ConstructionService {
  /** Reads and judges a schedule file; rejects with a sentence that names file, place, expected, got. */
  open(bytes: Uint8Array, file: string): Promise<PlanFacts>;
}
