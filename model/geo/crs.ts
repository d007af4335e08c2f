import { MessageError } from '../text/message.ts';
import { geoMessage } from './geo-messages.ts';
/** A name of a coordinate system that cannot be used. */
export class CrsError extends MessageError {
  override name = 'CrsError';
}

/** A coordinate reference system as readers use it: x is east or longitude, y is north or latitude, always in this order. */
export interface Crs {
  name: string;
  geographic: boolean;
  /** Turns pairs [from, to) of `xy` (counted in pairs) into WGS 84 degrees where they lie; NaN where there is no answer. */
  toLonLat(xy: Float64Array, from: number, to: number): void;
  fromLonLat(lonDeg: number, latDeg: number): [x: number, y: number];
  /** How far off positions may be for want of a public transformation to WGS 84; absent where it is a few metres at most. */
  accuracyM?: number;
}

/**
 * Geographic systems whose degrees are taken for WGS 84. They differ from it by what the plates moved since their epoch:
 * CGCS2000 0.4 m, JGD2011 1 m, ETRS89 0.8 m, NAD83 1–2 m, GDA94 1.8 m, GDA2020 and KGD2002 below 1 m.
 */
const GEOGRAPHIC = new Set([
  4326, 4979, 4490, 4480, 6668, 6697, 4612, 4258, 4937, 4269, 4617, 4283, 7844, 4737, 4166, 4610, 4214,
]);

/** Xian 1980 and Beijing 1954 have no public transformation: PROJ too takes the first for WGS 84 and shifts the second by a region at most. */
const UNSHIFTED_ACCURACY_M = 100;
const UNSHIFTED: readonly (readonly [first: number, last: number])[] = [
  [2327, 2390],
  [2401, 2442],
  [21413, 21423],
  [21453, 21463],
  [4610, 4610],
  [4214, 4214],
];

const GRS80 = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';
const tmerc = (lat0: number, lon0: number, k: number, x0: number, y0: number, rest = GRS80): string =>
  `+proj=tmerc +lat_0=${lat0} +lon_0=${lon0} +k=${k} +x_0=${x0} +y_0=${y0} ${rest}`;
const IAG75 = '+a=6378140 +rf=298.257 +units=m +no_defs';
const KRASOVSKY = '+ellps=krass +units=m +no_defs';
const BESSEL_SWISS = '+ellps=bessel +towgs84=674.374,15.056,405.346,0,0,0,0 +units=m +no_defs';
const swiss = (x0: number, y0: number): string =>
  `+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=${x0} +y_0=${y0} ${BESSEL_SWISS}`;

/** Origins of the Japanese plane rectangular zones I … XIX (MLIT notification 9 of 2002): latitude, longitude. */
const JAPAN: readonly (readonly [number, number])[] = [
  [33, 129.5],
  [33, 131],
  [36, 132 + 1 / 6],
  [33, 133.5],
  [36, 134 + 1 / 3],
  [36, 136],
  [36, 137 + 1 / 6],
  [36, 138.5],
  [36, 139 + 5 / 6],
  [40, 140 + 5 / 6],
  [44, 140.25],
  [44, 142.25],
  [44, 144.25],
  [26, 142],
  [26, 127.5],
  [26, 124],
  [26, 131],
  [20, 136],
  [26, 154],
];

/**
 * Single systems by EPSG code (parameters from the EPSG dataset; datum shifts good to about 1 m, British to 5 m, Dutch and Hong Kong 0.3 m).
 * The three rotations of `towgs84` turn position vectors (EPSG method 9606). A transformation that EPSG states as a rotation of the
 * coordinate frame (9607) has them with the other signs; taken as they stand they put Hong Kong 56 m and the Netherlands 171 m off.
 */
const SINGLE: Record<number, string> = {
  3857: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  2056: swiss(2600000, 1200000),
  21781: swiss(600000, 200000),
  28992:
    '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957388243134,0.343987817378283,-1.87740163998045,4.0725 +units=m +no_defs',
  5179: tmerc(38, 127.5, 0.9996, 1000000, 2000000),
  5180: tmerc(38, 125, 1, 200000, 500000),
  5181: tmerc(38, 127, 1, 200000, 500000),
  5182: tmerc(38, 127, 1, 200000, 550000),
  5183: tmerc(38, 129, 1, 200000, 500000),
  5184: tmerc(38, 131, 1, 200000, 500000),
  5185: tmerc(38, 125, 1, 200000, 600000),
  5186: tmerc(38, 127, 1, 200000, 600000),
  5187: tmerc(38, 129, 1, 200000, 600000),
  5188: tmerc(38, 131, 1, 200000, 600000),
  27700: tmerc(
    49,
    -2,
    0.9996012717,
    400000,
    -100000,
    '+ellps=airy +towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs',
  ),
  2154: `+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 ${GRS80}`,
  3826: tmerc(0, 121, 0.9999, 250000, 0),
  2326: tmerc(
    22.3121333333333,
    114.178555555556,
    1,
    836694.05,
    819069.8,
    '+ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243648,-1.158828,-1.094246 +units=m +no_defs',
  ),
  3067: `+proj=utm +zone=35 ${GRS80}`,
  3879: tmerc(0, 25, 1, 25500000, 0),
  3414: tmerc(1.36666666666667, 103.833333333333, 1, 28001.642, 38744.572, '+ellps=WGS84 +units=m +no_defs'),
};

/** Compound codes whose horizontal part is another code: RD + NAP, LV95 + LN02, JGD2011 zones + height are not in EPSG. */
const COMPOUND: Record<number, number> = { 7415: 28992, 9518: 4326, 9705: 4326, 5555: 25832 };

/** Runs of codes that count on zone by zone: first, last, what the n-th is. */
const SERIES: readonly (readonly [first: number, last: number, proj: (nth: number) => string])[] = [
  [32601, 32660, (n) => `+proj=utm +zone=${n + 1} +datum=WGS84 +units=m +no_defs`],
  [32701, 32760, (n) => `+proj=utm +zone=${n + 1} +south +datum=WGS84 +units=m +no_defs`],
  [25828, 25838, (n) => `+proj=utm +zone=${n + 28} ${GRS80}`],
  [26901, 26923, (n) => `+proj=utm +zone=${n + 1} ${GRS80}`],
  [28348, 28358, (n) => `+proj=utm +zone=${n + 48} +south ${GRS80}`],
  [7846, 7859, (n) => `+proj=utm +zone=${n + 46} +south ${GRS80}`],
  // CGCS2000 Gauss–Krüger: 6° zones 13–23 with the zone number before the easting, the same by central meridian, then 3° zones 25–45.
  [4491, 4501, (n) => tmerc(0, 75 + 6 * n, 1, (13 + n) * 1e6 + 500000, 0)],
  [4502, 4512, (n) => tmerc(0, 75 + 6 * n, 1, 500000, 0)],
  [4513, 4533, (n) => tmerc(0, 75 + 3 * n, 1, (25 + n) * 1e6 + 500000, 0)],
  [4534, 4554, (n) => tmerc(0, 75 + 3 * n, 1, 500000, 0)],
  // The same zones of Xian 1980 and Beijing 1954.
  [2327, 2337, (n) => tmerc(0, 75 + 6 * n, 1, (13 + n) * 1e6 + 500000, 0, IAG75)],
  [2338, 2348, (n) => tmerc(0, 75 + 6 * n, 1, 500000, 0, IAG75)],
  [2349, 2369, (n) => tmerc(0, 75 + 3 * n, 1, (25 + n) * 1e6 + 500000, 0, IAG75)],
  [2370, 2390, (n) => tmerc(0, 75 + 3 * n, 1, 500000, 0, IAG75)],
  [21413, 21423, (n) => tmerc(0, 75 + 6 * n, 1, (13 + n) * 1e6 + 500000, 0, KRASOVSKY)],
  [21453, 21463, (n) => tmerc(0, 75 + 6 * n, 1, 500000, 0, KRASOVSKY)],
  [2401, 2421, (n) => tmerc(0, 75 + 3 * n, 1, (25 + n) * 1e6 + 500000, 0, KRASOVSKY)],
  [2422, 2442, (n) => tmerc(0, 75 + 3 * n, 1, 500000, 0, KRASOVSKY)],
  [6669, 6687, (n) => tmerc(JAPAN[n][0], JAPAN[n][1], 0.9999, 0, 0)],
  [2443, 2461, (n) => tmerc(JAPAN[n][0], JAPAN[n][1], 0.9999, 0, 0)],
];

/** EPSG code of the many ways to write one; of a compound the horizontal part; null where there is none. */
export function epsgOf(name: string): number | null {
  if (/CRS\s*:?\s*84/i.test(name)) return 4326;
  const match = /EPSG(?:\/[\d.]+\/|::?|:[\d.]+:|\.xml#)(\d{4,6})/i.exec(name) ?? /^\s*(\d{4,6})\s*$/.exec(name);
  return match ? Number(match[1]) : null;
}

/** Throws CrsError for a name that is not known, of a code, a +proj string or well-known text; `where` begins its message. */
export async function crsOf(name: string, where: string): Promise<Crs> {
  const text = name.trim();
  if (/^GCJ-?02$/i.test(text)) return gcj02();
  if (/^BD-?09$/i.test(text)) return bd09();
  if (text.startsWith('+proj')) return text.includes('+proj=longlat') ? geographic(text) : projected(text, text, where);
  if (/^PROJ(CS|CRS)\s*[[(]/i.test(text)) return projected(nameOfWkt(text), text, where);
  if (/^GEO(GCS|GCRS|DCRS)\s*[[(]/i.test(text)) return geographic(nameOfWkt(text));
  const named = epsgOf(text);
  if (named === null) throw new CrsError(geoMessage('crs-name', { where, got: JSON.stringify(name.slice(0, 80)) }));
  const code = COMPOUND[named] ?? named;
  if (GEOGRAPHIC.has(code)) return accurate(geographic(`EPSG:${named}`), code);
  const series = SERIES.find(([first, last]) => code >= first && code <= last);
  const definition = series ? series[2](code - series[0]) : SINGLE[code];
  if (!definition) throw new CrsError(geoMessage('crs-code', { where, named }));
  return accurate(await projected(`EPSG:${named}`, definition, where), code);
}

function accurate(crs: Crs, code: number): Crs {
  const isUnshifted = UNSHIFTED.some(([first, last]) => code >= first && code <= last);
  return isUnshifted ? { ...crs, accuracyM: UNSHIFTED_ACCURACY_M } : crs;
}

/** What a system in well-known text is called. */
const nameOfWkt = (text: string): string => /"([^"]+)"/.exec(text)?.[1] ?? text.slice(0, 40);

/** Krasovsky 1940, on which the offset of GCJ-02 is defined. */
const KRASOVSKY_A_M = 6378245;
const KRASOVSKY_E2 = 0.006693421622965943;

/**
 * China's public map coordinates: WGS 84 moved by 100 to 700 m through a fixed function, known since 2010 by its code
 * ("eviltransform"). Undone by iteration to 1e-9 degrees; the function itself is matched to about 1 m. Outside China
 * there is no offset.
 */
function gcj02(): Crs {
  return {
    name: 'GCJ-02',
    geographic: true,
    toLonLat(xy, from, to) {
      for (let i = from; i < to; i++) {
        const lon = xy[2 * i];
        const lat = xy[2 * i + 1];
        if (!inChina(lon, lat)) continue;
        let x = lon;
        let y = lat;
        for (let round = 0; round < 8; round++) {
          const [dx, dy] = gcj02Offset(x, y);
          [x, y] = [lon - dx, lat - dy];
        }
        xy[2 * i] = x;
        xy[2 * i + 1] = y;
      }
    },
    fromLonLat(lonDeg, latDeg) {
      if (!inChina(lonDeg, latDeg)) return [lonDeg, latDeg];
      const [dx, dy] = gcj02Offset(lonDeg, latDeg);
      return [lonDeg + dx, latDeg + dy];
    },
  };
}

/**
 * Baidu's map coordinates: GCJ-02 turned and moved once more, by about 0.0065° (published with its code, as `gcoord` and `coordtransform`
 * have it). The way back is iterated, so that there and back is one place.
 */
function bd09(): Crs {
  const below = gcj02();
  return {
    name: 'BD-09',
    geographic: true,
    toLonLat(xy, from, to) {
      for (let i = from; i < to; i++) {
        const lon = xy[2 * i];
        const lat = xy[2 * i + 1];
        if (!inChina(lon, lat)) continue;
        let x = lon;
        let y = lat;
        for (let round = 0; round < 8; round++) {
          const [bdX, bdY] = bd09Of(x, y);
          x += lon - bdX;
          y += lat - bdY;
        }
        xy[2 * i] = x;
        xy[2 * i + 1] = y;
      }
      below.toLonLat(xy, from, to);
    },
    fromLonLat(lonDeg, latDeg) {
      const [x, y] = below.fromLonLat(lonDeg, latDeg);
      return inChina(lonDeg, latDeg) ? bd09Of(x, y) : [x, y];
    },
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

function gcj02Offset(lonDeg: number, latDeg: number): [lonDeg: number, latDeg: number] {
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
    (east * 180) / ((KRASOVSKY_A_M / sqrt(magic)) * cos(lat) * PI),
    (north * 180) / (((KRASOVSKY_A_M * (1 - KRASOVSKY_E2)) / (magic * sqrt(magic))) * PI),
  ];
}

function geographic(name: string): Crs {
  return { name, geographic: true, toLonLat: () => undefined, fromLonLat: (lonDeg, latDeg) => [lonDeg, latDeg] };
}

async function projected(name: string, definition: string, where: string): Promise<Crs> {
  const { default: proj4 } = await import('proj4');
  let converter: { forward: (xy: number[]) => number[]; inverse: (xy: number[]) => number[] };
  try {
    converter = proj4(definition, 'EPSG:4326');
  } catch (error) {
    throw new CrsError(
      geoMessage('crs-projection', {
        where,
        got: JSON.stringify(definition.slice(0, 80)),
        reason: error instanceof Error ? error.message : String(error),
      }),
    );
  }
  return {
    name,
    geographic: false,
    toLonLat(xy, from, to) {
      const point = [0, 0];
      for (let i = from; i < to; i++) {
        point[0] = xy[2 * i];
        point[1] = xy[2 * i + 1];
        if (!Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
          xy[2 * i] = Number.NaN;
          continue;
        }
        const out = converter.forward(point);
        xy[2 * i] = out[0];
        xy[2 * i + 1] = out[1];
      }
    },
    fromLonLat(lonDeg, latDeg) {
      const out = converter.inverse([lonDeg, latDeg]);
      return [out[0], out[1]];
    },
  };
}
