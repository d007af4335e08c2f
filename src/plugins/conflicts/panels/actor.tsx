import { useState } from 'react';
import type { Actor } from '../../../../model/plans/plan-journal.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayProposePlans, maySignPlans } from '../../../twin/account.ts';
import { LOGIN_PANEL } from '../../../twin/login-panel.ts';

/** What was typed last stands in every form of this page. */
let typed: { who: string; role: 'analyst' | 'planner' } = { who: '', role: 'planner' };

/** Returns the person who acts: with a hub the login, without one the name that is typed. Null: nobody is logged in. */
export function useActor(): { actor: Actor | null; type(part: Partial<typeof typed>): void; isTyped: boolean } {
  const keeper = useTwin(({ planRecord }) => planRecord.keeper);
  const account = useTwin((state) => state.account);
  const [own, setOwn] = useState(typed);
  if (keeper === 'hub')
    return {
      actor: account && { who: account.name, role: account.role, by: 'hub' },
      type: () => undefined,
      isTyped: false,
    };
  return {
    actor: { who: own.who, role: own.role, by: 'page' },
    type(part) {
      typed = { ...own, ...part };
      setOwn(typed);
    },
    isTyped: true,
  };
}

/** Name and role of who acts; with a hub the login says both. */
export function ActorFields({ acting }: { acting: ReturnType<typeof useActor> }) {
  const { t } = useWords();
  const { actor, isTyped, type } = acting;
  if (!actor) return null;
  if (!isTyped) return <p className="note">{t('conflicts.actsAs', { who: actor.who })}</p>;
  return (
    <div className="conflict-actor">
      <TextField label={t('conflicts.who')} value={actor.who} onChange={(who) => type({ who })} />
      <ChoiceField
        label={t('conflicts.role')}
        value={actor.role === 'analyst' ? 'analyst' : 'planner'}
        options={[
          { value: 'planner', label: t('roles.planner') },
          { value: 'analyst', label: t('roles.analyst') },
        ]}
        onChange={(role) => type({ role })}
      />
    </div>
  );
}

/** Whether who is logged in may propose and sign; without a hub whoever types a name may. */
export function useRights(): { mayPropose: boolean; maySign: boolean } {
  const keeper = useTwin(({ planRecord }) => planRecord.keeper);
  const account = useTwin((state) => state.account);
  const isTyped = keeper !== 'hub';
  return { mayPropose: isTyped || mayProposePlans(account), maySign: isTyped || maySignPlans(account) };
}

/** Says who may decide before anything is done, and stays away from those who may; the button leads to another account. */
export function RightsNotice({ of }: { of: 'propose' | 'sign' }) {
  const { t } = useWords();
  const app = useApp();
  const account = useTwin((state) => state.account);
  const { mayPropose, maySign } = useRights();
  if (of === 'propose' ? mayPropose : maySign) return null;
  const login = app.service(LOGIN_PANEL);
  const needed = t(of === 'propose' ? 'conflicts.mayPropose' : 'conflicts.maySign');
  return (
    <div className="conflict-rights" role="note">
      <p>
        {account
          ? t('conflicts.loggedInAs', { who: account.name, role: t(`roles.${account.role}`) })
          : t('conflicts.notLoggedIn')}{' '}
        {needed}
      </p>
      {login && (
        <button type="button" className="btn small" onClick={() => login.show()}>
          {t(account ? 'conflicts.changeAccount' : 'conflicts.logIn')}
        </button>
      )}
    </div>
  );
}
