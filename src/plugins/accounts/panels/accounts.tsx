import { type FormEvent, useState } from 'react';
import {
  type AccountRow,
  type Accounts,
  type Area,
  MIN_PASSWORD,
  OTHER_CLASS,
  parseAccounts,
  ROLES,
  type Role,
  type Scope,
} from '../../../../model/accounts/accounts.ts';
import { useApp, useQuery, useService } from '../../../kit/app-context.tsx';
import { Chip, ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { useCopy } from '../../../kit/copy.ts';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';

const ALL: Scope = { areas: 'all', classes: 'all' };

/** 账户: who may come to this hub, as what, and for which part of the city. An administrator's alone. */
export function AccountList() {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const [round, setRound] = useState(0);
  const queryState = useQuery(`accounts ${round}`, async () => parseAccounts(await session.get('accounts')));
  if (queryState.kind === 'failed') return <ErrorNotice what={t('account.failed')} reason={queryState.reason} />;
  if (queryState.kind !== 'answered') return null;
  return <AccountRows key={round} accountList={queryState.answer} onChanged={() => setRound(round + 1)} />;
}

/** As the hub told them; `isOpen`: the one whose form stands open at first. */
export function AccountRows({
  accountList,
  isOpen = null,
  onChanged,
}: {
  accountList: Accounts;
  isOpen?: string | null;
  onChanged: () => void;
}) {
  const { t } = useWords();
  const [opened, setOpened] = useState<string | null>(isOpen);
  return (
    <section className="account-list">
      <header>
        <h3>{t('account.all')}</h3>
        <span className="space" />
        <IconButton
          icon="plus"
          label={t('account.add')}
          expanded={opened === NEW}
          onClick={() => setOpened(opened === NEW ? null : NEW)}
        />
      </header>
      {!accountList.accounts.some(isOperator) && <OperatorOffer />}
      {opened === NEW && <AccountForm accountList={accountList} account={null} onDone={onChanged} />}
      <ul>
        {accountList.accounts.map((account) => (
          <li key={account.name} className={account.isClosed ? 'closed' : ''}>
            <button
              type="button"
              disabled={account.isClosed}
              aria-expanded={opened === account.name}
              onClick={() => setOpened(opened === account.name ? null : account.name)}
            >
              <b>{account.name}</b>
              <span>{account.isClosed ? t('account.closed') : t(`roles.${account.role}`)}</span>
              <span className="note">
                <ScopeText scope={account.scope} areas={accountList.areas} />
              </span>
            </button>
            {opened === account.name && <AccountForm accountList={accountList} account={account} onDone={onChanged} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether somebody with this account can act on alarms and cases. */
function isOperator({ role, isClosed }: AccountRow): boolean {
  return !isClosed && (role === 'dispatcher' || role === 'controller');
}

/** At the first start there is the administrator alone, who may neither act on alarms nor replay: one form makes the account that may, and logs in with it. */
function OperatorOffer() {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const [failure, setFailure] = useState<unknown>(null);
  const reasonOf = useErrorText();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const credentials = credentialsOf(event.currentTarget);
    setFailure(null);
    session
      .post('accounts', { ...credentials, role: 'controller', scope: ALL })
      .then(() => session.login(credentials.name, credentials.password))
      .catch(setFailure);
  };
  return (
    <form className="account-form operator-offer" onSubmit={submit}>
      <p>{t('account.noOperator')}</p>
      <CredentialFields isNew />
      {failure !== null && <ErrorNotice what={t('account.failed')} reason={reasonOf(failure)} />}
      <button type="submit" className="btn">
        {t('account.makeOperator')}
      </button>
    </form>
  );
}

/** No account has an empty name. */
export const NEW = '';

/** Which part of the city; `areas`: the names of those that it names. */
export function ScopeText({ scope, areas }: { scope: Scope; areas: readonly Area[] }) {
  const { t, of } = useWords();
  const nameOfClass = useClassNames();
  const nameOfArea = (id: string) => {
    const area = areas.find((one) => one.id === id);
    return area ? of(area.name) : id;
  };
  const list = (names: 'all' | readonly string[], all: string, nameOf: (id: string) => string) =>
    names === 'all' ? all : names.length === 0 ? t('account.nothing') : names.map(nameOf).join(t('account.comma'));
  return `${list(scope.areas, t('account.allAreas'), nameOfArea)} · ${list(scope.classes, t('account.allClasses'), nameOfClass)}`;
}

/** Kinds of sensors as the city's own catalogue names them. */
function useClassNames(): (name: string) => string {
  const { t, of } = useWords();
  const { twin } = useApp();
  const attribute = twin.city.layers.find(({ id }) => id === 'sensors')?.attributes.find(({ name }) => name === 'kind');
  return (name) => {
    if (name === OTHER_CLASS) return t('account.otherClass');
    const text = attribute?.values?.[name];
    return text ? of(text) : name;
  };
}

function AccountForm({
  accountList,
  account,
  onDone,
}: {
  accountList: Accounts;
  account: AccountRow | null;
  onDone: () => void;
}) {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const [role, setRole] = useState<Role>(account?.role ?? 'dispatcher');
  const [scope, setScope] = useState<Scope>(account?.scope ?? ALL);
  const [isClosing, setClosing] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const reasonOf = useErrorText();
  const after = (work: Promise<unknown>, done: (answer: unknown) => void) => {
    setFailure(null);
    work.then(done, setFailure);
  };
  const path = `accounts/${encodeURIComponent(account?.name ?? '')}`;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name, password } = credentialsOf(event.currentTarget);
    const stated = { role, scope, ...(password === '' ? {} : { password }) };
    after(account ? session.patch(path, stated) : session.post('accounts', { ...stated, name }), onDone);
  };
  const invite = () =>
    after(session.post('accounts/invites', { role, scope }), (answer) => setLink(inviteLink(answer)));
  return (
    <form className="account-form" onSubmit={submit}>
      <RoleField role={role} onChange={setRole} />
      <ScopeFields accountList={accountList} scope={scope} onChange={setScope} />
      <CredentialFields isNew={!account} />
      {failure !== null && <ErrorNotice what={t('account.failed')} reason={reasonOf(failure)} />}
      <p className="form-actions">
        <button type="submit" className="btn primary">
          {t(account ? 'account.change' : 'account.add')}
        </button>
        {account ? (
          <button
            type="button"
            className="btn ghost"
            onClick={() => (isClosing ? after(session.remove(path), onDone) : setClosing(true))}
          >
            {t(isClosing ? 'account.closeSure' : 'account.close')}
          </button>
        ) : (
          <button type="button" className="btn ghost" onClick={invite}>
            {t('account.invite')}
          </button>
        )}
      </p>
      {link !== null && <InviteLink link={link} />}
    </form>
  );
}

function credentialsOf(element: HTMLFormElement): { name: string; password: string } {
  const form = new FormData(element);
  return { name: String(form.get('name') ?? ''), password: String(form.get('password') ?? '') };
}

/** The address by which somebody makes an account of their own. What stands behind `#` goes to no server and into no log of a proxy. */
function inviteLink(answer: unknown): string {
  const code: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'invite') : null;
  return `${location.origin}${location.pathname}#invite=${String(code)}`;
}

function RoleField({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        label={t('account.roleIs')}
        value={role}
        options={ROLES.filter((one) => one !== 'visitor').map((value) => ({
          value,
          label: t(`roles.${value}`),
        }))}
        onChange={onChange}
      />
      <p className="note">{t(`account.may.${role}`)}</p>
    </>
  );
}

/** Which part of the city an account sees: of its areas and of its kinds of sensors, each all or some. */
function ScopeFields({
  accountList,
  scope,
  onChange,
}: {
  accountList: Accounts;
  scope: Scope;
  onChange: (scope: Scope) => void;
}) {
  const { t, of } = useWords();
  const nameOfClass = useClassNames();
  return (
    <>
      <FormSection
        label={t('account.areas')}
        all={t('account.allAreas')}
        chosen={scope.areas}
        options={accountList.areas.map(({ id, name }) => ({ id, label: of(name) }))}
        onChange={(areas) => onChange({ ...scope, areas })}
      />
      <FormSection
        label={t('account.classes')}
        all={t('account.allClasses')}
        chosen={scope.classes}
        options={accountList.classes.map((id) => ({ id, label: nameOfClass(id) }))}
        onChange={(classes) => onChange({ ...scope, classes })}
      />
    </>
  );
}

/** A name is given once; a password that is left empty stays as it is. */
function CredentialFields({ isNew }: { isNew: boolean }) {
  const { t } = useWords();
  return (
    <>
      {isNew && (
        <label>
          {t('account.name')}
          <input name="name" autoComplete="off" required maxLength={64} />
        </label>
      )}
      <label>
        {t(isNew ? 'account.password' : 'account.newPassword')}
        <input
          name="password"
          type="password"
          autoComplete="new-password"
          required={isNew}
          minLength={MIN_PASSWORD}
          maxLength={200}
        />
      </label>
    </>
  );
}

function InviteLink({ link }: { link: string }) {
  const { t } = useWords();
  const copy = useCopy();
  return (
    <div className="invite-link">
      <label>
        {t('account.inviteNote')}
        <input readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <IconButton icon="link" label={t('common.copyLink')} onClick={() => copy(link, 'account.copyFailed')} />
    </div>
  );
}

/** All of them, or those that are named. */
function FormSection({
  label,
  all,
  chosen,
  options,
  onChange,
}: {
  label: string;
  all: string;
  chosen: 'all' | readonly string[];
  options: readonly { id: string; label: string }[];
  onChange: (chosen: 'all' | string[]) => void;
}) {
  const named = chosen === 'all' ? [] : chosen;
  const toggle = (id: string) => onChange(named.includes(id) ? named.filter((one) => one !== id) : [...named, id]);
  return (
    <fieldset className="scope-part">
      <legend>{label}</legend>
      <div className="chips">
        <Chip on={chosen === 'all'} onClick={() => onChange(chosen === 'all' ? [] : 'all')}>
          {all}
        </Chip>
        {options.map((option) => (
          <Chip key={option.id} on={named.includes(option.id)} onClick={() => toggle(option.id)}>
            {option.label}
          </Chip>
        ))}
      </div>
    </fieldset>
  );
}
