import type { Rgb } from '../../model/city/catalogue.ts';
import type { App } from '../kit/plugin.ts';
import { themeOf } from '../twin/appearance.ts';
import { shownClearing } from '../twin/clearing.ts';
import { paintRequestOf } from '../twin/legend.ts';
import type { Twin } from '../twin/twin.ts';
import { tokenColour } from '../view/tokens.ts';

/** Colours, classes and filters are worked out in the worker; the picture takes the last answer only. */
export function followPaint({ twin, catalogue, report }: App, paint: (rgba: Uint8Array | null) => void): void {
  let wanted = 0;
  let painted: Uint8Array | null = null;
  const show = () => paint(withMarks(twin, painted));
  twin.follow(({ marks }) => marks, show);
  twin.follow(
    (state) =>
      JSON.stringify([
        state.colouring,
        state.filters,
        themeOf(state),
        twin.city.layers.at(-1)?.id,
        shownClearing(state),
        state.dug?.ringM,
      ]),
    (_, state) => {
      const serial = ++wanted;
      const rgbOf = (token: string) => tokenColour(themeOf(state), token).map((part) => Math.round(part * 255)) as Rgb;
      paintRequestOf(twin.city, state, catalogue, rgbOf)
        .then((request) => catalogue.paint(request))
        .then(
          (rgba) => {
            if (serial !== wanted) return;
            painted = rgba;
            show();
          },
          (reason: unknown) => report('paint', reason),
        );
    },
  );
}

/** Own colours, see `LayerTilesets.paint`. */
const UNPAINTED = 254;

/** Marked for the while: it is shown whole, also where the clock has not built it yet; see `vertexText`. */
const MARKED = 253;

/** What is painted, and over it what is marked for the while. */
function withMarks(twin: Twin, painted: Uint8Array | null): Uint8Array | null {
  const { marks } = twin.getState();
  if (marks.length === 0) return painted;
  const count = twin.city.layers.reduce((end, layer) => Math.max(end, layer.gidBase + layer.count), 0);
  const rgba = painted?.slice() ?? new Uint8Array(4 * count).fill(UNPAINTED);
  const theme = themeOf(twin.getState());
  for (const { gid, token } of marks) {
    const [red, green, blue] = tokenColour(theme, token).map((part) => Math.round(part * 255));
    rgba.set([red, green, blue, MARKED], 4 * gid);
  }
  return rgba;
}
