import { BANDS, dbOfEnergy, energyOfDb } from './bands.ts';

/** Classes of vehicles that the method tells apart: 1 cars, 2 medium, 3 heavy, 4b motorcycles. */
export const VEHICLES = ['cars', 'medium', 'heavy', 'motorcycles'] as const;
export type Vehicle = (typeof VEHICLES)[number];

/** A spectrum of levels by band, dB. */
type Spectrum = readonly number[];

interface VehicleNoise {
  /** Rolling noise at 70 km/h and its growth with the logarithm of speed; null: the engine alone makes noise. */
  rolling: { at70Db: Spectrum; growthDb: Spectrum } | null;
  /** Propulsion noise at 70 km/h and its growth with speed. */
  propulsion: { at70Db: Spectrum; growthDb: Spectrum };
  /** What a degree below 20 °C adds to rolling noise, dB. */
  coldDbPerK: number;
  /** What starting and braking at a junction with lights or a roundabout adds to rolling and propulsion, dB at the junction. */
  junctionDb: Readonly<Record<JunctionKind, readonly [rolling: number, propulsion: number]>>;
}

/** A crossing with lights, or a roundabout. */
type JunctionKind = 'crossing' | 'roundabout';

const CAR_JUNCTION = { crossing: [-4.5, 5.5], roundabout: [-4.4, 3.1] } as const;
const TRUCK_JUNCTION = { crossing: [-4, 9], roundabout: [-2.3, 6.7] } as const;

/** Coefficients of Directive (EU) 2015/996 as amended by 2021/1226, appendix F, by octave from 63 Hz to 8 kHz. */
const NOISE: Readonly<Record<Vehicle, VehicleNoise>> = {
  cars: {
    rolling: {
      at70Db: [83.1, 89.2, 87.7, 93.1, 100.1, 96.7, 86.8, 76.2],
      growthDb: [30, 41.5, 38.9, 25.7, 32.5, 37.2, 39, 40],
    },
    propulsion: {
      at70Db: [97.9, 92.5, 90.7, 87.2, 84.7, 88, 84.4, 77.1],
      growthDb: [-1.3, 7.2, 7.7, 8, 8, 8, 8, 8],
    },
    coldDbPerK: 0.08,
    junctionDb: CAR_JUNCTION,
  },
  medium: {
    rolling: {
      at70Db: [88.7, 93.2, 95.7, 100.9, 101.7, 95.1, 87.8, 83.6],
      growthDb: [30, 35.8, 32.6, 23.8, 30.1, 36.2, 38.3, 40.1],
    },
    propulsion: {
      at70Db: [105.5, 100.2, 100.5, 98.7, 101, 97.8, 91.2, 85],
      growthDb: [-1.9, 4.7, 6.4, 6.5, 6.5, 6.5, 6.5, 6.5],
    },
    coldDbPerK: 0.04,
    junctionDb: TRUCK_JUNCTION,
  },
  heavy: {
    rolling: {
      at70Db: [91.7, 96.2, 98.2, 104.9, 105.1, 98.5, 91.1, 85.6],
      growthDb: [30, 33.5, 31.3, 25.4, 31.8, 37.1, 38.6, 40.6],
    },
    propulsion: {
      at70Db: [108.8, 104.2, 103.5, 102.9, 102.6, 98.5, 93.8, 87.5],
      growthDb: [0, 3, 4.6, 5, 5, 5, 5, 5],
    },
    coldDbPerK: 0.04,
    junctionDb: TRUCK_JUNCTION,
  },
  motorcycles: {
    rolling: null,
    propulsion: {
      at70Db: [99.9, 101.9, 96.7, 94.4, 95.2, 94.7, 92.1, 88.6],
      growthDb: [3.2, 5.9, 11.9, 11.6, 11.5, 12.6, 11.1, 12],
    },
    coldDbPerK: 0,
    junctionDb: { crossing: [0, 0], roundabout: [0, 0] },
  },
};

const REFERENCE_KMPH = 70;
/** Beyond this distance a junction changes nothing, metres. */
const JUNCTION_REACH_M = 100;
/** Temperature at which the coefficients hold. */
const WARM_C = 20;
/** Slower than this the rolling formulas do not hold (directive 2.2.1). */
const SLOWEST_KMPH = 20;

/** How a stream of vehicles goes over a piece of road. */
interface StreamState {
  vehicle: Vehicle;
  perHour: number;
  speedKmPerH: number;
  airC: number;
  /** What the surface adds to rolling noise against the reference surface, dB. */
  surfaceDb: number;
  /** Per cent along the way that is gone; up is above 0. */
  slopePct: number;
  junction: { kind: JunctionKind; distanceM: number } | null;
}

/** What a slope adds to propulsion noise, dB (directive 2.2.13 to 2.2.16; the slope counts to 12 %). */
function slopeDb(vehicle: Vehicle, slopePct: number, speedKmPerH: number): number {
  const slope = Math.min(12, Math.abs(slopePct));
  const isUp = slopePct > 0;
  if (vehicle === 'cars') return isUp ? (Math.max(0, slope - 2) / 1.5) * (speedKmPerH / 100) : Math.max(0, slope - 6);
  if (vehicle === 'medium')
    return isUp ? slope * (speedKmPerH / 100) : (Math.max(0, slope - 4) / 0.7) * ((speedKmPerH - 20) / 100);
  if (vehicle === 'heavy')
    return isUp ? (slope * speedKmPerH) / 100 / 0.8 : (Math.max(0, slope - 4) / 0.5) * ((speedKmPerH - 10) / 100);
  return 0;
}

/** Sound power of a stream on a metre of road, dB by band; −∞ where nobody drives. */
export function streamPowerDbPerM(state: StreamState): Float64Array {
  const { vehicle, perHour, airC, surfaceDb, slopePct, junction } = state;
  const { rolling, propulsion, coldDbPerK, junctionDb } = NOISE[vehicle];
  const speed = Math.max(SLOWEST_KMPH, state.speedKmPerH);
  const decade = Math.log10(speed / REFERENCE_KMPH);
  const nearness = junction ? Math.max(0, 1 - junction.distanceM / JUNCTION_REACH_M) : 0;
  const [rollingJunction, propulsionJunction] = junctionDb[junction?.kind ?? 'crossing'];
  const rollingMore = coldDbPerK * (WARM_C - airC) + surfaceDb + nearness * rollingJunction;
  // A quiet surface dampens the engine's sound too; a rough one does not make it louder (directive 2.2.19).
  const propulsionMore = slopeDb(vehicle, slopePct, speed) + Math.min(0, surfaceDb) + nearness * propulsionJunction;
  const flowDb = dbOfEnergy(perHour / (1000 * speed));
  return Float64Array.from({ length: BANDS }, (_, band) => {
    const engine = propulsion.at70Db[band] + (propulsion.growthDb[band] * (speed - REFERENCE_KMPH)) / REFERENCE_KMPH;
    const tyres = rolling ? rolling.at70Db[band] + rolling.growthDb[band] * decade : Number.NEGATIVE_INFINITY;
    return dbOfEnergy(energyOfDb(engine + propulsionMore) + energyOfDb(tyres + rollingMore)) + flowDb;
  });
}
