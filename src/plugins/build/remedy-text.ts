import type { Remedy } from '../../../workers/construction/review/remedies.ts';
import { planDate, planName, type Speech } from './plan-text.ts';
import type { PlanFacts } from './schedule-controller.ts';

/** What is to be done, and what it is about, in words. */
export function remedyText(
  { change, rows, behindDays, untilMin, name }: Remedy,
  facts: PlanFacts,
  { t, language }: Speech,
): { title: string; about: string } {
  const [from, to] = rows.map((row) => planName(facts.rows[row]?.name ?? '', language));
  const code = facts.rows[rows[0] ?? -1]?.code ?? '';
  if (change.kind === 'lag') return { title: t('remedy.lag', { from, to }), about: t('remedy.lagAbout') };
  if (change.kind === 'saturday') return { title: t('remedy.saturday', { name }), about: t('remedy.saturdayAbout') };
  if (change.kind === 'constraint') return { title: t('remedy.constraint', { name: from }), about: code };
  const title = t('remedy.shift', { name: from, date: planDate(untilMin ?? Number.NaN, language) });
  return { title, about: behindDays === null ? code : `${code} · ${t('remedy.behind', { days: behindDays })}` };
}

/** What a change does to the finish, as a figure of days. */
export const gainText = (gainDays: number, { t }: Speech): string =>
  gainDays === 0
    ? t('remedy.noChange')
    : t(gainDays > 0 ? 'remedy.earlier' : 'remedy.later', { count: Math.abs(gainDays) });
