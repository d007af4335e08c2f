import { useState } from 'react';
import type { CityRule } from '../../../../model/rules/city-rules.ts';
import { numbersHash } from '../../../../model/rules/numbers.ts';
import type { RuleRelease, RuleStanding } from '../../../../model/rules/rule-record.ts';
import { sha256 } from '../../../../model/sha256.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { isoDate } from '../../../kit/city-time.ts';
import { FileButton } from '../../../kit/file-button.tsx';
import { DateField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { rulesController } from '../controller.ts';

/** What was typed last stands in every form of this page: one office confirms many rules. */
let typed = { unit: '', role: '', who: '' };

/** The form by which an office confirms the numbers of a rule: by whom, by which text, clause and page. */
export function Confirmation({
  rule,
  standing,
  act,
}: {
  rule: CityRule;
  standing: RuleStanding;
  act: (done: Promise<void>) => void;
}) {
  const { t } = useWords();
  const controller = useController(rulesController);
  const account = useTwin((state) => state.account);
  const keeper = useTwin((state) => state.ruleKeeper);
  const now = new Date();
  const today = isoDate({ year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() });
  const [person, setPerson] = useState(typed);
  const [text, setText] = useState({ edition: '', clause: '', page: '' });
  const [on, setOn] = useState<string | undefined>(today);
  const [scan, setScan] = useState<RuleRelease['scan']>(null);
  const who = keeper === 'hub' ? (account?.name ?? '') : person.who;
  const change = (part: Partial<typeof typed>) => {
    typed = { ...person, ...part };
    setPerson(typed);
  };
  const lines = [person.unit, person.role, who, text.edition, text.clause, text.page];
  const isReady = on !== undefined && lines.every((line) => line.trim() !== '');
  const confirm = () => {
    if (on === undefined) return;
    const { unit, role } = person;
    const hash = numbersHash(rule.subject, rule.id, rule.numbers);
    act(controller.confirm(rule, { unit, role, who, by: keeper, on, ...text, scan, hash }));
  };
  return (
    <details>
      <summary>{t(standing.kind === 'unconfirmed' ? 'cityRules.confirmNow' : 'cityRules.confirmAgain')}</summary>
      <TextField label={t('cityRules.unit')} value={person.unit} onChange={(unit) => change({ unit })} />
      <TextField label={t('cityRules.role')} value={person.role} onChange={(role) => change({ role })} />
      {keeper === 'page' && (
        <TextField label={t('cityRules.who')} value={person.who} onChange={(name) => change({ who: name })} />
      )}
      {(['edition', 'clause', 'page'] as const).map((name) => (
        <TextField
          key={name}
          label={t(`cityRules.${name}`)}
          value={text[name]}
          onChange={(value) => setText({ ...text, [name]: value })}
        />
      ))}
      <DateField label={t('cityRules.on')} value={on} onChange={setOn} />
      <p className="row-head">
        <FileButton
          accept=".pdf,image/*"
          label={scan ? scan.name : t('cityRules.scan')}
          onFile={(file) => void scanOf(file).then(setScan)}
        />
      </p>
      <p className="note">{t('cityRules.scanNote')}</p>
      <button type="button" className="btn small primary" disabled={!isReady} onClick={confirm}>
        {t('cityRules.confirm')}
      </button>
    </details>
  );
}

/** A scan by its name and checksum; its pages stay where they are. */
async function scanOf(file: File): Promise<NonNullable<RuleRelease['scan']>> {
  return { name: file.name.slice(0, 200), sha256: sha256([new Uint8Array(await file.arrayBuffer())]) };
}
