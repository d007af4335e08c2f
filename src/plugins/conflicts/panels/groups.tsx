import { HEIGHT_ORIGINS } from '../../../../model/city/height-origin.ts';
import type { PlanRule } from '../../../../model/plans/plan-rules.ts';
import type { PlanConflict, PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Quantity } from '../../../kit/controls.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController, filtered } from '../controller.ts';
import { SEVERITY_TOKENS } from '../scene/solids.ts';
import { useConflictText } from './conflict-text.ts';
import { flyTo } from './fly-to.ts';
import { PlanRuleMark } from './plan-rule-mark.tsx';

/** Rows drawn at once; the rest is told by its number. */
const MAX_CONFLICT_ROWS = 200;

/** Conflicts by rule, in the order of the rules, the largest first. */
export function ConflictGroups({ report }: { report: PlanReport }) {
  const { t, of, language } = useWords();
  const filter = useTwin(({ planFilter }) => planFilter);
  const listed = filtered(report, filter);
  const shown = listed.slice(0, MAX_CONFLICT_ROWS);
  if (listed.length === 0 && report.conflicts.length > 0)
    return <EmptyState icon="layers">{t('conflicts.noneLeft')}</EmptyState>;
  return (
    <>
      {report.rules.map((rule) => {
        const own = shown.filter((conflict) => conflict.rule === rule.id);
        if (own.length === 0) return null;
        const all = listed.filter((conflict) => conflict.rule === rule.id);
        const area = formatArea(
          all.reduce((sum, { areaM2 }) => sum + areaM2, 0),
          language,
        );
        return (
          <section key={rule.id}>
            <h3>
              <span>{of(rule.title)}</span>
              <span className="note">
                {`${formatNumber(all.length)} · `}
                <Quantity value={area.value} unit={area.unit} />
              </span>
            </h3>
            <p className="note clause">
              {`${of(rule.clause)} · ${rule.edition} `}
              {thresholdsOf(rule).map((metres) => `· ${metres} `)}
              <PlanRuleMark rule={rule} />
            </p>
            <UnmeasuredNote rule={rule} conflicts={all} />
            <ul>
              {own.map((conflict) => (
                <ConflictRow key={conflict.id} conflict={conflict} />
              ))}
            </ul>
          </section>
        );
      })}
      {listed.length > shown.length && (
        <p className="note more">
          {t('conflicts.moreConflicts', { count: formatNumber(listed.length - shown.length) })}
        </p>
      )}
    </>
  );
}

/** How many conflicts of a rule of heights rest on heights that nobody measured. */
function UnmeasuredNote({ rule, conflicts }: { rule: PlanRule; conflicts: readonly PlanConflict[] }) {
  const { t } = useWords();
  const count = conflicts.filter(({ a }) => a.heightFrom).length;
  if (rule.relation !== 'height' || count === 0) return null;
  return (
    <p className="note warn" role="note">
      {t('conflicts.unmeasured', { count: formatNumber(count), all: formatNumber(conflicts.length) })}
    </p>
  );
}

/** What must stay free by the rule: in plan, then in height. */
const thresholdsOf = ({ distanceM, clearanceM }: PlanRule): string[] => [
  ...(distanceM > 0 ? [`↔${THIN_SPACE}${formatNumber(distanceM, 2)}${THIN_SPACE}m`] : []),
  ...(clearanceM > 0 ? [`↕${THIN_SPACE}${formatNumber(clearanceM, 2)}${THIN_SPACE}m`] : []),
];

function ConflictRow({ conflict }: { conflict: PlanConflict }) {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const controller = useController(conflictsController);
  const isShown = useTwin(({ conflictShown }) => conflictShown === conflict.id);
  const { a, b, severity, areaM2, ellipsoidalM2, meanWidthM } = conflict;
  const { value, unit } = formatArea(areaM2, language);
  const shapes = b ? `${a.shape} × ${b.shape}` : a.shape;
  const text = useConflictText();
  useTwin(({ planRecord }) => planRecord.serial);
  const decision = controller.decisions().get(conflict.id);
  const show = () => {
    const { setPlanCheck } = twin.getState();
    setPlanCheck({ conflictShown: isShown ? null : conflict.id, showsConflicts: true });
    if (isShown) return;
    flyTo(twin.city.origin, view, conflict);
  };
  return (
    <li>
      <button type="button" aria-pressed={isShown} onClick={show}>
        <i style={{ background: `var(--${SEVERITY_TOKENS[severity]})` }} title={t(`conflicts.${severity}`)} />
        <span>{text.title(conflict)}</span>
        <b>
          <Quantity value={value} unit={unit} />
        </b>
        <span className="note">
          {text.between(conflict)}
          {decision && decision.state !== 'open' && (
            <>
              {' '}
              <span className="tag">{t(`conflicts.state_${decision.state}`)}</span>
            </>
          )}
        </span>
        <HeightNote conflict={conflict} />
        {/* Two of one size read alike: whoever hears them tells them apart by their shapes. */}
        {!isShown && <span className="unseen">{shapes}</span>}
        {isShown && (
          <span className="note">
            {`${shapes} · `}
            {t('conflicts.detail', {
              ellipsoidal: `${formatNumber(ellipsoidalM2, 1)}${THIN_SPACE}m²`,
              plane: `${formatNumber(areaM2, 1)}${THIN_SPACE}m²`,
              width: `${formatNumber(meanWidthM, 1)}${THIN_SPACE}m`,
            })}
          </span>
        )}
      </button>
      {isShown && (
        <button type="button" className="btn small resolve" onClick={() => controller.resolve(conflict)}>
          {t('conflicts.resolve')}
        </button>
      )}
    </li>
  );
}

/** How high what stands there is, and what the plan allows; nothing where it has no height. */
function HeightNote({ conflict: { a, b } }: { conflict: PlanConflict }) {
  const { t, of } = useWords();
  if (a.heightM === undefined) return null;
  const metres = (value: number) => `${formatNumber(value, 1)}${THIN_SPACE}m`;
  const height = metres(a.heightM);
  return (
    <span className="note">
      {b?.heightMaxM === undefined
        ? t('conflicts.sideHeight', { height })
        : t('conflicts.limit', { height, limit: metres(b.heightMaxM) })}
      {a.heightFrom && (
        <>
          {' '}
          <span className="tag unsure">{of(HEIGHT_ORIGINS[a.heightFrom])}</span>
        </>
      )}
      {a.name && ` · ${a.name}`}
    </span>
  );
}
