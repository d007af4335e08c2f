import { useState } from 'react';
import { landUseClass } from '../../../../model/plans/crosswalk.ts';
import { LAND_USE_CLASSES } from '../../../../model/plans/land-use.ts';
import { STOCK_PLAN } from '../../../../model/plans/plan.ts';
import type { PlanEngineTypes } from '../../../../workers/plans/engine-types.ts';
import type { PlanConflict, PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Quantity } from '../../../kit/controls.tsx';
import { FormSection, TextField } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { geometryOf } from '../drawing.ts';
import { ActorFields, useActor } from './actor.tsx';

type SideName = 'a' | 'b';

/** One conflict and the ways to resolve it: each is tried at once, with what vanishes and what arises. */
export function Resolution({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const rule = report.rules.find(({ id }) => id === conflict.rule);
  const { value, unit } = formatArea(conflict.areaM2);
  return (
    <div className="conflict-resolution">
      <p className="row-head">
        <IconButton icon="undo" label={t('conflicts.back')} onClick={() => controller.resolve(null)} />
        <b>{rule ? of(rule.title) : conflict.rule}</b>
      </p>
      <p>
        {conflict.b ? `${conflict.a.shape} × ${conflict.b.shape}` : conflict.a.shape} ·{' '}
        <Quantity value={value} unit={unit} />
      </p>
      {rule && <p className="note">{`${of(rule.clause)} · ${rule.edition}`}</p>}
      <Ways conflict={conflict} report={report} />
      <DraftResult />
    </div>
  );
}

function Ways({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const isMaking = useTwin(({ planDraft }) => planDraft.kind === 'making');
  const isDrawing = useTwin(({ planDrawing }) => planDrawing !== null);
  const rule = report.rules.find(({ id }) => id === conflict.rule);
  const nameOf = (side: SideName) => {
    const plan = conflict[side]?.plan ?? '';
    return of(report.plans.find(({ id }) => id === plan)?.name ?? { zh: plan, en: plan });
  };
  const sides: SideName[] = conflict.b ? ['a', 'b'] : ['a'];
  // What stands there is changed by no plan: the plan gives way, or the conflict stays.
  const own = sides.filter((side) => conflict[side]?.plan !== STOCK_PLAN);
  const hasLimits =
    conflict.b !== null && own.length === 2 && (rule?.relation === 'height' || rule?.relation === 'indicators');
  return (
    <FormSection title={t('conflicts.ways')}>
      <div className="conflict-ways">
        {conflict.b ? (
          own.map((side) => (
            <button
              key={side}
              type="button"
              className="btn small"
              disabled={isMaking}
              onClick={() => void controller.draft({ kind: 'give-up', side })}
            >
              {t('conflicts.giveTo', { plan: nameOf(side === 'a' ? 'b' : 'a') })}
            </button>
          ))
        ) : (
          <button
            type="button"
            className="btn small"
            disabled={isMaking}
            onClick={() => void controller.draft({ kind: 'give-up', side: 'a' })}
          >
            {t('conflicts.cutOff')}
          </button>
        )}
        {hasLimits &&
          sides.map((side) => (
            <button
              key={`limits ${side}`}
              type="button"
              className="btn small"
              disabled={isMaking}
              onClick={() => void controller.draft({ kind: 'limits', side: side === 'a' ? 'b' : 'a' })}
            >
              {t('conflicts.limitsOf', { plan: nameOf(side) })}
            </button>
          ))}
        {!isDrawing &&
          own.map((side) => <DrawButton key={`draw ${side}`} conflict={conflict} side={side} name={nameOf(side)} />)}
      </div>
      {isDrawing && <DrawingTools />}
      {own.map((side) => (
        <CodeField key={`code ${side}`} conflict={conflict} side={side} name={nameOf(side)} report={report} />
      ))}
    </FormSection>
  );
}

function DrawButton({ conflict, side, name }: { conflict: PlanConflict; side: SideName; name: string }) {
  const { t } = useWords();
  const { engines, report } = useApp();
  const controller = useController(conflictsController);
  const begin = async () => {
    const of = conflict[side];
    if (!of) return;
    await controller.dropDraft();
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
        <button type="button" className="btn small" onClick={() => void controller.dropDraft()}>
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

/** What the recheck found, and the proposal. */
function DraftResult() {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const draft = useTwin(({ planDraft }) => planDraft);
  const acting = useActor();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Reason | null>(null);
  if (draft.kind === 'none') return null;
  if (draft.kind === 'making') return <p role="status">{t('conflicts.comparing')}</p>;
  if (draft.kind === 'failed') return <ErrorNotice what={t('conflicts.draftFailed')} reason={draft.reason} />;
  const { actor } = acting;
  const propose = () => {
    if (!actor) return;
    setFailure(null);
    controller.propose(text, actor).catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <FormSection title={t('conflicts.result')}>
      <p role="status">
        {t('conflicts.changes', {
          vanished: formatNumber(draft.vanished.length),
          arose: formatNumber(draft.arose.length),
          time: formatNumber(draft.wallMs / 1000, 1),
        })}
      </p>
      <IdList title={t('conflicts.gone')} ids={draft.vanished} />
      <IdList title={t('conflicts.new')} ids={draft.arose} />
      <ActorFields acting={acting} />
      <TextField label={t('conflicts.note')} value={text} onChange={setText} />
      {failure && <ErrorNotice what={t('conflicts.actFailed')} reason={failure} />}
      <p className="row-head">
        <button type="button" className="btn small primary" disabled={!actor} onClick={propose}>
          {t('conflicts.propose')}
        </button>
        <button type="button" className="btn small" onClick={() => void controller.dropDraft()}>
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
  const facts = useQuery('plan facts', () => controller.facts());
  if (ids.length === 0) return null;
  const basis = controller.report()?.basis ?? (facts.kind === 'answered' ? facts.answer.basis : null);
  const rules = basis?.rules.rules ?? [];
  const textOf = (id: string) => {
    const [rule, , a, , b] = id.split('/');
    const title = rules.find((one) => one.id === rule)?.title;
    return `${title ? of(title) : rule}: ${b === undefined ? a : `${a} × ${b}`}`;
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
