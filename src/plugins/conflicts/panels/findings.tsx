import { useEffect } from 'react';
import type { PlanConflict } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController, usePanels, useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatArea, formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController, filtered } from '../controller.ts';
import { EVERY_CONFLICT, SEVERITY_MARKS } from '../slice.ts';
import { conflictToolOf } from '../tools.ts';
import { flyTo } from './fly-to.ts';
import { usePlanReport } from './use-plan-report.ts';

const MAX_RULES = 3;

/** Rules that the city's plans break, the gravest first, each with its ground; plans are compared for it once the picture stands. */
export function ConflictFindings() {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const controller = useController(conflictsController);
  const openTool = usePanels((state) => state.openTool);
  const report = usePlanReport();
  const isIdle = useTwin(({ planCheck }) => planCheck.kind === 'idle');
  useEffect(() => {
    if (!isIdle) return;
    let isWanted = true;
    const end = view.follow(({ tiles }) => {
      if (!isWanted || tiles.count === 0 || tiles.loading > 0) return;
      isWanted = false;
      void controller.ready().then(() => {
        const { planCheck, setPlanCheck } = twin.getState();
        if (planCheck.kind !== 'idle' || !controller.basis.now()?.rules.rules.length) return;
        setPlanCheck({ isPlanGlance: true });
        void controller.compare();
      });
    });
    return () => {
      isWanted = false;
      end();
    };
  }, [isIdle, twin, view, controller]);
  if (!report) return null;
  const worstFirst = filtered(report, EVERY_CONFLICT);
  const broken = [...new Set(worstFirst.map(({ rule }) => rule))].slice(0, MAX_RULES).flatMap((id) => {
    const rule = report.rules.find((one) => one.id === id);
    const own = worstFirst.filter((conflict) => conflict.rule === id);
    return rule ? [{ rule, own, areaM2: own.reduce((sum, { areaM2 }) => sum + areaM2, 0) }] : [];
  });
  const show = (conflict: PlanConflict) => {
    twin.getState().setPlanCheck({
      planFilter: { ...EVERY_CONFLICT, rule: conflict.rule },
      conflictShown: conflict.id,
      showsConflicts: true,
    });
    openTool(conflictToolOf('plans'));
    flyTo(twin.city.origin, view, conflict);
  };
  return broken.map(({ rule, own, areaM2 }) => {
    const [worst] = own;
    const area = formatArea(areaM2, language);
    return (
      <li key={rule.id}>
        <button type="button" className={SEVERITY_MARKS[worst.severity]} onClick={() => show(worst)}>
          <i aria-hidden="true" />
          <b>{of(rule.title)}</b>
          <span>{t('conflicts.places', { count: formatNumber(own.length) })}</span>
          <em>
            <Quantity value={area.value} unit={area.unit} />
          </em>
        </button>
      </li>
    );
  });
}
