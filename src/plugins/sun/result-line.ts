import type { Text } from '../../../model/text/text.ts';
import type { SunResult } from '../../../workers/sun/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import type { TwinState } from '../../twin/slice.ts';
import { sunController } from './controller.ts';
import { sunPanelMessage } from './messages.ts';

/** What the last study came to, for the row of the tool; null: there is none, or no home in it. */
export function resultLine({ sunStudied }: TwinState, app: App): Text | null {
  const result = sunStudied.kind === 'done' ? app.controllerOf(sunController).result() : null;
  if (!result || result.dwellings.counts.judged === 0) return null;
  const { judged, metAfter, lost } = result.dwellings.counts;
  const line = result.hasScheme
    ? sunPanelMessage('row-lost', { lost })
    : sunPanelMessage('row-met', { met: metAfter, all: judged });
  return line.text;
}

/** Whether some dwelling has less sun than the rule asks. */
export const hasShortDwellings = (result: SunResult | null): boolean =>
  result !== null && result.dwellings.counts.metAfter < result.dwellings.counts.judged;
