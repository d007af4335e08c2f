import { vehicleKind } from '../../../model/resources/vehicle-kinds.ts';
import { CLEAR_ROADS, type RoadState } from '../../../model/roads/road-state.ts';
import type { RoutingEngineTypes, WaitingUnit } from '../../../workers/road-routes/engine-types.ts';
import { READINESS_LIMITS_MIN, type ReadinessOf } from '../../twin/readiness.ts';

interface ReadinessParts {
  questions: Pick<RoutingEngineTypes['questions'], 'resources' | 'coverage'>;
  open(): Promise<unknown>;
  roads(): RoadState;
}

/** Asks the routing engine how ready the city is. */
export function openReadiness({ questions, open, roads }: ReadinessParts): ReadinessOf {
  return async (capability, busy) => {
    await open();
    const listed = (await questions.resources())?.vehicles ?? [];
    const able = listed.flatMap((unit) => {
      const known = vehicleKind(unit.kind);
      const can = known && (unit.capabilities ?? known.capabilities).includes(capability);
      return can ? [{ ...unit, vehicle: known.vehicle }] : [];
    });
    if (able.length === 0) return null;
    const free = able.filter(({ id, team, state }) => state === 'free' && !busy.has(id) && !busy.has(team));
    const waiting = (units: typeof able) => units.map(({ at, vehicle }): WaitingUnit => ({ atM: at, vehicle }));
    const before = await questions.coverage(waiting(able), READINESS_LIMITS_MIN, CLEAR_ROADS);
    const now = await questions.coverage(waiting(free), READINESS_LIMITS_MIN, roads());
    if (!before || !now) return null;
    return {
      units: able.length,
      free: free.length,
      supposed: able.filter(({ supposed }) => supposed).length,
      before: before.shares,
      now: now.shares,
    };
  };
}
