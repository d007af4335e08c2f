import type { CityFiles, QuestionEngine } from '../shared/engine.ts';
import type { PlannedParcel, SchemeEngineTypes, SchemeFacts } from './engine-types.ts';
import { generateBuildings } from './generate.ts';
import { parcelsAt, readPlannedParcels } from './planned-parcels.ts';
import { SiteCity } from './site-city.ts';
import { readStanding, type StandingCity, standingOn } from './standing.ts';

/** A city to design in; its plans and buildings are read when they are first asked for. */
class SchemeSite {
  readonly facts: SchemeFacts;
  readonly ground: SiteCity;
  private readonly city: CityFiles;
  private planned: Promise<PlannedParcel[]> | null = null;
  private standing: Promise<StandingCity> | null = null;

  constructor(city: CityFiles) {
    this.city = city;
    this.ground = new SiteCity(city);
    this.facts = { hasPlans: (city.manifest.plans?.count ?? 0) > 0 };
  }

  plannedParcels(): Promise<PlannedParcel[]> {
    this.planned ??= readPlannedParcels(this.city);
    return this.planned;
  }

  standingCity(): Promise<StandingCity> {
    this.standing ??= readStanding(this.city);
    return this.standing;
  }
}

/** Designs for parcels: buildings by their indicators, and what stands there today. It answers questions and plays no runs. */
export const engine: QuestionEngine<SchemeEngineTypes, SchemeSite> = {
  id: 'scheme-design',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  open: async (city) => new SchemeSite(city),
  questions: (site) => ({
    generate: async (parcel) => generateBuildings(parcel),
    standingOn: async (rings, footprints) => standingOn(await site.standingCity(), rings, footprints),
    services: () => site.ground.services(),
    siteFigures: (scheme, assumed, cleared) => site.ground.figuresOf(scheme, assumed, new Set(cleared)),
    parcelsAt: async (eastM, northM) => parcelsAt(await site.plannedParcels(), eastM, northM),
  }),
};
