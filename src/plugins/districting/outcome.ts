import { type District, offPct } from '../../../model/tables/districts.ts';
import type { DistrictsResult } from '../../../workers/districting/engine-types.ts';
import { formatNumber } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';
import type { ColourStop } from '../../view/colour-stop.ts';

type Say = ReturnType<typeof useWords>['t'];

/** Colours of the palette for classes; districts of a plane seldom need more than five. */
const COLOURS = 6;

/** The colour of a district. */
export const districtToken = ({ colour }: Pick<District, 'colour'>): string => `cat-${(colour % COLOURS) + 1}`;

/** Colours by the numbers of districts' colours. */
export function districtStops({ districts }: Pick<DistrictsResult, 'districts'>): ColourStop[] {
  const most = Math.max(...districts.map(({ colour }) => colour));
  return Array.from({ length: most + 1 }, (_, colour) => ({ from: colour - 0.5, token: districtToken({ colour }) }));
}

/** An amount as people, or as things of a layer. */
const amountText = (t: Say, { request: { load } }: Pick<DistrictsResult, 'request'>, amount: number): string =>
  t(load.by === 'residents' ? 'districts.people' : 'districts.thingsOf', { amount: formatNumber(amount) });

/** A per cent with its sign. */
export const signedPct = (one: Pick<District, 'load' | 'target'>): string => {
  const pct = offPct(one);
  return `${pct > 0 ? '+' : ''}${formatNumber(pct, 1)}`;
};

/** The answer in one sentence. */
export function headline(t: Say, result: DistrictsResult): string {
  const { districts, after, before, isBalanced, request } = result;
  const values = {
    count: districts.length,
    tolerance: formatNumber(request.tolerancePct),
    worst: formatNumber(after.worstOffPct, 1),
    before: formatNumber(before?.worstOffPct ?? 0, 1),
  };
  const balance = t(isBalanced ? 'districts.balanced' : 'districts.unbalanced', values);
  return before ? `${balance}${t('districts.wasOff', values)}` : balance;
}

/** How many change, how far it is, and what could not be balanced. */
export function limitTexts(t: Say, result: DistrictsResult): string[] {
  const { before, after, moved, loose, offLoad, leftOut, isBalanced, largestSquare, request } = result;
  const way = ({ meanMin, meanM }: DistrictsResult['after']): string =>
    meanMin === null
      ? t('districts.metres', { m: formatNumber(meanM ?? 0) })
      : t('districts.minutes', { min: formatNumber(meanMin, 1) });
  const far = before
    ? t('districts.farBoth', { before: way(before), after: way(after) })
    : t('districts.far', { after: way(after) });
  return [
    ...(before ? [t('districts.moved', { amount: amountText(t, result, moved) })] : []),
    far,
    ...(isBalanced ? [] : [t('districts.largest', { amount: amountText(t, result, largestSquare) })]),
    ...(loose > 0 ? [t('districts.loose', { amount: amountText(t, result, loose) })] : []),
    ...(offLoad > 0 ? [t('districts.offGround', { amount: amountText(t, result, offLoad) })] : []),
    ...(leftOut > 0 ? [t(`districts.leftOut-${request.from.by}`, { count: leftOut })] : []),
  ];
}

/** How good the answer is for certain. */
export const proofText = (t: Say, { proof }: Pick<DistrictsResult, 'proof'>): string =>
  proof === null ? t('districts.noProof') : t('districts.gap', { gap: formatNumber(proof.gapPct, 1) });
