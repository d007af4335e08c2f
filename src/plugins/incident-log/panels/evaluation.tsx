import { useEffect, useRef } from 'react';
import { useController, useNarrow } from '../../../kit/app-context.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { BranchList, IncidentList } from './incident-desk.tsx';
import { ScoreTab, ShownStep } from './score-tab.tsx';
import { useShownIncident } from './shown.ts';

/** In the map's place: the evaluation of the shown incident as one page. */
export function EvaluationPage() {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const shown = useShownIncident();
  const lastMs = shown?.timeline.last()?.receivedMs ?? 0;
  const isPart = shown?.isReplayed === true && shown.branch === null && shown.ms < lastMs;
  const id = shown?.id ?? null;
  const wholeOf = useRef<string | null>(null);
  // A record is evaluated as a whole once it is opened here; a row of it that is pressed takes the clock back.
  useEffect(() => {
    if (wholeOf.current === id) return;
    wholeOf.current = id;
    if (isPart) controller.replay(lastMs);
  }, [id, isPart, lastMs, controller]);
  return (
    <div className="evaluation-page">
      {shown ? (
        <>
          <div className="row-head">
            <h2>{shown.facts.opened?.title}</h2>
            {isPart && (
              <button type="button" className="link" onClick={() => controller.replay(lastMs)}>
                {t('incidentLog.scoreWhole')}
              </button>
            )}
          </div>
          <ScoreTab shown={shown} />
        </>
      ) : (
        <EmptyState icon="report">{t('incidentLog.nothingToScore')}</EmptyState>
      )}
    </div>
  );
}

/** Beside the page: of which incident it is, and how the step went that a row of it opened. A phone has no page, so the whole evaluation stands here. */
export function Evaluation({ onClose }: PanelProps) {
  const { t } = useWords();
  const isNarrow = useNarrow();
  const shown = useShownIncident();
  return (
    <Panel title={t('incidentLog.evaluation')} className="dock grows incident-evaluation" onClose={onClose}>
      <IncidentList isOpening={false} onOpen={null} />
      {!shown && <EmptyState icon="report">{t('incidentLog.nothingToScore')}</EmptyState>}
      {shown && <BranchList shown={shown} />}
      {shown && (isNarrow ? <ScoreTab shown={shown} /> : <ShownStep shown={shown} />)}
    </Panel>
  );
}
