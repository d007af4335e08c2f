/** Describes how the vehicles of one class drive; the symbols are those of the Intelligent Driver Model. */
export interface VehicleClass {
  name: string;
  lengthM: number;
  /** Gap that stays in front of a standing vehicle, s0. */
  standingGapM: number;
  /** Time gap that a driver keeps, T. */
  timeGapS: number;
  /** Greatest acceleration, a. */
  accelerationMps2: number;
  /** Comfortable braking, b. */
  brakingMps2: number;
  /** Greatest speed of the vehicle itself, whatever the limit of the road. */
  maxSpeedMps: number;
  /** Spread of the drivers' wish about the limit, as a standard deviation; cut at 0.8 and 1.2. */
  speedSpreadRatio: number;
  /** Bits of the groups of lanes that this class may use. */
  permits: number;
}

/** Lanes of this bit are open to everyone. */
export const GENERAL_LANE = 1;
/** Lanes of this bit alone are open to buses. */
export const BUS_LANE = 2;

/**
 * City preset: it discharges 1,900 vehicles an hour and lane at a signal with 1.7 to 2.0 s of start-up lost time. The usual
 * time gap of 1.2 s gives 1,715 an hour at most.
 */
export const CITY_CAR: VehicleClass = {
  name: 'car',
  lengthM: 4.8,
  standingGapM: 2,
  timeGapS: 0.9924,
  accelerationMps2: 2,
  brakingMps2: 2,
  maxSpeedMps: 70,
  speedSpreadRatio: 0.1,
  permits: GENERAL_LANE,
};

/** Ring preset: cars so slow to react that stop-and-go waves form by themselves (Sugiyama et al. 2008); no city uses it. */
export const RING_CAR: VehicleClass = {
  name: 'ring car',
  lengthM: 4.4,
  standingGapM: 2,
  timeGapS: 1,
  accelerationMps2: 1,
  brakingMps2: 1.5,
  maxSpeedMps: 70,
  speedSpreadRatio: 0,
  permits: GENERAL_LANE,
};
