import type { Catalogue, Colouring, Rgb } from '../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo, Manifest } from '../../model/city/manifest.ts';
import type { PictureStyle, StyleColour } from '../../model/scenarios/picture-style.ts';
import { type Message, messageTable } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { coloursOf, type Legend, legendOf, numberLegend } from './legend.ts';

const colourMessage = messageTable({
  'no-layer': {
    zh: '样式“{style}”按属性“{attribute}”为图层“{layer}”着色，本市没有这个图层；该着色从略，样式的其余部分照常',
    en: 'The style “{style}” colours the layer “{layer}” by “{attribute}”, and this city has no such layer; that colour is left out, the rest of the style holds',
  },
  'no-kind': {
    zh: '样式“{style}”按属性“{attribute}”为“{kind}”类图层着色，本市没有现状的该类图层；该着色从略，样式的其余部分照常',
    en: 'The style “{style}” colours layers of the kind “{kind}” by “{attribute}”, and this city has no existing one; that colour is left out, the rest of the style holds',
  },
  'no-attribute': {
    zh: '样式“{style}”按属性“{attribute}”为{layer}着色，该图层没有这个属性（可用：{known}）；该着色从略，样式的其余部分照常',
    en: 'The style “{style}” colours {layer} by “{attribute}”, which that layer has not (it has: {known}); that colour is left out, the rest of the style holds',
  },
  'breaks-of-words': {
    zh: '样式“{style}”为{layer}的“{attribute}”给出数值分界，该属性是类别；该着色从略，样式的其余部分照常。类别请改用 values',
    en: 'The style “{style}” gives limits for “{attribute}” of {layer}, which holds words; that colour is left out, the rest of the style holds. For words use values',
  },
  'values-of-number': {
    zh: '样式“{style}”为{layer}的“{attribute}”给出类别，该属性是数值；该着色从略，样式的其余部分照常。数值请改用 breaks 或 method',
    en: 'The style “{style}” gives words for “{attribute}” of {layer}, which is a number; that colour is left out, the rest of the style holds. For numbers use breaks or method',
  },
  nothing: { zh: '无', en: 'none' },
});

/** What one of a style's rules colours in a city. */
export interface StyledLayers {
  readonly rule: StyleColour;
  /** All alike, by the classes of the first, which has most things. */
  readonly layers: readonly [LayerInfo, ...LayerInfo[]];
  readonly attribute: AttributeInfo;
}

/** One rule's answer: what it colours here, or why it colours nothing. */
export type StyledOrNot =
  | { readonly kind: 'colours'; readonly styled: StyledLayers }
  | { readonly kind: 'lacks'; readonly why: Message };

type Named = Pick<PictureStyle, 'name' | 'colours'>;

/** Each rule of a style on a city, in the order of the style. */
export const styledLayers = (city: Pick<Manifest, 'layers'>, style: Named): StyledOrNot[] =>
  style.colours.map((rule) => styledBy(city, style.name, rule));

function styledBy({ layers }: Pick<Manifest, 'layers'>, name: Text, rule: StyleColour): StyledOrNot {
  const { layer: layerId, kind, attribute: attributeName } = rule;
  const named = layers.filter((layer) =>
    kind === undefined ? layer.id === layerId : layer.kind === kind && layer.state === 'existing',
  );
  const given = { style: name, attribute: attributeName };
  if (named.length === 0)
    return lacking(
      kind === undefined
        ? colourMessage('no-layer', { ...given, layer: layerId ?? '' })
        : colourMessage('no-kind', { ...given, kind }),
    );
  const having = named
    .filter((layer) => attributeOf(layer, attributeName))
    .sort((a, b) => b.count - a.count || layers.indexOf(a) - layers.indexOf(b));
  const [most, ...others] = having;
  const attribute = most && attributeOf(most, attributeName);
  if (!attribute)
    return lacking(colourMessage('no-attribute', { ...given, layer: named[0].label, known: countableOf(named[0]) }));
  const isWords = holdsWords(attribute);
  const details = { style: name, attribute: attribute.label, layer: most.label };
  if (isWords && rule.breaks) return lacking(colourMessage('breaks-of-words', details));
  if (!isWords && rule.values) return lacking(colourMessage('values-of-number', details));
  const alike = others.filter((layer) => {
    const own = attributeOf(layer, attributeName);
    return own !== undefined && holdsWords(own) === isWords;
  });
  return { kind: 'colours', styled: { rule, layers: [most, ...alike], attribute } };
}

const lacking = (why: Message): StyledOrNot => ({ kind: 'lacks', why });

/** What classes can be made of: a free text has none. */
export const isCountable = ({ type }: Pick<AttributeInfo, 'type'>): boolean => type !== 'string';

/** A number whose values have words is a code, too. */
const holdsWords = ({ type, values }: AttributeInfo): boolean => type === 'code' || values !== undefined;

const attributeOf = ({ attributes }: LayerInfo, name: string): AttributeInfo | undefined =>
  attributes.find((attribute) => attribute.name === name && isCountable(attribute));

function countableOf({ attributes }: LayerInfo): Text {
  const names = attributes.filter(isCountable).map(({ name }) => name);
  if (names.length === 0) return colourMessage('nothing', {}).text;
  return { zh: names.join('、'), en: names.join(', ') };
}

/** Classes and colours of a rule; the catalogue is asked only where the style itself does not say them. */
export async function legendOfStyled(
  { rule, layers, attribute }: StyledLayers,
  catalogue: Pick<Catalogue, 'summarise'>,
): Promise<Legend> {
  const [first] = layers;
  if (rule.breaks) return numberLegend(rule.breaks, rule.ramp);
  if (rule.values) return wordLegend(rule.values);
  const summary = await catalogue.summarise(first.id, attribute.name, rule.method);
  return summary.kind === 'number' ? numberLegend(summary.breaks, rule.ramp) : legendOf(first, attribute, summary);
}

const wordLegend = (values: readonly string[]): Legend => ({
  kind: 'code',
  values: [...values],
  tokens: values.map((_, i) => `cat-${i + 1}`),
  otherToken: 'cat-8',
});

/** What a style's rules paint, in the order of the style. */
export async function colouringsOfStyle(
  city: Pick<Manifest, 'layers'>,
  style: Named,
  catalogue: Pick<Catalogue, 'summarise'>,
  rgbOf: (token: string) => Rgb,
): Promise<Colouring[]> {
  const painted = styledLayers(city, style).flatMap((one) => (one.kind === 'colours' ? [one.styled] : []));
  const all = await Promise.all(
    painted.map(async (styled) => {
      const classes = coloursOf(await legendOfStyled(styled, catalogue), rgbOf);
      return styled.layers.map(({ id }) => ({ layerId: id, attribute: styled.attribute.name, ...classes }));
    }),
  );
  return all.flat();
}
