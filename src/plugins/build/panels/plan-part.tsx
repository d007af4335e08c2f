import { useState } from 'react';
import * as v from 'valibot';
import { DcmaLimits } from '../../../../model/questions/construction.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { planFindings } from '../plan-findings.ts';
import { planName, pointLimit, pointValue } from '../plan-text.ts';
import type { PlanFacts, PlanPoint } from '../schedule-controller.ts';

/** What is wrong with the plan, what it is held to, and what decides its finish. */
export function PlanPart({ facts }: { facts: PlanFacts }) {
  return (
    <>
      <Findings facts={facts} />
      <Drivers facts={facts} />
      <Points facts={facts} />
    </>
  );
}

/** Longer lists than this are the plan itself. */
const MAX_SHOWN = 60;

function Findings({ facts }: { facts: PlanFacts }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const focus = useTwin((state) => state.planFocus);
  const { focusPlan } = twin.getState();
  const all = planFindings(facts, { t, of, language });
  if (all.length === 0) return <EmptyState icon="check">{t('build.nothingFound')}</EmptyState>;
  return (
    <ul className="findings">
      {all.slice(0, MAX_SHOWN).map(({ key, title, about, value, limit, severity, rows, limitOf }) => (
        <li key={key}>
          <button
            type="button"
            aria-pressed={focus?.finding === key}
            disabled={rows.length === 0}
            title={rows.length > 0 ? t('build.showIt') : undefined}
            onClick={() => focusPlan(focus?.finding === key ? null : { finding: key, rows })}
          >
            <span className={`severity ${severity}`} aria-hidden="true" />
            <span className="what">
              <b>{title}</b>
              <span>{limitOf === 'plan' ? `${about} · ${t('build.ownLimit')}` : about}</span>
            </span>
            <span className="how">
              <b>{value}</b>
              <span>{limit}</span>
            </span>
          </button>
        </li>
      ))}
      {all.length > MAX_SHOWN && <li className="note">{t('build.more', { count: all.length - MAX_SHOWN })}</li>}
    </ul>
  );
}

/** The activities whose durations decide when the plan ends, by how often they lie on the longest path and how they go with the finish. */
function Drivers({ facts }: { facts: PlanFacts }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const focus = useTwin((state) => state.planFocus);
  const { drivers, runs } = facts.risk;
  if (drivers.length === 0) return null;
  const taskName = (row: number) => planName(facts.rows[row]?.name ?? '', language);
  const { focusPlan } = twin.getState();
  return (
    <details className="plan-list" open={focus?.finding === DRIVERS || undefined}>
      <summary>{t('drivers.title')}</summary>
      <p className="note">{t('drivers.about', { runs: formatNumber(runs) })}</p>
      <Table
        rows={drivers}
        rowKey={({ row }) => row}
        columns={[
          {
            head: t('build.task'),
            value: ({ row }) => taskName(row),
            cell: ({ row }) => {
              const key = `driver ${row}`;
              return (
                <button
                  type="button"
                  className="link"
                  aria-pressed={focus?.finding === key}
                  title={t('build.showIt')}
                  onClick={() => focusPlan(focus?.finding === key ? null : { finding: key, rows: [row] })}
                >
                  {taskName(row)}
                </button>
              );
            },
          },
          {
            head: t('drivers.criticality'),
            value: ({ criticality }) => criticality,
            cell: ({ criticality }) => `${formatNumber(100 * criticality)} %`,
          },
          {
            head: t('drivers.correlation'),
            value: ({ correlation }) => correlation,
            cell: ({ correlation }) => correlation.toFixed(2),
          },
        ]}
      />
    </details>
  );
}

/** The finding by which all drivers are shown at once. */
export const DRIVERS = 'drivers';

/** All 14 points with what they are held to: limits as they are quoted, and those that the plan sets itself. */
function Points({ facts }: { facts: PlanFacts }) {
  const { t, of } = useWords();
  return (
    <details className="plan-list">
      <summary>{t('points.title')}</summary>
      <p className="note">{t('points.about')}</p>
      <Table
        isFixed
        rows={facts.points}
        rowKey={({ id }) => id}
        columns={[
          { head: t('points.point'), value: ({ point, name }) => `${point} ${of(name)}` },
          { head: t('points.value'), cell: pointValue, align: 'end' },
          {
            head: t('points.limit'),
            cell: (point) =>
              point.limitOf === 'plan' ? <OwnLimit point={point} name={of(point.name)} /> : pointLimit(point),
            align: 'end',
          },
          {
            head: t('points.verdict'),
            cell: ({ verdict }) =>
              verdict === 'none' ? (
                <span title={t('points.nothing')}>—</span>
              ) : (
                <span className={`tag ${verdict === 'pass' ? 'ok' : 'danger'}`}>
                  {t(verdict === 'pass' ? 'build.holds' : 'build.fails')}
                </span>
              ),
            align: 'end',
          },
        ]}
      />
    </details>
  );
}

/** A limit that whoever answers for the plan sets; taken when it is left. */
function OwnLimit({ point, name }: { point: PlanPoint; name: string }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const { id, limit, sense, unit } = point;
  const own = DcmaLimits.entries[id as keyof DcmaLimits];
  const { min, max, step } = boundsOf(own);
  const [text, setText] = useState<string | null>(null);
  const take = () => {
    const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
    setText(null);
    if (!v.is(own, value) || value === limit) return;
    void build.review.setLimits({ ...twin.getState().planLimits, [id]: value });
  };
  return (
    <span className="own-limit" title={t('points.own')}>
      {sense === 'atMost' ? '≤' : '≥'}{' '}
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        aria-label={t('points.ownLabel', { name })}
        value={text ?? String(limit)}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      {unit === '%' ? ' %' : ''}
    </span>
  );
}
