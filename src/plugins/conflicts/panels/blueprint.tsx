import { useState } from 'react';
import type { Blueprint } from '../../../../workers/plans/blueprint.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { useStampText } from './basis-part.tsx';
import { DecisionProgress, PlanReportButtons } from './progress.tsx';
import { progressOf } from './progress-text.ts';

/** 蓝图: all plans after the signed decisions; made when somebody asks for it. */
export function BlueprintPart() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsController);
  const state = useTwin(({ planBlueprint }) => planBlueprint);
  useTwin(({ planRecord }) => planRecord.serial);
  useTwin(({ planCheck }) => planCheck);
  const [failure, setFailure] = useState<Reason | null>(null);
  const textOf = useStampText();
  const name = `${twin.city.id}-blueprint`;
  const make = () => {
    setFailure(null);
    void controller.makeBlueprint();
  };
  const saveGeoPackage = (blueprint: Blueprint) => {
    controller.geoPackage(blueprint).then(
      (bytes) => saveFile(`${name}.gpkg`, 'application/geopackage+sqlite3', bytes),
      (error: unknown) => setFailure(failureOf(error)),
    );
  };
  const made = controller.blueprint();
  const reason = failure ?? (state.kind === 'failed' ? state.reason : null);
  const report = controller.report();
  const open = report ? progressOf(report, null).open : 0;
  return (
    <div className="conflict-blueprint">
      <DecisionProgress blueprint={made} />
      {reason && <ErrorNotice what={t('conflicts.blueprintFailed')} reason={reason} />}
      {made ? (
        <>
          <p>
            {t('conflicts.blueprintOf', {
              plans: formatNumber(made.plans.length),
              shapes: formatNumber(made.shapes),
              changed: formatNumber(made.changed),
              decisions: formatNumber(made.decisions.length),
            })}
          </p>
          {made.left.length > 0 && (
            <p className="note">{t('conflicts.leftOut', { count: formatNumber(made.left.length) })}</p>
          )}
          <p className="note">
            {t('conflicts.blueprintHash')} <span className="mono">{made.hash.slice(0, 16)}</span>
          </p>
          <p className="note">{`${t('conflicts.rules')} ${textOf(made.rules)}`}</p>
          <p className="note">{`${t('conflicts.crosswalk')} ${textOf(made.crosswalk)}`}</p>
          <p className="row-head wrap">
            <button
              type="button"
              className="btn small"
              onClick={() => saveFile(`${name}.geojson`, 'application/geo+json', made.geoJson)}
            >
              {t('conflicts.geojson')}
            </button>
            <button type="button" className="btn small" onClick={() => saveGeoPackage(made)}>
              {t('conflicts.geopackage')}
            </button>
          </p>
          {report && <PlanReportButtons report={report} blueprint={made} />}
        </>
      ) : (
        <button
          type="button"
          className={`btn small${open === 0 ? ' primary' : ''}`}
          disabled={state.kind === 'making'}
          onClick={make}
        >
          {open === 0 ? t('conflicts.makeBlueprint') : t('conflicts.makeDraft', { open: formatNumber(open) })}
        </button>
      )}
    </div>
  );
}
