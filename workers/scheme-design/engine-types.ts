import type { LandUseClass } from '../../model/plans/land-use.ts';
import type { PlanProperties } from '../../model/plans/plan.ts';
import type { Facilities, Scheme, SchemeAssumptions, SchemeParcel } from '../../model/schemes/scheme.ts';
import type { ServiceKind, SiteFigures } from '../../model/schemes/site-figures.ts';
import type { Text } from '../../model/text/text.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { ServingLayer } from '../shared/serving-things.ts';
import type { Generated } from './generate.ts';

/** What a page must know before a scheme is begun. */
export interface SchemeFacts {
  /** Parcels can be taken from plans of the city. */
  hasPlans: boolean;
}

/** What stands on parcels today, by the city's data. */
export interface Standing {
  /** Buildings and trees whose middle lies on a parcel, and buildings that a new one would stand in. */
  gids: number[];
  buildings: number;
  footprintM2: number;
  gfaM2: number;
  /** Buildings whose storeys were guessed from their height. */
  guessed: number;
}

/** A parcel of a plan at a place. */
export interface PlannedParcel {
  plan: string;
  planName: Text;
  shape: string;
  properties: PlanProperties;
  /** By the city's crosswalk and the plan's own system of codes; null: its code is none that it knows. */
  use: LandUseClass | null;
  /** Metres of the city's plane; the largest part where it has several, without its holes. */
  ringM: [eastM: number, northM: number][];
}

/** Codes of the city that facilities can be chosen by, and those that are taken where nobody chose. */
export interface ServiceCodes {
  layers: ServingLayer[];
  usual: Record<ServiceKind, Facilities>;
}

/** East and north, not closed. */
type RingM = readonly (readonly [number, number])[];

/** What crosses between a page and this engine. */
export interface SchemeEngineTypes extends EngineTypes {
  facts: SchemeFacts;
  questions: SchemeQuestions;
}

/** What a page asks of this engine; it plays no runs. */
interface SchemeQuestions {
  generate(parcel: SchemeParcel): Promise<Generated>;
  /** On parcels, and beneath new buildings that reach into what stands beside them. */
  standingOn(parcels: readonly RingM[], footprints: readonly RingM[]): Promise<Standing>;
  /** By which codes things of the city are schools and hospitals. */
  services(): Promise<ServiceCodes>;
  /** Earthwork, and ways and loads of services over the streets and the scheme's roads, where the things `cleared` give way. */
  siteFigures(
    scheme: Pick<Scheme, 'parcels' | 'buildings' | 'roads'>,
    assumed: SchemeAssumptions,
    cleared: readonly number[],
  ): Promise<SiteFigures>;
  /** The one with the most limits first; none: no plan has a parcel there. */
  parcelsAt(eastM: number, northM: number): Promise<PlannedParcel[]>;
}
