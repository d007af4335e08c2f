import { useCallback, useEffect, useRef, useState } from 'react';
import type { Blueprint } from '../../../../workers/plans/blueprint.ts';
import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime, isoDate } from '../../../kit/city-time.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsOpener } from '../open.ts';

type BlueprintState =
  | { kind: 'none' }
  | { kind: 'making' }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'made'; blueprint: Blueprint; record: number };

/** 蓝图: all plans after the signed decisions; made when somebody asks for it. */
export function BlueprintPart() {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsOpener);
  const record = useTwin(({ planRecord }) => planRecord.serial);
  useTwin(({ planCheck }) => planCheck);
  const [state, setState] = useState<BlueprintState>({ kind: 'none' });
  const [isPrinting, print] = useState(false);
  const done = useCallback(() => print(false), []);
  const name = `${twin.city.id}-blueprint`;
  const make = () => {
    setState({ kind: 'making' });
    controller.blueprint().then(
      (blueprint) => setState({ kind: 'made', blueprint, record }),
      (error: unknown) => setState({ kind: 'failed', reason: failureOf(error) }),
    );
  };
  const saveGeoPackage = (blueprint: Blueprint) => {
    controller.geoPackage(blueprint).then(
      (bytes) => saveFile(`${name}.gpkg`, 'application/geopackage+sqlite3', bytes),
      (error: unknown) => setState({ kind: 'failed', reason: failureOf(error) }),
    );
  };
  const made = state.kind === 'made' && state.record === record ? state.blueprint : null;
  const report = controller.report();
  return (
    <FormSection title={t('conflicts.blueprint')}>
      {state.kind === 'failed' && <ErrorNotice what={t('conflicts.blueprintFailed')} reason={state.reason} />}
      {made ? (
        <>
          <p>
            {t('conflicts.blueprintOf', {
              plans: formatNumber(made.plans.length),
              shapes: formatNumber(made.shapes),
              changed: formatNumber(made.changed),
              decisions: formatNumber(made.decisions.length),
            })}
          </p>
          {made.left.length > 0 && (
            <p className="note">{t('conflicts.leftOut', { count: formatNumber(made.left.length) })}</p>
          )}
          <p className="note">
            {t('conflicts.blueprintHash')} <span className="mono">{made.hash.slice(0, 16)}</span>
          </p>
          <p className="row-head wrap">
            <button
              type="button"
              className="btn small"
              onClick={() => saveFile(`${name}.geojson`, 'application/geo+json', made.geoJson)}
            >
              {t('conflicts.geojson')}
            </button>
            <button type="button" className="btn small" onClick={() => saveGeoPackage(made)}>
              {t('conflicts.geopackage')}
            </button>
            <button type="button" className="btn small" disabled={!report} onClick={() => print(true)}>
              {t('conflicts.printReport')}
            </button>
          </p>
          {isPrinting && report && <ReportSheet blueprint={made} report={report} onDone={done} />}
        </>
      ) : (
        <button type="button" className="btn small primary" disabled={state.kind === 'making'} onClick={make}>
          {t('conflicts.makeBlueprint')}
        </button>
      )}
    </FormSection>
  );
}

/** The report on paper: what stands on the screen, with editions, hashes and names. */
function ReportSheet({ blueprint, report, onDone }: { blueprint: Blueprint; report: PlanReport; onDone: () => void }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    // What is printed lies beside the page, whose panels scroll and cut off.
    const copy = sheet.current?.cloneNode(true);
    if (!copy) return;
    document.body.append(copy);
    window.addEventListener('afterprint', onDone);
    window.print();
    return () => {
      window.removeEventListener('afterprint', onDone);
      document.body.removeChild(copy);
    };
  }, [onDone]);
  const area = (areaM2: number) => {
    const { value, unit } = formatArea(areaM2);
    return `${value}${THIN_SPACE}${unit}`;
  };
  const day = (ms: number) => {
    const time = cityTime(ms, twin.city.zone);
    return `${isoDate(time)} ${formatTime(time)}`;
  };
  const ruleOf = (id: string) => report.rules.find((rule) => rule.id === id);
  const tallies = report.tallies.filter(({ count }) => count > 0);
  return (
    <section ref={sheet} className="print-sheet plan-report" lang={language}>
      <h1>{`${of(twin.city.name)} · ${t('conflicts.reportTitle')}`}</h1>
      <p>
        {`${t('conflicts.found', { count: formatNumber(report.conflicts.length) })} · ${area(
          report.tallies.reduce((sum, { areaM2 }) => sum + areaM2, 0),
        )} · ${t('conflicts.blueprintOf', {
          plans: formatNumber(blueprint.plans.length),
          shapes: formatNumber(blueprint.shapes),
          changed: formatNumber(blueprint.changed),
          decisions: formatNumber(blueprint.decisions.length),
        })}`}
      </p>
      <h2>{t('conflicts.reportPlans')}</h2>
      <table>
        <tbody>
          {blueprint.plans.map(({ id, name, authority, version, hash }) => (
            <tr key={id}>
              <td>{of(name)}</td>
              <td>{of(authority)}</td>
              <td>{version}</td>
              <td className="mono">{hash.slice(0, 16)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('conflicts.reportRules', { edition: report.edition })}</h2>
      <table>
        <tbody>
          {tallies.map(({ rule, count, areaM2 }) => (
            <tr key={rule}>
              <td>{of(ruleOf(rule)?.title ?? { zh: rule, en: rule })}</td>
              <td>
                {of(ruleOf(rule)?.clause ?? { zh: '', en: '' })} {ruleOf(rule)?.edition}
                {ruleOf(rule)?.status === 'unverified' && ` (${t('conflicts.unverified')})`}
              </td>
              <td>{formatNumber(count)}</td>
              <td>{area(areaM2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{t('conflicts.reportDecisions')}</h2>
      <table>
        <tbody>
          {blueprint.decisions.map((decision) => (
            <tr key={decision.conflict}>
              <td>{decision.shapes.join(', ')}</td>
              <td>{of(ruleOf(decision.rule)?.title ?? { zh: decision.rule, en: decision.rule })}</td>
              <td>{area(decision.areaM2)}</td>
              <td>{`${decision.proposedBy} ${day(decision.proposedMs)}`}</td>
              <td>
                {`${decision.signedBy} ${day(decision.signedMs)}`}
                {decision.by === 'page' && ` (${t('conflicts.unvouched')})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {t('conflicts.balance', {
          off: report.tallies.reduce((most, { errorRatio }) => Math.max(most, errorRatio), 0).toExponential(1),
          plane: report.plane,
        })}
      </p>
      <p className="mono">{`${t('conflicts.blueprintHash')} ${blueprint.hash}`}</p>
      <p className="mono">{`${t('conflicts.record')} ${blueprint.head}`}</p>
    </section>
  );
}
