import { readBasisFile, refuseLarge } from '../../../../model/plans/read-basis-file.ts';
import { handedOver } from '../../../../workers/shared/engine.ts';
import { PlanFile } from './plan-file.ts';
import type { PlanReader } from './plan-file-types.ts';

const file = new PlanFile();

/** The one file of a plan that this worker holds. */
export const planReader: PlanReader = {
  look: (files, wish) => file.look(files, wish),
  codes: (column) => file.codes(column),
  topology: (hear) => file.topology(hear),
  async make(statement, consent) {
    const made = await file.make(statement, consent);
    return handedOver(made, [made.plan.bytes]);
  },
  async basis(part, { name, blob }, shipped) {
    refuseLarge(blob.size, name);
    return readBasisFile(part, await blob.text(), name, shipped);
  },
};
