import type { ActOf, IncidentEntry } from '../../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../../model/incidents/incident-timeline.ts';
import { RUN_FIGURES, type RunFigureName } from '../../../../model/runs/run-figures.ts';
import { formatDistance, formatNumber, formatUnit, NO_VALUE_MARK } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** Digits of figures that are not integers. */
const DIGITS: Readonly<Record<string, number>> = { roadClosure: 1, deepest: 2 };
const isFigureName = (name: string): name is RunFigureName => RUN_FIGURES.some((one) => one === name);

/** A line of the log in few words, in the reader's language. */
export function useActText(timeline: IncidentTimeline): (entry: IncidentEntry) => string {
  const { t, of } = useWords();
  const orderOf = (order: string) => {
    const seq = timeline.read('order', order, 'seq');
    const act = seq > 0 ? timeline.entry(seq).act : null;
    return act?.kind === 'order' ? `${act.name} · ${act.task}` : order;
  };
  const stepOf = (id: string) => {
    const step = timeline.steps().find((each) => each.id === id);
    return step ? of(step.title) : id;
  };
  const runOf = (run: string) => {
    const seq = timeline.read('run', run, 'seq');
    const act = seq > 0 ? timeline.entry(seq).act : null;
    return act?.kind === 'run' ? act.name || act.engine : run;
  };
  const distanceText = (distanceM: number) => {
    const { value, unit } = formatDistance(distanceM);
    return `${value} ${unit}`;
  };
  const figureText = ({ name, value, unit }: { name: string; value: number; unit: string }) => {
    const label = isFigureName(name) ? t(`incidentLog.run_${name}`) : name;
    return `${label} ${formatNumber(value, DIGITS[name] ?? 0)}${unit === '1' ? '' : ` ${formatUnit(unit)}`}`;
  };
  const resultText = ({ loss, isTyped, figures = [], text }: ActOf<'run-result'>) => {
    /** What the run's city has no data of it tells no figure of; its loss says 0. */
    const lacks = (name: RunFigureName) =>
      !isTyped && figures.length > 0 && !figures.some((figure) => figure.name === name);
    return [
      ...(isTyped ? [t('incidentLog.typed')] : []),
      ...(loss
        ? [
            `${t('incidentLog.exposure')} ${formatNumber(loss.personMmMin / 1000)} ${t('incidentLog.exposureUnit')}`,
            `${t('incidentLog.roads')} ${lacks('closedRoads') ? NO_VALUE_MARK : `${formatNumber(loss.roadMin / 60, 1)} h`}`,
            `${t('incidentLog.dwellings')} ${formatNumber(loss.dwellings)}`,
          ]
        : []),
      ...figures.map(figureText),
      ...(text === '' ? [] : [text]),
    ].join(' · ');
  };
  const noted = (words: string, text: string) => (text === '' ? words : `${words} · ${text}`);
  return ({ act }) => {
    switch (act.kind) {
      case 'opened':
        return [
          act.title,
          t(`incidentLog.level_${act.level}`),
          t(`incidentLog.source_${act.source.kind}`),
          ...(act.source.kind === 'case'
            ? [act.source.id, ...(act.source.hash ? [act.source.hash.slice(0, 12)] : [])]
            : []),
        ].join(' · ');
      case 'level':
        return noted(t(`incidentLog.level_${act.level}`), act.text);
      case 'role':
        return `${t(`incidentLog.role_${act.role}`)} · ${act.unit}`;
      case 'comment':
        return act.text;
      case 'order':
        return `${act.name} · ${act.task}`;
      case 'order-state':
        return noted(`${orderOf(act.order)} · ${t(`incidentLog.order_${act.state}`)}`, act.text);
      case 'move':
        return `${act.resource} · ${formatNumber(act.eastMm / 1000)}, ${formatNumber(act.northMm / 1000)}`;
      case 'radius':
        return distanceText(act.radiusM);
      case 'plan':
        return of(act.plan.title);
      case 'cap':
        return noted(
          [t(`incidentLog.capKind_${act.type}`), t(`incidentLog.cap_${act.status}`), act.identifier].join(' · '),
          act.text,
        );
      case 'alarm':
        return [
          act.titles ? of(act.titles) : act.title,
          t(`incidentLog.alarm_${act.event ?? 'raised'}`),
          ...(act.reading ? [`${formatNumber(act.reading.value, 2)} ${formatUnit(act.reading.unit)}`] : []),
          ...(act.distanceM === undefined ? [] : [t('incidentLog.away', { distance: distanceText(act.distanceM) })]),
        ].join(' · ');
      case 'run':
        return [
          act.name || act.engine,
          ...(act.orders === 'unsaid' ? [] : [t(`incidentLog.orders_${act.orders}`)]),
          act.inputHash.slice(0, 12),
        ].join(' · ');
      case 'run-result':
        return noted(`${runOf(act.run)} · ${act.hash.slice(0, 12)}`, resultText(act));
      case 'run-failed':
        return noted(runOf(act.run), act.texts ? of(act.texts) : act.text);
      case 'score-runs':
        return t('incidentLog.scoreBetween', {
          without: act.without === null ? t('incidentLog.none_') : runOf(act.without),
          with: act.with === null ? t('incidentLog.none_') : runOf(act.with),
        });
      case 'step':
        return noted(`${stepOf(act.step)} · ${t(`incidentLog.step_${act.state}`)}`, act.text);
      case 'closed':
        return act.text;
    }
  };
}
