import { useState } from 'react';
import { SUN_RULES } from '../../../../model/questions/sun-rules.ts';
import type { CityRule } from '../../../../model/rules/city-rules.ts';
import { numberFields, type RuleNumbers, withNumber } from '../../../../model/rules/numbers.ts';
import { type RuleStanding, ruleKey } from '../../../../model/rules/rule-record.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { rulesController } from '../controller.ts';
import { ownLabel } from '../own-label.ts';
import { Confirmation } from './confirmation.tsx';
import { useMayConfirm } from './may-confirm.ts';

/** One rule in full: its text, who confirmed it, its numbers, and the form that confirms them. */
export function RuleBody({ rule, standing }: { rule: CityRule; standing: RuleStanding }) {
  const { t, of } = useWords();
  const controller = useController(rulesController);
  const may = useMayConfirm();
  const isKept = useTwin(({ ruleRecords }) => ruleKey(rule) in ruleRecords);
  const [failure, setFailure] = useState<Reason | null>(null);
  const act = (done: Promise<void>) => {
    setFailure(null);
    done.catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <div className="rule-body">
      <p className="note">
        {t('cityRules.source')}: {of(rule.source)} · {t('cityRules.edition')} {rule.edition}
      </p>
      <Standing standing={standing} />
      {failure && <ErrorNotice what={t('cityRules.failed')} reason={failure} />}
      {numberFields(rule.subject, rule.numbers, null).length > 0 ? (
        <Numbers rule={rule} onSave={(numbers, label) => act(controller.change(rule, numbers, label))} />
      ) : (
        <p className="note">{t('cityRules.elsewhere')}</p>
      )}
      {may && <Confirmation rule={rule} standing={standing} act={act} />}
      <p className="row-head wrap">
        {may && rule.subject === 'sun' && <NewRule rule={rule} act={act} />}
        {may && isKept && (
          <button type="button" className="btn small" onClick={() => act(controller.withdraw(rule))}>
            {t('cityRules.withdraw')}
          </button>
        )}
      </p>
    </div>
  );
}

/** Says who confirmed the rule, or why it gives no verdict. */
function Standing({ standing }: { standing: RuleStanding }) {
  const { t } = useWords();
  if (standing.kind === 'unconfirmed') return <p className="note">{t('cityRules.openWhy')}</p>;
  if (standing.kind === 'stated') return <p className="note">{t('cityRules.statedWhy')}</p>;
  const { unit, role, who, on, edition, clause, page, scan, by, signature } = standing.release;
  if (standing.kind === 'changed') return <p className="note warn">{t('cityRules.changedWhy', { unit, on })}</p>;
  return (
    <>
      <p>{t('cityRules.confirmedBy', { unit, role, who, on, edition, clause, page })}</p>
      <p className="note">
        {t(by === 'hub' ? 'cityRules.vouched' : 'cityRules.unvouched')}
        {signature && ` · ${t('cityRules.signed')}`}
        {scan && ` · ${t('cityRules.scanOf', { name: scan.name, hash: scan.sha256.slice(0, 12) })}`}
      </p>
    </>
  );
}

/** The numbers of a rule, typed over here and saved together. */
function Numbers({
  rule,
  onSave,
}: {
  rule: CityRule;
  onSave: (numbers: RuleNumbers, label: CityRule['label']) => void;
}) {
  const { t, of, language } = useWords();
  const may = useMayConfirm();
  const [numbers, setNumbers] = useState(rule.numbers);
  const [label, setLabel] = useState(rule.label);
  const isOwn = rule.subject === 'sun' && !SUN_RULES.some(({ id }) => id === rule.id);
  const isChanged = numbers !== rule.numbers || label !== rule.label;
  return (
    <fieldset className="rule-numbers" disabled={!may}>
      <legend>{t('cityRules.numbers')}</legend>
      {isOwn && (
        <TextField
          label={t('cityRules.name')}
          value={of(label)}
          onChange={(name) => name.trim() !== '' && setLabel({ ...label, [language]: name })}
        />
      )}
      {rule.subject === 'sun' && <Day numbers={numbers} onChange={setNumbers} />}
      {numberFields(rule.subject, numbers, rule.shipped).map(
        ({ path, label: name, unit, value, shipped, min, max, step, none }) => {
          const change = (next: number | null) => setNumbers(withNumber(numbers, path, next));
          return (
            <div key={path.join('.')}>
              {none && (
                <ChoiceField
                  label={of(name)}
                  value={value === null ? 'none' : 'limited'}
                  options={[
                    { value: 'none', label: of(none) },
                    { value: 'limited', label: t('cityRules.limited') },
                  ]}
                  onChange={(kind) => change(kind === 'none' ? null : 2)}
                />
              )}
              {value !== null && (
                <NumberField label={of(name)} {...{ unit, value, min, max, step }} onChange={change} />
              )}
              {shipped !== null && (
                <p className="note">
                  {t('cityRules.shippedNumber', {
                    value: `${formatNumber(shipped, 3)}${unit && `${THIN_SPACE}${unit}`}`,
                  })}
                </p>
              )}
            </div>
          );
        },
      )}
      <button type="button" className="btn small" disabled={!isChanged} onClick={() => onSave(numbers, label)}>
        {t('cityRules.saveNumbers')}
      </button>
    </fieldset>
  );
}

const DAYS = ['great-cold', 'winter-solstice', 'date'] as const;
/** The date that a rule of another day begins with. */
const EQUINOX = { month: 3, day: 21 };

function Day({ numbers, onChange }: { numbers: RuleNumbers; onChange: (numbers: RuleNumbers) => void }) {
  const { t } = useWords();
  const { day } = numbers;
  return (
    <ChoiceField
      label={t('cityRules.day')}
      value={DAYS.find((one) => one === day) ?? 'date'}
      options={DAYS.map((value) => ({ value, label: t(`cityRules.day_${value}`) }))}
      onChange={(next) => onChange(withNumber(numbers, ['day'], next === 'date' ? EQUINOX : next))}
    />
  );
}

/** A rule of the city's own with the numbers of this one. */
function NewRule({ rule, act }: { rule: CityRule; act: (done: Promise<void>) => void }) {
  const { t } = useWords();
  const controller = useController(rulesController);
  const records = useTwin((state) => state.ruleRecords);
  const add = () => {
    let n = 1;
    while (ruleKey({ subject: 'sun', id: `own-${n}` }) in records) n++;
    const label = ownLabel(rule.label);
    act(controller.change({ subject: 'sun', id: `own-${n}`, label }, rule.numbers));
  };
  return (
    <button type="button" className="btn small" onClick={add}>
      {t('cityRules.add')}
    </button>
  );
}
