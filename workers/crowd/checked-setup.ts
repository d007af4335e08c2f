import type { Text } from '../../model/city/manifest.ts';
import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import { type CrowdProblem, CrowdRefusal } from '../../model/scenarios/crowd-problem.ts';
import { problemsOf, refuse, unreachableOf } from './check.ts';
import type { CrowdCase } from './crowd-case.ts';
import { buildCrowdSetup, type CrowdSetup } from './lay-out.ts';
import type { Crossing } from './plan/space-cells.ts';

/** Greatest number of ways out that are named in a note; the others are counted. */
const MAX_NAMED_EXITS = 8;

/** A case as it is walked, and what of it is not. */
export interface CheckedSetup {
  setup: CrowdSetup;
  notes: CrowdNote[];
  /** Ids of the ways out that nobody can walk to. */
  exitsLeftOut: string[];
}

/**
 * Refuses what cannot be run, all that is wrong at once. Ways out that nobody can walk to are left out and named while others remain: the
 * ground of real towns has pieces that nothing joins. There, too, people without a way stay and are counted; a plan that was drawn as one
 * whole is refused with them, as a wall too many or a door too few is its drawer's to mend.
 */
export function crowdSetupOf(theCase: CrowdCase): CheckedSetup {
  refuse(problemsOf(theCase));
  const isOfTown = theCase.space.floors.every(({ touching }) => touching === 'apart');
  const { setup, lost } = isOfTown ? laidOnGround(theCase) : { setup: buildCrowdSetup(theCase), lost: [] };
  const problems = unreachableOf(setup);
  const unreached = problems.flatMap(({ code, values }) => (code === 'exit-unreached' ? [String(values.exit)] : []));
  const cutOff = problems.filter(({ code }) => code === 'cut-off');
  const out = theCase.space.exits.filter(({ id }) => lost.includes(id) || unreached.includes(id));
  const listed = { count: out.length, exits: namesOf(out) };
  if (out.length === theCase.space.exits.length) refuse([{ code: 'all-unreached', values: listed }, ...cutOff]);
  refuse([...toNowhere(theCase, out), ...cutOff.filter((problem) => !isOfTown || isWhole(problem, theCase))]);
  const alone = cutOff.reduce((sum, { values }) => sum + Number(values.count), 0);
  return {
    setup: unreached.length === 0 ? setup : buildCrowdSetup(without(setup.theCase, unreached)),
    notes: [
      ...(out.length > 0 ? [{ code: 'exits-left-out' as const, values: listed }] : []),
      ...(alone > 0 ? [{ code: 'cut-off' as const, values: { count: alone } }] : []),
    ],
    exitsLeftOut: out.map(({ id }) => id),
  };
}

/** On a town's ground: ways out at which no ground lies, slivers at the edge of a box, are lost. */
function laidOnGround(theCase: CrowdCase): { setup: CrowdSetup; lost: string[] } {
  const lost: string[] = [];
  for (;;) {
    try {
      return { setup: buildCrowdSetup(without(theCase, lost)), lost };
    } catch (error) {
      const exit = theCase.space.exits.find(({ id }) => isOffFloor(error, `exits.${id}`));
      if (!exit || lost.length + 1 === theCase.space.exits.length) throw error;
      lost.push(exit.id);
    }
  }
}

const isOffFloor = (error: unknown, place: string): boolean =>
  error instanceof CrowdRefusal &&
  error.problems.some(({ code, values }) => code === 'line-off-floor' && values.place === place);

/** Orders that send people to a way out that is left out. */
const toNowhere = ({ orders }: CrowdCase, out: readonly Crossing[]): CrowdProblem[] =>
  out
    .filter(({ id }) => orders.some(({ exit }) => exit === id))
    .map((exit) => ({ code: 'exit-unreached', values: { exit: nameOf(exit) } }));

/** Nobody of a population has a way: those who take no steps, those behind a gate that is shut. */
const isWhole = ({ values }: CrowdProblem, { populations }: CrowdCase): boolean =>
  populations.some(({ id, count }) => id === values.population && count === values.count);

/** The case with fewer ways out; nobody is told of the others, or knows them. */
function without(theCase: CrowdCase, exits: readonly string[]): CrowdCase {
  if (exits.length === 0) return theCase;
  const remains = (id: string): boolean => !exits.includes(id);
  return {
    ...theCase,
    space: { ...theCase.space, exits: theCase.space.exits.filter(({ id }) => remains(id)) },
    populations: theCase.populations.map((population) => ({
      ...population,
      exits: population.exits?.filter(remains) ?? null,
      familiar: population.familiar.filter(remains),
    })),
    orders: theCase.orders.filter(({ exit }) => remains(exit)),
  };
}

const nameOf = ({ id, label }: Crossing): Text => label ?? { zh: id, en: id };

function namesOf(exits: readonly Crossing[]): Text {
  const names = exits.slice(0, MAX_NAMED_EXITS).map(nameOf);
  const more = exits.length - names.length;
  return {
    zh: names.map(({ zh }) => zh).join('、') + (more > 0 ? ` 等` : ''),
    en: names.map(({ en }) => en).join(', ') + (more > 0 ? `, and ${more} more` : ''),
  };
}
