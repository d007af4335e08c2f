import { useState } from 'react';
import type { Decision, JournalEntry, PlanAct } from '../../../../model/plans/plan-journal.ts';
import { headOf } from '../../../../model/plans/plan-journal.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime, isoDate } from '../../../kit/city-time.ts';
import { EmptyState, ErrorNotice, Quantity } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { FormSection, TextField } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { ActorFields, RightsNotice, useActor, useRights } from './actor.tsx';
import { useConflictText } from './conflict-text.ts';
import { IdList } from './resolution.tsx';

/** What was decided about conflicts, each with its whole history. */
export function Decisions() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const record = useTwin(({ planRecord }) => planRecord);
  const open = useTwin(({ decisionShown }) => decisionShown);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const decisions = [...controller.decisions().values()].reverse();
  const loose = controller.loose();
  return (
    <div className="conflict-decisions">
      {record.failure && <ErrorNotice what={t('conflicts.recordFailed')} reason={record.failure} />}
      {decisions.length === 0 && !record.failure && <EmptyState icon="list">{t('conflicts.noDecisions')}</EmptyState>}
      <ul>
        {decisions.map((decision) => (
          <li key={decision.conflict}>
            <DecisionRow
              decision={decision}
              isLoose={loose.includes(decision.conflict)}
              isOpen={open === decision.conflict}
              onToggle={() => set({ decisionShown: open === decision.conflict ? null : decision.conflict })}
            />
            {open === decision.conflict && <DecisionDetail decision={decision} />}
          </li>
        ))}
      </ul>
      <RecordFile />
    </div>
  );
}

const TAGS = { open: '', proposed: 'warn', signed: 'run', rejected: '' } as const;

function DecisionRow({
  decision,
  isLoose,
  isOpen,
  onToggle,
}: {
  decision: Decision;
  isLoose: boolean;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t, language } = useWords();
  const text = useConflictText();
  const { facts, state, owner, proposal } = decision;
  const { value, unit } = formatArea(facts.areaM2, language);
  return (
    <button type="button" aria-expanded={isOpen} onClick={onToggle}>
      <i aria-hidden="true" />
      <span>{text.title(facts)}</span>
      <span className={`tag ${TAGS[state]}`}>{t(`conflicts.state_${state}`)}</span>
      <span className="note">
        <Quantity value={value} unit={unit} />
        {owner && ` · ${t('conflicts.ownedBy', { who: owner })}`}
        {` · ${text.between(facts)}`}
        {proposal && ` · ${text.way(proposal.act.way, facts)}`}
        {proposal?.act.approval && ` · ${t('conflicts.approvedBy', { number: proposal.act.approval })}`}
        {isLoose && ` · ${t('conflicts.loose')}`}
      </span>
    </button>
  );
}

function DecisionDetail({ decision }: { decision: Decision }) {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const acting = useActor();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Reason | null>(null);
  const { conflict, facts, state, proposal, history } = decision;
  const { actor } = acting;
  const { mayPropose, maySign } = useRights();
  const act = (one: PlanAct) => {
    if (!actor) return;
    setFailure(null);
    controller
      .act(one, actor)
      .then(() => setText(''))
      .catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <div className="conflict-decision">
      {proposal && <IdList title={t('conflicts.gone')} ids={proposal.act.vanished} />}
      {proposal && <IdList title={t('conflicts.new')} ids={proposal.act.arose} />}
      <ol className="conflict-history">
        {history.map((entry) => (
          <HistoryLine key={entry.seq} entry={entry} />
        ))}
      </ol>
      {state === 'proposed' && <RightsNotice of="sign" />}
      <ActorFields acting={acting} />
      <TextField label={t('conflicts.note')} value={text} onChange={setText} />
      {failure && <ErrorNotice what={t('conflicts.actFailed')} reason={failure} />}
      <p className="row-head wrap">
        {state === 'proposed' && (
          <>
            <Act
              label={t('conflicts.sign')}
              isMain
              actor={maySign ? actor : null}
              onClick={() => act({ kind: 'sign', conflict, text })}
            />
            <Act
              label={t('conflicts.reject')}
              actor={maySign ? actor : null}
              onClick={() => act({ kind: 'reject', conflict, text })}
            />
            <Act
              label={t('conflicts.withdraw')}
              actor={actor}
              onClick={() => act({ kind: 'withdraw', conflict, text })}
            />
          </>
        )}
        <Act
          label={t('conflicts.comment')}
          actor={text.trim() === '' || !mayPropose ? null : actor}
          onClick={() => act({ kind: 'comment', conflict, facts, text })}
        />
        {state !== 'signed' && (
          <Act
            label={t('conflicts.takeOver')}
            actor={mayPropose ? actor : null}
            onClick={() => actor && act({ kind: 'own', conflict, facts, owner: actor.who.trim() })}
          />
        )}
      </p>
    </div>
  );
}

function Act({
  label,
  actor,
  isMain = false,
  onClick,
}: {
  label: string;
  actor: object | null;
  isMain?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" className={`btn small${isMain ? ' primary' : ''}`} disabled={!actor} onClick={onClick}>
      {label}
    </button>
  );
}

function HistoryLine({ entry: { seq, atMs, who, role, by, act, hash } }: { entry: JournalEntry }) {
  const { t } = useWords();
  const { twin } = useApp();
  const time = cityTime(atMs, twin.city.zone);
  const text = 'text' in act ? act.text : act.owner;
  return (
    <li>
      <b>{t(`conflicts.act_${act.kind}`)}</b> {who}
      <span className="note">
        {` ${t(`roles.${role}`)}${by === 'page' ? ` · ${t('conflicts.unvouched')}` : ''} · ${isoDate(time)} ${formatTime(time)} · #${formatNumber(seq)} `}
        <span className="mono">{hash.slice(0, 8)}</span>
      </span>
      {text && <p>{text}</p>}
    </li>
  );
}

/** The record saved as a file and opened from one. */
function RecordFile() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsController);
  const record = useTwin(({ planRecord }) => planRecord);
  const [failure, setFailure] = useState<Reason | null>(null);
  const journal = controller.journal();
  const open = (file: File) => {
    setFailure(null);
    controller.openJournal(file).catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <FormSection title={t('conflicts.record')}>
      <p className="note">
        {t(record.keeper === 'hub' ? 'conflicts.keptByHub' : 'conflicts.keptHere', {
          count: formatNumber(journal.length),
        })}
        {journal.length > 0 && <span className="mono">{` ${headOf(journal).slice(0, 12)}`}</span>}
      </p>
      {failure && <ErrorNotice what={t('conflicts.openFailed')} reason={failure} />}
      <p className="row-head wrap">
        <button
          type="button"
          className="btn small"
          disabled={journal.length === 0}
          onClick={() => saveFile(`${twin.city.id}-decisions.json`, 'application/json', controller.journalText())}
        >
          {t('conflicts.saveRecord')}
        </button>
        {record.keeper === 'page' && <FileButton accept=".json" label={t('conflicts.openRecord')} onFile={open} />}
        {record.keeper === 'page' && journal.length > 0 && (
          <button type="button" className="btn small" onClick={() => void controller.clearJournal()}>
            {t('conflicts.clearRecord')}
          </button>
        )}
      </p>
    </FormSection>
  );
}
