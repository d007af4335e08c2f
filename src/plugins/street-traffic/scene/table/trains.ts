import type { TrackPaths } from '../../../../../workers/street-traffic/engine-types.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import { TrackMoments } from '../../track-moment.ts';
import { trackLook } from '../track-look.ts';
import { tablePlacedDrawing } from './placed-drawing.ts';
import { TablePlacedThings } from './placed-things.ts';

/** Trains and boats on the table's block. The block is solid: what runs in it is seen where it is sawn open. */
export function openTableTrains(host: TableHost): SceneDrawing<TrackPaths> {
  const { twin, table } = host;
  const make = (paths: TrackPaths) => {
    const moments = new TrackMoments(paths, twin.city.zone);
    return new TablePlacedThings(table, 'trains', trackLook(), (reach, out) =>
      moments.near(twin.getState().shownTimeMs, reach, true, out),
    );
  };
  return tablePlacedDrawing(host, make, () => []);
}
