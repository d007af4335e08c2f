import { CITY_FACTS } from '../../model/city/facts.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import { basementsOf } from '../../model/schemes/basements.ts';
import type { Facilities, Scheme, SchemeAssumptions, SchemeRoad } from '../../model/schemes/scheme.ts';
import {
  type ParcelEarthwork,
  type ParcelExcavation,
  SERVICE_KINDS,
  type ServiceFigures,
  type SiteFigures,
  type SiteLack,
} from '../../model/schemes/site-figures.ts';
import { type CityGround, readCityGround } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { hasResidents, populationOf } from '../shared/population.ts';
import { type ServedThing, type ServingLayer, servingLayers, thingsWith } from '../shared/serving-things.ts';
import { walkingNet } from '../shared/walking-times.ts';
import type { ServiceCodes } from './engine-types.ts';
import { type SchemeStreets, type SchemeWays, schemeWays } from './scheme-ways.ts';
import { gradedParcel } from './site-ground.ts';
import { excavatedParcel } from './site-pits.ts';
import { defaultFacilities, servicesOf, WALK, type WalkingCity, walkingCity, withRoads } from './site-services.ts';

/** Gradings and pits whose volumes are kept: those of an undo are asked for again. */
const MAX_KEPT = 200;

/** The city's own ground and ways as schemes meet them; each part is read when it is first asked for. */
export class SiteCity {
  private readonly files: CityFiles;
  private groundRead: Promise<CityGround | null> | null = null;
  private layersRead: Promise<ServingLayer[]> | null = null;
  private walkingRead: Promise<SiteWalking | null> | null = null;
  private readonly things = new Map<string, Promise<ServedThing[]>>();
  private readonly graded = new Map<string, Promise<ParcelEarthwork | null>>();
  private readonly dug = new Map<string, Promise<ParcelExcavation | null>>();

  constructor(files: CityFiles) {
    this.files = files;
  }

  /** Codes that facilities can be chosen by, and those that are taken where nobody chose. */
  async services(): Promise<ServiceCodes> {
    const layers = await this.layers();
    return {
      layers,
      usual: { school: defaultFacilities(layers, 'school'), health: defaultFacilities(layers, 'health') },
    };
  }

  /** All that a scheme comes to here; `cleared`: things that give way to it. */
  async figuresOf(
    scheme: Pick<Scheme, 'parcels' | 'buildings' | 'roads'>,
    assumed: SchemeAssumptions,
    cleared: ReadonlySet<number>,
  ): Promise<SiteFigures> {
    const lacks: SiteLack[] = [];
    const earthwork = await this.earthworkOf(scheme, assumed, lacks);
    const excavations = await this.excavationsOf(scheme, assumed, earthwork);
    const { services, roads } = await this.servicesOf(scheme, assumed, cleared, lacks);
    return { earthwork, excavations, services, roads, lacks };
  }

  private async earthworkOf(
    { parcels }: Pick<Scheme, 'parcels'>,
    { fillPerCutRatio }: SchemeAssumptions,
    lacks: SiteLack[],
  ): Promise<ParcelEarthwork[]> {
    if (parcels.every(({ grading }) => !grading)) return [];
    const ground = await this.ground();
    if (!ground) lacks.push('no-ground');
    else if (ground.grid.flat === true) lacks.push('flat-ground');
    if (!ground) return [];
    const found = await Promise.all(
      parcels.map((parcel) => {
        const key = JSON.stringify([parcel.id, parcel.ringM, parcel.grading, fillPerCutRatio]);
        return kept(this.graded, key, () => gradedParcel(ground, parcel, fillPerCutRatio));
      }),
    );
    return found.filter((one) => one !== null);
  }

  private async excavationsOf(
    { parcels, buildings }: Pick<Scheme, 'parcels' | 'buildings'>,
    { workingMarginM }: SchemeAssumptions,
    earthwork: readonly ParcelEarthwork[],
  ): Promise<ParcelExcavation[]> {
    const basements = basementsOf({ parcels, buildings });
    if (basements.length === 0) return [];
    const ground = await this.ground();
    const found = await Promise.all(
      parcels.map((parcel) => {
        const own = basements.filter((one) => one.parcel === parcel.id);
        const gradedM = earthwork.find((one) => one.parcel === parcel.id)?.elevationM ?? null;
        const key = JSON.stringify([parcel.id, parcel.ringM, parcel.grading, gradedM, own, workingMarginM]);
        return kept(this.dug, key, () => excavatedParcel(ground, parcel, own, { marginM: workingMarginM, gradedM }));
      }),
    );
    return found.filter((one) => one !== null);
  }

  private async servicesOf(
    scheme: Pick<Scheme, 'parcels' | 'buildings' | 'roads'>,
    assumed: SchemeAssumptions,
    cleared: ReadonlySet<number>,
    lacks: SiteLack[],
  ): Promise<Pick<SiteFigures, 'services' | 'roads'>> {
    const walking = await this.walking();
    if (!walking) {
      lacks.push('no-roads');
      return { services: [], roads: [] };
    }
    const { roads, city: after } = rebuiltBy(walking, scheme.roads ?? []);
    if (!hasResidents(this.files)) lacks.push('no-residents');
    const { usual } = await this.services();
    const found: ServiceFigures[] = [];
    for (const kind of SERVICE_KINDS) {
      const things = await this.thingsOf(assumed.services?.[kind] ?? usual[kind]);
      const figures = servicesOf({ today: walking.city, after }, { kind, things }, scheme, {
        assumed,
        cleared,
      });
      if (figures.facilities === 0) lacks.push(`no-${kind}`);
      else found.push(figures);
    }
    return { services: found, roads };
  }

  private async thingsOf(facilities: Facilities): Promise<ServedThing[]> {
    const lists = await Promise.all(
      facilities.map(({ layer, attribute, value }) => {
        const key = JSON.stringify([layer, attribute, value]);
        const known = this.things.get(key) ?? thingsWith(this.files, { id: layer, attribute, values: [value] });
        this.things.set(key, known);
        return known;
      }),
    );
    // A thing may be told by two codes: amenity and healthcare, say.
    return [...new Map(lists.flat().map((thing) => [thing.gid, thing])).values()];
  }

  private ground(): Promise<CityGround | null> {
    this.groundRead ??= readCityGround(this.files);
    return this.groundRead;
  }

  private layers(): Promise<ServingLayer[]> {
    this.layersRead ??= servingLayers(this.files).then((layers) => layers.filter(({ attribute }) => attribute !== ''));
    return this.layersRead;
  }

  private walking(): Promise<SiteWalking | null> {
    this.walkingRead ??= this.readWalking();
    return this.walkingRead;
  }

  private async readWalking(): Promise<SiteWalking | null> {
    const { file } = CITY_FACTS.roads;
    const json = this.files.manifest.facts?.roads ? await this.files.findJson(file) : null;
    if (json === null) return null;
    const ground = await this.ground();
    const groundAt = (x: number, y: number) => (ground ? rasterAt(ground.grid, ground.elevationM, x, y) : 0);
    const network = parseRoadNetwork(json, file);
    const { crossingWaitS } = WALK;
    const net = walkingNet(network, groundAt, crossingWaitS);
    return {
      streets: { network, net, groundAt, crossingWaitS },
      city: walkingCity(net, (await populationOf(this.files)).homes),
      last: null,
    };
  }
}

/** What was asked before is answered as it was. */
function kept<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? ask();
  if (answers.size > MAX_KEPT) answers.clear();
  answers.set(key, answer);
  return answer;
}

/** The city's ways, and those of the roads that were asked for last: a change of buildings leaves them as they are. */
interface SiteWalking {
  streets: SchemeStreets;
  city: WalkingCity;
  last: { key: string; ways: SchemeWays; city: WalkingCity } | null;
}

/** The city with the roads of a scheme; itself where it has none. */
function rebuiltBy(
  walking: SiteWalking,
  roads: readonly SchemeRoad[],
): Pick<SchemeWays, 'roads'> & { city: WalkingCity } {
  if (roads.length === 0) return { roads: [], city: walking.city };
  const key = JSON.stringify(roads);
  if (walking.last?.key !== key) {
    const ways = schemeWays(roads, walking.streets);
    walking.last = { key, ways, city: withRoads(walking.city, ways) };
  }
  const { ways, city } = walking.last;
  return { roads: ways.roads, city };
}
