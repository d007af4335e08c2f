import { useEffect, useId } from 'react';
import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { Progress } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Chip, EmptyState, ErrorNotice, Quantity, Switch } from '../../../kit/controls.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { conflictsController, filtered } from '../controller.ts';
import { SEVERITIES } from '../scene/solids.ts';
import { EVERY_CONFLICT } from '../slice.ts';
import { conflictToolOf } from '../tools.ts';
import { OutdatedNotice, useBasis, useStampText } from './basis-part.tsx';
import { ConflictGroups } from './groups.tsx';
import { ForeignPack, NoRules } from './no-rules.tsx';
import { PlanReportButtons } from './progress.tsx';
import { SliverPolicyPart, useSliverText } from './slivers.tsx';
import { usePlanReport } from './use-plan-report.ts';

/** The comparison of the city's plans: it starts by itself, can be stopped, and is asked again with another policy of slivers. */
export function Comparison() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const check = useTwin(({ planCheck }) => planCheck);
  const report = usePlanReport();
  const rules = useBasis()?.now.rules;
  const hasRules = rules?.rules.length !== 0;
  const isFirst = check.kind === 'idle' && report === null && hasRules;
  useEffect(() => {
    if (isFirst) void controller.compare();
  }, [isFirst, controller]);
  if (!hasRules) return <NoRules />;
  if (check.kind === 'running') return <Running doneRatio={check.doneRatio} onStop={controller.stop} />;
  return (
    <>
      {check.kind === 'failed' && <ErrorNotice what={t('conflicts.failed')} reason={check.reason} />}
      <OutdatedNotice />
      {report && <ForeignPack rules={report.basis.rules} />}
      {report && <Sums report={report} />}
      {report && <Filters report={report} />}
      {report && <ConflictGroups report={report} />}
      <SliverPolicyPart />
      {report && <Provenance report={report} />}
    </>
  );
}

function Running({ doneRatio, onStop }: { doneRatio: number; onStop: () => void }) {
  const { t } = useWords();
  const label = t('conflicts.comparing');
  return (
    <div className="conflict-running">
      <p>{label}</p>
      <Progress label={label} doneRatio={doneRatio} onStop={onStop} />
    </div>
  );
}

/** How many, how much, and what was dropped. */
function Sums({ report }: { report: PlanReport }) {
  const { t, language } = useWords();
  const isShown = useTwin(({ showsConflicts }) => showsConflicts);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const sum = (of: (tally: PlanReport['tallies'][number]) => number) =>
    report.tallies.reduce((total, tally) => total + of(tally), 0);
  const area = formatArea(
    sum(({ areaM2 }) => areaM2),
    language,
  );
  const dropped = formatArea(
    sum(({ droppedM2 }) => droppedM2),
    language,
  );
  const sliverText = useSliverText();
  return (
    <div className="conflict-sums">
      <p className="row-head">
        <b>{t('conflicts.found', { count: formatNumber(report.conflicts.length) })}</b>
        <Quantity value={area.value} unit={area.unit} />
        <span className="space" />
        <Switch
          label={t('conflicts.draw')}
          on={isShown}
          onChange={(showsConflicts) => set({ showsConflicts, conflictShown: null })}
        />
      </p>
      <p className="note">
        {t('conflicts.dropped', {
          count: sum(({ droppedCount }) => droppedCount),
          area: `${dropped.value}${THIN_SPACE}${dropped.unit}`,
        })}
      </p>
      <p className="note">{sliverText(report)}</p>
      <Basis report={report} />
    </div>
  );
}

/** By which rules and which crosswalk; a click shows them. */
function Basis({ report: { by, basis } }: { report: PlanReport }) {
  const { t } = useWords();
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const { panels } = useApp();
  const textOf = useStampText();
  const off = basis.rules.rules.filter(({ isOff }) => isOff).length;
  return (
    <div className="conflict-basis">
      {(['rules', 'crosswalk'] as const).map((part) => (
        <p key={part} className="note">
          <button
            type="button"
            onClick={() => {
              set({ basisPart: part });
              panels.getState().openTool(conflictToolOf('rules'));
            }}
          >
            {t(`conflicts.${part}`)}
          </button>{' '}
          {textOf(by[part])}
          {part === 'rules' && off > 0 && ` · ${t('conflicts.offCount', { count: formatNumber(off) })}`}
        </p>
      ))}
    </div>
  );
}

/** By severity, authority and rule. */
function Filters({ report }: { report: PlanReport }) {
  const { t, of } = useWords();
  const filter = useTwin(({ planFilter }) => planFilter);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  const choose = (part: Partial<typeof filter>) => set({ planFilter: { ...filter, ...part }, conflictShown: null });
  const countOf = (part: Partial<typeof filter>) =>
    formatNumber(filtered(report, { ...EVERY_CONFLICT, ...part }).length);
  const met = report.rules.filter(({ id }) => report.tallies.some(({ rule, count }) => rule === id && count > 0));
  return (
    <div className="conflict-filters">
      <div className="chips">
        <Chip on={filter.severity === null} onClick={() => choose({ severity: null })}>
          {t('conflicts.all')}
        </Chip>
        {SEVERITIES.map((severity) => (
          <Chip key={severity} on={filter.severity === severity} onClick={() => choose({ severity })}>
            {`${t(`conflicts.${severity}`)} ${countOf({ severity })}`}
          </Chip>
        ))}
      </div>
      <Choice
        label={t('conflicts.plan')}
        value={filter.plan}
        all={t('conflicts.everyPlan')}
        options={report.plans.map(({ id, name }) => ({ id, text: `${of(name)} ${countOf({ plan: id })}` }))}
        onChange={(plan) => choose({ plan })}
      />
      <Choice
        label={t('conflicts.rule')}
        value={filter.rule}
        all={t('conflicts.everyRule')}
        options={met.map(({ id, title }) => ({ id, text: `${of(title)} ${countOf({ rule: id })}` }))}
        onChange={(rule) => choose({ rule })}
      />
    </div>
  );
}

function Choice({
  label,
  value,
  all,
  options,
  onChange,
}: {
  label: string;
  value: string | null;
  all: string;
  options: readonly { id: string; text: string }[];
  onChange: (value: string | null) => void;
}) {
  const id = useId();
  return (
    <div className="conflict-choice">
      <label htmlFor={id} className="note">
        {label}
      </label>
      <select id={id} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || null)}>
        <option value="">{all}</option>
        {options.map(({ id, text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the figures are from, and what was left out. */
function Provenance({ report }: { report: PlanReport }) {
  const { t, of } = useWords();
  const worst = report.tallies.reduce((most, { errorRatio }) => Math.max(most, errorRatio), 0);
  const nameOf = (plan: string) => of(report.plans.find(({ id }) => id === plan)?.name ?? { zh: plan, en: plan });
  return (
    <div className="conflict-notes">
      {report.notes.map(({ code, plan, count, example, ...note }) => (
        <p className="note" key={`${code} ${plan}`}>
          {t(`conflicts.note_${code === 'invalid' && 'isRepaired' in note && note.isRepaired ? 'repaired' : code}`, {
            plan: nameOf(plan),
            count: formatNumber(count),
            example,
          })}
        </p>
      ))}
      {report.conflicts.length === 0 && <EmptyState icon="check">{t('conflicts.agree')}</EmptyState>}
      <p className="note">{t('conflicts.balance', { off: worst.toExponential(1), plane: report.plane })}</p>
      <p className="note">{t('conflicts.hash', { hash: report.hash.slice(0, 12) })}</p>
      <p className="row-head wrap">
        <button
          type="button"
          className="btn small"
          onClick={() => saveFile('conflicts.json', 'application/json', JSON.stringify(report))}
        >
          {t('conflicts.save')}
        </button>
      </p>
      <PlanReportButtons report={report} blueprint={null} />
    </div>
  );
}
