import { useState } from 'react';
import { useController } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import type { LinkField, LinkReport, LinkRule } from '../linking-controller.ts';
import { planName } from '../plan-text.ts';
import { usePlan } from './verdicts.tsx';

/** What few rules ask for is typed; class and storey are chosen. */
const TYPED = ['code', 'material', 'zone', 'text'] as const satisfies readonly LinkField[];

/** A new rule, after the others but before those that take every element: what was baked. */
export function LinkRuleForm() {
  const { t, language } = useWords();
  const { linking } = useController(buildController);
  const plan = usePlan();
  const [when, setWhen] = useState<LinkRule['when']>({});
  const [by, setBy] = useState<'activity' | 'property'>('activity');
  const [does, setDoes] = useState<LinkRule['does']>('build');
  const [name, setName] = useState('');
  const report = linking.report();
  if (!report || !plan) return null;
  const asks = Object.values(when).some((value) => value);
  const add = () => {
    const { rules } = linking.file();
    const kept = Object.fromEntries(Object.entries(when).filter(([, value]) => value)) as LinkRule['when'];
    const task = by === 'activity' ? { activity: name.trim() } : { property: name.trim() };
    const at = rules.findIndex(takesAll);
    linking.setRules(rules.toSpliced(at < 0 ? rules.length : at, 0, { id: freeId(rules), when: kept, task, does }));
  };
  return (
    <details className="link-form">
      <summary>{t('links.newRule')}</summary>
      <Conditions report={report} when={when} onChange={setWhen} />
      <Segmented
        small
        label={t('links.does.label')}
        value={does}
        options={(['build', 'remove'] as const).map((value) => ({ value, label: t(`links.does.${value}`) }))}
        onChange={setDoes}
      />
      <Segmented
        small
        label={t('links.by.label')}
        value={by}
        options={(['activity', 'property'] as const).map((value) => ({ value, label: t(`links.by.${value}`) }))}
        onChange={(value) => {
          setBy(value);
          setName('');
        }}
      />
      <TextField
        label={t(`links.by.${by}`)}
        value={name}
        offers={
          by === 'property'
            ? ['tag', ...report.properties].map((value) => ({ value }))
            : plan.rows
                .filter(({ kind }) => kind !== 'summary')
                .map(({ id, code, name: task }) => ({ value: code || id, label: planName(task, language) }))
        }
        onChange={setName}
      />
      <button type="button" className="btn small primary" disabled={!asks || name.trim() === ''} onClick={add}>
        {t('links.add')}
      </button>
    </details>
  );
}

/** Which elements the rule takes: by what they are, by what they say. */
function Conditions({
  report,
  when,
  onChange,
}: {
  report: Pick<LinkReport, 'classes' | 'storeys'>;
  when: LinkRule['when'];
  onChange: (when: LinkRule['when']) => void;
}) {
  const { t } = useWords();
  const put = (field: LinkField, value: string) => onChange({ ...when, [field]: value });
  const any = { value: '', label: t('links.any') };
  return (
    <>
      <ChoiceField
        label={t('links.field.class')}
        value={when.class ?? ''}
        options={[any, ...report.classes.map((value) => ({ value, label: value }))]}
        onChange={(value) => put('class', value)}
      />
      <ChoiceField
        label={t('links.field.storey')}
        value={when.storey ?? ''}
        options={[any, ...[...new Set(report.storeys)].map((value) => ({ value, label: value }))]}
        onChange={(value) => put('storey', value)}
      />
      {TYPED.map((field) => (
        <TextField
          key={field}
          label={t(`links.field.${field}`)}
          hint={field === 'text' ? '' : '*'}
          value={when[field] ?? ''}
          onChange={(value) => put(field, value)}
        />
      ))}
    </>
  );
}

const takesAll = ({ when }: LinkRule): boolean =>
  when.class === '*' && Object.values(when).filter((value) => value).length === 1;

function freeId(rules: readonly LinkRule[]): string {
  for (let n = rules.length + 1; ; n++) if (rules.every(({ id }) => id !== `rule-${n}`)) return `rule-${n}`;
}
