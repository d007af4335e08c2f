import { useState } from 'react';
import type { PlanInfo } from '../../../../model/plans/plan.ts';
import type { PlanDifference, ShapeChange } from '../../../../workers/plans/difference.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Quantity, Skeleton } from '../../../kit/controls.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { CHANGE_TOKENS } from '../scene/solids.ts';
import { flyTo } from './fly-to.ts';

/** Two versions of a plan against each other: which shapes are new, gone or others. */
export function VersionsPart() {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const check = useTwin(({ planVersions }) => planVersions);
  const plans = controller.plans();
  const [versions, choose] = useState(() => ({ older: plans.at(-2)?.id ?? '', newer: plans.at(-1)?.id ?? '' }));
  const label = ({ name, version, authority }: PlanInfo) =>
    [of(name), version, of(authority)].filter(Boolean).join(' · ');
  const options = plans.map((plan) => ({ value: plan.id, label: label(plan) }));
  const difference = controller.difference();
  return (
    <details className="conflict-policy plan-versions">
      <summary>{t('conflicts.versions')}</summary>
      <ChoiceField
        label={t('conflicts.olderPlan')}
        value={versions.older}
        options={options}
        onChange={(older) => choose({ ...versions, older })}
      />
      <ChoiceField
        label={t('conflicts.newerPlan')}
        value={versions.newer}
        options={options}
        onChange={(newer) => choose({ ...versions, newer })}
      />
      <p className="row-head">
        <button
          type="button"
          className="btn small"
          disabled={versions.older === versions.newer || check.kind === 'making'}
          onClick={() => void controller.compareVersions(versions)}
        >
          {t('conflicts.compareVersions')}
        </button>
        {check.kind === 'made' && (
          <button type="button" className="btn small" onClick={() => void controller.compareVersions(null)}>
            {t('common.close')}
          </button>
        )}
      </p>
      {check.kind === 'making' && <Skeleton />}
      {check.kind === 'failed' && <ErrorNotice what={t('conflicts.versionsFailed')} reason={check.reason} />}
      {check.kind === 'made' && difference && <Difference difference={difference} />}
    </details>
  );
}

/** Rows drawn at once; the rest is told by its number. */
const MAX_CHANGE_ROWS = 200;

function Difference({ difference: { changes, same, by } }: { difference: PlanDifference }) {
  const { t } = useWords();
  const count = (kind: ShapeChange['kind']) => formatNumber(changes.filter((change) => change.kind === kind).length);
  if (changes.length === 0) return <EmptyState icon="check">{t('conflicts.sameVersions')}</EmptyState>;
  return (
    <>
      <p>
        {t('conflicts.versionCounts', {
          added: count('added'),
          removed: count('removed'),
          changed: count('changed'),
          same: formatNumber(same),
        })}
      </p>
      <p className="note">{t(by === 'id' ? 'conflicts.matchedById' : 'conflicts.matchedByGround')}</p>
      <ul>
        {changes.slice(0, MAX_CHANGE_ROWS).map((change, i) => (
          <ChangeRow key={`${change.was} ${change.is}`} change={change} number={i} />
        ))}
      </ul>
      {changes.length > MAX_CHANGE_ROWS && (
        <p className="note more">
          {t('conflicts.moreConflicts', { count: formatNumber(changes.length - MAX_CHANGE_ROWS) })}
        </p>
      )}
    </>
  );
}

function ChangeRow({ change, number }: { change: ShapeChange; number: number }) {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const isShown = useTwin(({ changeShown }) => changeShown === number);
  const { kind, was, is, areaM2, movedM2, properties } = change;
  const area = formatArea(areaM2, language);
  const moved = formatArea(movedM2, language);
  const show = () => {
    twin.getState().setPlanCheck({ changeShown: isShown ? null : number, showsConflicts: true });
    if (!isShown) flyTo(twin.city.origin, view, change);
  };
  return (
    <li>
      <button type="button" aria-pressed={isShown} onClick={show}>
        <i style={{ background: `var(--${CHANGE_TOKENS[kind]})` }} title={t(`conflicts.shape_${kind}`)} />
        <span>
          {is ?? was} {t(`conflicts.shape_${kind}`)}
        </span>
        <b>
          <Quantity value={area.value} unit={area.unit} />
        </b>
        {kind === 'changed' && movedM2 > 0 && (
          <span className="note">{t('conflicts.movedArea', { area: `${moved.value}${THIN_SPACE}${moved.unit}` })}</span>
        )}
        {properties.map(({ name, was: before, is: after }) => (
          <span className="note" key={name}>
            {`${t(`conflicts.prop_${name}`)} ${before ?? t('conflicts.nothing')} → ${after ?? t('conflicts.nothing')}`}
          </span>
        ))}
      </button>
    </li>
  );
}
