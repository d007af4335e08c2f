import { orderScoreOf } from '../../../../model/incidents/evaluation/order-times.ts';
import { timeScoreOf } from '../../../../model/incidents/evaluation/time-score.ts';
import { factsOf } from '../../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../../model/incidents/incident-timeline.ts';
import { useApp, useController, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { Slider } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { StatusTag } from '../../../kit/run-parts.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { WATER_AHEAD } from '../../../twin/look-ahead.ts';
import { runById } from '../../../twin/runs.ts';
import { type Change, changesOf } from '../branch-changes.ts';
import { incidentLogController } from '../controller.ts';
import type { ShownIncident } from './shown.ts';
import { useWaterRecord } from './use-water-record.ts';

/** Step of the slider; the clock itself goes by milliseconds. */
const STEP_MS = 1000;

/** The way through the log's time by the clock of the page, which the time bar plays; branches, and a branch beside its parent. */
export function ReplayTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(incidentLogController);
  const { timeline, ms } = shown;
  if (timeline.length === 0) return null;
  const fromMs = timeline.entry(1).receivedMs;
  const lastMs = timeline.last()?.receivedMs ?? fromMs;
  const toMs = Math.max(lastMs, fromMs + STEP_MS);
  const at = Math.min(toMs, Math.max(fromMs, shown.isReplayed ? ms : toMs));
  const time = (value: number) => formatTime(cityTime(value, twin.city.zone), true);
  const seq = timeline.seqAt(at);
  /** Lines of one instant are one step. */
  const jump = (by: 1 | -1) => {
    let to = seq + by;
    while (by < 0 && to > 1 && timeline.entry(to).receivedMs === timeline.entry(seq).receivedMs) to--;
    controller.replay(timeline.entry(to).receivedMs);
  };
  return (
    <div className="part incident-replay">
      <Slider
        label={t('incidentLog.moment')}
        value={at}
        min={fromMs}
        max={toMs}
        step={STEP_MS}
        text={time(at)}
        onChange={(to) => controller.replay(to)}
      />
      <div className="row-head">
        <button type="button" className="btn small" disabled={seq <= 1} onClick={() => jump(-1)}>
          {t('incidentLog.before')}
        </button>
        <button type="button" className="btn small" disabled={seq >= timeline.length} onClick={() => jump(1)}>
          {t('incidentLog.after')}
        </button>
      </div>
      {!shown.branch && <RecordWater shown={shown} />}
      {!shown.branch && (
        <p className="row-head">
          <button type="button" className="btn small primary" onClick={() => controller.branch(at)}>
            {t('incidentLog.branchAt', { time: time(at) })}
          </button>
        </p>
      )}
      {shown.branch && <Comparison shown={shown} />}
      {shown.branch && <Changes shown={shown} />}
      {shown.branch && <BranchActs id={shown.branch.id} />}
    </div>
  );
}

/** The water of the record: shown by itself once this page has it, else computed at a press. */
function RecordWater({ shown }: { shown: ShownIncident }) {
  const { t, of } = useWords();
  const { panels } = useApp();
  const reasonOf = useErrorText();
  const controller = useController(incidentLogController);
  const record = useWaterRecord(shown);
  const engine = useOffered(WATER_AHEAD)?.engine ?? '';
  const run = useTwin((state) => (record?.source.kind === 'run' ? runById(state, engine, record.source.run) : null));
  if (!record) return null;
  const play = () =>
    void controller.playWater(record.source).catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  return (
    <p className="row-head">
      <span className="note">{t('incidentLog.waterOf', { name: of(record.name) })}</span>
      <span className="space" />
      {run && <StatusTag status={run.status} />}
      {record.source.kind === 'case' && (
        <button type="button" className="btn small" onClick={play}>
          {t('incidentLog.playWater')}
        </button>
      )}
    </p>
  );
}

/** The branch and its parent by numbers: at the branch's moment, or as both stand at their ends, whichever is later. */
function Comparison({ shown: { branch, ms } }: { shown: ShownIncident }) {
  const { t } = useWords();
  const parent = branch?.timeline.base?.parent;
  if (!branch || !parent) return null;
  const endMs = Math.max(ms, branch.timeline.last()?.receivedMs ?? 0, parent.last()?.receivedMs ?? 0);
  const columns = [figuresOf(parent, endMs), figuresOf(branch.timeline, endMs)];
  const rows = columns[0].map(({ key }, i) => ({ key, values: columns.map((column) => column[i].value) }));
  return (
    <Table
      isFixed
      name="branches"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { head: t('incidentLog.figure'), cell: ({ key }) => t(`incidentLog.figure_${key}`) },
        ...[t('incidentLog.record'), branch.name].map(
          (head, i): TableColumn<(typeof rows)[number]> => ({
            head,
            cell: ({ values }) => values[i],
            align: 'end',
            classOf: ({ key }) => (key === 'hash' ? 'mono' : undefined),
          }),
        ),
      ]}
    />
  );
}

/** The branch becomes what is done: its own orders go to the incident; or it is forgotten. */
function BranchActs({ id }: { id: string }) {
  const { t } = useWords();
  const { panels } = useApp();
  const reasonOf = useErrorText();
  const controller = useController(incidentLogController);
  const count = controller.adoptable().length;
  const adopt = () =>
    void controller.adoptBranch().catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  return (
    <p className="row-head">
      {count > 0 && (
        <button type="button" className="btn small primary" onClick={adopt}>
          {t('incidentLog.adoptBranch', { count })}
        </button>
      )}
      <span className="space" />
      <button type="button" className="btn small" onClick={() => controller.dropBranch(id)}>
        {t('incidentLog.dropBranch')}
      </button>
    </p>
  );
}

/** What is another in the branch than in the record: orders, steps and losses, at the ends of both. */
function Changes({ shown: { branch, ms } }: { shown: ShownIncident }) {
  const { t, of } = useWords();
  const parent = branch?.timeline.base?.parent;
  if (!branch || !parent) return null;
  const endMs = Math.max(ms, branch.timeline.last()?.receivedMs ?? 0, parent.last()?.receivedMs ?? 0);
  const record = factsOf(parent, parent.seek(endMs));
  const changes = changesOf(record, factsOf(branch.timeline, branch.timeline.seek(endMs)), endMs);
  const titleOf = (id: string) => {
    const step = record.steps.find((one) => one.step.id === id)?.step;
    return step ? of(step.title) : id;
  };
  const text = (change: Change): string => {
    switch (change.kind) {
      case 'order':
        return t(`incidentLog.change_${change.side}`, { name: change.name, task: change.task });
      case 'step':
        return t('incidentLog.change_step', {
          name: titleOf(change.step),
          record: t(`incidentLog.verdict_${change.record}`),
          branch: t(`incidentLog.verdict_${change.branch}`),
        });
      case 'loss':
        return t('incidentLog.change_loss', {
          name: t(`incidentLog.loss_${change.measure}`),
          record: formatNumber(change.record, 1),
          branch: formatNumber(change.branch, 1),
        });
    }
  };
  return (
    <>
      <h3>{t('incidentLog.changes')}</h3>
      {changes.length === 0 && <p className="note">{t('incidentLog.noChanges')}</p>}
      <ul className="incident-changes">
        {changes.map((change) => (
          <li key={JSON.stringify(change)}>{text(change)}</li>
        ))}
      </ul>
    </>
  );
}

function figuresOf(timeline: IncidentTimeline, ms: number) {
  const state = timeline.seek(ms);
  const facts = factsOf(timeline, state);
  const orders = orderScoreOf(facts);
  const number = (value: number | null, digits = 0) => (value === null ? NO_VALUE_MARK : formatNumber(value, digits));
  return [
    { key: 'level', value: number(facts.level) },
    { key: 'orders', value: number(facts.orders.length) },
    { key: 'onSite', value: number(facts.orders.filter(({ onSiteMs }) => onSiteMs !== null).length) },
    { key: 'stepsDone', value: number(facts.steps.filter(({ doneMs }) => doneMs !== null).length) },
    { key: 'timeScore', value: number(timeScoreOf(facts, ms).score, 4) },
    { key: 'response', value: number(orders.responseP50Min, 1) },
    { key: 'refusals', value: number(facts.refusals) },
    { key: 'hash', value: state.hash().slice(0, 8) },
  ] as const;
}
