import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { vehicleLook } from '../vehicle-look.ts';
import { followVehicles, type VehicleFinder, type VehicleSource, vehicleFinder } from '../vehicle-source.ts';
import { placedDrawing } from './placed-drawing.ts';
import { PlacedThings } from './placed-things.ts';

/** Drawn at once, and how far from the eye. */
const SLOTS = { fine: 3000, medium: 1500, fast: 700 };
const REACH_M = { fine: 2200, medium: 1700, fast: 1200 };
const PULLED_RATIO = 0.004;

/** Vehicles near the eye; also follows closed roads. */
export function openVehicles(host: GlobeHost): SceneDrawing<VehicleSource> {
  const { twin } = host;
  let finder: VehicleFinder | null = null;
  const make = (source: VehicleSource) => {
    const own = vehicleFinder(twin, source);
    finder = own;
    const near = own.near;
    return new PlacedThings(host, {
      look: vehicleLook(),
      slots: SLOTS,
      reachM: REACH_M,
      pulledRatio: PULLED_RATIO,
      near,
    });
  };
  return placedDrawing(host, make, (put) =>
    followVehicles(twin, () => {
      finder?.close();
      put();
    }),
  );
}
