import type { Rgb } from '../../model/city/catalogue.ts';
import type { App } from '../kit/plugin.ts';
import { themeOf } from '../twin/appearance.ts';
import { shownClearing } from '../twin/clearing.ts';
import { paintRequestOf } from '../twin/legend.ts';
import { isNightStyle, styleText } from '../twin/styles.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import { tokenColour } from '../view/tokens.ts';

/** Colours, classes and filters are worked out in the worker; the picture takes the last answer only. */
export function followPaint({ twin, catalogue, report }: App, paint: (rgba: Uint8Array | null) => void): void {
  let wanted = 0;
  let painted: Uint8Array | null = null;
  const show = () => paint(withMarks(twin, withRows(twin, painted)));
  twin.follow(({ marks }) => marks, show);
  twin.follow(({ rowPaint }) => rowPaint, show);
  twin.follow(themeOf, show);
  twin.follow(
    (state) =>
      JSON.stringify([
        state.colouring,
        state.filters,
        themeOf(state),
        styleText(state.style),
        state.engine,
        twin.city.layers.at(-1)?.id,
        shownClearing(state),
        state.dug?.ringM,
      ]),
    (_, state) => {
      const serial = ++wanted;
      const rgbOf = (token: string) => tokenColour(themeOf(state), token).map((part) => Math.round(part * 255)) as Rgb;
      paintRequestOf(twin.city, state, catalogue, rgbOf, (token) => cityRgb(state, token))
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

/** What is no data wears the page's style: by night the dark theme's colours, and as much colour as the style leaves. */
function cityRgb(state: TwinState, token: string): Rgb {
  // The table turns its own lamp down: what lies on it keeps the colours of the page.
  const isByLamps = isNightStyle(state) && state.engine === 'globe';
  const [red, green, blue] = tokenColour(isByLamps ? 'command' : themeOf(state), token);
  const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [red, green, blue].map((part) => Math.round(255 * (grey + (part - grey) * state.style.colour))) as Rgb;
}

/** Own colours, see `LayerTilesets.paint`. */
const UNPAINTED = 254;

/** Marked for the while: it is shown whole, also where the clock has not built it yet; see `vertexText`. */
const MARKED = 253;

/** Shown in the colour of the texture, see `PAINTED_A` of the catalogue. */
const PAINTED = 255;

/** What is painted, and over it the classes of an analysis; what is hidden stays hidden. */
function withRows(twin: Twin, painted: Uint8Array | null): Uint8Array | null {
  const { rowPaint } = twin.getState();
  const layer = twin.city.layers.find(({ id }) => id === rowPaint?.layerId);
  if (!rowPaint || !layer) return painted;
  const rgba = painted?.slice() ?? unpainted(twin);
  const theme = themeOf(twin.getState());
  const colours = rowPaint.tokens.map((token) => tokenColour(theme, token).map((part) => Math.round(part * 255)));
  for (let row = 0; row < Math.min(layer.count, rowPaint.classes.length); row++) {
    const at = 4 * (layer.gidBase + row);
    const [red, green, blue] = colours[Math.min(rowPaint.classes[row], colours.length - 1)];
    if (rgba[at + 3] !== 0) rgba.set([red, green, blue, PAINTED], at);
  }
  return rgba;
}

function unpainted({ city }: Twin): Uint8Array {
  const count = city.layers.reduce((end, layer) => Math.max(end, layer.gidBase + layer.count), 0);
  return new Uint8Array(4 * count).fill(UNPAINTED);
}

/** What is painted, and over it what is marked for the while. */
function withMarks(twin: Twin, painted: Uint8Array | null): Uint8Array | null {
  const { marks } = twin.getState();
  if (marks.length === 0) return painted;
  const rgba = painted?.slice() ?? unpainted(twin);
  const theme = themeOf(twin.getState());
  for (const { gid, token } of marks) {
    const [red, green, blue] = tokenColour(theme, token).map((part) => Math.round(part * 255));
    rgba.set([red, green, blue, MARKED], 4 * gid);
  }
  return rgba;
}
