import type { CrowdNote } from '../../../model/scenarios/crowd-note.ts';
import type { IfcFloorPlan } from '../../../readers/ifc/floor-plan.ts';
import { checkedPlan, type OpenedPlan } from './plan-file.ts';

/** A storey of a building model, to walk on. */
export interface OpenedStorey {
  name: string;
  plan: OpenedPlan;
}

/** Storeys of an IFC as plans, with what was not read of them. */
export const storeysOf = (plans: readonly IfcFloorPlan[], file: string): OpenedStorey[] =>
  plans.map(({ storey, elevationM, areas, walls, exits, doors, isOfRooms }) => {
    const name = storey || (elevationM === null ? file : `${elevationM.toFixed(1)} m`);
    const notes: CrowdNote[] = isOfRooms
      ? [{ code: 'ifc-rooms', values: { storey: name, doors } }]
      : [{ code: 'ifc-slabs', values: { storey: name } }];
    return { name, plan: checkedPlan({ areas, walls, openRings: 0 }, exits, notes, file) };
  });
