import { openAccounts } from './accounts.ts';
import { openAlarmActs } from './alarm-acts.ts';
import { openCases } from './cases.ts';
import { openCommands } from './commands.ts';
import type { HubPart } from './hub.ts';
import { openRecorder } from './recorder.ts';

/** Who works at the table: names and rights, what they do to alarms and cases and tell devices, and the record of it all. `tell` says the link of the first start. */
export function operatorsPart(tell: (line: string) => void): HubPart {
  return async (hub) => {
    const accounts = await openAccounts(hub, tell);
    await openAlarmActs(hub, accounts);
    const cases = await openCases(hub, accounts);
    const commands = await openCommands(hub, accounts);
    const endRecorder = await openRecorder(hub, accounts);
    return async () => {
      await commands.close();
      await cases.close();
      await endRecorder();
      accounts.close();
    };
  };
}
