import type { IndexCard, Indicator } from './index-card.ts';

/** Bands of scores: from each limit on, below the next one; the last one has its end too. */
export const BAND_LIMITS = [0, 30, 60, 80, 90, 100] as const;

/** A score where nothing is missing, and between which it lies where something is. */
interface IndexScore {
  /** 0 to 100; null: indicators with a weight have no value. */
  score: number | null;
  /** Were all that is missing 0, or 100. */
  lowest: number;
  highest: number;
  /** Indicators with a weight that have no value. */
  missing: number;
}

/** A second-level indicator: its score, and its share of the total. */
interface IndicatorScore {
  id: string;
  score: number | null;
  shareRatio: number;
}

/** A card as scores; all weights are taken by their sum. */
export interface ScoredIndex extends IndexScore {
  groups: (IndexScore & { id: string; shareRatio: number; indicators: IndicatorScore[] })[];
  /** 1 to 5; null: what is missing decides. */
  band: number | null;
}

/** Linear from `zeroAt` to `fullAt`, and 0 or 100 beyond: `100 (x − zero) / (full − zero)`. */
export function indicatorScore(value: number, { zeroAt, fullAt }: Pick<Indicator, 'zeroAt' | 'fullAt'>): number {
  return Math.min(100, Math.max(0, (100 * (value - zeroAt)) / (fullAt - zeroAt)));
}

/** The number of a score's band, from 1 on. */
export function bandOf(score: number): number {
  const above = BAND_LIMITS.findIndex((limit) => score < limit);
  return above < 0 ? BAND_LIMITS.length - 1 : Math.max(1, above);
}

/** Weighted means: of indicators to their group, of groups to the total. What has no value is never taken for 0. */
export function scoreIndex({ groups, values }: Pick<IndexCard, 'groups' | 'values'>): ScoredIndex {
  const groupShares = sharesOf(groups);
  const scored = groups.map(({ id, indicators }, g) => {
    const shares = sharesOf(indicators);
    const scores = indicators.map((one) => {
      const given = Object.hasOwn(values, one.id) ? values[one.id] : null;
      return given ? indicatorScore(given.value, one) : null;
    });
    const parts = scores.map((score, i) => partOf(score, shares[i]));
    return {
      id,
      shareRatio: groupShares[g],
      ...meanOf(parts),
      indicators: indicators.map((one, i) => ({
        id: one.id,
        score: scores[i],
        shareRatio: shares[i] * groupShares[g],
      })),
    };
  });
  const total = meanOf(scored.map((group) => ({ ...group, missing: group.shareRatio > 0 ? group.missing : 0 })));
  const low = bandOf(total.lowest);
  const isSure = low === bandOf(total.highest) && scored.some(({ shareRatio }) => shareRatio > 0);
  return { ...total, groups: scored, band: isSure ? low : null };
}

type Part = Pick<IndexScore, 'lowest' | 'highest' | 'missing'> & { shareRatio: number };

/** What an indicator without a value may come to. */
function partOf(score: number | null, shareRatio: number): Part {
  if (score === null) return { lowest: 0, highest: 100, missing: shareRatio > 0 ? 1 : 0, shareRatio };
  return { lowest: score, highest: score, missing: 0, shareRatio };
}

function meanOf(parts: readonly Part[]): IndexScore {
  const sum = (of: (part: Part) => number) => parts.reduce((all, part) => all + part.shareRatio * of(part), 0);
  const missing = parts.reduce((all, part) => all + part.missing, 0);
  const hasWeight = parts.some(({ shareRatio }) => shareRatio > 0);
  const lowest = sum((part) => part.lowest);
  return {
    score: missing === 0 && hasWeight ? lowest : null,
    lowest,
    highest: hasWeight ? sum((part) => part.highest) : 100,
    missing,
  };
}

/** Returns each weight's share of the sum; where all weights are 0, none has a share. */
function sharesOf(list: readonly { weight: number }[]): number[] {
  const sum = list.reduce((all, { weight }) => all + weight, 0);
  return list.map(({ weight }) => (sum > 0 ? weight / sum : 0));
}
