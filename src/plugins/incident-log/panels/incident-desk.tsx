import { useEffect, useState } from 'react';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Tabs } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { formatDistance, formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayActOnIncidents } from '../../../twin/account.ts';
import { FILE_ID, incidentLogController } from '../controller.ts';
import { AheadTab } from './ahead-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { OpenForm } from './open-form.tsx';
import { OrdersTab } from './orders-tab.tsx';
import { ReplayTab } from './replay-tab.tsx';
import { type ShownIncident, useMayWrite, useShownIncident } from './shown.ts';
import { StepsTab } from './steps-tab.tsx';

type Tab = 'log' | 'steps' | 'orders' | 'ahead' | 'replay';
const TABS: readonly Tab[] = ['log', 'steps', 'orders', 'ahead', 'replay'];

/** Whatever the desk does about incidents: which there are, and of one its log, steps, orders and past. */
export function IncidentDesk({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  useStore(controller.state, ({ version }) => version);
  const step = useTwin((state) => state.step);
  const [tab, setTab] = useState<Tab>(step === 'replay' ? 'replay' : 'log');
  const [isOpening, setOpening] = useState(false);
  const isPrepared = useStore(controller.state, ({ prepared }) => prepared.length > 0);
  useEffect(() => {
    if (isPrepared) setTab('orders');
  }, [isPrepared]);
  const shown = useShownIncident();
  const mayWrite = useMayWrite();
  const account = useTwin((state) => state.account);
  return (
    <Panel title={t('incidentLog.title')} className="dock grows incident-desk" note={<WireTag />} onClose={onClose}>
      <IncidentList isOpening={isOpening} onOpen={mayWrite ? () => setOpening(true) : null} />
      {controller.client.unread().map(({ id, title, reason }) => (
        <div key={id} className="part">
          <ErrorNotice what={t('incidentLog.unread', { title })} reason={reason} />
        </div>
      ))}
      {!mayWrite && (
        <p className="note more">
          {account ? t('incidentLog.notYours', { role: t(`roles.${account.role}`) }) : t('incidentLog.readOnly')}
        </p>
      )}
      {isOpening && <OpenForm onDone={() => setOpening(false)} />}
      {!isOpening && shown && (
        <>
          <IncidentTop shown={shown} />
          <Tabs
            label={t('incidentLog.parts')}
            value={tab}
            options={TABS.map((value) => ({ value, label: t(`incidentLog.tab_${value}`) }))}
            onChange={setTab}
          />
          {tab === 'log' && <LogTab shown={shown} />}
          {tab === 'steps' && <StepsTab shown={shown} />}
          {tab === 'orders' && <OrdersTab shown={shown} />}
          {tab === 'ahead' && <AheadTab shown={shown} />}
          {tab === 'replay' && <ReplayTab shown={shown} />}
          <Package shown={shown} />
        </>
      )}
      {!isOpening && !shown && (
        <>
          <EmptyState icon="report">{t('incidentLog.none')}</EmptyState>
          <Package shown={null} />
        </>
      )}
    </Panel>
  );
}

/** Whether the hub has what is written here. */
function WireTag() {
  const { t } = useWords();
  const { client } = useController(incidentLogController);
  const waiting = client.all().reduce((sum, one) => sum + one.waiting, 0);
  return (
    <>
      <span className={`tag ${client.wireState === 'live' ? '' : 'stale'}`}>
        {t(`incidentLog.wire_${client.wireState}`)}
      </span>
      {waiting > 0 && <span className="tag warn">{t('incidentLog.waiting', { count: formatNumber(waiting) })}</span>}
    </>
  );
}

/** All incidents that are known, the shown one marked. */
export function IncidentList({ isOpening, onOpen }: { isOpening: boolean; onOpen: (() => void) | null }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const { shownId, opened } = useStore(controller.state, (state) => state);
  const known = controller.client.all();
  const rows = known.map(({ id, shown, waiting }) => ({
    id,
    title: shown.opened()?.title ?? id,
    level: shown.read('incident', '', 'level'),
    isClosed: shown.read('incident', '', 'closedMs') !== 0,
    waiting,
    isExercise: shown.opened()?.exercise !== undefined,
  }));
  const ofFile = opened?.timeline.opened();
  const file = opened && {
    id: FILE_ID,
    title: ofFile?.title ?? opened.file,
    level: opened.timeline.read('incident', '', 'level'),
    isClosed: false,
    waiting: 0,
    isExercise: ofFile?.exercise !== undefined,
  };
  return (
    <div className="incident-list">
      {[...rows, ...(file ? [file] : [])].map(({ id, title, level, isClosed, waiting, isExercise }) => (
        <button
          key={id}
          type="button"
          className="chip"
          aria-pressed={!isOpening && id === shownId}
          onClick={() => controller.show(id)}
        >
          {level > 0 && <b>{t(`incidentLog.level_${level as 1}`)}</b>}
          {isExercise && <span className="tag warn">{t('incidentScenarios.exercise')}</span>}
          {title}
          {isClosed && <span className="note">{t('incidentLog.closed')}</span>}
          {waiting > 0 && <span className="note">{t('incidentLog.pending')}</span>}
          {id === FILE_ID && <span className="note">{t('incidentLog.fromFile')}</span>}
        </button>
      ))}
      {onOpen && !isOpening && (
        <button type="button" className="btn small" onClick={onOpen}>
          {t('incidentLog.open')}
        </button>
      )}
    </div>
  );
}

/** The record of the shown incident and its branches, the shown one marked. */
export function BranchList({ shown: { id, branch } }: { shown: ShownIncident }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const branches = useStore(controller.state, (state) => state.branches);
  const own = branches.filter(({ incident }) => incident === id);
  if (own.length === 0) return null;
  return (
    <div className="incident-list">
      <button type="button" className="chip" aria-pressed={!branch} onClick={() => controller.showBranch(null)}>
        {t('incidentLog.record')}
      </button>
      {own.map((one) => (
        <button
          key={one.id}
          type="button"
          className="chip"
          aria-pressed={one.id === branch?.id}
          onClick={() => controller.showBranch(one.id)}
        >
          {one.name}
        </button>
      ))}
    </div>
  );
}

/** Says what the picture is: past, a branch, or what waits and is refused. */
function IncidentTop({ shown }: { shown: ShownIncident }) {
  const { id, branch, isReplayed, facts } = shown;
  const { t, language } = useWords();
  const controller = useController(incidentLogController);
  const account = useTwin((state) => state.account);
  const { twin } = useApp();
  const stuck = controller.client.get(id)?.stuck;
  const save = () =>
    saveFile(`${twin.city.id}-incident-lines.json`, 'application/json', controller.client.waitingText(id));
  const radius = formatDistance(facts.radiusM);
  return (
    <>
      <BranchList shown={shown} />
      {(branch || isReplayed) && (
        <p className="incident-mode">
          <span className={`tag ${branch ? 'run' : 'recording'}`}>
            {t(branch ? 'incidentLog.inBranch' : 'incidentLog.inReplay')}
          </span>
          <button type="button" className="link" onClick={() => controller.leaveReplay()}>
            {t('incidentLog.leaveReplay')}
          </button>
        </p>
      )}
      {stuck && (
        <div className="part">
          <ErrorNotice what={t('incidentLog.stuck')} reason={stuck} />
          {mayActOnIncidents(account) && (
            <button type="button" className="btn small" onClick={() => void controller.client.resend(id)}>
              {t('incidentLog.resend')}
            </button>
          )}
          <button type="button" className="btn small" onClick={save}>
            {t('incidentLog.saveWaiting')}
          </button>
          <button type="button" className="btn small" onClick={() => void controller.discard()}>
            {t('incidentLog.discard')}
          </button>
        </div>
      )}
      <p className="note more">
        {[
          t(`incidentLog.hazard_${facts.opened?.hazard ?? 'other'}`),
          t('incidentLog.radiusIs', { radius: `${radius.value} ${radius.unit}` }),
          ...(facts.plan ? [facts.plan.title[language], facts.plan.source[language]] : []),
        ].join(' · ')}
      </p>
    </>
  );
}

/** One file of the incident that is shown, and the way to look at one. */
function Package({ shown }: { shown: ShownIncident | null }) {
  const { t } = useWords();
  const { panels, twin } = useApp();
  const reasonOf = useErrorText();
  const controller = useController(incidentLogController);
  const save = () => saveFile(`${twin.city.id}-incident.json`, 'application/json', controller.packageText());
  const open = (file: File) =>
    void controller
      .openPackage(file)
      .catch((error: unknown) => panels.getState().notify(t('incidentLog.packageFailed', { reason: reasonOf(error) })));
  return (
    <>
      <p className="incident-package">
        {shown && (
          <button type="button" className="btn small" onClick={save}>
            {t('incidentLog.savePackage')}
          </button>
        )}
        <FileButton accept=".json" label={t('incidentLog.openPackage')} onFile={open} />
      </p>
      {shown && <CheckCodes shown={shown} />}
    </>
  );
}

/** By which two who have the same file know that it is: of the state and of the last line at the shown moment. */
function CheckCodes({ shown: { timeline, state, facts } }: { shown: ShownIncident }) {
  const { t } = useWords();
  return (
    <details className="part">
      <summary>{t('incidentLog.checkCodes')}</summary>
      <dl className="incident-hash">
        <dt>{t('incidentLog.stateHash')}</dt>
        <dd className="mono">{state.hash()}</dd>
        <dt>{t('incidentLog.logHash')}</dt>
        <dd className="mono">{facts.seq > 0 ? timeline.entry(facts.seq).hash.slice(0, 16) : NO_VALUE_MARK}</dd>
      </dl>
    </details>
  );
}
