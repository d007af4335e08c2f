import { crsOf } from '../../model/geo/crs.ts';
import { codeRow } from '../../model/geo/crs-codes.ts';
import { atLeast, atMost, type ValidationCase } from './verdict.ts';

/** A place that a survey or a standard gives in degrees and in the plane. */
interface ControlPoint {
  code: number;
  lonDeg: number;
  latDeg: number;
  x: number;
  y: number;
  source: string;
  /** The degrees are of the system's own datum, as most worked examples have them; else of WGS 84. */
  ownDatum: boolean;
}

const GIGS = 'IOGP GIGS, test series 5100';
const NOTE_7_2 = 'IOGP Guidance Note 373-7-2, worked example';
const GDA = 'GDA technical manual (ICSM), Flinders Peak and Buninyong';
const ARC = 'arc of the meridian from the equator to 45°, GRS 80: 4,984,944.378 m';

const degrees = (whole: number, minutes: number, seconds: number): number =>
  Math.sign(whole) * (Math.abs(whole) + minutes / 60 + seconds / 3600);

type Row = [code: number, lonDeg: number, latDeg: number, x: number, y: number];
const points = (source: string, ownDatum: boolean, rows: Row[]): ControlPoint[] =>
  rows.map(([code, lonDeg, latDeg, x, y]) => ({ code, lonDeg, latDeg, x, y, source, ownDatum }));

const POINTS: ControlPoint[] = [
  ...points(GIGS, true, [
    [2192, 5, 53, 779816.748, 2893981.68],
    [2921, -108, 41, 2606245.52, 3543182.55],
    [3001, 120, -2, 5009726.58, 679490.65],
    [3035, 5, 50, 3962799.451, 2999718.853],
    [3376, 117, 2, 813851.067, 222645.511],
    [3568, -108, 41, 2606240.3, 3543175.46],
    [5880, -45, -6, 5996378.7098, 9328349.9441],
    [23700, 17.2, 48, 512056.188, 296756.716],
    [28354, 146, -40, 926893.302, 5560253.083],
    [31370, 4, 50, 123652.406, 76521.628],
    [31370, 5, 53, 192504.921, 410490.433],
    [32631, 8, 60, 778711.23, 6661953.041],
  ]),
  ...points(NOTE_7_2, true, [
    [3002, 120, -3, 5009726.58, 569150.82],
    [3388, 53, 53, 165704.29, 5171848.07],
    [5514, degrees(16, 50, 59.179), degrees(50, 12, 32.4416), -568991, -1050538.63],
    [24200, degrees(-76, 56, 37.26), degrees(17, 55, 55.8), 255966.58, 142493.51],
    [27700, 0.5, 50.5, 577274.99, 69740.5],
    [28992, 6, 53, 196105.283, 557057.739],
    [29873, degrees(115, 48, 19.8196), degrees(5, 23, 14.1129), 679245.73, 596562.78],
    [30200, -62, 10, 66644.94, 82536.22],
    [32040, -96, 28.5, 2963503.91, 254759.8],
  ]),
  ...points(NOTE_7_2, false, [
    [3032, 120, -75, 7255380.79, 7053389.56],
    [3857, degrees(-100, 20, 0), degrees(24, 22, 54.433), -11169055.58, 2800000],
    [32661, 44, 73, 3320416.75, 632668.43],
  ]),
  ...points(GDA, true, [
    [7855, degrees(144, 25, 29.5244), degrees(-37, 57, 3.7203), 273741.297, 5796489.777],
    [28355, degrees(143, 55, 35.3839), degrees(-37, 39, 10.1561), 228854.052, 5828259.038],
    [28355, degrees(144, 25, 29.5244), degrees(-37, 57, 3.7203), 273741.297, 5796489.777],
  ]),
  ...points('Ordnance Survey, water tower at Caister, on its own datum', true, [
    [27700, degrees(1, 43, 4.5177), degrees(52, 39, 27.2531), 651409.903, 313177.27],
  ]),
  ...points('JHS 197, example of ETRS-TM35FIN', true, [
    [3067, 19.84813676944, 60.3851068722, 106256.3596, 6715706.3771],
  ]),
  ...points('Lands Department of Hong Kong, its conversion service', false, [
    [2326, 114.168562005, 22.294313001, 835411.431, 817266.016],
  ]),
  ...points(ARC, false, [
    [4498, 117, 45, 20500000, 4984944.378],
    [4508, 111, 45, 500000, 4984944.378],
    [4526, 114, 45, 38500000, 4984944.378],
    [4547, 114, 45, 500000, 4984944.378],
  ]),
  ...points('origin as the survey defines it', true, [
    [2056, degrees(7, 26, 22.5), degrees(46, 57, 8.66), 2600000, 1200000],
    [2154, 3, 46.5, 700000, 6600000],
    [3414, 103 + 50 / 60, 1 + 22 / 60, 28001.642, 38744.572],
    [5186, 127, 38, 200000, 600000],
    [6677, 139 + 5 / 6, 36, 0, 0],
  ]),
];

async function offM({ code, lonDeg, latDeg, x, y, ownDatum, source }: ControlPoint): Promise<number> {
  const row = await codeRow(code);
  if (!row) throw new Error(`cities.controlPoints: EPSG:${code} is not in the table`);
  const crs = await crsOf(ownDatum ? `${row.proj} +no_defs` : `EPSG:${code}`, 'control point');
  const [gotX, gotY] = crs.fromLonLat(lonDeg, latDeg);
  const unitM = Number(/\+to_meter=([\d.]+)/.exec(row.proj)?.[1] ?? (/\+units=(?:us-)?ft/.test(row.proj) ? 0.3048 : 1));
  const distanceM = Math.hypot(gotX - x, gotY - y) * unitM;
  if (distanceM > MARK_M)
    process.stderr.write(`cities.controlPoints: EPSG:${code} ${distanceM.toFixed(3)} m, ${source}\n`);
  return distanceM;
}

const MARK_M = 0.05;

export const CASES: ValidationCase[] = [
  {
    name: 'cities.controlPoints',
    quick: true,
    async run() {
      const distancesM = await Promise.all(POINTS.map(offM));
      return [
        atLeast('cities.controlPoints codes', new Set(POINTS.map(({ code }) => code)).size, 30),
        atMost('cities.controlPoints worst, m', Number(Math.max(...distancesM).toFixed(4)), MARK_M),
      ];
    },
  },
];
