import type { Accounts } from './accounts.ts';
import { openAlarmActs } from './alarm-acts.ts';
import { openCases } from './cases.ts';
import { openCommands } from './commands.ts';
import type { Hub } from './hub.ts';
import { openRecorder } from './recorder.ts';
import { openSources } from './sources.ts';

/** What operators name as sources, do to alarms and cases and tell devices, and the record of it all; resolves to the function that ends it. */
export async function openOperators(hub: Hub, accounts: Accounts): Promise<() => Promise<void>> {
  await openSources(hub, accounts);
  await openAlarmActs(hub, accounts);
  const cases = await openCases(hub, accounts);
  const commands = await openCommands(hub, accounts);
  const endRecorder = await openRecorder(hub, accounts);
  return async () => {
    await commands.close();
    await cases.close();
    await endRecorder();
  };
}
