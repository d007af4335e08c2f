import type { PlanInfo } from '../../../../model/plans/plan.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';

/** Milliseconds of a day in UTC: periods are days of a calendar, and need no zone. */
const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
/** An open end reaches so far beyond what is dated. */
const OPEN_END_MS = 2 * 365.25 * 86_400_000;

/** 时效: when each plan holds, against the shown day; plans that do not hold on it can be left out. */
export function ValidityPart({ plans }: { plans: readonly PlanInfo[] }) {
  const { t, of } = useWords();
  const day = useTwin(({ planDay }) => planDay);
  const isFiltered = useTwin(({ plansAtDate }) => plansAtDate);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const controller = useController(conflictsController);
  const dated = plans.filter(({ period }) => period?.from !== undefined || period?.to !== undefined);
  if (dated.length === 0 || day === '') return null;
  const ends = [day, ...dated.flatMap(({ period }) => [period?.from, period?.to])].flatMap((one) =>
    one === undefined ? [] : [msOf(one)],
  );
  const from = Math.min(...ends) - OPEN_END_MS / 4;
  const to = Math.max(...ends) + OPEN_END_MS / 4;
  const at = (ms: number) => `${(100 * (ms - from)) / (to - from)}%`;
  const turn = (plansAtDate: boolean) => {
    set({ plansAtDate, conflictShown: null });
    void controller.compare();
  };
  return (
    <div className="plan-validity">
      <p className="row-head">
        <b>{t('conflicts.validity')}</b>
        <span className="note">{t('conflicts.onDay', { day })}</span>
      </p>
      <ol aria-label={t('conflicts.validity')}>
        {dated.map((plan) => {
          const state = controller.validity(plan);
          const begin = plan.period?.from === undefined ? from : msOf(plan.period.from);
          const end = plan.period?.to === undefined ? to : msOf(plan.period.to);
          return (
            <li key={plan.id} data-validity={state}>
              <span className="name" title={of(plan.name)}>
                {of(plan.name)}
              </span>
              <span className="lane" title={`${plan.period?.from ?? '…'} – ${plan.period?.to ?? '…'}`}>
                <i className={state} style={{ left: at(begin), right: `calc(100% - ${at(end)})` }} />
                <b style={{ left: at(msOf(day)) }} />
              </span>
              <span className={`tag ${state === 'in-force' ? '' : 'unsure'}`}>{t(`conflicts.validity_${state}`)}</span>
            </li>
          );
        })}
      </ol>
      <p className="row-head">
        <span>{t('conflicts.inForceOnly')}</span>
        <span className="space" />
        <Switch label={t('conflicts.inForceOnly')} on={isFiltered} onChange={turn} />
      </p>
    </div>
  );
}
