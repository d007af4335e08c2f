import { MS_PER_DAY } from '../../../../model/time.ts';
import { instantOfWall } from '../../../../model/wall-clock.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { cityTime, formatDate } from '../../../kit/city-time.ts';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { INSPECTED, inspectionOf } from '../inspection.ts';
import { usePlan } from './verdicts.tsx';

/** In the card of an element: when it is to be inspected, by which rule, and what that counts from. */
export function InspectionSection() {
  const { layer, description } = useCardSubject();
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { linking } = useController(buildController);
  const plan = usePlan();
  const nowMs = useTwin(({ shownTimeMs }) => Math.floor(shownTimeMs / MS_PER_DAY) * MS_PER_DAY);
  useTwin((state) => state.linking);
  if (layer.kind !== 'element') return null;
  const values = new Map(description.values.map(({ name, value }) => [name, value]));
  const { task } = linking.tasksOf(description);
  const finishMin = (task === null ? undefined : plan?.rows.find((one) => one.task === task)?.finishMin) ?? null;
  const inspected = INSPECTED.map((name) => values.get(name)).find((value) => typeof value === 'string');
  const found = inspectionOf(
    {
      ifcClass: String(values.get('class') ?? ''),
      inspectedIso: typeof inspected === 'string' ? inspected : null,
    },
    finishMin === null ? null : instantOfWall(finishMin, twin.city.zone),
    nowMs,
  );
  if (!found) return null;
  const dayOf = (timeMs: number) => formatDate(cityTime(timeMs, twin.city.zone), language);
  return (
    <section className="card-inspection" aria-label={t('inspection.title')}>
      <h3 className="minor">{t('inspection.title')}</h3>
      <p>
        {of(found.rule.what)}{' '}
        {found.kind === 'unbuilt' ? (
          t('inspection.unbuilt', { date: dayOf(found.finishMs) })
        ) : (
          <b>
            {t('inspection.due', { date: dayOf(found.dueMs) })}{' '}
            {found.isOverdue && <span className="tag danger">{t('inspection.overdue')}</span>}
          </b>
        )}
      </p>
      <p className="note">
        {found.kind === 'due' &&
          `${t(found.last.from === 'record' ? 'inspection.sinceRecord' : 'inspection.sinceFinish', {
            date: dayOf(found.last.timeMs),
            months: found.everyMonths,
          })} · `}
        {found.rule.source} <span className="tag unsure">{t('build.unsure')}</span>
      </p>
    </section>
  );
}
