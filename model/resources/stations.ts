import type { Text } from '../text/text.ts';
import type { VehicleKind } from './vehicle-kinds.ts';

/** These words of OpenStreetMap and of Chinese directories tell what a station is; hydrants and traffic offices are none. */
const STATIONS = [
  { is: 'fire', words: /^fire_station$|消防(救援)?(站|队|中队|大队|支队)/, name: { zh: '消防站', en: 'Fire station' } },
  { is: 'police', words: /^police$|派出所|公安(分)?局|警察局/, name: { zh: '警察局', en: 'Police' } },
  {
    is: 'ambulance',
    words: /^ambulance_station$|急救(站|中心)/,
    name: { zh: '急救站', en: 'Ambulance station' },
  },
  { is: 'hospital', words: /^hospital$|医院/, name: { zh: '医院', en: 'Hospital' } },
  {
    is: 'shelter',
    words: /^assembly_point$|避难(场所|点)|应急集合点/,
    name: { zh: '集合点', en: 'Assembly point' },
  },
] as const;

/** The kinds of stations by their ids. */
export type StationKind = (typeof STATIONS)[number]['is'];

/** Returns the kind of station that any of its words tells; null: they name none. */
export const stationOf = (values: readonly string[]): { is: StationKind; name: Text } | null =>
  STATIONS.find(({ words }) => values.some((value) => words.test(value))) ?? null;

/** Teams of stations by their kind, with the vehicle that is supposed where nobody states one; shelters have none. */
export const STATION_TEAMS: Readonly<Partial<Record<StationKind, { team: string; vehicle: VehicleKind['id'] }>>> = {
  fire: { team: 'fire', vehicle: 'engine' },
  police: { team: 'police', vehicle: 'patrol' },
  ambulance: { team: 'medical', vehicle: 'ambulance' },
  hospital: { team: 'medical', vehicle: 'ambulance' },
};
