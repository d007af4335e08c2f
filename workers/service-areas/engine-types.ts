import type { FactOrigin } from '../../model/city/facts.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import type { ServedFacility, ServiceBand } from '../../model/tables/service-areas.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { ServingLayer } from '../shared/serving-things.ts';
import type { ClosedWays, MinutesMap } from '../shared/walked-city.ts';

/** What crosses between a page and this engine. */
export interface ServiceEngineTypes extends EngineTypes {
  facts: ServiceFacts;
  questions: AnalysisQuestions<ServiceAreaRequest, ServiceResult> & ServiceQuestions;
}

/** Questions of the engine beside its analyses. */
interface ServiceQuestions {
  /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
  lend(layers: readonly LentLayer[]): Promise<ServiceFacts>;
}

/** What a form is made of. */
export interface ServiceFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  layers: readonly ServingLayer[];
  /** Nobody measured the ground: slopes change nothing. */
  isFlat: boolean;
  /** Which population will be counted; its figures are known once it is spread. */
  population: { state: PopulationUsed['state']; label: Text | null };
}

/** What service areas came to. */
export interface ServiceResult {
  request: ServiceAreaRequest;
  facilities: ServedFacility[];
  /** Within each of the times: residents, buildings, and cells of the map. */
  bands: ServiceBand[];
  residents: number;
  buildings: number;
  /** Which population and which facilities were counted. */
  used: { population: PopulationUsed; facilities: { label: Text; isGiven: boolean } | null };
  /** Buildings that have no way in reach, or none to a facility; their residents. */
  unreached: { buildings: number; residents: number };
  closed: ClosedWays;
  raster: MinutesMap;
  hash: string;
}
