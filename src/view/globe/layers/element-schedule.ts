/** How elements are played along a schedule: by dates that are looked up by the number of the activity an element hangs on. */
export interface ElementSchedule {
  /**
   * RGBA8, two texels an activity: baseline start and finish, then what happened or is forecast; 16 bits in units of the schedule's own,
   * 65535 where there is no such date. Null: no schedule, every element stands.
   */
  readonly dates: Uint8Array | null;
  /** Tokens of what is at work, late and early. */
  readonly tokens: readonly [active: string, late: string, early: string];
  /** The picture tells of dates: no element may wear one of the tokens for another reason. */
  readonly isPlaying: boolean;
  /** RGBA8 a row of the layer: numbers of the activities that build it and take it away, 16 bits each; null: as its tiles say. */
  linksOf(layerId: string): Uint8Array | null;
  /** Foot and top of each row, metres above the plane of the city's origin: what is at work grows between them. Null: not known. */
  heightsOf(layerId: string): Float32Array | null;
}

/** The instant that elements are shown at. */
export interface ElementMoment {
  /** In the schedule's units after its origin. */
  readonly now: number;
  /** Colours compare with the baseline. */
  readonly byBaseline: boolean;
  /** Number of the marked activity; −1: none. */
  readonly picked: number;
}

/** Schedule of a city that nobody builds. */
export const NO_SCHEDULE: ElementSchedule = {
  dates: null,
  tokens: ['accent', 'warn', 'div-6'],
  isPlaying: false,
  linksOf: () => null,
  heightsOf: () => null,
};

/** Before any schedule; nothing reads it without one. */
export const NO_MOMENT: ElementMoment = { now: 0, byBaseline: false, picked: -1 };
