import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../model/text/carry-messages.ts';
import { floorPlansOfIfc } from '../../../readers/ifc/floor-plan.ts';
import { type StoreyReader, storeysOf } from './ifc-plan.ts';

const reader: StoreyReader = {
  storeys: async (bytes, file, wasmUrl) => storeysOf(await floorPlansOfIfc(bytes, file, wasmUrl), file),
};
carryMessages(transferHandlers);
expose(reader);
