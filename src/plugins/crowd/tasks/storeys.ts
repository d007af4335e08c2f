import { floorPlansOfIfc } from '../../../../readers/ifc/floor-plan.ts';
import { type OpenedStorey, storeysOf } from '../../../../workers/crowd/plan/ifc-plan.ts';

/** Reads one IFC in memory of its own. ModelError or GeometryError in words where nothing could be read. */
export async function readStoreys(bytes: Uint8Array, file: string, wasmUrl: string): Promise<OpenedStorey[]> {
  return storeysOf(await floorPlansOfIfc(bytes, file, wasmUrl), file);
}
