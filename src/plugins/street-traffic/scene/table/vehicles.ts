import type { TrafficStreams } from '../../../../../workers/street-traffic/engine-types.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import { closedToCars } from '../../controller.ts';
import { TrafficMoments, trafficRatio } from '../../moment.ts';
import { vehicleLook } from '../vehicle-look.ts';
import { tablePlacedDrawing } from './placed-drawing.ts';
import { TablePlacedThings } from './placed-things.ts';

/** Vehicles on the table's block; also follows closed roads. */
export function openTableVehicles(host: TableHost): SceneDrawing<TrafficStreams> {
  const { twin, table } = host;
  let moments: TrafficMoments | null = null;
  const make = (streams: TrafficStreams) => {
    const own = new TrafficMoments(streams);
    own.close(closedToCars(twin.getState()));
    moments = own;
    return new TablePlacedThings(table, 'traffic', vehicleLook(), (reach, out) => {
      const timeMs = twin.getState().shownTimeMs;
      return own.near(timeMs, trafficRatio(timeMs, twin.city.zone), reach, out);
    });
  };
  return tablePlacedDrawing(host, make, (put) => [
    twin.follow(
      ({ roadSerial }) => roadSerial,
      () => {
        moments?.close(closedToCars(twin.getState()));
        put();
      },
    ),
  ]);
}
