import { expose, transfer, transferHandlers } from 'comlink';
import { readBasisFile, refuseLarge } from '../../../../model/plans/read-basis-file.ts';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { PlanFile } from './plan-file.ts';
import type { PlanReader } from './plan-file-types.ts';

// A page that is not isolated has no memory to share. Nobody shares it with this worker, so that its own will do.
if (!('SharedArrayBuffer' in globalThis))
  Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: ArrayBuffer });

const file = new PlanFile();
const reader: PlanReader = {
  look: (files, wish) => file.look(files, wish),
  codes: (column) => file.codes(column),
  topology: (hear) => file.topology(hear),
  async make(statement, consent) {
    const made = await file.make(statement, consent);
    return transfer(made, [made.plan.bytes.buffer]);
  },
  async basis(part, { name, blob }, shipped) {
    refuseLarge(blob.size, name);
    return readBasisFile(part, await blob.text(), name, shipped);
  },
};

carryMessages(transferHandlers);
expose(reader);
