import * as v from 'valibot';
import { enuFromLonLat } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import { type CameraStream, streamOf } from './camera-stream.ts';
import { cityMessage } from './city-messages.ts';
import { GridError, parseAs } from './grid.ts';

/** Cameras of a city: `cameras.json`. Places are either `at`, east and north in metres of the origin, or `lonLat`, WGS 84 degrees. */
const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Angle = v.pipe(v.number(), v.minValue(1), v.maxValue(179));
const Range = v.pipe(v.number(), v.minValue(1), v.maxValue(5000));
const Pixels = v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(100_000));
const Name = v.object({ zh: v.string(), en: v.string() });

const CamerasFile = v.object({
  /** Angle across the picture, and range in which it is of use, of every camera that does not state its own. */
  fovDeg: v.optional(Angle),
  rangeM: v.optional(Range),
  cameras: v.array(
    v.object({
      id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      name: Name,
      at: v.optional(v.tuple([Metres, Metres])),
      lonLat: v.optional(v.tuple([v.number(), v.number()])),
      /** Elevation of the ground or deck that its pole stands on; absent: the city's ground there. */
      groundM: v.optional(v.nullable(Metres), null),
      aboveGroundM: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
      headingDeg: v.pipe(v.number(), v.minValue(-360), v.maxValue(360)),
      /** Above the horizon. */
      tiltDeg: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
      fovDeg: v.optional(Angle),
      rangeM: v.optional(Range),
      /** Width and height of the picture. */
      pixels: v.optional(v.tuple([Pixels, Pixels])),
      /** Where the picture can be had (an HLS playlist, `https://host/camera.m3u8`, or a WHEP endpoint, `https://host/camera/whep`), and whether it can now. */
      stream: v.optional(v.pipe(v.string(), v.maxLength(2000))),
      state: v.optional(v.picklist(['online', 'offline', 'unknown']), 'unknown'),
    }),
  ),
});

/** Until a city tells them: 62° across, of use up to 160 m, 1920 × 1080 pixels, on a pole of 4 m, 15° down (own marks, 待核). */
export const CAMERA_DEFAULTS = {
  fovDeg: 62,
  rangeM: 160,
  pixels: [1920, 1080],
  aboveGroundM: 4,
  tiltDeg: -15,
} as const;

/** A camera with everything that its picture is computed from; `assumed` names what the city did not tell. */
export interface CityCamera {
  id: string;
  name: { zh: string; en: string };
  at: [eastM: number, northM: number];
  groundM: number | null;
  aboveGroundM: number;
  headingDeg: number;
  tiltDeg: number;
  fovDeg: number;
  rangeM: number;
  pixels: readonly [width: number, height: number];
  state: 'online' | 'offline' | 'unknown';
  /** Absent: the city tells none that a page can show. */
  stream?: CameraStream;
  assumed: readonly ('fov' | 'range' | 'pixels' | 'height' | 'tilt')[];
}

/** Parses `cameras.json`; throws GridError that names the place, what was expected and what came. */
export function parseCameras(json: unknown, origin: LonLat, file = 'cameras.json'): CityCamera[] {
  const { cameras, ...common } = parseAs(CamerasFile, json, file);
  const ids = new Set<string>();
  return cameras.map(({ at, lonLat, fovDeg, rangeM, pixels, stream: streamValue, ...camera }, i) => {
    const place = `cameras.${i}`;
    if (ids.has(camera.id)) throw new GridError(cityMessage('id-twice', { file, list: 'cameras', i, id: camera.id }));
    ids.add(camera.id);
    if (!at && !lonLat) throw new GridError(cityMessage('no-place', { file, place }));
    const [lonDeg, latDeg] = lonLat ?? [0, 0];
    const [eastM, northM] = at ?? enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    const fov = fovDeg ?? common.fovDeg;
    const range = rangeM ?? common.rangeM;
    const stream = streamValue === undefined ? null : streamOf(streamValue);
    return {
      ...camera,
      ...(stream ? { stream } : {}),
      at: [eastM, northM],
      fovDeg: fov ?? CAMERA_DEFAULTS.fovDeg,
      rangeM: range ?? CAMERA_DEFAULTS.rangeM,
      pixels: pixels ?? CAMERA_DEFAULTS.pixels,
      assumed: [
        ...(fov === undefined ? (['fov'] as const) : []),
        ...(range === undefined ? (['range'] as const) : []),
        ...(pixels === undefined ? (['pixels'] as const) : []),
      ],
    };
  });
}
