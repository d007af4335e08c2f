import { useEffect, useState } from 'react';
import type { PluginRow } from '../../../../model/plugins/plugin-row.ts';
import { useController, useService, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice, Switch } from '../../../kit/controls.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import type { Reason } from '../../../twin/failure.ts';
import { packagesController } from '../controller.ts';

/** 插件: what the hub has, how each fares in this page, and an administrator's acts on them. */
export function PluginList() {
  const { t } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const packages = useController(packagesController);
  const { rows, failures } = useStore(packages.state, (state) => state);
  const reasonOf = useErrorText();
  const [failure, setFailure] = useState<unknown>(null);
  const run = (work: Promise<unknown>) => {
    setFailure(null);
    work.then(packages.renew).catch(setFailure);
  };
  useEffect(() => {
    packages.renew().catch(setFailure);
  }, [packages]);
  return (
    <section className="account-list" aria-label={t('plugins.title')}>
      <header>
        <h3>{t('plugins.title')}</h3>
      </header>
      <div className="account-form">
        <p className="note">{t('plugins.intro')}</p>
        {rows.length === 0 && <p className="note">{t('plugins.none')}</p>}
        {rows.map((row) => (
          <PluginFacts key={row.id} row={row} failure={failures[row.id] ?? null} run={run} />
        ))}
        {failure !== null && <ErrorNotice what={t('plugins.notDone')} reason={reasonOf(failure)} />}
        <FileButton
          accept=".zip"
          icon="plus"
          label={t('plugins.add')}
          onFile={(file) => run(session.upload('plugins', file))}
        />
      </div>
    </section>
  );
}

function PluginFacts({
  row,
  failure,
  run,
}: {
  row: PluginRow;
  failure: Reason | null;
  run: (work: Promise<unknown>) => void;
}) {
  const { t, of } = useWords();
  const session = useService(ACCOUNT_SESSION);
  const [isRemoving, setRemoving] = useState(false);
  const { id, name, version, key, isEnabled, fault } = row;
  const path = `plugins/${id}`;
  const reason = fault?.text ?? failure;
  const state = fault ? 'refused' : failure ? 'failed' : isEnabled ? 'on' : 'off';
  return (
    <section aria-label={of(name)} data-plugin={id}>
      <p className="row-head">
        <b>{of(name)}</b>
        <Switch
          label={t('plugins.switch', { name: of(name) })}
          on={isEnabled}
          onChange={(on) => run(session.patch(path, { isEnabled: on }))}
        />
      </p>
      <FactsList
        rows={[
          [t('plugins.version'), version],
          [t('plugins.key'), <code key="key">{key}</code>],
          [t('plugins.state'), t(`plugins.${state}`)],
        ]}
      />
      {reason && <p className="note problem">{of(reason)}</p>}
      <button
        type="button"
        className="btn ghost small"
        onClick={() => (isRemoving ? run(session.remove(path)) : setRemoving(true))}
      >
        {t(isRemoving ? 'plugins.removeSure' : 'plugins.remove')}
      </button>
    </section>
  );
}
