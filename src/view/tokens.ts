import type { Theme } from '../twin/appearance.ts';

/** 0–1, as shaders take them. */
export type UnitRgb = [number, number, number];

/** A token that the style sheet has not, or not as a colour. */
class TokenError extends Error {
  override name = 'TokenError';
}

/**
 * A colour of tokens.css in a theme, read back from the style sheet itself so that map and panels cannot disagree:
 * an unseen element takes the theme, and the custom property is what the cascade gives it.
 */
export function tokenColour(theme: Theme, token: string): UnitRgb {
  const key = `${theme}/${token}`;
  const known = colours.get(key);
  if (known) return known;
  const text = getComputedStyle(probeOf(theme)).getPropertyValue(`--${token}`).trim();
  const colour = parseHex(text);
  if (!colour) throw new TokenError(`--${token} in theme ${theme}: expected #RRGGBB, got "${text}"`);
  colours.set(key, colour);
  return colour;
}

const colours = new Map<string, UnitRgb>();
const probes = new Map<Theme, HTMLElement>();

function probeOf(theme: Theme): HTMLElement {
  const known = probes.get(theme);
  if (known) return known;
  const probe = document.createElement('div');
  probe.dataset.theme = theme;
  probe.hidden = true;
  document.body.append(probe);
  probes.set(theme, probe);
  return probe;
}

/** #RRGGBB, or #RGB as style sheets are shortened by the build. */
export function parseHex(text: string): UnitRgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const match = short ?? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!match) return null;
  const part = (digits: string) => Number.parseInt(short ? digits + digits : digits, 16) / 255;
  return [part(match[1]), part(match[2]), part(match[3])];
}
