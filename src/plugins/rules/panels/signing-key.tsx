import { useId, useState } from 'react';
import { keyId, MIN_PASSPHRASE } from '../../../../model/signatures/statement.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, isoDate } from '../../../kit/city-time.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { FormSection, TextField } from '../../../kit/form-fields.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { rulesController } from '../controller.ts';

/** The key by which who sits here signs confirmations and decisions. */
export function SigningKey() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(rulesController);
  const keeper = useTwin((state) => state.ruleKeeper);
  useTwin((state) => state.signerSerial);
  const [failure, setFailure] = useState<Reason | null>(null);
  const [isDone, setDone] = useState(false);
  const act = (work: () => Promise<unknown>) => {
    setFailure(null);
    setDone(false);
    work().then(
      () => setDone(true),
      (error: unknown) => setFailure(failureOf(error)),
    );
  };
  const key = controller.personal.key();
  const text = controller.personal.fileText();
  const save = async () => saveFile('signers.json', 'application/json', await controller.keysText());
  const button = (label: string, onClick: () => void) => (
    <button type="button" className="btn small" onClick={onClick}>
      {label}
    </button>
  );
  return (
    <FormSection title={t('cityRules.key')}>
      {key ? (
        <p>
          {t('cityRules.keyOf', {
            who: key.who,
            unit: key.unit,
            until: isoDate(cityTime(key.untilMs, twin.city.zone)),
            id: keyId(key.publicKey).slice(0, 8),
          })}
        </p>
      ) : (
        <p className="note">{t('cityRules.keyNone')}</p>
      )}
      {failure && <ErrorNotice what={t('cityRules.keyFailed')} reason={failure} />}
      {isDone && <p role="status">{t('cityRules.keyDone')}</p>}
      {key ? <OpenKey act={act} /> : <NewKey act={act} />}
      <p className="row-head wrap">
        {text && button(t('cityRules.saveKey'), () => saveFile('signing-key.json', 'application/json', text))}
        {!key && (
          <FileButton
            accept=".json"
            label={t('cityRules.takeKey')}
            onFile={(file) => act(() => controller.takeKey(file))}
          />
        )}
        {key && keeper === 'hub' && button(t('cityRules.registerKey'), () => act(() => controller.registerKey()))}
        {key && keeper === 'hub' && button(t('cityRules.revokeKey'), () => act(() => controller.revokeKey()))}
        {button(t('cityRules.saveKeys'), () => act(save))}
        {key && button(t('cityRules.forgetKey'), () => controller.personal.forget())}
      </p>
    </FormSection>
  );
}

interface KeyFormProps {
  act: (work: () => Promise<unknown>) => void;
}

function OpenKey({ act }: KeyFormProps) {
  const { t } = useWords();
  const { personal } = useController(rulesController);
  const [passphrase, setPassphrase] = useState('');
  if (personal.isOpen()) return <p className="note">{t('cityRules.keyOpen')}</p>;
  const open = () => {
    act(() => personal.open(passphrase));
    setPassphrase('');
  };
  return (
    <>
      <p className="note">{t('cityRules.keyClosed')}</p>
      <Passphrase value={passphrase} onChange={setPassphrase} />
      <button type="button" className="btn small" disabled={passphrase === ''} onClick={open}>
        {t('cityRules.openKey')}
      </button>
    </>
  );
}

function NewKey({ act }: KeyFormProps) {
  const { t } = useWords();
  const { personal } = useController(rulesController);
  const account = useTwin((state) => state.account);
  const [name, setName] = useState('');
  const [unit, setUnit] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const who = (account?.name ?? name).trim();
  const person = { who, unit: unit.trim() };
  const isNamed = who !== '' && unit.trim() !== '';
  const make = () => {
    act(() => personal.make(person, passphrase));
    setPassphrase('');
  };
  return (
    <details>
      <summary>{t('cityRules.makeKey')}</summary>
      {!account && <TextField label={t('cityRules.who')} value={name} onChange={setName} />}
      <TextField label={t('cityRules.unit')} value={unit} onChange={setUnit} />
      <Passphrase value={passphrase} onChange={setPassphrase} />
      <p className="row-head wrap">
        <button
          type="button"
          className="btn small primary"
          disabled={!isNamed || passphrase.length < MIN_PASSPHRASE}
          onClick={make}
        >
          {t('cityRules.makeKey')}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={!isNamed}
          onClick={() => act(() => personal.makeOnDevice(person))}
        >
          {t('cityRules.makeDevice')}
        </button>
      </p>
    </details>
  );
}

function Passphrase({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('cityRules.passphrase')}</label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
