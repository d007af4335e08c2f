/**
 * Turns that are not allowed, as the column of a road's lines has them: `no way/5 @ 9.5,47.1; only way/7 @ 9.6,47.2`. From this line one
 * may not turn into the named one where both meet at that place (longitude, latitude in degrees); `only`: into no other.
 */
export const TURN_BANS = 'turn_bans';

/** One of them. */
export interface TurnBan {
  kind: 'no' | 'only';
  /** The id of the line that is turned into. */
  to: string;
  lonDeg: number;
  latDeg: number;
}

/** Writes one; `;` parts it from the next. */
export const turnBanText = ({ kind, to, lonDeg, latDeg }: TurnBan): string => `${kind} ${to} @ ${lonDeg},${latDeg}`;

const ONE = /^(no|only) (.+) @ (-?[\d.e-]+),(-?[\d.e-]+)$/;

/** Parts a column's value into the words of each ban. */
export const turnBanParts = (text: string): string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

/** Reads a column's value; null in place of what is none. */
export function turnBansOf(text: string): (TurnBan | null)[] {
  return turnBanParts(text).map((part) => {
    const [, kind, to, lon, lat] = ONE.exec(part) ?? [];
    const lonDeg = Number(lon);
    const latDeg = Number(lat);
    const isOne = kind !== undefined && Number.isFinite(lonDeg) && Number.isFinite(latDeg);
    return isOne ? { kind: kind as TurnBan['kind'], to, lonDeg, latDeg } : null;
  });
}
