import * as v from 'valibot';
import { BREAK_METHODS } from '../city/catalogue.ts';
import { numberBetween } from '../questions/parts.ts';
import { requirement } from '../text/requirements.ts';

const Ratio = numberBetween(0, 1);
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(60));

/** By which script of light and colour a style is drawn. */
export const STYLE_BASES = ['paper', 'realistic', 'night', 'thematic'] as const;

/** What a style may be more or less of, each 0 to 1, in the order in which people are offered them. */
export const STYLE_STRENGTHS = ['facade', 'ground', 'edges', 'ambient', 'colour', 'water', 'trees', 'haze'] as const;

/** Names of a city that are shown: all that find room, those of districts, waters and landmarks, or none. */
export const STYLE_LABELS = ['all', 'main', 'none'] as const;

/** From which colours a number's classes are: light to dark, or from a middle to both sides. Words have the colours of categories. */
export const STYLE_RAMPS = ['sequential', 'diverging'] as const;
export type StyleRamp = (typeof STYLE_RAMPS)[number];

/** Kinds of layers that a style may colour as a whole, whatever a city calls them. */
const STYLED_KINDS = ['building', 'bridge', 'element', 'area', 'tree', 'point', 'pipe', 'tunnel'] as const;

/** More rules would want more legends than a picture has room for. */
export const MAX_STYLE_COLOURS = 8;

const isAscending = (breaks: number[]): boolean => breaks.every((at, i) => i === 0 || at > breaks[i - 1]);
const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/** Which layers one of a style's rules colours, by which attribute, in which classes. What a city lacks of it is told, and left out. */
const StyleColour = v.pipe(
  v.strictObject({
    layer: v.optional(v.pipe(Word, v.description('One layer, by its id'))),
    kind: v.optional(
      v.pipe(
        v.picklist(STYLED_KINDS),
        v.description('In place of a layer: all existing ones of this kind, in any city'),
      ),
    ),
    attribute: Word,
    ramp: v.optional(
      v.pipe(
        v.picklist(STYLE_RAMPS),
        v.description('Colours of a number: light to dark, or from a middle to both sides'),
      ),
      'sequential',
    ),
    method: v.optional(
      v.pipe(
        v.picklist(BREAK_METHODS),
        v.description('How the classes of a number are cut; absent: natural when skewed, else equal'),
      ),
    ),
    breaks: v.optional(
      v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(6), v.check(isAscending, requirement('limits'))),
    ),
    values: v.optional(
      v.pipe(
        v.array(Word),
        v.minLength(1),
        v.maxLength(7),
        v.description('Words that have a colour of their own, in the order of the colours; absent: the most frequent'),
      ),
    ),
  }),
  v.check(({ layer, kind }) => (layer === undefined) !== (kind === undefined), requirement('layerOrKind')),
  v.check(
    ({ method, breaks, values }) => [method, breaks, values].filter((one) => one !== undefined).length <= 1,
    requirement('layerOrKindOnce'),
  ),
);
export type StyleColour = v.InferOutput<typeof StyleColour>;

const strength = (words: string) => v.pipe(Ratio, v.description(words));

/** How a picture of the city is drawn, as data: what the page ships, saves and opens. `style.schema.json` says the same to editors. */
export const PictureStyle = v.strictObject({
  format: v.literal(1),
  kind: v.literal('style'),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, requirement('smallId', { most: 32 }))),
  name: v.strictObject({ zh: Name, en: Name }),
  base: v.pipe(
    v.picklist(STYLE_BASES),
    v.description('Script of light and colour; night is drawn by lamps whatever the clock says, and marked as such'),
  ),
  facade: strength('Windows, balconies, shop fronts and roofs; 0 leaves walls with storey lines'),
  ground: strength('Picture of the ground and grain of surfaces; 0 leaves the land in one colour'),
  edges: strength('Storey lines and waterlines'),
  ambient: strength('Baked light of the sky: courts, streets and feet of houses are darker'),
  colour: strength('Colours of the city itself; 0 is grey. Colours of data stay as they are'),
  water: strength('Streaks and reflection'),
  trees: strength('Difference from tree to tree'),
  haze: strength('Haze over what is far off'),
  labels: v.picklist(STYLE_LABELS),
  colours: v.optional(
    v.pipe(
      v.array(StyleColour),
      v.maxLength(MAX_STYLE_COLOURS),
      v.description('Layers that wear the classes of an attribute; a later rule lies over an earlier one'),
    ),
    [],
  ),
});
export type PictureStyle = v.InferOutput<typeof PictureStyle>;

export type StyleStrength = (typeof STYLE_STRENGTHS)[number];

/** Whether two styles draw alike and are called alike. */
export const isSameStyle = (a: PictureStyle, b: PictureStyle): boolean =>
  [...STYLE_STRENGTHS, 'id' as const, 'base' as const, 'labels' as const].every((key) => a[key] === b[key]) &&
  a.name.zh === b.name.zh &&
  a.name.en === b.name.en &&
  JSON.stringify(a.colours) === JSON.stringify(b.colours);
