import { type PlanRules, Slivers, sliversOf } from '../../../../model/plans/plan-rules.ts';
import { isSameSlivers, type SliverPolicy } from '../../../../model/plans/slivers.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Slider, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { formatLimit, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { withSlivers } from '../own-basis.ts';
import { type BasisView, Marked, type MarkProps } from './basis-view.tsx';

/** Fields of a policy, with the steps of their sliders. */
const FIELDS = [
  { field: 'minAreaM2', word: 'conflicts.minArea', unit: 'm²', coarse: 1 },
  { field: 'minWidthM', word: 'conflicts.minWidth', unit: 'm', coarse: 0.1 },
] as const;

const valueText = (value: number, unit: string) => `${formatLimit(value)}${THIN_SPACE}${unit}`;

/** What the rules drop as too small, as a part of them. */
export function SliverFields({ view: { now, shipped } }: { view: BasisView }) {
  const { t } = useWords();
  const { basis } = useController(conflictsController);
  const ruled = sliversOf(now.rules);
  const original = sliversOf(shipped.rules);
  const edit = (part: Partial<SliverPolicy>) =>
    basis.change({ rules: withSlivers(now.rules, { ...ruled, ...part }, shipped.rules, basis.used('rules')) });
  return (
    <fieldset className="rule-slivers">
      <legend>{t('conflicts.slivers')}</legend>
      {FIELDS.map(({ field, unit }) => (
        <Marked key={field} {...markOf(field, unit, ruled, original, edit)}>
          <Fields of={Slivers} only={[field]} value={ruled} onChange={edit} />
        </Marked>
      ))}
      <p className="note">{t('conflicts.policyNote')}</p>
    </fieldset>
  );
}

const markOf = (
  field: keyof SliverPolicy,
  unit: string,
  now: SliverPolicy,
  against: SliverPolicy,
  edit: (part: Partial<SliverPolicy>) => void,
): MarkProps => ({
  shipped: now[field] === against[field] ? null : valueText(against[field], unit),
  onReset: () => edit({ [field]: against[field] }),
});

/** What is too small to be listed in this comparison: as the rules have it until somebody moves it; asked again with the button. */
export function SliverPolicyPart() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const own = useTwin(({ planSlivers }) => planSlivers);
  const isRepairing = useTwin(({ repairsPlans }) => repairsPlans);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  useTwin(({ planBasis, planOpened }) => `${planBasis} ${planOpened}`);
  const rules = controller.basis.now()?.rules;
  if (!rules) return null;
  const ruled = sliversOf(rules);
  const slivers = own ?? ruled;
  const edit = (part: Partial<SliverPolicy>) => {
    const next = { ...slivers, ...part };
    set({ planSlivers: isSameSlivers(next, ruled) ? null : next });
  };
  return (
    <details className="conflict-policy">
      <summary>{t('conflicts.policy')}</summary>
      {FIELDS.map(({ field, word, unit, coarse }) => (
        <Marked key={field} against="ruled" {...markOf(field, unit, slivers, ruled, edit)}>
          <Slider
            label={t(word)}
            {...boundsOf(Slivers.entries[field])}
            value={slivers[field]}
            step={coarse}
            text={valueText(slivers[field], unit)}
            onChange={(value) => edit({ [field]: value })}
          />
        </Marked>
      ))}
      <p className="note">{t('conflicts.policyNote')}</p>
      <p className="row-head">
        <span>{t('conflicts.repair')}</span>
        <span className="space" />
        <Switch label={t('conflicts.repair')} on={isRepairing} onChange={(repairsPlans) => set({ repairsPlans })} />
      </p>
      <button type="button" className="btn small" onClick={() => void controller.compare()}>
        {t('conflicts.again')}
      </button>
    </details>
  );
}

/** What a comparison dropped by, and whether its rules say so. */
export function useSliverText(): (report: Pick<PlanReport, 'request' | 'basis'>) => string {
  const { t } = useWords();
  const partsOf = ({ minAreaM2, minWidthM }: SliverPolicy) => ({
    area: formatLimit(minAreaM2),
    width: formatLimit(minWidthM),
  });
  const whence = (slivers: SliverPolicy, rules: PlanRules) =>
    isSameSlivers(slivers, sliversOf(rules))
      ? t('conflicts.sliverByRules')
      : t('conflicts.sliverByHand', partsOf(sliversOf(rules)));
  return ({ request: { slivers }, basis }) =>
    `${t('conflicts.sliverRule', partsOf(slivers))} (${whence(slivers, basis.rules)})`;
}
