import { useId } from 'react';
import { LAND_USE_CLASSES } from '../../../../model/plans/land-use.ts';
import { PLAN_KINDS } from '../../../../model/plans/plan-kinds.ts';
import type { BalanceLine, PlanConflict, PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { reasonIn } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import type { WayEffect } from '../slice.ts';
import { type OfferedWay, offeredWays, wayKey } from '../ways.ts';
import { useConflictText } from './conflict-text.ts';

/** The ways that are offered, the lawful one first, each with what it causes; the map shows the one that is chosen. */
export function WayChoice({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t } = useWords();
  const draft = useTwin(({ planDraft }) => planDraft);
  const name = useId();
  return (
    <fieldset className="conflict-ways" disabled={draft.kind === 'making'}>
      <legend>{t('conflicts.ways')}</legend>
      {offeredWays(conflict, report).map((offered) => (
        <WayOption key={wayKey(offered.way)} name={name} offered={offered} conflict={conflict} />
      ))}
    </fieldset>
  );
}

function WayOption({ name, offered, conflict }: { name: string; offered: OfferedWay; conflict: PlanConflict }) {
  const { t, language } = useWords();
  const controller = useController(conflictsController);
  const text = useConflictText();
  const key = wayKey(offered.way);
  // What is pressed is chosen at once, though what it causes is still being worked out.
  const isChosen = useTwin(({ planDraft }) => 'way' in planDraft && planDraft.way === key);
  const outcome = useTwin(({ planWays }) => planWays[key]);
  const effectText = useEffectText();
  return (
    <label>
      <input type="radio" name={name} checked={isChosen} onChange={() => void controller.draft(offered.way)} />
      <b>{text.way(offered.way, conflict)}</b>
      {offered.reason && <span className="note">{t(`conflicts.reason_${offered.reason}`)}</span>}
      {offered.needsApproval && <span className="note warn">{t('conflicts.locked')}</span>}
      <span className="note">
        {outcome?.kind === 'weighed' && effectText(outcome.effect)}
        {outcome?.kind === 'failed' && reasonIn(outcome.reason, language)}
        {outcome === undefined && t('conflicts.weighing')}
      </span>
    </label>
  );
}

/** What a way causes in one line: conflicts that would go and come, and hectares by what they are. */
export function useEffectText(): (effect: Pick<WayEffect, 'vanished' | 'arose' | 'balance'>) => string {
  const { t, of, language } = useWords();
  const lineText = ({ kind, use, beforeM2, afterM2 }: BalanceLine) => {
    const word = kind === 'parcel' && use ? of(LAND_USE_CLASSES[use]) : of(PLAN_KINDS[kind]);
    const { value, unit } = formatArea(Math.abs(afterM2 - beforeM2), language);
    return `${word} ${afterM2 > beforeM2 ? '+' : '−'}${value}${THIN_SPACE}${unit}`;
  };
  return ({ vanished, arose, balance }) =>
    [
      t('conflicts.changes', { vanished: formatNumber(vanished.length), arose: formatNumber(arose.length) }),
      ...balance.filter(({ beforeM2, afterM2 }) => Math.abs(afterM2 - beforeM2) >= MIN_CHANGE_M2).map(lineText),
    ].join(' · ');
}

/** What rounds to nothing is no change. */
const MIN_CHANGE_M2 = 0.5;
