import type { Accounts } from './accounts/account-parts.ts';
import { openAlarmRoutes } from './alarms/alarm-routes.ts';
import type { AlarmWatch } from './alarms/alarm-watch.ts';
import { openCases } from './cases/cases.ts';
import { openCommands } from './commands/commands.ts';
import type { Hub } from './hub.ts';
import { type KindLayers, openKindRoutes } from './kinds/sensor-kinds.ts';
import { openRecorder } from './recording/recorder.ts';
import { openSources } from './sources.ts';

/** What the operators' parts need beside what every part of the hub is given. */
interface OperatorParts {
  alarms: AlarmWatch;
  kinds: KindLayers;
}

/** What operators name as sources, do to alarms and cases and tell devices, and the record of it all; resolves to the function that ends it. */
export async function openOperators(
  hub: Hub,
  accounts: Accounts,
  { alarms, kinds }: OperatorParts,
): Promise<() => Promise<void>> {
  await openSources(hub, accounts);
  await openKindRoutes(hub, accounts, kinds);
  await openAlarmRoutes(hub, accounts, alarms);
  const cases = await openCases(hub, accounts);
  const endRecorder = await openRecorder(hub, accounts);
  const commands = await openCommands(hub, accounts, { alarms, kinds });
  return async () => {
    await commands.close();
    await cases.close();
    await endRecorder();
  };
}
