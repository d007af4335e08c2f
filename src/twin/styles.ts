import * as v from 'valibot';
import { isSameStyle, PictureStyle, STYLE_STRENGTHS, type StyleColour } from '../../model/scenarios/picture-style.ts';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { decoded } from './link-text.ts';
import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends StyleSlice {}
}

export interface StyleSlice {
  /** How the page's picture is drawn; others of a split may have their own (`OwnOfView`). */
  style: PictureStyle;
  /** Styles beside the shipped ones, as this browser keeps them. */
  ownStyles: readonly PictureStyle[];
  wearStyle(style: PictureStyle): void;
  keepStyles(styles: readonly PictureStyle[]): void;
}

/** The one of a fresh start. */
export const FIRST_STYLE = SHIPPED_STYLES[0];

export const styleSlice: Slice<StyleSlice> = (set) => ({
  style: FIRST_STYLE,
  ownStyles: [],
  wearStyle: (style) => set({ style }),
  keepStyles: (ownStyles) => set({ ownStyles }),
});

/** Night by its lamps, whatever clock and theme say: the picture is the dark theme's. */
export const isNightStyle = ({ style }: Pick<TwinState, 'style'>): boolean => style.base === 'night';

/**
 * A style as a value of a link: a shipped one by its id, any other in full, so that a link holds in a browser that does not keep it. The
 * separators of links are percent-encoded.
 */
export function styleText(style: PictureStyle): string {
  if (SHIPPED_STYLES.some((shipped) => isSameStyle(shipped, style))) return style.id;
  const { id, base, labels, name, colours } = style;
  const strengths = STYLE_STRENGTHS.map((key) => style[key]);
  const parts = [id, base, labels, ...strengths, name.zh, name.en, ...colours.map(ruleText)];
  return parts.map((part) => encodeURIComponent(part).replaceAll('~', '%7E')).join('~');
}

/** Null: it is no style. */
export function styleOfText(text: string): PictureStyle | null {
  const shipped = SHIPPED_STYLES.find(({ id }) => id === text);
  if (shipped) return shipped;
  const parts = text.split('~').map(decoded);
  const [id, base, labels, ...rest] = parts;
  const strengths = STYLE_STRENGTHS.map((key, i) => [key, rest[i] === '' ? Number.NaN : Number(rest[i])] as const);
  const [zh, en, ...rules] = rest.slice(STYLE_STRENGTHS.length);
  const strengthsOf = Object.fromEntries(strengths);
  const name = { zh, en };
  const colours = rules.map(ruleOfText);
  const read = v.safeParse(PictureStyle, { ...strengthsOf, format: 1, kind: 'style', id, base, labels, name, colours });
  return read.success ? read.output : null;
}

/** What a rule of colour may say beside layer and attribute, each with what its value is marked by. */
const RULE_MARKS = { method: 'm', breaks: 'b', values: 'v' } as const;
const RULE_KEYS = ['method', 'breaks', 'values'] as const;

/** `l*roads*width*sequential*b*3.5*7`: one layer or a kind, its attribute, the ramp, and how its classes are cut where the rule says so. */
function ruleText(rule: StyleColour): string {
  const { layer, kind, attribute, ramp } = rule;
  const classes = RULE_KEYS.flatMap((key) => {
    const said = rule[key];
    return said === undefined ? [] : [RULE_MARKS[key], ...[said].flat().map(String)];
  });
  const parts = [kind === undefined ? 'l' : 'k', kind ?? layer ?? '', attribute, ramp, ...classes];
  return parts.map((part) => encodeURIComponent(part).replaceAll('*', '%2A')).join('*');
}

/** Whatever the schema makes of it; null, which is no rule, where the text has none. */
function ruleOfText(text: string | null): unknown {
  const [by, of, attribute, ramp, mark, ...said] = (text ?? '').split('*').map(decoded);
  if (by !== 'l' && by !== 'k') return null;
  const rule = { [by === 'k' ? 'kind' : 'layer']: of, attribute, ramp };
  if (mark === undefined) return rule;
  if (mark === RULE_MARKS.method) return { ...rule, method: said[0] };
  if (mark === RULE_MARKS.breaks) return { ...rule, breaks: said.map((at) => (at === '' ? Number.NaN : Number(at))) };
  return mark === RULE_MARKS.values ? { ...rule, values: said } : null;
}
