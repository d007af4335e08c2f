import { useMemo } from 'react';
import { factsOf, type IncidentFacts } from '../../../../model/incidents/incident-state.ts';
import type { IncidentTimeline } from '../../../../model/incidents/incident-timeline.ts';
import type { TimelineState } from '../../../../model/incidents/timeline-state.ts';
import { MS_PER_S } from '../../../../model/time.ts';
import { useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { usePresentMs } from '../../../kit/present.ts';
import { mayActOnIncidents } from '../../../twin/account.ts';
import type { IncidentBranch } from '../branch-store.ts';
import { incidentLogController } from '../controller.ts';

/** What the desk shows: a log, its state at the shown moment, and that moment. */
export interface ShownIncident {
  id: string;
  timeline: IncidentTimeline;
  state: TimelineState;
  facts: IncidentFacts;
  /** UTC. */
  ms: number;
  isReplayed: boolean;
  branch: IncidentBranch | null;
  /** Whether lines can be written now: not into what is past, a file, or without a login at the hub. */
  mayAct: boolean;
}

/** The incident that the desk is about, at its moment; null: none is open. */
export function useShownIncident(): ShownIncident | null {
  const controller = useController(incidentLogController);
  const { shownId, branchId, branches, isReplayed, opened, version } = useStore(controller.state, (state) => state);
  const mayWrite = useMayWrite();
  const presentMs = usePresentMs();
  // To the second while it plays, so that the desk is drawn once a second; else to the very moment.
  const clockMs = useTwin(({ playing, shownTimeMs }) =>
    playing ? Math.floor(shownTimeMs / MS_PER_S) * MS_PER_S : Math.round(shownTimeMs),
  );
  const ms = isReplayed ? clockMs : presentMs;
  const timeline = controller.timeline();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a timeline grows in place, and `version` says that it did
  const shown = useMemo(() => {
    if (!timeline || shownId === null) return null;
    const state = isReplayed ? timeline.seek(clockMs) : timeline.present();
    return { id: shownId, timeline, state, facts: factsOf(timeline, state) };
  }, [timeline, shownId, isReplayed, isReplayed ? clockMs : 0, version, timeline?.length]);
  if (!shown) return null;
  const branch = branches.find(({ id }) => id === branchId) ?? null;
  const isFile = opened !== null && shown.timeline === opened.timeline;
  const mayAct = branch !== null || (!isReplayed && !isFile && mayWrite);
  return { ...shown, ms, isReplayed, branch, mayAct };
}

/** Whether this page may write lines at all: with a login, or where no hub answers and they wait here. */
export function useMayWrite(): boolean {
  const controller = useController(incidentLogController);
  useStore(controller.state, ({ version }) => version);
  const account = useTwin((state) => state.account);
  return mayActOnIncidents(account) || controller.client.wireState === 'alone';
}
