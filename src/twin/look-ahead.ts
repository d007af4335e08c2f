import type { OrderedPump } from '../../model/incidents/look-ahead.ts';
import type { Side } from '../../model/questions/look-ahead.ts';
import type { Text } from '../../model/text/text.ts';
import type { RoadWorks } from './roads.ts';
import { serviceKey } from './services.ts';

/** What all variants of one look-ahead share: the place, how far ahead, what falls and what gives way. */
export interface WaterSituation {
  at: readonly [eastM: number, northM: number];
  /** Half a side of the box around the place. */
  reachM: number;
  /** UTC; the variants begin here, or so long before it as rain and levels are read. */
  nowMs: number;
  horizonMin: number;
  /**
   * What the gauges tell, and on like its end, as the city's numbers of the look-ahead say; so much from now to the horizon; or the water of a past moment as its record has it: rain,
   * rivers, breaches and works of that run, from its start.
   */
  rain: { kind: 'live' } | { kind: 'design'; depthMm: number } | { kind: 'record'; source: WaterSource };
  /** A planned breach that is taken to open beside those of a record; null: none. */
  breach: { id: string; inMin: number } | null;
}

/** Where the water of a past moment is known from: a run of this window, or a case that the file of an incident names, and its start. */
export type WaterSource = { kind: 'run'; run: string } | { kind: 'case'; case: string; startMs: number };

/** The water of a past moment. */
export interface WaterRecord {
  source: WaterSource;
  name: Text;
  /** UTC; the moments that it knows. */
  startMs: number;
  endMs: number;
  /** It has a levee that gives way. */
  hasBreach: boolean;
}

/** One variant: what is other than in the situation. */
export interface WaterVariant {
  name: string;
  orders?: 'with' | 'without';
  /** Factor of the rain from now on. */
  rainFactor: number;
  /** The breach is closed then; null: it stays open. */
  breachClosedInMin: number | null;
  pumps: readonly OrderedPump[];
}

/** What the situation was taken as: said beside its runs. */
export interface WaterBasis {
  /** Mean of the gauges over the end of their reading, mm/h; null: a design storm. */
  liveRateMmPerH: number | null;
  /** River gauges whose levels drive their rivers. */
  riverGauges: number;
  /** The record whose rain, rivers and breaches it goes on from; null: there is none. */
  record: Text | null;
  /** Return years of the rivers' flood; null: they stand as they are, or go by their gauges. */
  riverYears: number | null;
  cellM: number;
  boxM: readonly [westM: number, southM: number, eastM: number, northM: number];
}

/** A situation that variants are started from. */
export interface WaterOutlook {
  readonly basis: WaterBasis;
  /** Begins one beside others; the id of its run among those of the engine, or null: it could not begin now. */
  start(variant: WaterVariant): Promise<string | null>;
}

/** What a city offers to those who look ahead at water. */
export interface WaterOutlookOffer {
  breaches: readonly { id: string; label: Text; at: readonly [eastM: number, northM: number] }[];
  /** Why live rain cannot be taken; null: it can. */
  whyNotLive: 'noHub' | 'noGauges' | null;
  /** The depth of rain falls in the pattern of the city's own storm formula; else evenly. */
  hasFormula: boolean;
}

/** Service by which a player of floods lets others start runs: they are runs like its own, on the picture when they are shown. */
export interface WaterAhead {
  readonly engine: string;
  /** Rejects where the city has no grid to play on, and names the file. */
  open(): Promise<WaterOutlookOffer>;
  /** Reads the gauges once for all variants; rejects in words where they told nothing. */
  look(situation: WaterSituation): Promise<WaterOutlook>;
  /** Says what a source holds; rejects in words where it is not there. */
  record(source: WaterSource): Promise<WaterRecord>;
  /** Plays a record's own water in this window; the id of its run, or null: it could not begin now. */
  play(source: WaterSource): Promise<string | null>;
  stop(run: string): void;
}

/** Key under which the player of floods offers to look ahead. */
export const WATER_AHEAD = serviceKey<WaterAhead>('water look-ahead');

/** Offered by the player of floods: starts a run of the present at once, with the rain that gauges measured last. */
export const RUN_FROM_PRESENT = serviceKey<RunFromPresent>('run from the present');

interface RunFromPresent {
  /** The tool that shows the run. */
  readonly tool: string;
  start(): Promise<void>;
}

/** Place and time of people that are looked ahead at. */
export interface PeopleSituation {
  at: readonly [eastM: number, northM: number];
  /** Half a side of the box around the place. */
  reachM: number;
  /** UTC; the variants begin here. */
  nowMs: number;
  horizonMin: number;
  /** People on the open ground, beside those who are at home at that hour. */
  perM2: number;
  /** Stands and platforms are so full. */
  seatedPct: number;
  /** Site works of that day: nobody walks on their ground, stands there or leaves by it. */
  works: readonly RoadWorks[];
}

/** One variant: when people are told to leave, and by which side nobody may. */
export interface PeopleVariant {
  name: string;
  orders?: 'with' | 'without';
  /** Null: nobody tells them, and they stay. */
  notifiedInMin: number | null;
  shut: Side | null;
}

/** What the situation was taken as: said beside its runs. */
export interface PeopleBasis {
  boxM: readonly [westM: number, southM: number, eastM: number, northM: number];
  people: number;
  /** At home at the hour of the city's clock; null: the city does not tell who lives where. */
  atHome: { people: number; residents: number } | null;
  /** Ways out of the box, and how many of them each side has. */
  exits: number;
  bySide: Readonly<Record<Side, number>>;
  /** Works whose ground lies in the box. */
  works: readonly RoadWorks[];
}

/** A situation that variants are started from. */
export interface PeopleOutlook {
  readonly basis: PeopleBasis;
  /** Begins one beside others, in the water of a run of this window or on dry ground; null: it could not begin now. */
  start(variant: PeopleVariant, water: string | null): Promise<string | null>;
}

/** Service by which a player of crowds lets others start runs. */
export interface PeopleAhead {
  readonly engine: string;
  /** Whether the city tells where one walks; rejects where it cannot be opened. */
  open(): Promise<{ hasWalkable: boolean }>;
  /** Rejects in words where nobody is there or no way leads out. */
  look(situation: PeopleSituation): Promise<PeopleOutlook>;
  stop(run: string): void;
}

/** Key under which the player of crowds offers to look ahead. */
export const PEOPLE_AHEAD = serviceKey<PeopleAhead>('people look-ahead');
