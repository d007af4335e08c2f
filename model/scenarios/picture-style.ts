import * as v from 'valibot';

const Ratio = v.pipe(v.number('0 to 1'), v.minValue(0, '0 to 1'), v.maxValue(1, '0 to 1'));
const Name = v.pipe(v.string(), v.minLength(1, 'one character or more'), v.maxLength(60, 'at most 60 characters'));

/** By which script of light and colour a style is drawn. */
export const STYLE_BASES = ['paper', 'realistic', 'night', 'thematic'] as const;

/** What a style may be more or less of, each 0 to 1, in the order in which people are offered them. */
export const STYLE_STRENGTHS = ['facade', 'ground', 'edges', 'ambient', 'colour', 'water', 'trees', 'haze'] as const;

/** Of a city's names: all that find room, those of districts, waters and landmarks, or none. */
export const STYLE_LABELS = ['all', 'main', 'none'] as const;

const strength = (words: string) => v.pipe(Ratio, v.description(words));

/** How a picture of the city is drawn, as data: what the page ships, saves and opens. `style.schema.json` says the same to editors. */
export const PictureStyle = v.strictObject({
  format: v.literal(1),
  kind: v.literal('style'),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'small letters, digits and - (32 at most)')),
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
  haze: strength('Of what is far off'),
  labels: v.picklist(STYLE_LABELS),
});
export type PictureStyle = v.InferOutput<typeof PictureStyle>;

export type StyleStrength = (typeof STYLE_STRENGTHS)[number];

/** Whether two styles draw alike and are called alike. */
export const isSameStyle = (a: PictureStyle, b: PictureStyle): boolean =>
  [...STYLE_STRENGTHS, 'id' as const, 'base' as const, 'labels' as const].every((key) => a[key] === b[key]) &&
  a.name.zh === b.name.zh &&
  a.name.en === b.name.en;
