import { planFaults, type ResponsePlan, responsePlanText } from '../../../../model/incidents/response-plan.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { incidentLogOpener } from '../open.ts';
import { changedDraft, draftOf, newPlan, type PlanDraft, undoneDraft } from '../plan-draft.ts';
import { shelvedPlans } from '../plan-shelf.ts';
import { PlanForm } from './plan-form.tsx';
import { useShownIncident } from './shown.ts';

/** 预案 as data: which there are, and one of them under the pencil. */
export function ResponsePlansPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { plans } = useController(incidentLogOpener);
  const draft = useStore(plans.state, (state) => state.draft);
  return (
    <Panel title={t('responsePlans.title')} className="dock grows incident-desk response-plans" onClose={onClose}>
      {draft ? <Editor draft={draft} /> : <PlanList />}
    </Panel>
  );
}

function PlanList() {
  const { t, of } = useWords();
  const { panels } = useApp();
  const { plans } = useController(incidentLogOpener);
  const kept = useStore(plans.state, (state) => state.kept);
  const reasonOf = useErrorText();
  const all = shelvedPlans(kept);
  const fail = (error: unknown) => panels.getState().notify(reasonOf(error));
  return (
    <>
      <p className="note more">{t('responsePlans.intro')}</p>
      <ul className="scenario-list" aria-label={t('responsePlans.list')}>
        {all.map((plan) => (
          <li key={plan.id}>
            <button type="button" onClick={() => plans.edit(draftOf(plan))}>
              <b>{of(plan.title)}</b>
              <span className="scenario-facts note">
                {t(`incidentLog.hazard_${plan.hazard}`)}
                <span>{t('responsePlans.steps', { count: formatNumber(plan.steps.length) })}</span>
                <span className="tag">{t(kept.includes(plan) ? 'responsePlans.kept' : 'responsePlans.shipped')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="incident-package">
        <button
          type="button"
          className="btn small"
          onClick={() => plans.edit(draftOf(newPlan(all.map(({ id }) => id))))}
        >
          <Icon name="plus" />
          {t('responsePlans.create')}
        </button>
        <FileButton
          accept=".json"
          label={t('responsePlans.importFile')}
          onFile={(file) => void plans.open(file).catch(fail)}
        />
      </p>
    </>
  );
}

function Editor({ draft }: { draft: PlanDraft }) {
  const { t, of } = useWords();
  const { plans } = useController(incidentLogOpener);
  const { plan, past } = draft;
  const faults = planFaults(plan, plan.id || t('responsePlans.draft'));
  const change = (field: string, next: ResponsePlan) => plans.edit(changedDraft(draft, field, next));
  return (
    <>
      <p className="incident-package">
        <button type="button" className="link" onClick={() => plans.edit(null)}>
          {t('responsePlans.leave')}
        </button>
        <span className="space" />
        <button
          type="button"
          className="btn small"
          disabled={past.length === 0}
          onClick={() => plans.edit(undoneDraft(draft))}
        >
          <Icon name="undo" />
          {t('responsePlans.undo')}
        </button>
      </p>
      <PlanForm plan={plan} onChange={change} />
      {faults.length > 0 && (
        <div className="part" role="alert">
          <b>{t('responsePlans.faults', { count: formatNumber(faults.length) })}</b>
          <ul className="plan-faults">
            {faults.map(({ text }) => (
              <li key={text.en}>{of(text)}</li>
            ))}
          </ul>
        </div>
      )}
      <Acts plan={plan} isWhole={faults.length === 0} />
    </>
  );
}

/** What can be done with a plan that has no fault: kept, exported, taken into the incident that is shown. */
function Acts({ plan, isWhole }: { plan: ResponsePlan; isWhole: boolean }) {
  const { t } = useWords();
  const { panels, twin } = useApp();
  const desk = useController(incidentLogOpener);
  const kept = useStore(desk.plans.state, (state) => state.kept);
  const reasonOf = useErrorText();
  const shown = useShownIncident();
  const say = (work: Promise<void>, text: string) =>
    void work.then(
      () => panels.getState().notify(text),
      (error: unknown) => panels.getState().notify(reasonOf(error)),
    );
  const title = shown?.facts.opened?.title ?? '';
  const mayTake = shown?.mayAct && shown.facts.closedMs === null;
  const remove = () => {
    desk.plans.edit(null);
    void desk.plans.remove(plan.id).catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  };
  return (
    <p className="incident-package">
      <button
        type="button"
        className="btn small primary"
        disabled={!isWhole}
        onClick={() => say(desk.plans.put(plan), t('responsePlans.saved'))}
      >
        {t('responsePlans.save')}
      </button>
      <button
        type="button"
        className="btn small"
        disabled={!isWhole}
        onClick={() =>
          saveFile(`${twin.city.id}-${plan.id}.response-plan.json`, 'application/json', responsePlanText(plan))
        }
      >
        {t('responsePlans.export')}
      </button>
      {mayTake && (
        <button
          type="button"
          className="btn small"
          disabled={!isWhole}
          onClick={() => say(desk.takePlan(plan), t('responsePlans.taken', { title }))}
        >
          {t('responsePlans.take', { title })}
        </button>
      )}
      {kept.some(({ id }) => id === plan.id) && (
        <button type="button" className="btn small" onClick={remove}>
          {t('responsePlans.remove')}
        </button>
      )}
    </p>
  );
}
