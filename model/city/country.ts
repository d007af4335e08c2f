import type { Manifest } from './manifest.ts';

/** Country of a city by ISO 3166-1, and whether its file states it or its time zone shows it. */
export interface CityCountry {
  code: string;
  from: 'stated' | 'zone';
}

/** Time zones by country, of the countries whose rules the program has (tz database, `zone.tab`). A zone that only counts hours shows no country. */
const ZONES: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  CH: 'Europe/Zurich',
  CN: 'Asia/Shanghai Asia/Urumqi',
  CY: 'Asia/Nicosia Asia/Famagusta',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin Europe/Busingen',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  ES: 'Europe/Madrid Africa/Ceuta Atlantic/Canary',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IS: 'Atlantic/Reykjavik',
  IT: 'Europe/Rome',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MK: 'Europe/Skopje',
  MT: 'Europe/Malta',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon Atlantic/Azores Atlantic/Madeira',
  RO: 'Europe/Bucharest',
  RS: 'Europe/Belgrade',
  SE: 'Europe/Stockholm',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  TR: 'Europe/Istanbul',
};

const COUNTRY_OF = new Map(
  Object.entries(ZONES).flatMap(([code, zones]) => zones.split(' ').map((zone) => [zone, code] as const)),
);

/** Returns the country of a city: the one that its file states, else that of its time zone; null: neither shows one. */
export function countryOf({ country, zone }: Pick<Manifest, 'country' | 'zone'>): CityCountry | null {
  if (country !== undefined) return { code: country, from: 'stated' };
  const code = COUNTRY_OF.get(zone);
  return code === undefined ? null : { code, from: 'zone' };
}
