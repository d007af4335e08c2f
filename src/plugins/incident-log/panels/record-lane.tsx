import { useController, useStore } from '../../../kit/app-context.tsx';
import { useTimeAxis } from '../../../kit/time-axis.tsx';
import { incidentLogController } from '../controller.ts';

/** The record that is replayed on the time axis, with a tick a line, and its branches from where they leave it. */
export function RecordLane() {
  const placeOf = useTimeAxis();
  const controller = useController(incidentLogController);
  const { branches, shownId } = useStore(controller.state, (state) => state);
  const log = controller.record();
  if (!log || log.length === 0) return null;
  const span = (fromMs: number, toMs: number) => ({
    left: `${placeOf(fromMs)}%`,
    width: `${placeOf(toMs) - placeOf(fromMs)}%`,
  });
  const times = [...new Set(log.entries().map(({ receivedMs }) => receivedMs))];
  const endMs = times[times.length - 1];
  return (
    <>
      <i className="incident-lane" style={span(times[0], endMs)} />
      {times.map((ms) => (
        <i key={ms} className="incident-tick" style={{ left: `${placeOf(ms)}%` }} />
      ))}
      {branches
        .filter(({ incident }) => incident === shownId)
        .map(({ id, name, seq, timeline }) => {
          const fromMs = log.entry(Math.max(1, seq)).receivedMs;
          const toMs = Math.max(endMs, timeline.last()?.receivedMs ?? 0);
          return <i key={id} className="incident-lane branch" style={span(fromMs, toMs)} title={name} />;
        })}
    </>
  );
}
