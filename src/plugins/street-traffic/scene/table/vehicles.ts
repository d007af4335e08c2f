import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import { vehicleLook } from '../vehicle-look.ts';
import { followVehicles, type VehicleFinder, type VehicleSource, vehicleFinder } from '../vehicle-source.ts';
import { tablePlacedDrawing } from './placed-drawing.ts';
import { TablePlacedThings } from './placed-things.ts';

/** Vehicles on the table's block; also follows closed roads. */
export function openTableVehicles(host: TableHost): SceneDrawing<VehicleSource> {
  const { twin, table } = host;
  let finder: VehicleFinder | null = null;
  const make = (source: VehicleSource) => {
    const own = vehicleFinder(twin, source);
    finder = own;
    return new TablePlacedThings(table, 'traffic', vehicleLook(), own.near);
  };
  return tablePlacedDrawing(host, make, (put) =>
    followVehicles(twin, () => {
      finder?.close();
      put();
    }),
  );
}
