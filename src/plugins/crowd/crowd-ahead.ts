import { type Box, boxOf, doBoxesMeet } from '../../../model/geo/plane/box.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import { SIDES, type Side } from '../../../model/questions/look-ahead.ts';
import { MIN_PER_H, MS_PER_MIN, MS_PER_S } from '../../../model/time.ts';
import type { CrowdEngineTypes } from '../../../workers/crowd/engine-types.ts';
import { cityTime, formatTime } from '../../kit/city-time.ts';
import type { EngineClient } from '../../twin/engine-host.ts';
import type { Fields } from '../../twin/fields.ts';
import type { PeopleAhead, PeopleBasis, PeopleOutlook, PeopleSituation, PeopleVariant } from '../../twin/look-ahead.ts';
import { measureMessage } from '../../twin/run-messages.ts';
import type { RunMeasure } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import { fenceOf } from './closed-ways.ts';
import {
  caseOfForm,
  defaultCrowdForm,
  exitsInReach,
  type PageCrowdScenario,
  peopleAtHome,
  spreadPeople,
} from './crowd-case.ts';
import { type CrowdRunController, WATER_FIELD } from './run-controller.ts';
import { CROWD_ENGINE, type CrowdForm, type CrowdSite, type CrowdSiteOptions, type ExitOption } from './slice.ts';

/** Several runs lie beside one another, and between two frames people are drawn on straight lines. */
const FRAME_EVERY_S = 5;
const WEEKEND = [0, 6];

/** Starts runs of crowds for those who look ahead from an incident. */
export function openCrowdAhead(
  twin: Twin,
  client: Pick<EngineClient<CrowdEngineTypes>, 'open' | 'questions'>,
  fields: Pick<Fields, 'read'>,
  runs: Pick<CrowdRunController, 'startBeside' | 'stop'>,
): PeopleAhead {
  return {
    engine: CROWD_ENGINE,
    stop: runs.stop,
    open: () => client.open(),
    async look(situation): Promise<PeopleOutlook> {
      const site = await client.open();
      const base = situationForm(situation, site, twin.city.zone);
      const { westM, southM, eastM, northM } = base.place.area;
      const offer = await client.questions.offer([westM, southM, eastM, northM]);
      const works = worksIn(situation.works, [westM, southM, eastM, northM]);
      const form = peopledForm(base, offer, { ...situation, works });
      const startMs = Math.floor(situation.nowMs / MS_PER_S) * MS_PER_S;
      const rings = works.map(({ ring }) => ring);
      const caseOf = (variant: PeopleVariant, water: string | null) => {
        const own = { ...variantForm(form, offer, situation, variant), waterId: water };
        const scenario = withoutGround(caseOfForm(own, offer, twin.city.id, []), rings);
        return { form: own, scenario: { ...scenario, frameEveryS: FRAME_EVERY_S } };
      };
      // Refused here, before any variant waits: nobody is there, or no way leads out.
      caseOf({ name: '', notifiedInMin: 0, shut: null }, null);
      return {
        basis: { ...basisOf(form, offer, situation), works },
        async start(variant, water) {
          const field = water === null ? null : await fields.read(WATER_FIELD, water);
          const { name, orders } = variant;
          const measures = measuresOf(variant, situation, twin.city.zone);
          return runs.startBeside({
            name,
            startMs,
            orders,
            measures,
            water: field,
            ...caseOf(variant, field && water),
          });
        },
      };
    },
  };
}

type AreaForm = CrowdForm & { place: Extract<CrowdForm['place'], { kind: 'area' }> };

/** People at home by the city's clock, in a box as far as the city goes. */
function situationForm(
  { at: [eastM, northM], reachM, nowMs, horizonMin, perM2 }: PeopleSituation,
  site: CrowdSite,
  zone: string,
): AreaForm {
  const { area: city } = site;
  const { hour, minute, weekday } = cityTime(nowMs, zone);
  const area = {
    westM: Math.max(city.westM, Math.round(eastM - reachM)),
    southM: Math.max(city.southM, Math.round(northM - reachM)),
    eastM: Math.min(city.eastM, Math.round(eastM + reachM)),
    northM: Math.min(city.northM, Math.round(northM + reachM)),
  };
  return {
    ...defaultCrowdForm(site, []),
    place: { kind: 'area', area, perM2 },
    homes: { day: WEEKEND.includes(weekday) ? 'weekend' : 'weekday', hour: hour + minute / MIN_PER_H },
    endMin: horizonMin,
  };
}

/** With who sits on its stands, behind the fences of works, and by all ways out that somebody may reach and no works take. */
function peopledForm(
  form: AreaForm,
  offer: CrowdSiteOptions,
  { seatedPct, works }: Pick<PeopleSituation, 'seatedPct' | 'works'>,
): AreaForm {
  const stands = offer.stands.flatMap(({ id, places }) => {
    const people = Math.round((places * seatedPct) / 100);
    return people > 0 ? [{ id, people }] : [];
  });
  const peopled = { ...form, stands, lines: works.flatMap(({ id, ring }) => fenceOf(`works-${id}`, ring)) };
  const isTaken = ({ from, to }: ExitOption) =>
    works.some(({ ring }) => isInRing(ring, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2));
  const exits = exitsInReach(peopled, offer).filter((exit) => !isTaken(exit));
  return { ...peopled, exits: exits.map(({ id }) => id) };
}

const worksIn = (works: PeopleSituation['works'], box: Box) =>
  works.filter(({ ring }) => ring.length > 2 && doBoxesMeet(boxOf(ring), box));

/** Nobody of those who are spread over the ground stands where works are. */
function withoutGround(scenario: PageCrowdScenario, rings: readonly (readonly Point[])[]): PageCrowdScenario {
  if (rings.length === 0) return scenario;
  const holes = rings.map((ring) => ring.map(([eastM, northM]): [number, number] => [eastM, northM]));
  return {
    ...scenario,
    populations: scenario.populations.map((population) => {
      const { where } = population;
      if (where.kind !== 'areas') return population;
      const areas = where.areas.map((area) => ({ ...area, holes: [...area.holes, ...holes] }));
      return { ...population, where: { ...where, areas } };
    }),
  };
}

/** Returns the form of a variant; people who get no order to leave stay to the end. */
function variantForm(
  form: AreaForm,
  { exits }: CrowdSiteOptions,
  { at, horizonMin }: PeopleSituation,
  { notifiedInMin, shut }: PeopleVariant,
): AreaForm {
  const isShut = (id: string) => exits.some((exit) => exit.id === id && sideOf(exit, at) === shut);
  return {
    ...form,
    toldMin: notifiedInMin ?? horizonMin,
    exits: shut === null ? form.exits : form.exits.filter((id) => !isShut(id)),
  };
}

const SHUT_SIDES = { north: 'shutNorth', east: 'shutEast', south: 'shutSouth', west: 'shutWest' } as const;

/** Says what a variant asks of whoever leads people out: to tell them, and to keep them from a side. */
function measuresOf(
  { notifiedInMin, shut }: PeopleVariant,
  { at, nowMs }: PeopleSituation,
  zone: string,
): RunMeasure[] {
  if (notifiedInMin === null) return [];
  const time = formatTime(cityTime(nowMs + notifiedInMin * MS_PER_MIN, zone));
  return [
    { task: measureMessage('notify', { time }).text, at, capability: null },
    ...(shut ? [{ task: measureMessage(SHUT_SIDES[shut], { time }).text, at, capability: 'traffic' as const }] : []),
  ];
}

function basisOf(form: AreaForm, offer: CrowdSiteOptions, { at }: PeopleSituation): Omit<PeopleBasis, 'works'> {
  const { westM, southM, eastM, northM } = form.place.area;
  const home = peopleAtHome(form.homes, offer.homes).reduce((sum, { people }) => sum + people, 0);
  const seated = form.stands.reduce((sum, { people }) => sum + people, 0);
  const used = offer.exits.filter(({ id }) => form.exits.includes(id));
  const countOn = (side: Side) => used.filter((exit) => sideOf(exit, at) === side).length;
  return {
    boxM: [westM, southM, eastM, northM],
    people: home + seated + spreadPeople(form.place.perM2, offer.walkableM2),
    atHome: offer.homes && {
      people: home,
      residents: offer.homes.houses.reduce((sum, { residents }) => sum + residents, 0),
    },
    exits: used.length,
    bySide: Object.fromEntries(SIDES.map((side) => [side, countOn(side)])) as Record<Side, number>,
  };
}

/** Returns the side of a way out by its middle, seen from the place. */
function sideOf({ from, to }: Pick<ExitOption, 'from' | 'to'>, [eastM, northM]: readonly [number, number]): Side {
  const east = (from[0] + to[0]) / 2 - eastM;
  const north = (from[1] + to[1]) / 2 - northM;
  if (Math.abs(east) > Math.abs(north)) return east > 0 ? 'east' : 'west';
  return north > 0 ? 'north' : 'south';
}
