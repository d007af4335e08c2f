import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';

const Text = v.object({ zh: v.string(), en: v.string() });
const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, requirement('slug')));
const Level = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24));
/** West, south, east, north. */
const BoundsDeg = v.tuple([v.number(), v.number(), v.number(), v.number()]);

/** An address of http or https, without a name and secret in it. */
const Address = v.pipe(
  v.string(),
  v.check((text) => hostOf(text) !== null, requirement('webAddress')),
);

const isTemplate = (url: string): boolean =>
  ['{z}', '{x}'].every((part) => url.includes(part)) && (url.includes('{y}') || url.includes('{-y}'));

const TEMPLATE = requirement('template', { parts: { zh: '{z}、{x} 和 {y}', en: '{z}, {x} and {y}' } });

const stated = {
  id: Id,
  label: Text,
  source: v.object({ name: Text, licence: v.string(), date: v.optional(v.string()) }),
  boundsDeg: v.optional(BoundsDeg),
  /** Level of the most detailed pictures that there are. */
  maxLevel: v.optional(Level, 18),
};

/** Services of pictures that whoever baked the city named: their hosts, and no others, are asked once one is chosen. */
export const MAP_SERVICES = [
  /** Web Mercator tiles by a template with {z}, {x} and {y}, or {-y} where rows count from the south. */
  v.object({
    kind: v.literal('xyz'),
    ...stated,
    url: v.pipe(Address, v.check(isTemplate, TEMPLATE)),
  }),
  /** OGC 07-057r7, by key and value. */
  v.object({
    kind: v.literal('wmts'),
    ...stated,
    url: Address,
    layer: v.string(),
    style: v.optional(v.string(), 'default'),
    matrixSet: v.string(),
    format: v.optional(v.string(), 'image/png'),
  }),
  /** OGC 06-042, version 1.3.0, by EPSG:3857. */
  v.object({
    kind: v.literal('wms'),
    ...stated,
    url: Address,
    layers: v.string(),
    format: v.optional(v.string(), 'image/png'),
  }),
] as const;

/** What the ground can look like in place of the city's own map. */
export const BaseMap = v.variant('kind', [
  /** Photographs from the air, as PNG tiles in the geographic TMS scheme; the address is relative to the manifest. */
  v.object({
    kind: v.literal('photo'),
    ...stated,
    boundsDeg: BoundsDeg,
    url: v.string(),
    minLevel: Level,
    /** Tells what is doubtful of the photographs, counted. */
    problems: v.optional(v.array(v.object({ code: v.string(), count: v.number(), example: v.string() }))),
  }),
  /**
   * Pictures that came as tiles of Web Mercator: `url`, relative to the manifest, has {z}, {x} and {y} from the north-west. `absent`: of
   * how many there are none within the bounds.
   */
  v.object({
    kind: v.literal('tiles'),
    ...stated,
    boundsDeg: BoundsDeg,
    url: v.pipe(v.string(), v.check(isTemplate, TEMPLATE)),
    minLevel: Level,
    attribution: v.optional(v.string()),
    absent: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  ...MAP_SERVICES,
]);
export type BaseMap = v.InferOutput<typeof BaseMap>;

/** `https://host:port` of an address that a page may ask; null for any other text. */
export function hostOf(url: string): string | null {
  // Braces of a template are no part of any host.
  if (!URL.canParse(url.replace(/[{}]/g, ''))) return null;
  const { protocol, origin, username, password } = new URL(url.replace(/[{}]/g, ''));
  return /^https?:$/.test(protocol) && username === '' && password === '' ? origin : null;
}
