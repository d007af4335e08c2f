import { parseHex, type UnitRgb } from '../../tokens.ts';

/**
 * The colour script of the 3D city (LOOK §9): three hours between which the picture is mixed. `light` multiplies a
 * surface: a hemisphere of light from above and thrown back from below, and sun · n·sun. Command theme is the night script without lit windows before dusk.
 */
export interface Hour {
  land: UnitRgb;
  water: UnitRgb;
  shore: UnitRgb;
  haze: UnitRgb;
  hazeMostRatio: number;
  skyTop: UnitRgb;
  sun: UnitRgb;
  /** From the whole sky, on what looks up; with the sun near 1 on the flat, so that drawn colours keep what the tokens say. */
  ambient: UnitRgb;
  /** Thrown back by ground and walls, on what looks down. */
  bounce: UnitRgb;
  treeDark: UnitRgb;
  treeLight: UnitRgb;
  /** Old town, new residential, glass, factory, public. */
  wall: [UnitRgb, UnitRgb, UnitRgb, UnitRgb, UnitRgb];
  roof: [UnitRgb, UnitRgb, UnitRgb, UnitRgb, UnitRgb];
  structure: UnitRgb;
  deck: UnitRgb;
  /** White paint on asphalt. */
  strip: UnitRgb;
}

/** The hour that the atlas is drawn at: plaster in soft light. */
export const DAY: Hour = {
  land: rgb('#EFEEE8'),
  water: rgb('#B9D2DE'),
  shore: rgb('#7FA4B7'),
  haze: rgb('#E3E9EC'),
  hazeMostRatio: 0.72,
  skyTop: rgb('#8DB0D0'),
  sun: [0.62, 0.59, 0.54],
  ambient: [0.615, 0.64, 0.685],
  bounce: [0.575, 0.565, 0.54],
  treeDark: rgb('#A9BE94'),
  treeLight: rgb('#C0D1AB'),
  wall: [rgb('#EAE3D8'), rgb('#F6F3EC'), rgb('#D6E1E6'), rgb('#E5E6E5'), rgb('#F3EBDC')],
  roof: [rgb('#C9BCAB'), rgb('#F3EFE7'), rgb('#E6EBEC'), rgb('#D5D9DA'), rgb('#E3D0B0')],
  structure: rgb('#E4E2DB'),
  deck: rgb('#E2E0D9'),
  strip: rgb('#F1F0EC'),
};

/** With the sun on the horizon: warm light, long haze. */
export const DUSK: Hour = {
  land: rgb('#8E8A86'),
  water: rgb('#C6B7AE'),
  shore: rgb('#8F8792'),
  haze: rgb('#EBCFB2'),
  hazeMostRatio: 0.96,
  skyTop: rgb('#2C4263'),
  sun: [0.62, 0.52, 0.39],
  ambient: [0.48, 0.51, 0.62],
  bounce: [0.46, 0.44, 0.45],
  treeDark: rgb('#55624F'),
  treeLight: rgb('#75805F'),
  wall: [rgb('#B8A695'), rgb('#CFC4B8'), rgb('#A9B1BB'), rgb('#B3ADA6'), rgb('#CDB795')],
  roof: [rgb('#8F7F72'), rgb('#C3BAB0'), rgb('#AFB4BB'), rgb('#A39D97'), rgb('#B59F7E')],
  structure: rgb('#A9A39B'),
  deck: rgb('#B3ADA5'),
  strip: rgb('#B9B2AA'),
};

/** Night, and the dark theme at any hour: over the horizon the air has the glow of a city's lamps. */
export const NIGHT: Hour = {
  land: rgb('#1B2023'),
  water: rgb('#0F202B'),
  shore: rgb('#3B5160'),
  haze: rgb('#232A32'),
  hazeMostRatio: 0.9,
  skyTop: rgb('#0B0E14'),
  sun: [0.42, 0.42, 0.42],
  ambient: [0.72, 0.72, 0.72],
  bounce: [0.72, 0.72, 0.72],
  treeDark: rgb('#23322A'),
  treeLight: rgb('#2B3B31'),
  wall: [rgb('#3A3F42'), rgb('#414950'), rgb('#384752'), rgb('#3B4146'), rgb('#4C463C')],
  roof: [rgb('#464B4D'), rgb('#545C63'), rgb('#4A5761'), rgb('#4C5459'), rgb('#655C4C')],
  structure: rgb('#3A4046'),
  deck: rgb('#434A51'),
  strip: rgb('#6B7278'),
};

/**
 * By day what lies on the ground wears its material: asphalt, slabs, grass; on the map of a panel the same tokens stay paper. By group of the
 * layer and token of its colour.
 */
export const GROUND_DAY: Partial<Record<string, UnitRgb>> = {
  'road map-road': rgb('#BFC0BE'),
  'road sunken': rgb('#E0DDD4'),
  'road surface': rgb('#E2DED3'),
  'road line': rgb('#CDCCC7'),
  'road line-2': rgb('#C6C2B8'),
  // Built land of which nothing else is known is yards and gardens more than paving.
  'terrain sunken': rgb('#C9CEB4'),
  'green map-field': rgb('#D3D1B0'),
  'green map-green': rgb('#BECBA8'),
  'green map-wood': rgb('#6C8A5E'),
};

/** By day the paper of land on which nothing else lies takes this share of red, green and blue: dry grass and soil, no claim of either. */
export const EARTH_SHARE: UnitRgb = [0.9, 0.895, 0.815];

/** By night pavements lie in the light of the street's lamps: the token's own tone, made for the hollows of panels, drew black ditches along them. */
export const GROUND_NIGHT: Partial<Record<string, UnitRgb>> = {
  'road sunken': rgb('#2A3035'),
  'terrain sunken': rgb('#24292C'),
  'road surface': rgb('#343B42'),
};

/** What lies in shadow is mixed with this blue grey instead of being darkened (LOOK §9). */
export const SHADOW_RGB = [52 / 255, 62 / 255, 86 / 255] as const;

/** Shares of day, dusk and night in the picture; they sum to 1. */
export type Mix = [day: number, dusk: number, night: number];

/** Dusk is fullest with the sun 1° up, night complete at 8° below the horizon (past civil twilight). */
export function mixOf(sunAltitudeDeg: number, dark: boolean): Mix {
  if (dark) return [0, 0, 1];
  const day = smooth((sunAltitudeDeg - 1) / 9);
  const night = smooth((-1 - sunAltitudeDeg) / 7);
  return [day, Math.max(0, 1 - day - night), night];
}

/** How far it is night outside, whatever the theme: lamps and windows follow this. */
export function nightRatio(sunAltitudeDeg: number): number {
  return smooth((4 - sunAltitudeDeg) / 10);
}

/**
 * Share of windows with light by hour of the city's clock: 30 % at 21:00 and 8 % at 02:00 (LOOK §9), the rest drawn
 * between them by eye. Multiply by `nightRatio`.
 */
export function litShareRatio(hour: number): number {
  const steps: [number, number][] = [
    [0, 0.15],
    [2, 0.08],
    [5, 0.08],
    [6.5, 0.2],
    [8, 0.12],
    [16, 0.12],
    [18, 0.22],
    [19.5, 0.3],
    [21, 0.3],
    [22.5, 0.26],
    [24, 0.15],
  ];
  const next = steps.findIndex(([at]) => at > hour);
  if (next <= 0) return steps[0][1];
  const [fromHour, from] = steps[next - 1];
  const [toHour, to] = steps[next];
  return from + ((to - from) * (hour - fromHour)) / (toHour - fromHour);
}

/** A colour of the three hours in the picture's shares. */
export function mixed(pick: (hour: Hour) => UnitRgb, [day, dusk, night]: Mix): UnitRgb {
  const a = pick(DAY);
  const b = pick(DUSK);
  const c = pick(NIGHT);
  return [0, 1, 2].map((i) => a[i] * day + b[i] * dusk + c[i] * night) as UnitRgb;
}

function smooth(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}

function rgb(hex: string): UnitRgb {
  const colour = parseHex(hex);
  if (!colour) throw new Error(`expected #RRGGBB, got ${hex}`);
  return colour;
}
