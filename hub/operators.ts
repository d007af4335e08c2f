import type { Accounts } from './accounts/account-parts.ts';
import { openAlarmRoutes } from './alarms/alarm-routes.ts';
import type { AlarmWatch } from './alarms/alarm-watch.ts';
import { openCases } from './cases/cases.ts';
import { openCommands } from './commands/commands.ts';
import { openFeatureServices } from './feature-services/feature-services.ts';
import type { Hub } from './hub.ts';
import { openIncidents } from './incidents/incidents.ts';
import { openResponsePlans } from './incidents/response-plans.ts';
import { type KindLayers, openKindRoutes } from './kinds/sensor-kinds.ts';
import { openRecorder } from './recording/recorder.ts';
import { openSources } from './sources.ts';

/** What the operators' parts need beside what every part of the hub is given. */
interface OperatorParts {
  /** Long work has threads of its own, as in the program as it is built. */
  hasThreads: boolean;
  alarms: AlarmWatch;
  kinds: KindLayers;
}

/** What operators name as sources, do to alarms and cases and tell devices, and the record of it all; `ends` is told of each as it opens. */
export async function openOperators(
  hub: Hub,
  accounts: Accounts,
  { alarms, kinds, hasThreads }: OperatorParts,
  ends: (end: () => Promise<void>) => void,
): Promise<void> {
  await openSources(hub, accounts);
  ends(await openFeatureServices(hub, accounts, hasThreads));
  await openKindRoutes(hub, accounts, kinds);
  await openAlarmRoutes(hub, accounts, alarms);
  ends(await openRecorder(hub));
  const cases = await openCases(hub, accounts);
  ends(() => cases.close());
  const incidents = await openIncidents(hub, accounts, alarms);
  ends(() => incidents.close());
  await openResponsePlans(hub, accounts);
  const commands = await openCommands(hub, accounts, { alarms, kinds });
  ends(() => commands.close());
}
