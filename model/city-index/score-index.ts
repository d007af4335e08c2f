import type { Basis, IndexCard, YearValues } from './index-card.ts';

/** Bands of scores: from each limit on, below the next one; the last one has its end too. */
export const BAND_LIMITS = [0, 30, 60, 80, 90, 100] as const;

/** A score where nothing is missing, and between which it lies where something is. */
export interface IndexScore {
  /** 0 to 100; null: bases with a weight have no value. */
  score: number | null;
  /** Were all that is missing 0, or 100. */
  lowest: number;
  highest: number;
  /** Bases with a weight that have no value. */
  missing: number;
}

/** A part of a card has its score, and its share of the total. */
interface ScoredPart extends IndexScore {
  id: string;
  shareRatio: number;
}

/** A card as scores; all weights are taken by their sum. */
export interface ScoredIndex extends IndexScore {
  groups: (ScoredPart & { indicators: (ScoredPart & { bases: ScoredPart[] })[] })[];
  /** 1 to 5; null: what is missing decides. */
  band: number | null;
}

/** Linear from `zeroAt` to `fullAt`, and 0 or 100 beyond: `100 (x − zero) / (full − zero)`. */
export function indicatorScore(value: number, { zeroAt, fullAt }: Pick<Basis, 'zeroAt' | 'fullAt'>): number {
  return Math.min(100, Math.max(0, (100 * (value - zeroAt)) / (fullAt - zeroAt)));
}

/** The number of a score's band, from 1 on. */
export function bandOf(score: number): number {
  const above = BAND_LIMITS.findIndex((limit) => score < limit);
  return above < 0 ? BAND_LIMITS.length - 1 : Math.max(1, above);
}

/** Scores a card by weighted means: of bases to their indicator, of indicators to their group, of groups to the total. A missing value is never taken for 0. */
export function scoreIndex({ groups }: Pick<IndexCard, 'groups'>, values: YearValues): ScoredIndex {
  const scored = shared(groups, 1).map(({ one: group, shareRatio, ownRatio }) => {
    const indicators = shared(group.indicators, shareRatio).map(({ one: indicator, ...of }) => {
      const bases = shared(indicator.bases, of.shareRatio).map(({ one: basis, ...ofBasis }) => {
        const given = Object.hasOwn(values, basis.id) ? values[basis.id] : null;
        return { id: basis.id, ...ofBasis, ...scoreOf(given ? indicatorScore(given.value, basis) : null) };
      });
      return { id: indicator.id, ...of, ...meanOf(bases), bases };
    });
    return { id: group.id, shareRatio, ownRatio, ...meanOf(indicators), indicators };
  });
  const total = meanOf(scored);
  const low = bandOf(total.lowest);
  const isSure = low === bandOf(total.highest) && scored.some(({ shareRatio }) => shareRatio > 0);
  return { ...total, groups: scored, band: isSure ? low : null };
}

/** Returns what a basis comes to, or may. */
const scoreOf = (score: number | null): IndexScore =>
  score === null
    ? { score, lowest: 0, highest: 100, missing: 1 }
    : { score, lowest: score, highest: score, missing: 0 };

/** Returns parts with their share of what is above them, and of the total. */
function shared<One extends { weight: number }>(list: readonly One[], aboveRatio: number) {
  const ratios = sharesOf(list);
  return list.map((one, i) => ({ one, ownRatio: ratios[i], shareRatio: ratios[i] * aboveRatio }));
}

function meanOf(parts: readonly (IndexScore & { ownRatio: number })[]): IndexScore {
  const weighed = parts.filter(({ ownRatio }) => ownRatio > 0);
  const sum = (of: (part: IndexScore) => number) => weighed.reduce((all, part) => all + part.ownRatio * of(part), 0);
  const missing = weighed.reduce((all, part) => all + part.missing, 0);
  const lowest = sum((part) => part.lowest);
  return {
    score: weighed.length > 0 && weighed.every(({ score }) => score !== null) ? lowest : null,
    lowest,
    highest: weighed.length > 0 ? sum((part) => part.highest) : 100,
    missing,
  };
}

/** Returns each weight's share of the sum; where all weights are 0, none has a share. */
function sharesOf(list: readonly { weight: number }[]): number[] {
  const sum = list.reduce((all, { weight }) => all + weight, 0);
  return list.map(({ weight }) => (sum > 0 ? weight / sum : 0));
}
