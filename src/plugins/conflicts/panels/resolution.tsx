import { useState } from 'react';
import { landUseClass } from '../../../../model/plans/crosswalk.ts';
import { LAND_USE_CLASSES } from '../../../../model/plans/land-use.ts';
import { STOCK_PLAN } from '../../../../model/plans/plan.ts';
import type { PlanEngineTypes } from '../../../../workers/plans/engine-types.ts';
import type { PlanConflict, PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { FormSection, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { geometryOf } from '../drawing.ts';
import type { SideName } from '../ways.ts';
import { ActorFields, RightsNotice, useActor, useRights } from './actor.tsx';
import { CaseSides } from './case-sides.tsx';
import { useCaseSentence, useConflictText } from './conflict-text.ts';
import { PlanRuleMark } from './plan-rule-mark.tsx';
import { useEffectText, WayChoice } from './ways.tsx';

/** One conflict as a case: what either plan wants, by which clause, and the ways to settle it, each tried before anybody takes it. */
export function Resolution({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const sentenceOf = useCaseSentence();
  const rule = report.rules.find(({ id }) => id === conflict.rule);
  return (
    <div className="conflict-resolution">
      <p className="row-head">
        <IconButton icon="undo" label={t('conflicts.back')} onClick={() => controller.resolve(null)} />
        <span className="note">{rule ? of(rule.title) : conflict.rule}</span>
      </p>
      <h3 className="case-title">{sentenceOf(conflict)}</h3>
      <RightsNotice of="propose" />
      <CaseSides conflict={conflict} report={report} />
      {rule && (
        <p className="note">
          {t('conflicts.byClause', { clause: of(rule.clause), edition: rule.edition })} <PlanRuleMark rule={rule} />
        </p>
      )}
      <WayChoice conflict={conflict} report={report} />
      <OtherWays conflict={conflict} report={report} />
      <DraftResult />
    </div>
  );
}

/** Another use, and a shape that is drawn by hand. */
function OtherWays({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t } = useWords();
  const { planName } = useConflictText();
  const isDrawing = useTwin(({ planDrawing }) => planDrawing !== null);
  const sides: SideName[] = conflict.b ? ['a', 'b'] : ['a'];
  // What stands there is changed by no plan: the plan gives way, or the conflict stays.
  const own = sides.filter((side) => conflict[side]?.plan !== STOCK_PLAN);
  const nameOf = (side: SideName) => planName(conflict[side]?.plan ?? '');
  return (
    <details className="conflict-more" open={isDrawing || undefined}>
      <summary>{t('conflicts.otherWays')}</summary>
      {!isDrawing && (
        <p className="row-head wrap">
          {own.map((side) => (
            <DrawButton key={side} conflict={conflict} side={side} name={nameOf(side)} />
          ))}
        </p>
      )}
      {isDrawing && <DrawingTools />}
      {own.map((side) => (
        <CodeField key={`code ${side}`} conflict={conflict} side={side} name={nameOf(side)} report={report} />
      ))}
    </details>
  );
}

function DrawButton({ conflict, side, name }: { conflict: PlanConflict; side: SideName; name: string }) {
  const { t } = useWords();
  const { engines, report } = useApp();
  const controller = useController(conflictsController);
  const begin = async () => {
    const of = conflict[side];
    if (!of) return;
    controller.dropDraft();
    const { questions } = engines.engine<PlanEngineTypes>('plans');
    const [own, neighbours] = await Promise.all([questions.shape(of), questions.neighbours(of)]);
    if (own) controller.drawing.begin(side, own, neighbours);
  };
  return (
    <button
      type="button"
      className="btn small"
      onClick={() => void begin().catch((error: unknown) => report('plans.draw', error))}
    >
      {t('conflicts.drawShape', { plan: name })}
    </button>
  );
}

/** While corners are moved on the picture. */
function DrawingTools() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  useTwin(({ planDrawing }) => planDrawing);
  const drawn = controller.drawing.shape();
  if (!drawn) return null;
  const corners = drawn.parts.flat().reduce((sum, ring) => sum + ring.length, 0);
  return (
    <>
      <p className="note picking" role="status">
        {t('conflicts.drawing', { count: formatNumber(corners) })}
        {drawn.snap && ` · ${t(drawn.snap === 'corner' ? 'conflicts.onCorner' : 'conflicts.onEdge')}`}
      </p>
      <p className="row-head">
        <button
          type="button"
          className="btn small primary"
          onClick={() => void controller.draft({ kind: 'draw', side: drawn.side, geometry: geometryOf(drawn) })}
        >
          {t('conflicts.recheck')}
        </button>
        <button type="button" className="btn small" onClick={() => controller.dropDraft()}>
          {t('common.cancel')}
        </button>
      </p>
    </>
  );
}

function CodeField({
  conflict,
  side,
  name,
  report,
}: {
  conflict: PlanConflict;
  side: SideName;
  name: string;
  report: PlanReport;
}) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const own = conflict[side];
  const [code, setCode] = useState(own?.code ?? '');
  if (own?.code === undefined) return null;
  const system = report.plans.find(({ id }) => id === own.plan)?.codes ?? 'mnr-2023';
  const use = landUseClass(report.basis.crosswalk, system, code.trim());
  return (
    <div className="conflict-code">
      <TextField label={t('conflicts.codeOf', { plan: name })} value={code} onChange={setCode} />
      <span className="note">{use ? of(LAND_USE_CLASSES[use]) : t('conflicts.noSuchCode')}</span>
      <button
        type="button"
        className="btn small"
        disabled={use === null || code.trim() === own.code}
        onClick={() => void controller.draft({ kind: 'code', side, code: code.trim() })}
      >
        {t('conflicts.setCode')}
      </button>
    </div>
  );
}

/** What is being tried, and the proposal made of it. */
function DraftResult() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const draft = useTwin(({ planDraft }) => planDraft);
  const acting = useActor();
  const { mayPropose } = useRights();
  const effectText = useEffectText();
  const [text, setText] = useState('');
  const [approval, setApproval] = useState('');
  const [failure, setFailure] = useState<Reason | null>(null);
  if (draft.kind === 'none') return null;
  if (draft.kind === 'making') return <p role="status">{t('conflicts.comparing')}</p>;
  if (draft.kind === 'failed') return <ErrorNotice what={t('conflicts.draftFailed')} reason={draft.reason} />;
  const { actor } = acting;
  const { effect } = draft;
  const lacksApproval = effect.needsApproval && approval.trim() === '';
  const propose = () => {
    if (!actor) return;
    setFailure(null);
    controller
      .propose(text, actor, effect.needsApproval ? approval : '')
      .catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <FormSection title={t('conflicts.result')}>
      <p role="status">{effectText(effect)}</p>
      <p className="note">{t('conflicts.trialOnly')}</p>
      <IdList title={t('conflicts.gone')} ids={effect.vanished} />
      <IdList title={t('conflicts.new')} ids={effect.arose} />
      {effect.needsApproval && (
        <>
          <p className="note warn" role="note">
            {t('conflicts.rigidNote')}
          </p>
          <TextField label={t('conflicts.approval')} value={approval} onChange={setApproval} />
        </>
      )}
      {mayPropose ? <ActorFields acting={acting} /> : <RightsNotice of="propose" />}
      <TextField label={t('conflicts.note')} value={text} onChange={setText} />
      {failure && <ErrorNotice what={t('conflicts.actFailed')} reason={failure} />}
      <p className="row-head">
        <button
          type="button"
          className="btn small primary"
          disabled={!actor || !mayPropose || lacksApproval}
          onClick={propose}
        >
          {t('conflicts.propose')}
        </button>
        <button type="button" className="btn small" onClick={() => controller.dropDraft()}>
          {t('conflicts.drop')}
        </button>
      </p>
    </FormSection>
  );
}

const MAX_IDS = 8;

export function IdList({ title, ids }: { title: string; ids: readonly string[] }) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const { planName, ...text } = useConflictText();
  const facts = useQuery('plan facts', () => controller.facts());
  if (ids.length === 0) return null;
  const report = controller.report();
  const basis = report?.basis ?? (facts.kind === 'answered' ? facts.answer.basis : null);
  const textOf = (id: string) => {
    const known = [...(report?.conflicts ?? []), ...controller.shown()].find((one) => one.id === id);
    if (known) return `${text.title(known)} · ${text.between(known)}`;
    const [rule, planA, a, planB, b] = id.split('/');
    const title = basis?.rules.rules.find((one) => one.id === rule)?.title;
    const sides = [`${planName(planA)} ${a}`, ...(b === undefined ? [] : [`${planName(planB)} ${b}`])];
    return `${title ? of(title) : rule} · ${sides.join(' × ')}`;
  };
  return (
    <details open={ids.length <= MAX_IDS} className="conflict-ids">
      <summary>{`${title} ${formatNumber(ids.length)}`}</summary>
      <ul>
        {ids.slice(0, MAX_IDS).map((id) => (
          <li key={id} className="note">
            {textOf(id)}
          </li>
        ))}
        {ids.length > MAX_IDS && (
          <li className="note">{t('conflicts.moreConflicts', { count: formatNumber(ids.length - MAX_IDS) })}</li>
        )}
      </ul>
    </details>
  );
}
