import { useState } from 'react';
import { countryOf } from '../../../../model/city/country.ts';
import { type CityRule, countStandings } from '../../../../model/rules/city-rules.ts';
import { RULE_SUBJECTS, type RuleSubject } from '../../../../model/rules/numbers.ts';
import { ruleKey, standingOf } from '../../../../model/rules/rule-record.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Skeleton } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { rulesController } from '../controller.ts';
import { useMayConfirm } from './may-confirm.ts';
import { Packs } from './packs.tsx';
import { RuleBody } from './rule-body.tsx';
import { SigningKey } from './signing-key.tsx';

/** 依据与版本: every rule of the city with its text, its edition and who confirmed it. Here 待核 stands in words; elsewhere a small mark stands for it. */
export function RulesPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(rulesController);
  const records = useTwin((state) => state.ruleRecords);
  const files = useTwin((state) => state.ruleFiles);
  const begun = useQuery('rules of the city', () => controller.begin());
  const rules = controller.rules();
  const { confirmed, open } = countStandings(rules, records);
  return (
    <Panel title={t('cityRules.title')} className="dock analysis city-rules" onClose={onClose}>
      <section className="part">
        <p role="status">
          {t('cityRules.sum', {
            all: formatNumber(confirmed + open),
            confirmed: formatNumber(confirmed),
            open: formatNumber(open),
          })}
        </p>
        <Country />
        <Keeper />
        {begun.kind === 'asking' && <Skeleton />}
        {files?.plans?.rules.length === 0 && <p className="note">{t('cityRules.noPlanRules')}</p>}
        {RULE_SUBJECTS.map((subject) => (
          <Subject key={subject} subject={subject} rules={rules.filter((rule) => rule.subject === subject)} />
        ))}
      </section>
      <Packs />
      <SigningKey />
    </Panel>
  );
}

/** Says whose rules hold here, and how that is known. */
function Country() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const country = countryOf(twin.city);
  if (!country) return <p className="note">{t('cityRules.countryNone')}</p>;
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country.code) ?? country.code;
  return (
    <p className="note">
      {t(country.from === 'stated' ? 'cityRules.countryStated' : 'cityRules.countryZone', { country: name })}
    </p>
  );
}

/** Where releases are kept, and who may give them. */
function Keeper() {
  const { t } = useWords();
  const keeper = useTwin((state) => state.ruleKeeper);
  const may = useMayConfirm();
  return (
    <p className="note">
      {t(keeper === 'hub' ? 'cityRules.keptByHub' : 'cityRules.keptHere')} {!may && t('cityRules.mayNot')}
    </p>
  );
}

function Subject({ subject, rules }: { subject: RuleSubject; rules: readonly CityRule[] }) {
  const { t } = useWords();
  const records = useTwin((state) => state.ruleRecords);
  if (rules.length === 0) return null;
  const { confirmed, open } = countStandings(rules, records);
  const count = { confirmed: formatNumber(confirmed), all: formatNumber(confirmed + open) };
  return (
    <details open={subject === 'sun'} data-subject={subject}>
      <summary>
        {t(`cityRules.subject_${subject}`)} <span className="note">{t('cityRules.count', count)}</span>
      </summary>
      <ul className="plain">
        {rules.map((rule) => (
          <RuleRow key={ruleKey(rule)} rule={rule} />
        ))}
      </ul>
    </details>
  );
}

const STANDING_WORDS = {
  released: 'cityRules.confirmed',
  changed: 'cityRules.changedSince',
  stated: 'cityRules.stated',
  unconfirmed: 'cityRules.open',
} as const;

function RuleRow({ rule }: { rule: CityRule }) {
  const { t, of } = useWords();
  const records = useTwin((state) => state.ruleRecords);
  const [isOpen, setOpen] = useState(false);
  const standing = standingOf(rule, records);
  const key = ruleKey(rule);
  return (
    <li className="rule-row" data-rule={key} data-standing={standing.kind}>
      <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span>{of(rule.label)}</span>
        <span className="note">
          <RuleMark standing={standing} /> {t(STANDING_WORDS[standing.kind])}
        </span>
      </button>
      {rule.isForeign && <p className="note">{t('cityRules.foreign')}</p>}
      {isOpen && <RuleBody key={key} rule={rule} standing={standing} />}
    </li>
  );
}
