import { planFaults, type ResponsePlan, responsePlanText } from '../../../../model/incidents/response-plan.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatDate, formatTime } from '../../../kit/city-time.ts';
import { Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayActOnIncidents } from '../../../twin/account.ts';
import { incidentLogController } from '../controller.ts';
import { changedDraft, draftOf, newPlan, type PlanDraft, undoneDraft } from '../plan-draft.ts';
import { listedPlans } from '../response-plans.ts';
import { PlanForm } from './plan-form.tsx';
import { useShownIncident } from './shown.ts';

/** 预案 as data: which there are, and one of them under the pencil. */
export function ResponsePlansPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { plans } = useController(incidentLogController);
  const draft = useStore(plans.state, (state) => state.draft);
  return (
    <Panel title={t('responsePlans.title')} className="dock grows incident-desk response-plans" onClose={onClose}>
      {draft ? <Editor draft={draft} /> : <PlanList />}
    </Panel>
  );
}

function PlanList() {
  const { t, of } = useWords();
  const { panels, twin } = useApp();
  const { plans } = useController(incidentLogController);
  const kept = useStore(plans.state, (state) => state.kept);
  const shared = useStore(plans.state, (state) => state.shared);
  const reasonOf = useErrorText();
  const all = listedPlans({ kept, shared });
  const language = useTwin((state) => state.language);
  const timeText = (ms: number): string => {
    const time = cityTime(ms, twin.city.zone);
    return `${formatDate(time, language)} ${formatTime(time)}`;
  };
  const fail = (error: unknown) => panels.getState().notify(reasonOf(error));
  return (
    <>
      <p className="note more">{t('responsePlans.intro')}</p>
      <ul className="scenario-list" aria-label={t('responsePlans.list')}>
        {all.map(({ plan, from, base, shared: by }) => (
          <li key={`${from} ${plan.id}`}>
            <button type="button" onClick={() => plans.edit(draftOf(plan, base))}>
              <b>{of(plan.title)}</b>
              <span className="scenario-facts note">
                {t(`incidentLog.hazard_${plan.hazard}`)}
                <span>{t('responsePlans.steps', { count: formatNumber(plan.steps.length) })}</span>
                <span className="tag">{t(`responsePlans.from.${from}`)}</span>
                {by && (
                  <span className="revision">
                    {t('responsePlans.revision', {
                      revision: formatNumber(base),
                      who: by.who,
                      time: timeText(by.atMs),
                    })}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="incident-package">
        <button
          type="button"
          className="btn small"
          onClick={() => plans.edit(draftOf(newPlan(all.map(({ plan }) => plan.id))))}
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
  const { plans } = useController(incidentLogController);
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
      <Acts draft={draft} isWhole={faults.length === 0} />
    </>
  );
}

/** What can be done with a plan that has no fault: kept, shared, exported, taken into the incident that is shown. */
function Acts({ draft, isWhole }: { draft: PlanDraft; isWhole: boolean }) {
  const { plan } = draft;
  const { t } = useWords();
  const { panels, twin } = useApp();
  const controller = useController(incidentLogController);
  const isKept = useStore(controller.plans.state, ({ kept }) => kept.some((one) => one.plan.id === plan.id));
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
    controller.plans.edit(null);
    void controller.plans.remove(plan.id).catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  };
  return (
    <p className="incident-package">
      <button
        type="button"
        className="btn small primary"
        disabled={!isWhole}
        onClick={() => say(controller.plans.put(draft), t('responsePlans.saved'))}
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
          onClick={() => say(controller.takePlan(plan), t('responsePlans.taken', { title }))}
        >
          {t('responsePlans.take', { title })}
        </button>
      )}
      <ShareActs draft={draft} isWhole={isWhole} say={say} />
      {isKept && (
        <button type="button" className="btn small" onClick={remove}>
          {t('responsePlans.remove')}
        </button>
      )}
    </p>
  );
}

interface ShareActsProps {
  draft: PlanDraft;
  isWhole: boolean;
  /** Tells what came of it. */
  say(work: Promise<void>, text: string): void;
}

/** For who may act in incidents of this hub: gives the plan to all, or takes back what is shared. */
function ShareActs({ draft, isWhole, say }: ShareActsProps) {
  const { t } = useWords();
  const { plans } = useController(incidentLogController);
  const mayShare = useTwin(({ account }) => mayActOnIncidents(account));
  const { id } = draft.plan;
  const isShared = useStore(plans.state, ({ shared }) => shared.some((one) => one.id === id && one.plan !== null));
  if (!mayShare) return null;
  return (
    <>
      <button
        type="button"
        className="btn small"
        disabled={!isWhole}
        onClick={() => say(plans.share(draft), t('responsePlans.isShared'))}
      >
        {t('responsePlans.share')}
      </button>
      {isShared && (
        <button
          type="button"
          className="btn small"
          onClick={() => say(plans.takeBack(id), t('responsePlans.isTakenBack'))}
        >
          {t('responsePlans.takeBack')}
        </button>
      )}
    </>
  );
}
