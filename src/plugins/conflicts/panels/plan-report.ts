import type { EditionStamp } from '../../../../model/plans/plan-edition.ts';
import type { Decision } from '../../../../model/plans/plan-journal.ts';
import type { BasisPart } from '../../../../model/plans/read-basis-file.ts';
import type { PageReport, ReportPage, ReportTable } from '../../../../model/reports/report.ts';
import { judgedPlanRule } from '../../../../model/rules/city-rules.ts';
import { givesVerdict, standingOf } from '../../../../model/rules/rule-record.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import type { Blueprint } from '../../../../workers/plans/blueprint.ts';
import type { ConflictSide, PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { caseDrawing, locationDrawing } from '../case-drawing.ts';
import type { CaseScope, PlanCase } from '../cases.ts';
import { type CityGrid, cityGrid } from '../city-grid.ts';
import { conflictsController, filtered } from '../controller.ts';
import { type BasisChange, changesOf } from '../own-basis.ts';
import { EVERY_CONFLICT } from '../slice.ts';
import { useSideRows } from './case-sides.tsx';
import { useCaseSentence, useConflictText } from './conflict-text.ts';
import { progressOf, useProgressText } from './progress-text.ts';
import { useSliverText } from './slivers.tsx';

const M2_DIGITS = 1;

/** The comparison, what was decided and the blueprint where there is one, for paper and for a spreadsheet. */
export function usePlanSheet(): (
  report: PlanReport,
  blueprint: Blueprint | null,
  scope: CaseScope,
) => Promise<PageReport> {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(conflictsController);
  const common = useReportFacts();
  const sliverText = useSliverText();
  const text = useConflictText();
  const sideRows = useSideRows();
  const caseSentence = useCaseSentence();
  const progressText = useProgressText();
  const { city } = twin;
  const day = (ms: number) => dayAndTime(ms, city.zone);
  const m2 = (value: number) => ({ value, digits: M2_DIGITS });
  const vouched = (by: 'hub' | 'page') => t(by === 'hub' ? 'conflicts.vouched' : 'conflicts.unvouched');

  function plansTable({ plans }: PlanReport): ReportTable {
    return {
      title: t('conflicts.reportPlans'),
      head: [
        t('conflicts.planName'),
        t('conflicts.authority'),
        t('conflicts.planVersion'),
        t('conflicts.planStatus'),
        t('conflicts.validity'),
        'SHA-256',
      ],
      rows: plans.map(({ name, authority, version, status, period, hash }) => [
        of(name),
        of(authority),
        version,
        t(`conflicts.status_${status}`),
        period ? `${period.from ?? '…'} – ${period.to ?? '…'}` : null,
        hash,
      ]),
    };
  }

  function rulesTable({ rules, tallies, by }: PlanReport): ReportTable {
    return {
      title: t('conflicts.reportRules', { edition: by.rules.edition }),
      head: [
        t('conflicts.rule'),
        t('conflicts.clause'),
        t('conflicts.count'),
        t('conflicts.areaM2'),
        t('conflicts.sliverCount'),
      ],
      rows: tallies
        .filter(({ count }) => count > 0)
        .map(({ rule: id, count, areaM2, droppedCount }) => {
          const rule = rules.find((one) => one.id === id);
          const isSure = rule && givesVerdict(standingOf(judgedPlanRule(rule), twin.getState().ruleRecords));
          const unsure = isSure ? '' : ` (${t('conflicts.unverified')})`;
          return [
            rule ? of(rule.title) : id,
            rule ? `${of(rule.clause)} ${rule.edition}${unsure}` : null,
            { value: count, digits: 0 },
            m2(areaM2),
            { value: droppedCount, digits: 0 },
          ];
        }),
    };
  }

  const numberOf = (at: number) => `C-${String(at + 1).padStart(3, '0')}`;

  function conflictsTable(report: PlanReport, grid: CityGrid): ReportTable {
    return {
      title: t('conflicts.reportConflicts'),
      head: [
        t('conflicts.number'),
        t('conflicts.severity'),
        t('conflicts.rule'),
        t('conflicts.wantsA'),
        t('conflicts.wantsB'),
        t('conflicts.plan'),
        t('conflicts.areaM2'),
        t('conflicts.ellipsoidM2'),
        t('conflicts.eastM', { grid: grid.name }),
        t('conflicts.northM'),
        t('conflicts.shapeNumbers'),
      ],
      rows: filtered(report, EVERY_CONFLICT).map((conflict, at) => {
        const { rule, severity, a, b, areaM2, ellipsoidalM2 } = conflict;
        const [eastM, northM] = grid.fromLonLat(...conflict.at);
        return [
          numberOf(at),
          t(`conflicts.${severity}`),
          of(report.rules.find(({ id }) => id === rule)?.title ?? { zh: rule, en: rule }),
          text.want(a),
          b ? text.want(b) : null,
          text.between(conflict),
          m2(areaM2),
          m2(ellipsoidalM2),
          { value: eastM, digits: 1 },
          { value: northM, digits: 1 },
          b ? `${a.shape} × ${b.shape}` : a.shape,
        ];
      }),
    };
  }

  function decisionsTable(decisions: readonly Decision[]): ReportTable {
    return {
      title: t('conflicts.reportDecided'),
      head: [
        t('conflicts.conflict'),
        t('conflicts.areaM2'),
        t('conflicts.state'),
        t('conflicts.way'),
        t('conflicts.approval'),
        t('conflicts.ownerWord'),
      ],
      rows: decisions.map(({ facts, state, proposal, owner }) => [
        `${text.title(facts)} · ${text.between(facts)}`,
        m2(facts.areaM2),
        t(`conflicts.state_${state}`),
        proposal ? text.way(proposal.act.way, facts) : null,
        proposal?.act.approval ?? null,
        owner,
      ]),
    };
  }

  /** Each conflict with a map of where it lies and what it looks like before and after. */
  function casePage(one: PlanCase, at: number, report: PlanReport, grid: CityGrid): ReportPage {
    const { conflict, decision, shapes, after } = one;
    const { a, b } = conflict;
    const state = decision?.state ?? 'open';
    const order = filtered(report, EVERY_CONFLICT).findIndex(({ id }) => id === conflict.id);
    const number = order < 0 ? t('conflicts.settledNumber', { number: formatNumber(at + 1) }) : numberOf(order);
    const way = decision?.proposal?.act.way;
    const title = `${number} ${text.title(conflict)}`;
    const geometryOf = (side: ConflictSide | null, isAfter: boolean) => {
      if (!side) return null;
      const edit = isAfter ? after.find(({ plan, shape }) => plan === side.plan && shape === side.shape) : undefined;
      if (edit) return edit.next?.geometry ?? null;
      return shapes.find(({ plan, shape }) => plan === side.plan && shape === side.shape)?.state.geometry ?? null;
    };
    const drawing = (isAfter: boolean, scale?: number) =>
      caseDrawing(
        grid,
        {
          a: geometryOf(a, isAfter),
          b: geometryOf(b, isAfter),
          shared: conflict.coordinates,
          at: conflict.at,
          areaM2: conflict.areaM2,
          isOpen: !isAfter,
        },
        `${at}-${isAfter ? 'after' : 'before'}`,
        scale,
      );
    const scalable = (isAfter: boolean) => ({
      svg: drawing(isAfter),
      atScale: (scale: number) => drawing(isAfter, scale),
    });
    const wanted = [a, ...(b ? [b] : [])].map((side) => `${text.planName(side.plan)} ${text.want(side)}`).join(' / ');
    return {
      title,
      sentence: [caseSentence(conflict), way ? text.way(way, conflict) : t('conflicts.undecided')].join(' '),
      drawings: [
        {
          svg: locationDrawing(
            grid,
            report.conflicts.map((each) => each.at),
            conflict.at,
          ),
          caption: t('conflicts.locationFigure', { grid: grid.name }),
        },
        { ...scalable(false), caption: t('conflicts.beforeFigure', { wanted }) },
        ...(after.length > 0
          ? [{ ...scalable(true), caption: t(way ? `conflicts.afterFigure_${state}` : 'conflicts.afterFigure_open') }]
          : []),
      ],
      table: {
        head: [t('conflicts.bothSay'), text.planName(a.plan), ...(b ? [text.planName(b.plan)] : [])],
        rows: sideRows(conflict, report, shapes).map(([label, one, other]) => [label, one, ...(b ? [other] : [])]),
      },
    };
  }

  const stated = ({ name, edition, hash }: EditionStamp) => `${of(name)} · ${edition} · ${hash}`;
  const sourced = (part: BasisPart, by: PlanReport['by']) =>
    `${stated(by[part])} (${t(`conflicts.source_${controller.basis.sourceOf(part, by[part].hash)}`)})`;

  function basisFacts({ by, basis }: PlanReport): [string, string][] {
    const off = basis.rules.rules.filter(({ isOff }) => isOff);
    return [
      [t('conflicts.rules'), sourced('rules', by)],
      ...(off.length > 0 ? ([[t('conflicts.rulesOff'), off.map(({ title }) => of(title)).join('; ')]] as const) : []),
      [t('conflicts.crosswalk'), sourced('crosswalk', by)],
    ].map(([label, value]) => [label, value]);
  }

  function changesTable({ basis }: PlanReport): ReportTable | null {
    const shipped = controller.basis.shipped();
    const rows = shipped ? changesOf(basis, shipped).map(changeCells) : [];
    if (rows.length === 0) return null;
    return {
      title: t('conflicts.reportChanges'),
      head: [t('conflicts.rule'), t('conflicts.field'), t('conflicts.shippedWord'), t('conflicts.ownWord')],
      rows,
    };
  }

  function changeCells({ what, field, shipped, own }: BasisChange): ReportTable['rows'][number] {
    const cell = (value: BasisChange['own']) => {
      if (value === null) return '—';
      if (typeof value === 'number') return { value, digits: 2 };
      if (typeof value === 'string') return t(`conflicts.${value}`);
      return of(value);
    };
    const subject = what === null ? t('conflicts.slivers') : typeof what === 'string' ? what : of(what);
    return [subject, t(`conflicts.field_${field}`), cell(shipped), cell(own)];
  }

  return async (report, blueprint, scope) => {
    const decisions = [...controller.decisions().values()];
    const worst = report.tallies.reduce((most, { errorRatio }) => Math.max(most, errorRatio), 0);
    const grid = await cityGrid(city.layers, city.origin.lonDeg);
    const cases = await controller.cases(scope);
    const progress = progressOf(report, blueprint);
    return {
      file: `${city.id}-plans`,
      title: `${of(city.name)} · ${t('conflicts.reportTitle')}`,
      lead: {
        figure: `${formatNumber(progress.found - progress.open)} / ${formatNumber(progress.found)}`,
        sentence: progressText(progress),
      },
      facts: [
        ...common(),
        [t('conflicts.grid'), grid.name],
        [t('conflicts.balanceWord'), t('conflicts.balance', { off: worst.toExponential(1), plane: report.plane })],
        ...basisFacts(report),
        [t('conflicts.slivers'), sliverText(report)],
        [t('conflicts.inputHash'), report.inputHash],
        [t('conflicts.resultHash'), report.hash],
        ...(blueprint ? blueprintFacts(blueprint) : []),
      ],
      pages: cases.map((one, at) => casePage(one, at, report, grid)),
      tables: [
        plansTable(report),
        rulesTable(report),
        ...[changesTable(report)].filter((table) => table !== null),
        ...(decisions.length > 0 ? [decisionsTable(decisions)] : []),
        conflictsTable(report, grid),
      ],
      signatures: (blueprint?.decisions ?? []).flatMap(
        ({ conflict, proposedBy, proposedMs, signedBy, signedMs, by }) => {
          const facts = controller.decisions().get(conflict)?.facts;
          const what = facts ? `${text.title(facts)} (${text.between(facts)})` : conflict;
          return [
            {
              what: `${t('conflicts.act_propose')} ${what}`,
              who: proposedBy,
              at: day(proposedMs),
              vouched: vouched(by),
            },
            { what: `${t('conflicts.act_sign')} ${what}`, who: signedBy, at: day(signedMs), vouched: vouched(by) },
          ];
        },
      ),
    };
  };

  function blueprintFacts(blueprint: Blueprint): [string, string][] {
    const { plans, shapes, changed, decisions, rules, crosswalk, hash, head } = blueprint;
    const counts = t('conflicts.blueprintOf', {
      plans: formatNumber(plans.length),
      shapes: formatNumber(shapes),
      changed: formatNumber(changed),
      decisions: formatNumber(decisions.length),
    });
    return [
      [t('conflicts.blueprint'), counts],
      [t('conflicts.blueprintHash'), hash],
      [t('conflicts.blueprintBasis'), `${stated(rules)}; ${stated(crosswalk)}`],
      [t('conflicts.record'), head],
    ];
  }
}
