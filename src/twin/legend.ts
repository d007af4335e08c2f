import type { Catalogue, Colouring, PaintRequest, Rgb, Summary } from '../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo, Manifest } from '../../model/city/manifest.ts';
import type { StyleRamp } from '../../model/scenarios/picture-style.ts';
import { hiddenOutline } from './hidden-buildings.ts';
import type { TwinState } from './twin.ts';

/** Classes of an attribute and the colour token of each (a name of tokens.css without dashes); one for legend and picture. */
export type Legend =
  | { kind: 'number'; breaks: number[]; tokens: string[] }
  | { kind: 'code'; values: string[]; tokens: string[]; otherToken: string | null };

/** More colours than this cannot be told apart on a map; the rest of a code's values are one class, 其他. */
const MAX_CODES = 7;
const RAMP_STEPS = 7;

const RAMP_TOKENS: Readonly<Record<StyleRamp, string>> = { sequential: 'seq', diverging: 'div' };

/** As many colours, spread over a whole ramp; one alone is its middle. */
export function rampTokens(classes: number, ramp: StyleRamp): string[] {
  if (classes === 1) return [`${RAMP_TOKENS[ramp]}-4`];
  const step = (i: number) => 1 + Math.round((i * (RAMP_STEPS - 1)) / (classes - 1));
  return Array.from({ length: classes }, (_, i) => `${RAMP_TOKENS[ramp]}-${step(i)}`);
}

/** Classes of a number over a whole ramp, however few they are. */
export const numberLegend = (breaks: readonly number[], ramp: StyleRamp): Legend => ({
  kind: 'number',
  breaks: [...breaks],
  tokens: rampTokens(breaks.length + 1, ramp),
});

export function legendOf(layer: LayerInfo, attribute: AttributeInfo, summary: Summary): Legend {
  if (summary.kind === 'number') return numberLegend(summary.breaks, 'sequential');
  const own = layer.colour?.attribute === attribute.name ? layer.colour.tokens : undefined;
  const values = summary.values.map(({ value }) => value);
  if (own) {
    const known = values.filter((value) => own[value]);
    return {
      kind: 'code',
      values: known,
      tokens: known.map((value) => own[value]),
      otherToken: known.length < values.length ? 'cat-8' : null,
    };
  }
  const shown = values.slice(0, values.length === MAX_CODES + 1 ? MAX_CODES + 1 : MAX_CODES);
  return {
    kind: 'code',
    values: shown,
    tokens: shown.map((_, i) => `cat-${i + 1}`),
    otherToken: values.length > shown.length ? 'cat-8' : null,
  };
}

/** A legend as what is painted by it: limits or values, and the colour of each class. */
export function coloursOf(legend: Legend, rgbOf: (token: string) => Rgb): Pick<Colouring, 'breaks' | 'colours'> {
  if (legend.kind === 'number') return { breaks: legend.breaks, colours: legend.tokens.map(rgbOf) };
  const tokens = legend.otherToken ? [...legend.tokens, legend.otherToken] : legend.tokens;
  return { breaks: legend.values, colours: tokens.map(rgbOf) };
}

/** What the pictures of a page differ in. */
interface PaintWish {
  /** What is no data, in a picture's own theme and as grey as its style. */
  cityRgbOf?: (token: string) => Rgb;
  /** Whether a layer's own colours are drawn. */
  hasOwn?: (layer: LayerInfo) => boolean;
  ofStyle?: readonly Colouring[];
}

/**
 * The request that paints what the twin says: layers that are coloured by a code of their own, then what the style colours, then the chosen
 * attribute, then the filters. A layer or attribute that the city does not have (an old link) is left out.
 */
export async function paintRequestOf(
  city: Manifest,
  { colouring, filters, clearings, dug }: Pick<TwinState, 'colouring' | 'filters' | 'clearings' | 'dug'>,
  catalogue: Pick<Catalogue, 'summarise'>,
  rgbOf: (token: string) => Rgb,
  { cityRgbOf = rgbOf, hasOwn = () => true, ofStyle = [] }: PaintWish = {},
): Promise<PaintRequest> {
  const own: Colouring[] = [];
  for (const layer of city.layers) {
    const { attribute, tokens } = layer.colour ?? {};
    if (!attribute || !tokens || !hasAttribute(layer, attribute) || !hasOwn(layer)) continue;
    const values = Object.keys(tokens);
    const isMatter = layer.group !== 'plan';
    const colourOf = isMatter ? cityRgbOf : rgbOf;
    const colours = values.map((value) => colourOf(tokens[value]));
    own.push({ layerId: layer.id, attribute, breaks: values, colours, isMatter });
  }
  const layer = city.layers.find(({ id }) => id === colouring?.layerId);
  const attribute = layer?.attributes.find(({ name }) => name === colouring?.attribute);
  return {
    own: [...own, ...ofStyle],
    cleared: hiddenOutline({ clearings }),
    dug: dug?.ringM ?? null,
    colouring: layer && attribute ? await colouringOf(layer, attribute) : null,
    filters: filters.filter((filter) =>
      city.layers.some(({ id, attributes }) => id === filter.layerId && hasAttribute({ attributes }, filter.attribute)),
    ),
  };

  async function colouringOf(layer: LayerInfo, attribute: AttributeInfo): Promise<Colouring> {
    const summary = await catalogue.summarise(layer.id, attribute.name, colouring?.method);
    const legend = legendOf(layer, attribute, summary);
    return { layerId: layer.id, attribute: attribute.name, ...coloursOf(legend, rgbOf) };
  }
}

function hasAttribute({ attributes }: Pick<LayerInfo, 'attributes'>, name: string): boolean {
  return attributes.some((attribute) => attribute.name === name);
}
