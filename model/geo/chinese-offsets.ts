import type { Conversion } from './conversion.ts';

/** Krasovsky 1940, on which the offset of GCJ-02 is defined. */
const KRASOVSKY_A_M = 6378245;
const KRASOVSKY_E2 = 0.006693421622965943;

type Offset = (lonDeg: number, latDeg: number) => [lonDeg: number, latDeg: number];

/**
 * China's public map coordinates: WGS 84 moved by 100 to 700 m through a fixed function, known since 2010 by its code
 * ("eviltransform"). Undone by iteration to 1e-9 degrees; the function itself is matched to about 1 m. Outside China
 * there is no offset.
 */
export const gcj02 = (): Conversion => moved('GCJ-02', gcj02Of);

/**
 * Baidu's map coordinates: GCJ-02 turned and moved once more, by about 0.0065° (published with its code, as `gcoord` and `coordtransform`
 * have it). The way back is iterated, so that there and back is one place.
 */
export const bd09 = (): Conversion => moved('BD-09', (lonDeg, latDeg) => bd09Of(...gcj02Of(lonDeg, latDeg)));

/** WGS 84 moved inside China by `moving`, which is near enough to a shift to be undone by eight rounds. */
function moved(name: string, moving: Offset): Conversion {
  return {
    name,
    geographic: true,
    toLonLat(xy, from, to) {
      for (let i = from; i < to; i++) {
        const lon = xy[2 * i];
        const lat = xy[2 * i + 1];
        if (!inChina(lon, lat)) continue;
        let x = lon;
        let y = lat;
        for (let round = 0; round < 8; round++) {
          const [movedX, movedY] = moving(x, y);
          x += lon - movedX;
          y += lat - movedY;
        }
        xy[2 * i] = x;
        xy[2 * i + 1] = y;
      }
    },
    fromLonLat: (lonDeg, latDeg) => (inChina(lonDeg, latDeg) ? moving(lonDeg, latDeg) : [lonDeg, latDeg]),
  };
}

function bd09Of(x: number, y: number): [lonDeg: number, latDeg: number] {
  const turn = (Math.PI * 3000) / 180;
  const radius = Math.hypot(x, y) + 0.00002 * Math.sin(y * turn);
  const angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * turn);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

const inChina = (lonDeg: number, latDeg: number): boolean =>
  lonDeg >= 72.004 && lonDeg <= 137.8347 && latDeg >= 0.8293 && latDeg <= 55.8271;

function gcj02Of(lonDeg: number, latDeg: number): [lonDeg: number, latDeg: number] {
  const x = lonDeg - 105;
  const y = latDeg - 35;
  const { PI, sin, cos, sqrt, abs } = Math;
  const both = 20 * sin(6 * x * PI) + 20 * sin(2 * x * PI);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    (2 / 3) * (both + 20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    (2 / 3) * (both + 20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI));
  const lat = (latDeg / 180) * PI;
  const magic = 1 - KRASOVSKY_E2 * sin(lat) ** 2;
  return [
    lonDeg + (east * 180) / ((KRASOVSKY_A_M / sqrt(magic)) * cos(lat) * PI),
    latDeg + (north * 180) / (((KRASOVSKY_A_M * (1 - KRASOVSKY_E2)) / (magic * sqrt(magic))) * PI),
  ];
}
