import type { Scheme, SchemeAssumptions } from '../../../model/schemes/scheme.ts';
import { DEFAULT_ASSUMPTIONS } from '../../../model/schemes/scheme.ts';
import { DEFAULT_WEIGHTS, type MetricWeights } from '../../../model/schemes/scorecard.ts';
import type { SiteFigures } from '../../../model/schemes/site-figures.ts';
import type { Standing } from '../../../workers/scheme-design/engine-types.ts';
import type { Generated } from '../../../workers/scheme-design/generate.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';
import type { MassingLook, MassingOptions } from './tasks/massing-types.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends SchemesSlice {}
}

/** What the tool shows. */
type SchemeView = 'design' | 'figures';

/** A scheme, or the city as it stands. */
export type SchemeChoice = string | null;

/** Schemes by their names: on the picture, laid over it, and on each of several. */
export interface NamedSchemes {
  namedScheme: string | null;
  namedOverlay: string | null;
  namedOfViews: readonly (string | null)[];
}

/** A file of volumes that is looked at before it is taken over; `look` is null while it is read. */
export interface MassingDraft {
  file: string;
  wish: MassingOptions;
  look: MassingLook | null;
}

interface SchemesSlice {
  /** The window has read those that it keeps. */
  areSchemesRead: boolean;
  /** What a link asked for before. */
  wantedSchemes: NamedSchemes | null;
  schemes: readonly Scheme[];
  /** In the picture and in the panel; null: the city as it stands. */
  schemeShown: SchemeChoice;
  /** The parcel whose controls are shown. */
  schemeParcel: string | null;
  /** The building with handles. */
  schemeBuilding: string | null;
  /** How many changes can be taken back, and made again. */
  schemeUndo: number;
  schemeRedo: number;
  schemeView: SchemeView;
  schemeAssumptions: SchemeAssumptions;
  schemeWeights: MetricWeights;
  /** By picture, where there are several. */
  schemeViews: readonly SchemeChoice[];
  /** Its volumes are laid over the picture, translucent. */
  schemeOverlay: SchemeChoice;
  /** By scheme and parcel: what it lacks of its floor area. */
  schemeShortfalls: Readonly<Record<string, Generated['shortfall']>>;
  /** By scheme: what stands on its parcels today. */
  schemeStanding: Readonly<Record<string, Standing>>;
  /** By scheme: earthwork, and ways and loads of services; none while they are measured. */
  schemeSites: Readonly<Record<string, SiteFigures>>;
  schemeMassing: MassingDraft | null;
  schemeFailure: Reason | null;
  /** The last click for a planned parcel met none; the next is waited for. */
  schemeMissed: boolean;
  /** Grows with every change of these. */
  schemeSerial: number;
  setSchemes(part: Partial<Omit<SchemesSlice, 'setSchemes' | 'schemeSerial'>>): void;
}

export const schemesSlice: Slice<SchemesSlice> = (set) => ({
  areSchemesRead: false,
  wantedSchemes: null,
  schemes: [],
  schemeShown: null,
  schemeParcel: null,
  schemeBuilding: null,
  schemeUndo: 0,
  schemeRedo: 0,
  schemeView: 'design',
  schemeAssumptions: DEFAULT_ASSUMPTIONS,
  schemeWeights: DEFAULT_WEIGHTS,
  schemeViews: [null, null, null, null],
  schemeOverlay: null,
  schemeShortfalls: {},
  schemeStanding: {},
  schemeSites: {},
  schemeMassing: null,
  schemeFailure: null,
  schemeMissed: false,
  schemeSerial: 0,
  setSchemes: (part) => set(({ schemeSerial }) => ({ ...part, schemeSerial: schemeSerial + 1 })),
});
