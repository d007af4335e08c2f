import type { Side } from '../../twin/look-ahead.ts';

/** Reach of the box around an incident that says nothing else. */
const USUAL_REACH_M = 600;

/** What the form of a look ahead has filled in of the water. */
export interface WaterDraft {
  horizonMin: 30 | 60 | 120 | 180;
  reachM: number;
  /** Null: nobody chose; what gauges report where they do, else a design storm. */
  rain: 'live' | 'design' | null;
  depthMm: number;
  /** Empty: all levees hold. */
  breach: string;
  breachMin: number;
  closedMin: number;
  factor: number;
  isWithOrders: boolean;
  isHeavier: boolean;
  isClosed: boolean;
}

/** What it has filled in of the people. */
export interface PeopleDraft {
  isOn: boolean;
  reachM: number;
  perM2: number;
  seatedPct: number;
  laterMin: number;
  isNow: boolean;
  isLater: boolean;
  shut: Side | 'none';
}

/** The form of an incident: kept while the page is open, so that going to the log and back empties nothing. */
export interface AheadDraft {
  water: WaterDraft;
  people: PeopleDraft;
}

/** What stands there first. */
export const USUAL_DRAFT: AheadDraft = {
  water: {
    horizonMin: 60,
    reachM: USUAL_REACH_M,
    rain: null,
    depthMm: 60,
    breach: '',
    breachMin: 0,
    closedMin: 30,
    factor: 1.5,
    isWithOrders: true,
    isHeavier: true,
    isClosed: true,
  },
  people: {
    isOn: false,
    reachM: 200,
    perM2: 0.02,
    seatedPct: 0,
    laterMin: 10,
    isNow: true,
    isLater: true,
    shut: 'none',
  },
};
