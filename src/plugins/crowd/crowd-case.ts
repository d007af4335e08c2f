import { atHomeRatio } from '../../../model/city/population.ts';
import { CrowdQuestion, type CrowdScenario, MAX_EXITS, withoutWater } from '../../../model/questions/crowd.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import { parseCrowdScenario } from '../../../scenarios/crowd.ts';
import { familiarityOf, type PlainPopulation, populationsOf } from './crowd-mix.ts';
import { placedPlan } from './crowd-plan.ts';
import {
  type CityCrowdSite,
  type CrowdArrival,
  type CrowdCaseFacts,
  type CrowdForm,
  type CrowdHomes,
  type CrowdPlan,
  type CrowdSiteOptions,
  type ExitOption,
  HOME_PEOPLE,
  type HomesOption,
  SPREAD_PEOPLE,
} from './slice.ts';

/** A case on a part of a city: what the command line takes, and the page's worker. */
export type CityCrowdScenario = CrowdScenario & { ground: Extract<CrowdScenario['ground'], { kind: 'city' }> };

/** A case on a floor plan that stands in the city. */
type PlanCrowdScenario = CrowdScenario & { ground: Extract<CrowdScenario['ground'], { kind: 'plan' }> };

/** What a page plays. */
export type PageCrowdScenario = CityCrowdScenario | PlanCrowdScenario;

/** Boxes up to this side are walked on fine cells, in short steps. */
const FINE_SIDE_M = 250;
const MANY_PEOPLE = 5000;
/** After an announcement: half have started after a minute, 95 % within three (own marks; surveys differ by the message). */
const HESITATION = { kind: 'lognormal', mean: 4.1, deviation: 0.6 } as const;
const FIRST_REACH_M = 100;

/** The case of this id if it is of this city's ground, as `scenarios/` has it. */
export function cityCaseOf(json: unknown, city: string, file: string): CityCrowdScenario | null {
  const scenario = parseCrowdScenario(json, file);
  return isOfCity(scenario) && scenario.ground.id === city ? scenario : null;
}

const isOfCity = (scenario: CrowdScenario): scenario is CityCrowdScenario => scenario.ground.kind === 'city';

export function caseFactsOf(scenario: CityCrowdScenario): CrowdCaseFacts {
  const { id, title, ground, populations, exits, preset, model, seed, endS } = scenario;
  return {
    id,
    title,
    preset,
    model,
    seed,
    people: peopleOf(populations),
    endMin: Math.ceil(endS / S_PER_MIN),
    boxM: ground.boxM,
    populations: populations.map((population) => population.id),
    exits: exits.map((exit) => exit.id),
  };
}

const peopleOf = (populations: readonly { count: number }[]): number =>
  populations.reduce((sum, { count }) => sum + count, 0);

/** What of a form is a case's own, once it is chosen. */
export const chosenCase = ({ id, preset, model, seed, endMin }: CrowdCaseFacts): Partial<CrowdForm> => ({
  place: { kind: 'case', id },
  stands: [],
  homes: null,
  arrivals: [],
  orders: [],
  exits: [],
  lines: [],
  shut: [],
  preset,
  model,
  seed,
  endMin,
});

/** The question that is asked first: a case if the city has one, else people where its home view looks. */
export function defaultCrowdForm(
  { area, middle = [(area.westM + area.eastM) / 2, (area.southM + area.northM) / 2] }: CityCrowdSite,
  [first]: readonly CrowdCaseFacts[],
): CrowdForm {
  const [eastM, northM] = middle;
  const box = {
    westM: eastM - FIRST_REACH_M,
    southM: northM - FIRST_REACH_M,
    eastM: eastM + FIRST_REACH_M,
    northM: northM + FIRST_REACH_M,
  };
  return {
    ...defaultsOf(CrowdQuestion),
    place: first ? { kind: 'case', id: first.id } : { kind: 'area', area: box, perM2: 0.2 },
    ...(first ? { model: first.model, preset: first.preset, endMin: first.endMin, seed: first.seed } : {}),
  };
}

/** The form as a case: the same file for the page's worker, for `shapan sim crowd` and for whoever keeps it. */
export function caseOfForm(
  form: CrowdForm,
  offer: CrowdSiteOptions,
  city: string,
  cases: readonly CityCrowdScenario[],
  plan: CrowdPlan | null = null,
): PageCrowdScenario {
  const { preset, model, seed, endMin, lines, shut } = form;
  const choices = { preset, model, seed, endS: endMin * S_PER_MIN, refuges: refugesOf(form, offer) };
  const drawn = lines.filter(({ kind }) => kind === 'exit').map(groundLine);
  const barriers = [
    ...lines.filter(({ kind }) => kind === 'barrier').map(groundLine),
    ...offer.gates.filter(({ id }) => shut.includes(id)).map(({ id, floor, from, to }) => ({ id, floor, from, to })),
  ].map((line) => ({ ...line, forward: false, backward: false, everyS: 0 }));
  const orders = form.orders.map(({ population, exit, fromMin, toMin, followPct }, k) => ({
    id: `marshal-${k + 1}`,
    population,
    exit,
    fromS: fromMin * S_PER_MIN,
    toS: toMin * S_PER_MIN,
    followRatio: followPct / 100,
  }));
  if (form.place.kind === 'plan') return planCase(form, form.place, plan, choices, drawn, barriers);
  return checked(
    form.place.kind === 'case'
      ? changedCase(withoutWater(caseOf(form.place.id, cases)), choices, drawn, barriers, orders)
      : newCase(form, offer, city, choices, drawn, barriers, orders),
  );
}

/** Houses of two storeys and more of the box, where there is water. */
const refugesOf = ({ place, upperFloors, waterId }: CrowdForm, { homes }: CrowdSiteOptions) =>
  upperFloors && waterId !== null && place.kind !== 'plan'
    ? (homes?.houses ?? [])
        .filter(({ storeys }) => storeys > 1)
        .map(({ id, at }) => ({ id, floor: 'ground', at: [...at] as [number, number] }))
    : [];

interface CaseChoices {
  preset: CrowdForm['preset'];
  model: CrowdForm['model'];
  refuges: CityCrowdScenario['refuges'];
  seed: number;
  endS: number;
}
type Line = CityCrowdScenario['exits'][number];
type Barrier = CityCrowdScenario['doors'][number];
type Order = CityCrowdScenario['orders'][number];

function caseOf(id: string, cases: readonly CityCrowdScenario[]): CityCrowdScenario {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`place.id: expected a case of this city, got "${id}"`);
  return found;
}

/**
 * Returns a case with what was drawn and chosen: people who may use some exits only may use the drawn ones too. The water is that of a run
 * of this window, or none.
 */
function changedCase(
  written: ReturnType<typeof withoutWater<CityCrowdScenario>>,
  choices: CaseChoices,
  drawn: Line[],
  barriers: Barrier[],
  orders: Order[],
): object {
  const shut = new Set(barriers.map(({ id }) => id));
  return {
    ...written,
    ...choices,
    frameEveryS: frameEveryS(peopleOf(written.populations)),
    orders: [...written.orders, ...orders],
    exits: [...written.exits, ...drawn],
    doors: [...written.doors.filter(({ id }) => !shut.has(id)), ...barriers],
    events: written.events.filter(({ door }) => !shut.has(door)),
    populations: written.populations.map((population) =>
      population.exits ? { ...population, exits: [...population.exits, ...drawn.map(({ id }) => id)] } : population,
    ),
  };
}

/** Those of a box that somebody may reach: with nobody spread over its ground, the ways out of the parts with people on their stands or in houses. */
export function exitsInReach(
  { place, stands, homes, arrivals }: Pick<CrowdForm, 'place' | 'stands' | 'homes' | 'arrivals'>,
  offer: CrowdSiteOptions,
): ExitOption[] {
  if (place.kind === 'plan') return [];
  if (place.kind === 'case' || place.perM2 > 0 || arrivals.some(({ at }) => at === SPREAD_PEOPLE)) return offer.exits;
  const seated = new Set([
    ...stands.filter(({ people }) => people > 0).map(({ id }) => id),
    ...arrivals.map(({ at }) => at),
  ]);
  const parts = new Set(
    [...offer.stands.filter(({ id }) => seated.has(id)), ...peopleAtHome(homes, offer.homes)].map(({ part }) => part),
  );
  return parts.size === 0 ? offer.exits : offer.exits.filter(({ part }) => parts.has(part));
}

function newCase(
  form: CrowdForm,
  offer: CrowdSiteOptions,
  city: string,
  choices: CaseChoices,
  drawn: Line[],
  barriers: Barrier[],
  orders: Order[],
): object {
  const { place, exits } = form;
  if (place.kind !== 'area') throw new Error('place: expected an area');
  const { westM, southM, eastM, northM } = place.area;
  const plain = plainPopulations(form, offer);
  const count = peopleOf(plain);
  if (count === 0) throw new CrowdRefusal({ code: 'nobody', values: {} });
  const ways = [...exitsInReach(form, offer).filter(({ id }) => exits.includes(id)), ...drawn];
  if (ways.length === 0) throw new CrowdRefusal({ code: 'no-exit', values: {} });
  if (ways.length > MAX_EXITS)
    throw new CrowdRefusal({ code: 'many-exits', values: { most: MAX_EXITS, got: ways.length } });
  const isFine = Math.max(eastM - westM, northM - southM) <= FINE_SIDE_M;
  const people = count.toLocaleString('en');
  const familiarity = familiarityOf(form);
  const { populations, orders: given } = mixed(plain, form, ways, orders);
  return {
    format: 1,
    kind: 'crowd',
    id: 'drawn',
    title: { zh: `${people} 人 · 所选范围疏散`, en: `${people} people · evacuation of a drawn area` },
    ground: { kind: 'city', id: city, boxM: [westM, southM, eastM, northM], cellM: isFine ? 0.5 : 1 },
    ...choices,
    ...(familiarity ? { choice: familiarity } : {}),
    exits: ways.map(({ id, floor, from, to, label }) => ({ id, floor, from, to, ...(label ? { label } : {}) })),
    doors: barriers,
    populations,
    orders: given,
    stepS: count > MANY_PEOPLE ? 0.1 : 0.05,
    frameEveryS: frameEveryS(count),
  };
}

/** Doors of houses are walked on finer cells than streets. */
const PLAN_CELL_M = 0.25;

/** People spread over a plan that stands in the city; they leave by its exits and by those that were drawn. */
function planCase(
  form: CrowdForm,
  place: Extract<CrowdForm['place'], { kind: 'plan' }>,
  plan: CrowdPlan | null,
  choices: CaseChoices,
  drawn: Line[],
  barriers: Barrier[],
): PlanCrowdScenario {
  if (!plan) throw new CrowdRefusal({ code: 'no-plan', values: {} });
  const { areas, walls, exits } = placedPlan(plan, place);
  const ways = [...exits.map((exit, k) => ({ id: `plan-exit-${k + 1}`, floor: 'ground', ...exit })), ...drawn];
  if (ways.length === 0) throw new CrowdRefusal({ code: 'no-exit', values: {} });
  const people: PlainPopulation = {
    id: SPREAD_PEOPLE,
    floor: 'ground',
    count: place.people,
    where: { kind: 'areas', areas },
  };
  const hesitant = form.hesitate ? { ...people, premovementS: HESITATION } : people;
  const familiarity = familiarityOf(form);
  const count = place.people.toLocaleString('en');
  const scenario = parseCrowdScenario(
    {
      format: 1,
      kind: 'crowd',
      id: 'plan',
      title: { zh: `${count} 人 · ${plan.file} 疏散`, en: `${count} people · evacuation of ${plan.file}` },
      ground: { kind: 'plan', cellM: PLAN_CELL_M, floors: [{ id: 'ground', areas, walls }] },
      ...choices,
      ...(familiarity ? { choice: familiarity } : {}),
      exits: ways,
      doors: barriers,
      ...mixed([hesitant], form, ways, []),
      frameEveryS: frameEveryS(place.people),
    },
    'case',
  );
  const { ground } = scenario;
  if (ground.kind !== 'plan') throw new Error('ground: expected a plan');
  return { ...scenario, ground };
}

/** Populations by class and knowledge, and every order given to all parts of the population that it names. */
function mixed(
  plain: readonly PlainPopulation[],
  form: CrowdForm,
  ways: readonly Pick<Line, 'id' | 'from' | 'to'>[],
  orders: readonly Order[],
): { populations: object[]; orders: object[] } {
  const widths = ways.map(({ id, from, to }) => ({ id, widthM: Math.hypot(to[0] - from[0], to[1] - from[1]) }));
  const parts = plain.map((population) => ({
    of: population.base ?? population.id,
    populations: populationsOf(withoutBase(population), form, widths) as { id: string }[],
  }));
  return {
    populations: parts.flatMap(({ populations }) => populations),
    orders: orders.flatMap((order) => {
      const own = parts.flatMap(({ of, populations }) => (of === order.population ? populations : []));
      return own.length <= 1
        ? [order]
        : own.map(({ id: population }, k) => ({ ...order, id: `${order.id}-${k + 1}`, population }));
    }),
  };
}

const withoutBase = ({ base: _, ...population }: PlainPopulation): PlainPopulation => population;

/** People of a drawn box before they are told apart: spread, at home, on stands, and those who arrive. */
function plainPopulations(form: CrowdForm, offer: CrowdSiteOptions): PlainPopulation[] {
  const { place, stands, homes, arrivals, hesitate, toldMin: notifiedMin } = form;
  if (place.kind !== 'area') return [];
  const { westM, southM, eastM, northM } = place.area;
  const taken = offer.stands.flatMap((stand) => {
    const people = stands.find(({ id }) => id === stand.id)?.people ?? 0;
    return people > 0 ? [{ ...stand, people }] : [];
  });
  const onGround = taken.filter(({ floor }) => floor === 'ground');
  const spread = spreadPeople(place.perM2, offer.walkableM2 - onGround.reduce((sum, { m2 }) => sum + m2, 0));
  const inhabited = peopleAtHome(homes, offer.homes);
  const atHome = inhabited.reduce((sum, { people }) => sum + people, 0);
  const outer: [eastM: number, northM: number][] = [
    [westM, southM],
    [eastM, southM],
    [eastM, northM],
    [westM, northM],
  ];
  // Two populations on one place would stand in each other.
  const ground = { kind: 'areas' as const, areas: [{ outer, holes: onGround.map((stand) => stand.outer) }] };
  const houses = inhabited.map(({ part: _, ...house }) => house);
  const present: PlainPopulation[] = [
    ...(spread > 0 ? [{ id: SPREAD_PEOPLE, floor: 'ground', count: spread, where: ground }] : []),
    ...(atHome > 0
      ? [{ id: HOME_PEOPLE, floor: 'ground', count: atHome, where: { kind: 'houses' as const, houses } }]
      : []),
    ...taken.map(({ id, floor, people }) => ({
      id,
      floor,
      count: people,
      where: { kind: 'walkable' as const, ids: [id] },
    })),
  ];
  return [
    ...present.map((population) => ({
      ...population,
      ...(hesitate ? { premovementS: HESITATION } : {}),
      ...(notifiedMin === undefined ? {} : { toldAtS: notifiedMin * S_PER_MIN }),
    })),
    ...arrivals.flatMap((arrival, k) => arrivalsOf(arrival, k, offer, ground)),
  ];
}

/** Returns the populations of an arrival: people who arrive start at once. A stand that the box no longer offers sends nobody. */
function arrivalsOf(
  { at, firstMin, everyMin, times, people, overS }: CrowdArrival,
  index: number,
  { stands }: CrowdSiteOptions,
  ground: PlainPopulation['where'],
): PlainPopulation[] {
  const stand = stands.find(({ id }) => id === at);
  if ((!stand && at !== SPREAD_PEOPLE) || people === 0) return [];
  const where: PlainPopulation['where'] = stand ? { kind: 'walkable', ids: [stand.id] } : ground;
  return Array.from({ length: times }, (_, k) => {
    const fromS = (firstMin + k * everyMin) * S_PER_MIN;
    return {
      base: at,
      id: `arrival-${index + 1}-${k + 1}`,
      floor: stand?.floor ?? 'ground',
      count: people,
      where,
      appearS: { from: fromS, to: fromS + Math.max(1, overS) },
    };
  });
}

/** Nobody where the density is 0; else somebody, however small the ground. */
export const spreadPeople = (perM2: number, m2: number): number =>
  perM2 === 0 ? 0 : Math.max(1, Math.round(m2 * perM2));

/**
 * Houses with somebody at home, and how many: residents × share of the hour. Rounded from house to house on what was left over before: each
 * rounded by itself would make 1 of every half a person, and of a lane of small houses at noon a tenth too many.
 */
export function peopleAtHome(homes: CrowdHomes | null, offered: HomesOption | null) {
  if (!homes || !offered) return [];
  const ratio = atHomeRatio(offered.atHome, homes.day, homes.hour);
  let living = 0;
  let placed = 0;
  return offered.houses.flatMap(({ residents, ...house }) => {
    living += residents;
    const people = Math.round(living * ratio) - placed;
    placed += people;
    return people > 0 ? [{ ...house, people }] : [];
  });
}

/** Frames weigh 11 bytes a person; the bits of a run do not depend on them. */
const frameEveryS = (people: number): number => (people > MANY_PEOPLE ? 5 : 1);

const groundLine = ({ id, from, to }: CrowdForm['lines'][number]): Line => ({
  id,
  floor: 'ground',
  from: [...from],
  to: [...to],
});

function checked(json: object): CityCrowdScenario {
  const scenario = parseCrowdScenario(json, 'case');
  if (!isOfCity(scenario)) throw new Error('ground: expected a city');
  return scenario;
}
