import { type FormEvent, useState } from 'react';
import { MIN_PASSWORD } from '../../../../model/accounts/accounts.ts';
import { useApp, useController, usePanels, useService, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { SlotPanels } from '../../../kit/slots.tsx';
import { useWords } from '../../../kit/words.ts';
import { mayManageAccounts } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { accountsController } from '../controller.ts';
import { AccountList, ScopeText } from './accounts.tsx';

/**
 * Shows the name of the account that is logged in, which opens its panel; visitors see no more than the word for logging in. Without a hub
 * there is nobody to be.
 */
export function AccountButton() {
  const { t } = useWords();
  const account = useTwin((state) => state.account);
  const hasHub = useTwin((state) => state.feed.kind !== 'none');
  const isOpen = usePanels((state) => state.opened.includes(accountsController.id));
  const { panels } = useApp();
  if (!hasHub) return null;
  return (
    <button
      type="button"
      className="segment"
      aria-expanded={isOpen}
      aria-label={account ? account.name : t('account.login')}
      onClick={() => panels.getState().show(accountsController.id, !isOpen)}
    >
      <Icon name="users" />
      <span className="word">{account ? account.name : t('account.login')}</span>
    </button>
  );
}

/** Logging in and out; by a link that is used once, making one's own account; an administrator's, all accounts. */
export function AccountPanel({ onClose: close }: PanelProps) {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const account = useTwin((state) => state.account);
  const invite = useStore(useController(accountsController).invite, (code) => code);
  const [failure, setFailure] = useState<unknown>(null);
  const reasonOf = useErrorText();
  const after = (work: Promise<void>) => {
    setFailure(null);
    work.then(close, setFailure);
  };
  const login = (name: string, password: string) =>
    after(invite === null ? session.login(name, password) : session.accept(invite, name, password));
  return (
    <Panel
      title={t(account ? 'account.title' : invite === null ? 'account.login' : 'account.first')}
      className={`account-panel${mayManageAccounts(account) ? ' source-panel' : ''}`}
      onClose={close}
    >
      {account ? (
        <div className="account-form">
          <p>
            <b>{account.name}</b> · {t(`roles.${account.role}`)}
          </p>
          <p className="note">
            {t(`account.may.${account.role}`)} <ScopeText scope={account.scope} areas={account.areas} />
          </p>
          <button type="button" className="btn" onClick={() => after(session.logout())}>
            {t('account.logout')}
          </button>
        </div>
      ) : (
        <LoginForm isNew={invite !== null} onSubmit={login} />
      )}
      {mayManageAccounts(account) && <AccountList />}
      {mayManageAccounts(account) && <SlotPanels slot="administration" />}
      {failure !== null && <ErrorNotice what={t('account.failed')} reason={reasonOf(failure)} />}
    </Panel>
  );
}

/** Name and password; by an invitation both are new. */
function LoginForm({ isNew, onSubmit }: { isNew: boolean; onSubmit: (name: string, password: string) => void }) {
  const { t } = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSubmit(String(form.get('name')), String(form.get('password')));
  };
  return (
    <form className="account-form" onSubmit={submit}>
      <label>
        {t('account.name')}
        <input name="name" autoComplete="username" required maxLength={64} />
      </label>
      <label>
        {t('account.password')}
        <input
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          minLength={MIN_PASSWORD}
          maxLength={200}
        />
      </label>
      <button type="submit" className="btn primary">
        {t(isNew ? 'account.make' : 'account.login')}
      </button>
    </form>
  );
}
