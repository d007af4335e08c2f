import type { DemoCity } from '../demo-city.ts';
import type { District } from '../plan.ts';
import { wholeNumber } from '../shape/random.ts';

/** Pressure pipes and cables of the streets: outside size by rank of street, and the cover that they are laid at. */
interface StreetPipe {
  dnMm: readonly [number, number];
  outsideM: readonly [number, number];
  box: boolean;
  /**
   * Every system has a depth of its own, so that the dozens of crossings of one junction mostly pass each other as they
   * are, and only what meets a sewer or a trunk has to move.
   */
  coverM: number;
  material: readonly [string, string];
  pressureMPa: number | undefined;
}

const STREET_PIPES: Readonly<Record<'RL' | 'JS' | 'RQ' | 'DL' | 'TX', StreetPipe>> = {
  RL: {
    dnMm: [200, 250],
    outsideM: [0.315, 0.4],
    box: false,
    coverM: 2.7,
    material: ['pre-insulated steel', 'pre-insulated steel'],
    pressureMPa: 1.0,
  },
  JS: {
    dnMm: [200, 300],
    outsideM: [0.22, 0.33],
    box: false,
    coverM: 2.2,
    material: ['ductile iron', 'ductile iron'],
    pressureMPa: 0.3,
  },
  RQ: {
    dnMm: [150, 200],
    outsideM: [0.16, 0.22],
    box: false,
    coverM: 1.8,
    material: ['PE100', 'PE100'],
    pressureMPa: 0.2,
  },
  DL: {
    dnMm: [300, 300],
    outsideM: [0.3, 0.3],
    box: true,
    coverM: 1.25,
    material: ['cable duct', 'cable duct'],
    pressureMPa: undefined,
  },
  TX: {
    dnMm: [200, 200],
    outsideM: [0.2, 0.2],
    box: true,
    coverM: 0.9,
    material: ['duct', 'duct'],
    pressureMPa: undefined,
  },
};

export type StreetSystem = keyof typeof STREET_PIPES;

export const streetPipe = (system: StreetSystem) => STREET_PIPES[system];

const OLD: ReadonlySet<District['kind']> = new Set(['old-town', 'slab', 'village', 'mixed']);

export function streetYear(city: DemoCity, districtId: string | null, random: () => number): number {
  const kind = city.plan.districts.find((d) => d.id === districtId)?.kind;
  return kind !== undefined && OLD.has(kind) ? wholeNumber(random, 1986, 2012) : wholeNumber(random, 2004, 2024);
}
