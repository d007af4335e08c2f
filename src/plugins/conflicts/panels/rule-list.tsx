import { useMemo, useState } from 'react';
import { LAND_USE_CLASSES, type LandUseClass } from '../../../../model/plans/land-use.ts';
import { PLAN_KINDS } from '../../../../model/plans/plan-kinds.ts';
import { PLAN_SEVERITIES, PlanRule, type PlanRuleSide } from '../../../../model/plans/plan-rules.ts';
import { useController } from '../../../kit/app-context.tsx';
import { Chip, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import {
  changeOf,
  isUnchanged,
  missingRules,
  type RuleChange,
  type RuleField,
  withRule,
  withShippedRule,
} from '../own-basis.ts';
import { SEVERITY_TOKENS } from '../scene/solids.ts';
import { type BasisView, ChangeCount, Marked, type MarkProps } from './basis-view.tsx';
import { PlanRuleMark } from './plan-rule-mark.tsx';

type Shown = 'all' | 'changed' | 'off';

/** All rules: each with its switch, and opened with what can be changed of it. */
export function RuleList({ view: { now, shipped } }: { view: BasisView }) {
  const { t } = useWords();
  const [shown, setShown] = useState<Shown>('all');
  const rows = useMemo(
    () => now.rules.rules.map((rule) => ({ rule, change: changeOf(rule, shipped.rules) })),
    [now, shipped],
  );
  const changed = rows.filter(({ change }) => !isUnchanged(change));
  const off = rows.filter(({ rule }) => rule.isOff);
  const listed = { all: rows, changed, off }[shown];
  const counts = { all: rows.length, changed: changed.length, off: off.length };
  return (
    <>
      <div className="chips">
        {(['all', 'changed', 'off'] as const).map((one) => (
          <Chip key={one} on={shown === one} onClick={() => setShown(one)}>
            {`${t(`conflicts.rules_${one}`)} ${formatNumber(counts[one])}`}
          </Chip>
        ))}
      </div>
      <ChangeCount text={t('conflicts.rulesNote')} missing={missingRules(now.rules, shipped.rules).length} />
      <ul className="rule-list">
        {listed.map(({ rule, change }) => (
          <RuleRow key={rule.id} rule={rule} change={change} view={{ now, shipped }} />
        ))}
      </ul>
    </>
  );
}

function RuleRow({ rule, change, view }: { rule: PlanRule; change: RuleChange; view: BasisView }) {
  const { t, of } = useWords();
  const edit = useRuleEdit(rule, view);
  const [isOpen, setOpen] = useState(false);
  const title = of(rule.title);
  return (
    <li data-rule={rule.id} data-off={rule.isOff}>
      <div className="rule-head">
        <Switch
          label={t('conflicts.ruleOn', { rule: title })}
          on={!rule.isOff}
          onChange={(isOn) => edit({ isOff: !isOn })}
        />
        <button type="button" aria-expanded={isOpen} title={title} onClick={() => setOpen(!isOpen)}>
          <i
            style={{ background: `var(--${SEVERITY_TOKENS[rule.severity]})` }}
            title={t(`conflicts.${rule.severity}`)}
          />
          <span>{title}</span>
        </button>
        {!isUnchanged(change) && (
          <span className="tag">{t(change.shipped ? 'conflicts.changed' : 'conflicts.ownRule')}</span>
        )}
      </div>
      {isOpen && <RuleFields rule={rule} change={change} view={view} />}
    </li>
  );
}

function useRuleEdit(rule: PlanRule, { now, shipped }: BasisView): (part: Partial<Pick<PlanRule, RuleField>>) => void {
  const { basis } = useController(conflictsController);
  return (part) => basis.change({ rules: withRule(now.rules, rule, part, shipped.rules, basis.used('rules')) });
}

function RuleFields({ rule, change, view }: { rule: PlanRule; change: RuleChange; view: BasisView }) {
  const { t, of } = useWords();
  const { basis } = useController(conflictsController);
  const edit = useRuleEdit(rule, view);
  const mark = (field: RuleField, textOf: (shipped: PlanRule) => string): MarkProps => ({
    shipped: change.shipped && change.fields.includes(field) ? textOf(change.shipped) : null,
    onReset: () => change.shipped && edit({ [field]: change.shipped[field] }),
  });
  return (
    <div className="rule-fields">
      <p className="note">
        <SideText side={rule.a} /> × <SideText side={rule.b} /> · {t(`conflicts.relation_${rule.relation}`)}
      </p>
      <Marked {...mark('isOff', ({ isOff }) => t(isOff ? 'conflicts.off' : 'conflicts.on'))} />
      <Marked {...mark('severity', ({ severity }) => t(`conflicts.${severity}`))}>
        <ChoiceField
          label={t('conflicts.severity')}
          value={rule.severity}
          options={PLAN_SEVERITIES.map((value) => ({ value, label: t(`conflicts.${value}`) }))}
          onChange={(severity) => edit({ severity })}
        />
      </Marked>
      <Thresholds rule={rule} mark={mark} edit={edit} />
      <p className="note">
        {`${t('conflicts.clause')}: ${of(rule.clause)} · ${rule.edition} `}
        <PlanRuleMark rule={rule} />
      </p>
      {change.isOtherwise && <p className="note">{t('conflicts.changedOtherwise')}</p>}
      {change.shipped && !isUnchanged(change) && (
        <p className="row-head">
          <button
            type="button"
            className="btn small"
            onClick={() => {
              const { now, shipped } = view;
              basis.change({ rules: withShippedRule(now.rules, rule.id, shipped.rules, basis.used('rules')) });
            }}
          >
            {t('conflicts.resetRule')}
          </button>
        </p>
      )}
    </div>
  );
}

const metres = (value: number) => `${formatNumber(value, 2)}${THIN_SPACE}m`;

/** What must stay free, where the rule's relation asks for it. */
function Thresholds({
  rule,
  mark,
  edit,
}: {
  rule: PlanRule;
  mark: (field: RuleField, textOf: (shipped: PlanRule) => string) => MarkProps;
  edit: (part: Partial<Pick<PlanRule, RuleField>>) => void;
}) {
  return (
    <>
      {hasDistance(rule) && (
        <Marked {...mark('distanceM', ({ distanceM }) => metres(distanceM))}>
          <Fields of={PlanRule} only={['distanceM']} value={rule} onChange={edit} />
        </Marked>
      )}
      {hasClearance(rule) && (
        <Marked {...mark('clearanceM', ({ clearanceM }) => metres(clearanceM))}>
          <Fields of={PlanRule} only={['clearanceM']} value={rule} onChange={edit} />
        </Marked>
      )}
    </>
  );
}

/** Side b is grown by it before it is laid; what is left of a shape, and what two boundaries differ in, goes by no distance. */
const hasDistance = ({ relation, distanceM }: PlanRule): boolean =>
  distanceM > 0 || (relation !== 'outside' && relation !== 'difference');

/** Only levels keep a free height. */
const hasClearance = ({ relation, clearanceM }: PlanRule): boolean => clearanceM > 0 || relation === 'depth';

/** Kinds of shapes with the uses that count. */
function SideText({ side: { kinds, uses, notUses } }: { side: PlanRuleSide }) {
  const { t, of } = useWords();
  const listed = (names: readonly LandUseClass[]) =>
    names.map((name) => of(LAND_USE_CLASSES[name])).join(t('conflicts.comma'));
  const parts = [
    kinds.map((kind) => of(PLAN_KINDS[kind])).join(t('conflicts.comma')),
    uses && t('conflicts.onlyUses', { uses: listed(uses) }),
    notUses && t('conflicts.notUses', { uses: listed(notUses) }),
  ];
  return parts.filter(Boolean).join(' ');
}
