import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { PlacedThings } from './placed-things.ts';

/** Things placed near the eye; follows the clock, the eye and the light by itself. `follow`: what else they hang on. */
export function placedDrawing<Picture>(
  host: GlobeHost,
  make: (picture: Picture) => PlacedThings,
  follow: (put: () => void) => readonly (() => void)[],
): SceneDrawing<Picture> {
  const { twin } = host;
  let drawn: PlacedThings | null = null;
  let shown: Picture | null = null;
  const put = () => {
    drawn?.put();
    host.requestFrame();
  };
  const show = (picture: Picture | null) => {
    shown = picture;
    drawn?.end();
    drawn = picture && make(picture);
    put();
  };
  const end = endAll([
    twin.follow(({ shownTimeMs }) => shownTimeMs, put),
    twin.follow(
      ({ quality }) => quality,
      () => show(shown),
    ),
    ...follow(put),
    host.globe.picture.follow((uniforms) => drawn?.light(uniforms)),
    host.beforeFrame(() => drawn?.followEye()),
  ]);
  return {
    show,
    isWaiting: () => drawn?.isWaiting() ?? false,
    close() {
      end();
      drawn?.end();
    },
  };
}
