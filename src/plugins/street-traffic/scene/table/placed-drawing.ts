import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { TableHost } from '../../../../view/table/host.ts';
import type { TablePlacedThings } from './placed-things.ts';

/** Things placed on the table's block; follows the clock by itself. `follow`: what else they hang on. */
export function tablePlacedDrawing<Picture>(
  host: TableHost,
  make: (picture: Picture) => TablePlacedThings,
  follow: (put: () => void) => readonly (() => void)[],
): SceneDrawing<Picture> {
  let drawn: TablePlacedThings | null = null;
  const put = () => {
    drawn?.put();
    host.requestFrame();
  };
  const end = endAll([host.twin.follow(({ shownTimeMs }) => shownTimeMs, put), ...follow(put)]);
  return {
    show(picture) {
      drawn?.close();
      drawn = picture && make(picture);
      put();
    },
    close() {
      end();
      drawn?.close();
    },
  };
}
