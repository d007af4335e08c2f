import { useState } from 'react';
import { isEverything } from '../../../../model/accounts/accounts.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayActOnIncidents } from '../../../twin/account.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { vitalsBoardController } from '../controller.ts';

/** The board of the office: who shared it and when, whether this desk shows it, and what can be done. */
export function Sharing() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(vitalsBoardController);
  const from = useTwin(({ boardFrom }) => boardFrom);
  const shared = useTwin(({ boardShared }) => boardShared);
  const hasFormer = useTwin(({ hasFormerBoard }) => hasFormerBoard);
  const isLive = useTwin(({ feed }) => feed.kind === 'live');
  const mayShare = useTwin(
    ({ account }) => mayActOnIncidents(account) && account !== null && isEverything(account.scope),
  );
  const [failure, setFailure] = useState<Reason | null>(null);
  if (!controller.hub || !isLive) return null;
  const act = (done: Promise<void>) => {
    setFailure(null);
    done.catch((error: unknown) => setFailure(failureOf(error)));
  };
  const facts = shared && {
    revision: shared.revision,
    who: shared.withdrawn?.who ?? shared.who,
    at: dayAndTime(shared.withdrawn?.atMs ?? shared.atMs, twin.city.zone),
  };
  const isInForce = shared !== null && !shared.withdrawn;
  return (
    <FormSection title={t('board.office')}>
      <div className="board-sharing">
        <p className="note" role="status">
          {facts ? t(isInForce ? 'board.sharedBy' : 'board.takenBackBy', facts) : t('board.notShared')}
        </p>
        {isInForce && <p className="note">{t(from === 'shared' ? 'board.follows' : 'board.hasOwn')}</p>}
        {failure && <ErrorNotice what={t('board.shareFailed')} reason={failure} />}
        <p className="form-actions">
          {isInForce && from !== 'shared' && (
            <SureButton
              label={t('board.takeOver')}
              sure={t('board.takeOverSure')}
              onSure={() => act(controller.takeOver())}
            />
          )}
          {mayShare && from !== 'shared' && (
            <SureButton
              label={t(isInForce ? 'board.shareInstead' : 'board.share')}
              sure={t('board.shareSure')}
              onSure={() => act(controller.share())}
            />
          )}
          {mayShare && isInForce && (
            <SureButton
              label={t('board.takeBack')}
              sure={t('board.takeBackSure')}
              onSure={() => act(controller.takeBack())}
            />
          )}
          {hasFormer && from !== 'own' && (
            <button type="button" className="btn small" onClick={() => controller.bringBack()}>
              {t('board.bringBack')}
            </button>
          )}
        </p>
      </div>
    </FormSection>
  );
}

/** A button that is pressed twice: the second press does what the first one announced. */
export function SureButton({ label, sure, onSure }: { label: string; sure: string; onSure: () => void }) {
  const [isSure, setSure] = useState(false);
  return (
    <button
      type="button"
      className="btn small"
      onBlur={() => setSure(false)}
      onClick={() => {
        setSure(!isSure);
        if (isSure) onSure();
      }}
    >
      {isSure ? sure : label}
    </button>
  );
}
