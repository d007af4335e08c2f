import { useId, useState } from 'react';
import { stampsOf } from '../../../../model/plans/plan-basis.ts';
import type { EditionStamp } from '../../../../model/plans/plan-edition.ts';
import type { BasisPart } from '../../../../model/plans/read-basis-file.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Segmented, Skeleton } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { maySignPlans } from '../../../twin/account.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { mayBeCited, withName } from '../own-basis.ts';
import type { BasisView } from './basis-view.tsx';
import { CrosswalkList } from './crosswalk-list.tsx';
import { ForeignPack, NoRules } from './no-rules.tsx';
import { RuleList } from './rule-list.tsx';
import { SliverFields } from './slivers.tsx';

/** Null: not read yet. It is drawn anew with each change. */
export function useBasis(): BasisView | null {
  const { basis } = useController(conflictsController);
  useTwin(({ planBasis, planOpened }) => `${planBasis} ${planOpened}`);
  const now = basis.now();
  const shipped = basis.shipped();
  return now && shipped && { now, shipped };
}

/** 规则: what contradicts what, and which codes mean the same use; edited here, kept by the browser, saved as files. */
export function BasisPanel() {
  const { t } = useWords();
  const part = useTwin(({ basisPart }) => basisPart);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const view = useBasis();
  if (!view) return <Skeleton />;
  return (
    <div className="plan-basis">
      <Segmented
        label={t('conflicts.basis')}
        value={part}
        options={[
          { value: 'rules', label: t('conflicts.rules') },
          { value: 'crosswalk', label: t('conflicts.crosswalk') },
        ]}
        onChange={(basisPart) => set({ basisPart })}
      />
      <OutdatedNotice />
      <BasisHead key={part} part={part} view={view} />
      {part === 'crosswalk' && <CrosswalkList view={view} />}
      {part === 'rules' && view.now.rules.rules.length === 0 && <NoRules />}
      {part === 'rules' && view.now.rules.rules.length > 0 && (
        <>
          <ForeignPack rules={view.now.rules} />
          <SliverFields view={view} />
          <RuleList view={view} />
        </>
      )}
    </div>
  );
}

/** The result on screen was made by others. */
export function OutdatedNotice() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const isRunning = useTwin(({ planCheck }) => planCheck.kind === 'running');
  useTwin(({ planCheck, planBasis }) => (planCheck.kind === 'done' ? `${planCheck.serial} ${planBasis}` : planBasis));
  const report = controller.report();
  if (!report || isRunning || !controller.isOutdated()) return null;
  return (
    <div className="plan-outdated" role="status">
      <p>
        {t('conflicts.outdated', {
          rules: report.by.rules.edition,
          crosswalk: report.by.crosswalk.edition,
        })}
      </p>
      <button type="button" className="btn small primary" onClick={() => void controller.compare()}>
        {t('conflicts.again')}
      </button>
    </div>
  );
}

/** What results say of a set: name, edition, hash. */
export function useStampText(): (stamp: EditionStamp) => string {
  const { of } = useWords();
  return ({ name, edition, hash }) => `${of(name)} · ${edition} · ${hash.slice(0, 12)}`;
}

/** Name, edition, hash, and what is done with the whole set. */
function BasisHead({ part, view }: { part: BasisPart; view: BasisView }) {
  const { t, of } = useWords();
  const { basis } = useController(conflictsController);
  const { now, shipped } = view;
  const stamp = stampsOf(now)[part];
  const original = stampsOf(shipped)[part];
  const isOwn = stamp.hash !== original.hash;
  const basedOn = now[part].basedOn;
  return (
    <div className="basis-head">
      {isOwn ? (
        <BasisName part={part} view={view} stamp={stamp} />
      ) : (
        <p>
          {of(stamp.name)} · {t('conflicts.editionOf', { edition: stamp.edition })}
        </p>
      )}
      <p className="note">
        {t(`conflicts.source_${basis.sourceOf(part, stamp.hash)}`)} · SHA-256{' '}
        <span className="mono">{stamp.hash.slice(0, 12)}</span>
        {isOwn && ` · ${t('conflicts.basedOn', { edition: original.edition })}`}
      </p>
      {isOwn && basedOn && basedOn.hash !== original.hash && (
        <p className="note warn">{t('conflicts.otherShipped', { edition: basedOn.edition })}</p>
      )}
      <BasisFiles part={part} view={view} isOwn={isOwn} />
      <BasisSharing part={part} isOwn={isOwn} />
    </div>
  );
}

/** By which an own set is cited. */
function BasisName({ part, view, stamp }: { part: BasisPart; view: BasisView; stamp: EditionStamp }) {
  const { t, of } = useWords();
  const { basis } = useController(conflictsController);
  return (
    <>
      <LineField
        label={t('conflicts.planName')}
        value={of(stamp.name)}
        isTaken={(name) => name !== ''}
        onChange={(name) => basis.change(withName(part, view, name, basis.used(part)))}
      />
      <LineField
        label={t('conflicts.edition')}
        value={stamp.edition}
        isTaken={(edition) => mayBeCited(part, view, edition, basis.used(part))}
        refusal={t('conflicts.editionTaken')}
        onChange={(edition) => basis.change({ [part]: { ...view.now[part], edition } })}
      />
    </>
  );
}

/** Saved, opened, reset, undone. */
function BasisFiles({ part, view, isOwn }: { part: BasisPart; view: BasisView; isOwn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { basis } = useController(conflictsController);
  const [failure, setFailure] = useState<Reason | null>(null);
  const open = (file: File) => {
    setFailure(null);
    basis.open(part, file).catch((error: unknown) => setFailure(failureOf(error)));
  };
  const save = () => saveFile(`${twin.city.id}-${FILES[part]}.json`, 'application/json', basis.fileText(part));
  return (
    <>
      {failure && <ErrorNotice what={t('conflicts.openFailed')} reason={failure} />}
      <p className="row-head wrap">
        <button type="button" className="btn small" onClick={save}>
          {t('conflicts.save')}
        </button>
        <FileButton accept=".json" label={t('conflicts.openRecord')} onFile={open} />
        {isOwn && (
          <button type="button" className="btn small" onClick={() => basis.change({ [part]: view.shipped[part] })}>
            {t('conflicts.resetAll')}
          </button>
        )}
        {basis.canUndo() && <IconButton icon="undo" label={t('conflicts.undoChange')} onClick={() => basis.undo()} />}
      </p>
    </>
  );
}

/** What a planner shared with all, and what he may do about it. */
function BasisSharing({ part, isOwn }: { part: BasisPart; isOwn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsController);
  const mayShare = useTwin(({ account, planRecord }) => planRecord.keeper === 'hub' && maySignPlans(account));
  const [failure, setFailure] = useState<Reason | null>(null);
  const shared = controller.basis.sharedOf(part);
  const act = (done: Promise<void>) => {
    setFailure(null);
    done.catch((error: unknown) => setFailure(failureOf(error)));
  };
  if (!shared && !(mayShare && isOwn)) return null;
  return (
    <div className="basis-sharing">
      {shared && (
        <p className="note" role="status">
          {t('conflicts.basisSharedBy', {
            who: shared.who,
            revision: shared.revision,
            edition: shared.edition,
            at: dayAndTime(shared.atMs, twin.city.zone),
          })}
        </p>
      )}
      {failure && <ErrorNotice what={t('conflicts.shareFailed')} reason={failure} />}
      {mayShare && (
        <p className="row-head wrap">
          {isOwn && (
            <button type="button" className="btn small" onClick={() => act(controller.shareBasis(part))}>
              {t('conflicts.shareBasis')}
            </button>
          )}
          {shared && (
            <button type="button" className="btn small" onClick={() => act(controller.withdrawBasis(part))}>
              {t('conflicts.takeBackBasis')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

const FILES: Record<BasisPart, string> = { rules: 'plan-rules', crosswalk: 'plan-crosswalk' };

/** A line that is taken when it is left or entered; what cannot be taken is marked. */
function LineField({
  label,
  value,
  refusal,
  isTaken,
  onChange,
}: {
  label: string;
  value: string;
  refusal?: string;
  isTaken: (text: string) => boolean;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = (typed ?? value).trim();
  const isRefused = text !== value && !isTaken(text);
  const take = () => {
    if (text !== value && !isRefused) onChange(text);
    setTyped(null);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        maxLength={80}
        value={typed ?? value}
        aria-invalid={isRefused}
        title={isRefused ? refusal : undefined}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={take}
        onKeyDown={({ key }) => {
          if (key === 'Enter') take();
        }}
      />
    </div>
  );
}
