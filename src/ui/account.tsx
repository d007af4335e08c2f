import { type FormEvent, useState } from 'react';
import { mayManageAccounts } from '../twin/account.ts';
import { AccountList, LEAST_PASSWORD, ScopeText } from './accounts.tsx';
import { Failure, Panel } from './controls.tsx';
import { Icon } from './icons.tsx';
import { usePanels } from './panels.ts';
import { useReason } from './reason.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** Who works here; visitors see no more than the word for logging in. Without a hub there is nobody to be. */
export function AccountButton() {
  const { t } = useWords();
  const account = useTwin((state) => state.account);
  const hasHub = useTwin((state) => state.feed.kind !== 'none');
  const isOpen = usePanels((state) => state.account);
  const { panels } = useSurroundings();
  if (!hasHub) return null;
  return (
    <button
      type="button"
      className="segment"
      aria-expanded={isOpen}
      aria-label={account ? account.name : t('account.login')}
      onClick={() => panels.getState().showAccount(!isOpen)}
    >
      <Icon name="users" />
      <span className="word">{account ? account.name : t('account.login')}</span>
    </button>
  );
}

/** Logging in and out; by a link that is used once, making one's own account; an administrator's, all accounts. */
export function AccountPanel() {
  const { t } = useWords();
  const { session, panels } = useSurroundings();
  const account = useTwin((state) => state.account);
  const isOpen = usePanels((state) => state.account);
  const invite = usePanels((state) => state.invite);
  const [failure, setFailure] = useState<unknown>(null);
  const reasonOf = useReason();
  if (!isOpen) return null;
  const close = () => panels.getState().showAccount(false);
  const after = (work: Promise<void>) => {
    setFailure(null);
    work.then(close, setFailure);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get('name')), String(form.get('password'))];
    after(invite === null ? session.login(name, password) : session.accept(invite, name, password));
  };
  return (
    <Panel
      title={t(account ? 'account.title' : invite === null ? 'account.login' : 'account.first')}
      className={`account-panel${mayManageAccounts(account) ? ' source-panel' : ''}`}
      onClose={close}
    >
      {account ? (
        <div className="account-form">
          <p>
            <b>{account.name}</b> · {t(`account.role.${account.role}`)}
          </p>
          <p className="note">
            {t(`account.may.${account.role}`)} <ScopeText scope={account.scope} areas={account.areas} />
          </p>
          <button type="button" className="btn" onClick={() => after(session.logout())}>
            {t('account.logout')}
          </button>
        </div>
      ) : (
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
              autoComplete={invite === null ? 'current-password' : 'new-password'}
              required
              minLength={LEAST_PASSWORD}
              maxLength={200}
            />
          </label>
          <button type="submit" className="btn primary">
            {t(invite === null ? 'account.login' : 'account.make')}
          </button>
        </form>
      )}
      {mayManageAccounts(account) && <AccountList />}
      {failure !== null && <Failure what={t('account.failed')} reason={reasonOf(failure)} />}
    </Panel>
  );
}
