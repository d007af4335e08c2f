import type { CrowdScenario } from '../../../model/questions/crowd.ts';
import type { CrowdClasses, CrowdForm } from './slice.ts';

type CasePopulation = CrowdScenario['populations'][number];
/** A population before it is told apart by class and by what its people know. */
export type PlainPopulation = Pick<CasePopulation, 'id' | 'floor' | 'count' | 'where' | 'toldAtS' | 'appearS'> & {
  premovementS?: CasePopulation['premovementS'];
  /** What marshals call them, where it is not their id. */
  base?: string;
};
type House = Extract<CasePopulation['where'], { kind: 'houses' }>['houses'][number];

/** A part of a population: a class, and whether its people know every way out. */
interface Share {
  suffix: string;
  profile: string;
  knowsAll: boolean;
  ratio: number;
}

/**
 * What knowing an exit is worth to people who know one only, in units of the choice's scale (5 s): they take another when it is a minute
 * shorter (own mark: people leave by the way they came in, Sime 1985, but no survey gives seconds).
 */
const FAMILIARITY = 12;

/** Shares of classes and knowledge that make more than one kind of people. */
export const familiarityOf = ({ knowAllPct }: Pick<CrowdForm, 'knowAllPct'>): { familiarity: number } | null =>
  knowAllPct < 100 ? { familiarity: FAMILIARITY } : null;

/**
 * A population as populations of the case: a class each, parted again into those who know every way out and those who know the widest
 * alone. People who are alike stay the one population that they were. Wheelchairs are on the ground only: to stands and
 * houses steps lead.
 */
export function populationsOf(
  plain: PlainPopulation,
  { classes, knowAllPct, groupMean }: Pick<CrowdForm, 'classes' | 'knowAllPct' | 'groupMean'>,
  ways: readonly { id: string; widthM: number }[],
): object[] {
  const shares = sharesOf(classes, knowAllPct / 100, plain.where.kind === 'areas');
  const widest = ways.reduce((best, way) => (way.widthM > best.widthM ? way : best));
  const parts = plain.where.kind === 'houses' ? housesOf(plain.where.houses, shares) : null;
  const counts = parts ? parts.map(sumOf) : countsOf(plain.count, shares);
  return shares.flatMap(({ suffix, profile, knowsAll }, k) => {
    if (counts[k] === 0) return [];
    const known = knowAllPct === 100 ? null : knowsAll ? ways.map(({ id }) => id) : [widest.id];
    return [
      {
        ...plain,
        id: `${plain.id}${suffix}`,
        count: counts[k],
        ...(profile === 'adult' ? {} : { profile }),
        ...(parts ? { where: { kind: 'houses', houses: parts[k] } } : {}),
        ...(known ? { familiar: known } : {}),
        ...(groupMean > 1 ? { groupSize: groupsOf(groupMean) } : {}),
      },
    ];
  });
}

/** Whole numbers about the mean, each as likely: of 2 ones, twos and threes. */
const groupsOf = (mean: number) => ({ kind: 'uniform', from: 0.5, to: 2 * mean - 0.5 });

/** Adults who know their way first: they take what rounding leaves. */
function sharesOf({ childPct, elderlyPct, wheelchairPct }: CrowdClasses, knowing: number, rolls: boolean): Share[] {
  const classes = [
    { suffix: '-child', profile: 'child', ratio: childPct / 100 },
    { suffix: '-elderly', profile: 'elderly', ratio: elderlyPct / 100 },
    { suffix: '-wheelchair', profile: 'wheelchair', ratio: rolls ? wheelchairPct / 100 : 0 },
  ];
  const adults = Math.max(0, 1 - classes.reduce((sum, { ratio }) => sum + ratio, 0));
  return [{ suffix: '', profile: 'adult', ratio: adults }, ...classes].flatMap((one) => [
    { ...one, knowsAll: true, ratio: one.ratio * knowing },
    { ...one, suffix: `${one.suffix}-visitor`, knowsAll: false, ratio: one.ratio * (1 - knowing) },
  ]);
}

/** By the largest remainders, so that they are all of them. */
function countsOf(count: number, shares: readonly Share[]): number[] {
  const exact = shares.map(({ ratio }) => ratio * count);
  const counts = exact.map(Math.floor);
  const byRemainder = [...shares.keys()].sort((a, b) => exact[b] - counts[b] - (exact[a] - counts[a]) || a - b);
  let left = count - counts.reduce((sum, each) => sum + each, 0);
  for (const k of byRemainder) {
    if (left === 0) break;
    counts[k]++;
    left--;
  }
  return counts;
}

/** House by house on what was rounded before, so that a lane of small houses has its share of each. */
function housesOf(houses: readonly House[], shares: readonly Share[]): House[][] {
  const parts: House[][] = shares.map(() => []);
  const placed = shares.map(() => 0);
  let living = 0;
  for (const house of houses) {
    living += house.people;
    let left = house.people;
    for (let k = shares.length - 1; k >= 0; k--) {
      const due = Math.round(living * shares[k].ratio) - placed[k];
      const people = k === 0 ? left : Math.min(left, Math.max(0, due));
      left -= people;
      placed[k] += people;
      if (people > 0) parts[k].push({ ...house, people });
    }
  }
  return parts;
}

const sumOf = (houses: readonly House[]): number => houses.reduce((sum, { people }) => sum + people, 0);
