import { LAND_USE_CLASSES } from '../../../../model/plans/land-use.ts';
import { PLAN_KINDS } from '../../../../model/plans/plan-kinds.ts';
import type { DrawnPlan } from '../../../../workers/plans/drawn.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Quantity } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';

/** What a plan may limit, with its unit. */
const LIMITS = [
  ['farMax', ''],
  ['heightMaxM', 'm'],
  ['densityMaxPct', '%'],
  ['greenMinPct', '%'],
  ['setbackM', 'm'],
  ['topM', 'm'],
  ['bottomM', 'm'],
] as const;

/** The card of a plan's shape: what it is, what the plan allows there, and whence that is. */
export function PlanShapeCard() {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const chosen = useTwin(({ planShape }) => planShape);
  const set = useTwin(({ setPlanCheck }) => setPlanCheck);
  useTwin(({ planDay }) => planDay);
  useTwin(({ plansAtDate }) => plansAtDate);
  const drawn = controller.drawn().find(({ id }) => id === chosen?.plan);
  const info = controller.plans().find(({ id }) => id === chosen?.plan);
  const shape = chosen && drawn?.plan.shapes[chosen.shape];
  if (!info || !shape) return null;
  const { id, properties, use } = shape;
  const validity = controller.validity(info);
  return (
    <Panel
      title={<span className="mono id">{id}</span>}
      note={<span className="tag">{t(`conflicts.status_${info.status}`)}</span>}
      className="card plan-shape"
      onClose={() => set({ planShape: null })}
    >
      <p>
        <b>{properties.name ?? of(PLAN_KINDS[properties.kind])}</b>
        <span className="note">
          {[of(PLAN_KINDS[properties.kind]), use && of(LAND_USE_CLASSES[use]), properties.code]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <Limits shape={shape} />
      <p className="note">
        {[of(info.name), of(info.authority), info.version].filter(Boolean).join(' · ')}
        {validity !== 'undated' && ` · ${t(`conflicts.validity_${validity}`)}`}
      </p>
      <p className="note">
        {of(info.source.name)} · {info.source.crs} · <span className="mono">{info.hash.slice(0, 12)}</span>
      </p>
    </Panel>
  );
}

function Limits({ shape: { properties } }: { shape: DrawnPlan['shapes'][number] }) {
  const { t } = useWords();
  const stated = LIMITS.flatMap(([name, unit]) => {
    const value = properties[name];
    return value === undefined ? [] : [{ name, unit, value }];
  });
  if (stated.length === 0) return <p className="note">{t('conflicts.noLimits')}</p>;
  return (
    <dl className="plan-limits">
      {stated.map(({ name, unit, value }) => (
        <div key={name}>
          <dt>{t(`conflicts.prop_${name}`)}</dt>
          <dd>
            <Quantity value={formatNumber(value, Number.isInteger(value) ? 0 : 2)} unit={unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
