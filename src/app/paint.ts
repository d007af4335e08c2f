import type { Rgb } from '../../model/city/catalogue.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import type { PictureStyle } from '../../model/scenarios/picture-style.ts';
import type { App } from '../kit/plugin.ts';
import { type Theme, themeOf } from '../twin/appearance.ts';
import { pictureCount } from '../twin/compare.ts';
import { hiddenOutline } from '../twin/hidden-buildings.ts';
import { paintRequestOf } from '../twin/legend.ts';
import { colouringsOfStyle } from '../twin/style-colours.ts';
import { styleText } from '../twin/styles.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import { themeOfView, wornBy } from '../twin/view-twin.ts';
import { tokenColour, type UnitRgb } from '../view/tokens.ts';
import type { Paint, Paints } from '../view/view-api.ts';

/** Colours, classes and filters are worked out in the worker; the pictures take the last answer only. What is drawn alike shares it. */
export function followPaint(app: App, paint: (paints: Paints) => void): void {
  const { twin, report } = app;
  let wanted = 0;
  let painted: Paints = { pictures: [null], table: null };
  const show = () => paint(dressed(painted, (one) => withMarks(twin, withRows(twin, one))));
  twin.follow(({ marks }) => marks, show);
  twin.follow(({ rowPaint }) => rowPaint, show);
  twin.follow(themeOf, show);
  twin.follow(
    (state) => [paintKey(state, twin), ...coatsOf(state).map(coatKey)].join(' '),
    (_, state) => {
      const serial = ++wanted;
      paintsOf(app, state).then(
        (paints) => {
          if (serial !== wanted) return;
          painted = paints;
          show();
        },
        (reason: unknown) => report('paint', reason),
      );
    },
  );
}

/** What the colours of a picture hang on beside the page's own choices. */
interface Coat {
  readonly style: PictureStyle;
  readonly theme: Theme;
  /** Ground and streets of a table are plaster, whatever the map paints on them. */
  readonly isTable: boolean;
}

/** Returns the coat of each picture; the last one is the table's, where it is shown. */
function coatsOf(state: TwinState): Coat[] {
  const coats = Array.from({ length: pictureCount(state) }, (_, index): Coat => {
    return { style: wornBy(state, index).style, theme: themeOfView(state, index), isTable: false };
  });
  return state.engine === 'globe' ? coats : [...coats, { ...coats[0], isTable: true }];
}

const coatKey = ({ style, theme, isTable }: Coat): string => `${styleText(style)} ${theme} ${isTable}`;

/** What the colours of all pictures hang on. */
const paintKey = (state: TwinState, { city }: Twin): string =>
  JSON.stringify([
    state.colouring,
    state.filters,
    themeOf(state),
    state.engine,
    city.layers.at(-1)?.id,
    hiddenOutline(state),
    state.dug?.ringM,
  ]);

async function paintsOf(app: App, state: TwinState): Promise<Paints> {
  const coats = coatsOf(state);
  const answers = new Map(
    [...new Map(coats.map((coat) => [coatKey(coat), coat]))].map(([key, coat]) => [key, paintOf(app, state, coat)]),
  );
  const paints = await Promise.all(coats.map((coat) => answers.get(coatKey(coat)) ?? null));
  const count = pictureCount(state);
  return { pictures: paints.slice(0, count), table: paints[count] ?? paints[0] };
}

async function paintOf(
  { twin, catalogue }: App,
  state: TwinState,
  { style, theme, isTable }: Coat,
): Promise<Uint8Array> {
  const rgbOf = (token: string) => rgbIn(themeOf(state), token);
  const ofStyle = await colouringsOfStyle(twin.city, style, catalogue, (token) => rgbIn(theme, token));
  const hasOwn = (layer: LayerInfo) => !isTable || (layer.group !== 'road' && layer.group !== 'green');
  const cityRgbOf = (token: string) => toned(tokenColour(theme, token), style.colour);
  return catalogue.paint(await paintRequestOf(twin.city, state, catalogue, rgbOf, { cityRgbOf, ofStyle, hasOwn }));
}

/** The same answer, by identity, for what is the same. */
function dressed({ pictures, table }: Paints, dress: (one: Paint) => Paint): Paints {
  const known = new Map([...new Set([...pictures, table])].map((one) => [one, dress(one)]));
  const of = (one: Paint) => known.get(one) ?? null;
  return { pictures: pictures.map(of), table: of(table) };
}

const rgbIn = (theme: Theme, token: string): Rgb => bytesOf(tokenColour(theme, token));

/** What is no data has as much colour as the style leaves. */
function toned([red, green, blue]: UnitRgb, colourRatio: number): Rgb {
  const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return bytesOf([red, green, blue].map((part) => grey + (part - grey) * colourRatio) as UnitRgb);
}

const bytesOf = (colour: UnitRgb): Rgb => colour.map((part) => Math.round(255 * part)) as Rgb;

/** Own colours, see `LayerTilesets.paint`. */
const UNPAINTED = 254;

/** Marked for the while: it is shown whole, also where the clock has not built it yet; see `vertexText`. */
const MARKED = 253;

/** Shown in the colour of the texture, see `PAINTED_A` of the catalogue. */
const PAINTED = 255;

/** What is painted, and over it the classes of an analysis; what is hidden stays hidden. */
function withRows(twin: Twin, painted: Paint): Paint {
  const { rowPaint } = twin.getState();
  const layer = twin.city.layers.find(({ id }) => id === rowPaint?.layerId);
  if (!rowPaint || !layer) return painted;
  const rgba = painted?.slice() ?? unpainted(twin);
  const theme = themeOf(twin.getState());
  const colours = rowPaint.tokens.map((token) => rgbIn(theme, token));
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
function withMarks(twin: Twin, painted: Paint): Paint {
  const { marks } = twin.getState();
  if (marks.length === 0) return painted;
  const rgba = painted?.slice() ?? unpainted(twin);
  const theme = themeOf(twin.getState());
  for (const { gid, token } of marks) {
    const [red, green, blue] = rgbIn(theme, token);
    rgba.set([red, green, blue, MARKED], 4 * gid);
  }
  return rgba;
}
