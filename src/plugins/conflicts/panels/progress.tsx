import { useState } from 'react';
import type { Blueprint } from '../../../../workers/plans/blueprint.ts';
import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { CASE_SCOPES, type CaseScope } from '../cases.ts';
import { usePlanSheet } from './plan-report.ts';
import { progressOf, useProgressText } from './progress-text.ts';
import { usePlanReport } from './use-plan-report.ts';

/** The sentence with a bar; nothing before the first comparison. */
export function DecisionProgress({ blueprint }: { blueprint: Blueprint | null }) {
  const { t } = useWords();
  const report = usePlanReport();
  const textOf = useProgressText();
  useTwin(({ planRecord }) => planRecord.serial);
  if (!report) return null;
  const progress = progressOf(report, blueprint);
  return (
    <div className="conflict-progress">
      <p>{textOf(progress)}</p>
      {progress.found > 0 && (
        <progress
          aria-label={t('conflicts.progressBar')}
          max={progress.found}
          value={Math.max(0, progress.found - progress.open)}
        />
      )}
    </div>
  );
}

/** Paper and spreadsheet, and which conflicts have a page of their own. */
export function PlanReportButtons({ report, blueprint }: { report: PlanReport; blueprint: Blueprint | null }) {
  const { t } = useWords();
  const sheet = usePlanSheet();
  const [scope, setScope] = useState<CaseScope>('prohibited');
  return (
    <>
      <ChoiceField
        label={t('conflicts.reportPages')}
        value={scope}
        options={CASE_SCOPES.map((value) => ({ value, label: t(`conflicts.pages_${value}`) }))}
        onChange={setScope}
      />
      <p className="row-head wrap">
        <ReportButtons make={() => sheet(report, blueprint, scope)} />
      </p>
    </>
  );
}
