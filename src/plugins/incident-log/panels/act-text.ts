import type { IncidentEntry } from '../../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../../model/incidents/incident-timeline.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

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
  const noted = (words: string, text: string) => (text === '' ? words : `${words} · ${text}`);
  return ({ act }) => {
    switch (act.kind) {
      case 'opened':
        return `${act.title} · ${t(`incidentLog.level_${act.level}`)} · ${t(`incidentLog.source_${act.source.kind}`)}`;
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
      case 'alarm':
        return act.title;
      case 'run':
        return `${act.engine} · ${t(`incidentLog.orders_${act.orders}`)} · ${act.inputHash.slice(0, 12)}`;
      case 'run-result':
        return noted(act.hash.slice(0, 12), act.text);
      case 'step':
        return noted(`${stepOf(act.step)} · ${t(`incidentLog.step_${act.state}`)}`, act.text);
      case 'closed':
        return act.text;
    }
  };
}
