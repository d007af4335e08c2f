import { BAND_HZ } from './bands.ts';

/** The air that sound goes through. */
interface Air {
  temperatureC: number;
  humidityPct: number;
  pressureKPa: number;
}

/** The air of the directive's own examples: 10 °C, 70 %, one atmosphere. */
export const USUAL_AIR: Air = { temperatureC: 10, humidityPct: 70, pressureKPa: 101.325 };

const ZERO_K = 273.15;
const REFERENCE_K = 293.15;
const TRIPLE_POINT_K = 273.16;
const REFERENCE_KPA = 101.325;

/** The exact middle of an octave whose nominal middle is given: a power of ten times a kilohertz (ISO 9613-1, table 1). */
const exactHz = (nominalHz: number): number => 1000 * 10 ** ((3 * Math.round(Math.log2(nominalHz / 1000))) / 10);

/** Absorption of pure tones by air at each mid-band frequency, dB per kilometre (ISO 9613-1:1993, formulas 3 to 5 and B.2, B.3). */
export function airAbsorptionDbPerKm({ temperatureC, humidityPct, pressureKPa }: Air): number[] {
  const kelvin = temperatureC + ZERO_K;
  const warmth = kelvin / REFERENCE_K;
  const pressure = pressureKPa / REFERENCE_KPA;
  const vapour = 10 ** (-6.8346 * (TRIPLE_POINT_K / kelvin) ** 1.261 + 4.6151);
  const molarPct = (humidityPct * vapour) / pressure;
  const oxygenHz = pressure * (24 + (4.04e4 * molarPct * (0.02 + molarPct)) / (0.391 + molarPct));
  const nitrogenHz = pressure * warmth ** -0.5 * (9 + 280 * molarPct * Math.exp(-4.17 * (warmth ** (-1 / 3) - 1)));
  return BAND_HZ.map((nominal) => {
    const hz = exactHz(nominal);
    const classical = (1.84e-11 / pressure) * Math.sqrt(warmth);
    const oxygen = (0.01275 * Math.exp(-2239.1 / kelvin)) / (oxygenHz + hz ** 2 / oxygenHz);
    const nitrogen = (0.1068 * Math.exp(-3352 / kelvin)) / (nitrogenHz + hz ** 2 / nitrogenHz);
    return 1000 * 8.686 * hz ** 2 * (classical + warmth ** -2.5 * (oxygen + nitrogen));
  });
}
