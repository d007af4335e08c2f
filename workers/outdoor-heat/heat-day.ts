import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { NO_TENTHS } from '../../model/tables/heat.ts';
import type { Pause } from '../shared/engine.ts';
import { meanWithin } from './box-mean.ts';
import type { HeatGround } from './heat-ground.ts';
import type { HeatHour } from './heat-weather.ts';
import { radiantOfTaken, sunTaken, warmthTaken } from './radiant.ts';
import { THROUGH_LEAVES } from './shade-sweep.ts';
import { SURFACE_LIST, type SurfaceAir, shineWPerM2, surfaceAfterHour, surfaceAir, WALL } from './surfaces.ts';
import { MIN_WIND_MPS, saturationKPa, utciAt, utciTerms, ZERO_C_K } from './utci.ts';

/** What a day came to at each cell, by wanted hour. */
export interface HeatMaps {
  hours: number[];
  /** Tenths of °C, cell by cell; `NO_TENTHS` in buildings and outside the range of the index. */
  utciTenths: Int16Array[];
  radiantTenths: Int16Array[];
  /** What the shade of a crown would take off the index, tenths of K; 0 where there is shade. Empty where nobody wants it. */
  reliefTenths: Uint8Array[];
  /** Mean warmth of each surface by hour, °C; null: there is none of it. */
  surfaceC: (number | null)[][];
  /** Sunlight and warmth at each probed cell, by hour. */
  probes: Probe[][];
}

/** What comes to level ground at one cell and what it sends back, W/m². */
interface Probe {
  sunDown: number;
  sunUp: number;
  warmthDown: number;
  warmthUp: number;
  radiantC: number;
}

/** What is wanted of a day beside its maps of the index. */
interface DayWish {
  /** Hours of the clock whose maps are kept. */
  hours: readonly number[];
  relief: boolean;
  /** Cells whose fluxes are kept. */
  probes?: readonly number[];
}

/** Wind of a place without sky, as part of the wind of open ground: our own guess between a courtyard and an open field. */
const SHELTERED_RATIO = 0.4;
/** Wind near the ground as part of that at 10 m: the profile that the index takes for granted. */
const LOW_WIND_RATIO = 0.68;
/** Half a side of the square of ground whose warmth comes to a person. */
const GROUND_SEEN_M = 5;
/** The beam on walls that face the sun, mean of their directions. */
const FACING_RATIO = 2 / Math.PI;
/** Part of the walls that were in the sun, as a place sees them by night. */
const NIGHT_LIT_PART = 0.25;
const LIT_STEPS = 255;
const MAX_RELIEF_TENTHS = 255;
const SIDES = 4;

/** Wind at 10 m that a place counts with: less where it sees less sky, not below the range of the index. */
const windAt = (windMps: number, open: number): number =>
  Math.max(MIN_WIND_MPS, windMps * (SHELTERED_RATIO + (1 - SHELTERED_RATIO) * open));

/**
 * Plays a day twice over the ground of an area: once so that surfaces know the day before, once for the answer. Sunlight and warmth come to a
 * standing person from sky, walls, crowns and ground (six sides, VDI 3787), and with air, wind and vapour make the index; null: stopped.
 */
export async function playDay(
  ground: HeatGround,
  hours: readonly HeatHour[],
  wish: DayWish,
  pause: Pause,
): Promise<HeatMaps | null> {
  const state = newState(ground, hours[0].airC);
  const deepC = hours.reduce((sum, { airC }) => sum + airC, 0) / hours.length;
  const maps: HeatMaps = {
    hours: [...wish.hours],
    utciTenths: [],
    radiantTenths: [],
    reliefTenths: [],
    surfaceC: [],
    probes: [],
  };
  for (let step = 0; step < 2 * hours.length; step++) {
    const hour = hours[step % hours.length];
    const air = surfaceAir(hour.airC, saturationKPa(hour.airC + 0.5) - saturationKPa(hour.airC - 0.5), deepC);
    const light = lightOf(hour, state);
    warmGround(ground, light, air, state);
    warmWalls(light, air, state);
    if (step >= hours.length && wish.hours.includes(hour.hour)) {
      addAnswer(ground, light, state, wish.relief, maps);
      maps.surfaceC.push(meanSurfaces(ground, state));
      maps.probes.push((wish.probes ?? []).map((cell) => probeAt(ground, light, state, cell, maps)));
    }
    if (await pause((step + 1) / (2 * hours.length))) return null;
  }
  return maps;
}

/** What an area remembers from hour to hour. */
interface DayState {
  /** Warmth of each surface. */
  kelvin: Float32Array;
  /** What a person takes up of what the ground sends up, W/m². */
  groundTaken: Float32Array;
  scratch: { sums: Float32Array; numbers: Float32Array };
  /** Cotangent of the mean horizon: how deep the sun reaches down the walls around. */
  reachDown: Float32Array;
  litWallK: number;
  shadedWallK: number;
}

function newState({ open, columns, rows }: HeatGround, airC: number): DayState {
  const cells = columns * rows;
  const reachDown = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) reachDown[cell] = Math.sqrt(open[cell] / Math.max(1e-6, 1 - open[cell]));
  return {
    kelvin: new Float32Array(cells).fill(airC + ZERO_C_K),
    groundTaken: new Float32Array(cells),
    scratch: { sums: new Float32Array(cells), numbers: new Float32Array(cells) },
    reachDown,
    litWallK: airC + ZERO_C_K,
    shadedWallK: airC + ZERO_C_K,
  };
}

/** What is one for all places of an hour; fluxes in W/m². */
interface HourLight extends HeatHour {
  sine: number;
  tangent: number;
  /** The beam on level ground, and as a standing person takes it up. */
  beamDown: number;
  beamTaken: number;
  /** Sunlight on walls that face the sun, and on others. */
  onLitWall: number;
  onShadedWall: number;
  /** Warmth of both, and of crowns. */
  ofLitWall: number;
  ofShadedWall: number;
  ofCrowns: number;
}

function lightOf(hour: HeatHour, { litWallK, shadedWallK }: DayState): HourLight {
  const height = Math.max(0, hour.sun.altitudeDeg) * RAD_PER_DEG;
  const azimuth = hour.sun.azimuthDeg * RAD_PER_DEG;
  const cosine = Math.cos(height);
  const sides = cosine * (Math.abs(Math.sin(azimuth)) + Math.abs(Math.cos(azimuth)));
  const sine = Math.sin(height);
  const onShadedWall = hour.diffuseWPerM2 / 2;
  return {
    ...hour,
    sine,
    tangent: sine / cosine,
    beamDown: sine * hour.beamWPerM2,
    beamTaken: sunTaken(sine * hour.beamWPerM2, sides * hour.beamWPerM2),
    onLitWall: onShadedWall + FACING_RATIO * cosine * hour.beamWPerM2,
    onShadedWall,
    ofLitWall: WALL.emissivity * shineWPerM2(litWallK),
    ofShadedWall: WALL.emissivity * shineWPerM2(shadedWallK),
    ofCrowns: shineWPerM2(hour.airC + ZERO_C_K),
  };
}

/** Part of the walls around that the sun shines on: half of them face it, and it reaches down as deep as its height lets it. */
function litPartOf({ beamDown, tangent }: HourLight, reachDown: number): number {
  if (beamDown === 0) return NIGHT_LIT_PART;
  return Math.min(0.5, tangent * reachDown);
}

/** Sunlight without the beam that comes down on level ground or onto sides, by how much sky they see past walls and of that past crowns. */
function sunFrom(light: HourLight, seen: number, throughCrowns: number, litPart: number): number {
  const back = WALL.albedo * (light.onShadedWall + litPart * (light.onLitWall - light.onShadedWall));
  return light.diffuseWPerM2 * seen * throughCrowns + (1 - seen) * back;
}

/** Warmth that comes likewise. */
function warmthFrom(light: HourLight, seen: number, freePart: number, litPart: number): number {
  const walls = light.ofShadedWall + litPart * (light.ofLitWall - light.ofShadedWall);
  return seen * (freePart * light.skyWPerM2 + (1 - freePart) * light.ofCrowns) + (1 - seen) * walls;
}

/** Brings each surface an hour further, and notes what the ground sends to a person over it. */
function warmGround(ground: HeatGround, light: HourLight, air: SurfaceAir, state: DayState): void {
  const { open, crowns, surface, isFree, lit } = ground;
  const { kelvin, groundTaken, reachDown } = state;
  const litNow = lit[light.hour];
  for (let cell = 0; cell < open.length; cell++) {
    if (!isFree[cell]) continue;
    const seen = open[cell];
    const freePart = seen > 0 ? 1 - crowns[cell] / seen : 1;
    const litPart = litPartOf(light, reachDown[cell]);
    const through = freePart + THROUGH_LEAVES * (1 - freePart);
    const beam = litNow ? (light.beamDown * litNow[cell]) / LIT_STEPS : 0;
    const sun = beam + sunFrom(light, seen, through, litPart);
    const warmth = warmthFrom(light, seen, freePart, litPart);
    const own = SURFACE_LIST[surface[cell]];
    const wind = LOW_WIND_RATIO * windAt(light.windMps, seen);
    kelvin[cell] = surfaceAfterHour(kelvin[cell], own, air, (1 - own.albedo) * sun, warmth, wind);
    const back = own.albedo * sun;
    const shine = own.emissivity * shineWPerM2(kelvin[cell]) + (1 - own.emissivity) * warmth;
    groundTaken[cell] = sunTaken(back, (SIDES / 2) * back) + warmthTaken(shine, (SIDES / 2) * shine);
  }
}

/** Walls see half sky, half ground and other walls; these are taken for as warm as the air. */
function warmWalls(light: HourLight, air: SurfaceAir, state: DayState): void {
  const warmth = (light.skyWPerM2 + light.ofCrowns) / 2;
  const wind = LOW_WIND_RATIO * windAt(light.windMps, 0.5);
  const after = (kelvin: number, sun: number) =>
    surfaceAfterHour(kelvin, WALL, air, (1 - WALL.albedo) * sun, warmth, wind);
  state.litWallK = after(state.litWallK, light.onLitWall);
  state.shadedWallK = after(state.shadedWallK, light.onShadedWall);
}

/** Writes the hour's maps: warmth of all around, index, and what shade would take off it. */
function addAnswer(ground: HeatGround, light: HourLight, state: DayState, wantsRelief: boolean, maps: HeatMaps): void {
  const { open, crowns, side, isFree, lit, cellM } = ground;
  const { groundTaken, reachDown, scratch } = state;
  meanWithin(ground, groundTaken, isFree, Math.round(GROUND_SEEN_M / cellM), scratch);
  const litNow = lit[light.hour];
  const felt = utciTerms(light.airC, light.humidityPct);
  const utciTenths = new Int16Array(open.length).fill(NO_TENTHS);
  const radiantTenths = new Int16Array(open.length).fill(NO_TENTHS);
  const reliefTenths = new Uint8Array(wantsRelief ? open.length : 0);
  for (let cell = 0; cell < open.length; cell++) {
    if (!isFree[cell]) continue;
    const seen = open[cell];
    const freePart = seen > 0 ? 1 - crowns[cell] / seen : 1;
    const litPart = litPartOf(light, reachDown[cell]);
    const through = freePart + THROUGH_LEAVES * (1 - freePart);
    const taken =
      groundTaken[cell] +
      sunTaken(sunFrom(light, seen, through, litPart), (SIDES / 2) * sunFrom(light, side[cell], through, litPart)) +
      warmthTaken(
        warmthFrom(light, seen, freePart, litPart),
        (SIDES / 2) * warmthFrom(light, side[cell], freePart, litPart),
      );
    const litRatio = litNow ? litNow[cell] / LIT_STEPS : 0;
    const radiantC = radiantOfTaken(taken + litRatio * light.beamTaken);
    const wind = windAt(light.windMps, seen);
    const utciC = utciAt(felt, radiantC, wind);
    radiantTenths[cell] = Math.round(10 * radiantC);
    if (!Number.isNaN(utciC)) utciTenths[cell] = Math.round(10 * utciC);
    if (!wantsRelief || litRatio <= THROUGH_LEAVES) continue;
    const shadedC = utciAt(felt, radiantOfTaken(taken + Math.min(litRatio, THROUGH_LEAVES) * light.beamTaken), wind);
    if (utciC > shadedC) reliefTenths[cell] = Math.min(MAX_RELIEF_TENTHS, Math.round(10 * (utciC - shadedC)));
  }
  maps.utciTenths.push(utciTenths);
  maps.radiantTenths.push(radiantTenths);
  if (wantsRelief) maps.reliefTenths.push(reliefTenths);
}

/** The fluxes of one cell, as instruments there would measure them. */
function probeAt(ground: HeatGround, light: HourLight, state: DayState, cell: number, maps: HeatMaps): Probe {
  const seen = ground.open[cell];
  const freePart = seen > 0 ? 1 - ground.crowns[cell] / seen : 1;
  const litPart = litPartOf(light, state.reachDown[cell]);
  const through = freePart + THROUGH_LEAVES * (1 - freePart);
  const litNow = ground.lit[light.hour];
  const beam = litNow ? (light.beamDown * litNow[cell]) / LIT_STEPS : 0;
  const sunDown = beam + sunFrom(light, seen, through, litPart);
  const warmthDown = warmthFrom(light, seen, freePart, litPart);
  const { albedo, emissivity } = SURFACE_LIST[ground.surface[cell]];
  return {
    sunDown,
    sunUp: albedo * sunDown,
    warmthDown,
    warmthUp: emissivity * shineWPerM2(state.kelvin[cell]) + (1 - emissivity) * warmthDown,
    radiantC: maps.radiantTenths[maps.radiantTenths.length - 1][cell] / 10,
  };
}

/** Mean warmth of each surface outside buildings. */
function meanSurfaces({ surface, isFree }: HeatGround, { kelvin }: DayState): (number | null)[] {
  const sums = new Float64Array(SURFACE_LIST.length);
  const counts = new Float64Array(SURFACE_LIST.length);
  for (let cell = 0; cell < kelvin.length; cell++) {
    if (!isFree[cell]) continue;
    sums[surface[cell]] += kelvin[cell];
    counts[surface[cell]]++;
  }
  return SURFACE_LIST.map((_, i) => (counts[i] > 0 ? sums[i] / counts[i] - ZERO_C_K : null));
}
